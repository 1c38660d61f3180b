// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of shells.
// Secrets of a plan on a real agent: sealed to it, used by real shells, kept in memory alone, masked in all that it keeps and sends.
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { utf8 } from "../../protocol/bytes.ts";
import { grantBytes } from "../../protocol/plan/grant.ts";
import { type Plan, planBytes, planDigest } from "../../protocol/plan/plan.ts";
import { secretVariable } from "../../protocol/plan/secret.ts";
import { sealingMessage } from "../../protocol/sealed-bytes.ts";
import type { Folder } from "../home/folder.ts";
import { sha256, verifies } from "../home/keys.ts";
import { formsOf } from "../secrets/forms.ts";
import { mark } from "../secrets/mask.ts";
import { agentFor, enrolWith } from "../testing/agent.ts";
import { startPeer } from "../testing/peer.ts";
import { pwshOfTests } from "../testing/pwsh.ts";
import { sealedAnswer, sealedFor } from "../testing/seal.ts";
import { agentOfTests, cleanUp } from "../testing/suite.ts";

// A busy machine doesn't lose its connection for being late, nor while this process looks for traces.
const { peer, agent } = await agentOfTests();
const { hasPwsh } = pwshOfTests(agent.folder.hosts, "secrets in PowerShell");

const secret = `s3Krät "$(id)" 'x' & \`y\` <z> %`;
const sealing = await peer.sealingKey();

const planWith = (command: string, choices: Partial<Plan> = {}): Plan =>
	peer.makePlan(command, { secrets: [{ name: "db" }], ...choices });
const sealed = (plan: Plan, values: Record<string, string> = { db: secret }) =>
	sealedFor(plan, { agentKey: peer.state.agentKey, sealing }, values);
const run = async (plan: Plan) => peer.run(plan, await sealed(plan));

/** Every byte that the agent keeps, said, or sent. */
const traces = (): Buffer => {
	const files = readdirSync(agent.folder.path, { recursive: true, encoding: "utf8" })
		.map((name) => join(agent.folder.path, name))
		.filter((path) => statSync(path).isFile());
	const sent = [...peer.runs.values()].flatMap(({ records }) => records.map(({ bytes }) => bytes));
	return Buffer.concat([
		...files.map((path) => readFileSync(path)),
		...sent,
		utf8(JSON.stringify(peer.heard)),
		utf8(agent.log.join("\n")),
	]);
};
const expectNoTrace = () => {
	const all = traces();
	expect(all.includes(mark)).toBe(true);
	for (const { bytes } of formsOf(secret, 850)) expect(all.includes(bytes)).toBe(false);
};

const holdsSecret = (bytes: Buffer): boolean =>
	formsOf(secret, 850).some((form) => bytes.includes(form.bytes));

/** What the system tells of every process: its arguments and its environment. */
const processes = (): Buffer[] =>
	(process.platform === "linux" ? readdirSync("/proc") : [])
		.filter((name) => /^\d+$/.test(name))
		.flatMap((pid) => ["cmdline", "environ"].flatMap((what) => read(join("/proc", pid, what))));
const read = (path: string): Buffer[] => {
	try {
		return [readFileSync(path)];
	} catch {
		return []; // It has just ended.
	}
};

/** As if the machine had started again since an older agent accepted this plan. */
const restartedWith = ({ store }: Folder, plan: Plan) => {
	const bytes = planBytes(plan);
	const db = new DatabaseSync(store, { timeout: 120_000 });
	db.prepare("UPDATE plans SET boot = 'another boot', bytes = ?, digest = ?").run(
		bytes,
		planDigest(bytes, sha256),
	);
	db.close();
};

test("the endpoint's key vouches for the key to seal to, which stays the same", async () => {
	const message = sealingMessage(peer.endpoint, sealing.key);
	expect(verifies(peer.state.agentKey, message, sealing.signature)).toBe(true);
	expect((await peer.sealingKey()).key).toBe(sealing.key);
	if (process.platform !== "win32") expect(statSync(agent.folder.sealing).mode & 0o777).toBe(0o600);
});

describe.each(["sh", "bash"] as const)("in %s", (shell) => {
	test("a step gets exactly the value, and every trace of it is masked", async () => {
		const command = `printf '%s|' {{secret:db}} "{{secret:db}}"; printf %s {{secret:db}} | base64 -w0 >&2; printf '\\n%s' ${secret.length}; env | grep -c CAISEY_SECRET`;
		const { run: id, text, errors, end } = await run(planWith(command, { shell }));
		expect(end).toEqual({ outcome: "exited", code: 0 });
		expect(text).toBe(`${mark}|${mark}|\n${secret.length}1\n`);
		expect(errors).toBe(mark);
		const context = peer.events(id).find((event) => event.type === "context");
		expect(context?.shell.argv.join(" ")).toContain('"${CAISEY_SECRET_DB}" "${CAISEY_SECRET_DB}"');
		expect(context?.env).toContainEqual({ name: "CAISEY_SECRET_DB", value: "", masked: true });
		const counts = peer.events(id).filter((event) => event.type === "masked");
		expect(counts.at(-1)).toMatchObject({ stdout: 2, stderr: 1 });
		expectNoTrace();
	});

	test("a script has the reference in its file", async () => {
		const script = { name: `it.${shell}`.replace(".bash", ".sh"), encoding: "utf-8" as const, arguments: [] };
		const command = 'cat "$0"; [ "$(printf %s {{secret:db}} | wc -m)" -gt 4 ] && echo long';
		const steps: Plan["steps"] = [{ phase: "command", command, script }];
		const { text } = await run(planWith("", { shell, steps }));
		expect(text).toBe(`${command.replace("{{secret:db}}", '"${CAISEY_SECRET_DB}"')}long\n`);
		expectNoTrace();
	});
});

test.skipIf(!hasPwsh)(
	"in PowerShell, a step gets exactly the value, masked in what the shell reports too",
	async () => {
		const command = [
			'$p = {{secret:db}}; $p.Length; "<{{secret:db}}>"; /bin/echo $p',
			"[Console]::Error.Write([Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($p)))",
			'try { throw "no $p" } catch {}; @{ a = $p } | ConvertTo-Json -Compress; [Security.SecurityElement]::Escape($p)',
			"Write-Warning $p; ConvertTo-SecureString -AsPlainText $p | ConvertFrom-SecureString",
		].join("\n");
		const { run: id, text, errors } = await run(planWith(command, { shell: "pwsh" }));
		const lines = text.trimEnd().split("\n");
		expect(lines.slice(0, 3)).toEqual([String(secret.length), `<${mark}>`, mark]);
		expect(text).toContain(`{"a":"${mark}"}`);
		expect(errors).toContain(mark);
		expect(JSON.stringify(peer.events(id))).toContain(`no ${mark}`);
		expectNoTrace();
	},
);

test.skipIf(!hasPwsh)(
	"a secret that PowerShell asks for while it runs is masked from then on, split over two writes and in later steps too",
	async () => {
		const kept = join(agent.folder.path, "..", `${basename(agent.folder.path)}.kept`);
		onTestFinished(() => rmSync(kept, { force: true }));
		const choice = "$Host.UI.PromptForChoice('', 'On?', @('&Yes', '&No'), 0)";
		const check = [
			'$c = Get-Credential ada; $p = $c.GetNetworkCredential().Password; "$($p.Length)"',
			`[Console]::Out.Write($p.Substring(0, 9)); $null = ${choice}; [Console]::Out.WriteLine($p.Substring(9))`,
			"[Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($p)); $c.Password | ConvertFrom-SecureString",
			`try { throw "no $p" } catch {}; Set-Content '${kept}' $p; Read-Host $p`,
		].join("\n");
		const command = `Get-Content '${kept}'; Write-Warning (Get-Content '${kept}')`;
		const plan = peer.makePlan("", {
			...{ shell: "pwsh", input: ["choices", "text", "secret"] },
			steps: [
				{ phase: "before", command: check },
				{ phase: "command", command },
			],
		});
		const [first = "", second = ""] = await peer.start(plan);
		const asked = await peer.asked(first, 1);
		expect([asked.kind, asked.text]).toEqual(["secret", expect.stringMatching(/\nPassword for user ada$/)]);
		peer.answer(first, 1, await sealedAnswer(peer, plan, first, 2, secret));
		await peer.until(() => JSON.stringify(peer.events(first)).includes('"what":"unopened"'));
		peer.answer(first, 1, await sealedAnswer(peer, plan, first, 1, secret));
		await peer.asked(first, 2);
		expect(processes().filter(holdsSecret)).toEqual([]);
		peer.answer(first, 2, { is: "choices", chosen: [0] });
		expect((await peer.asked(first, 3)).text).toBe(mark);
		peer.answer(first, 3, { is: "text", text: "end" });
		await peer.ended(second);
		const lines = (run: string) => peer.bytesOf(run, "stdout").toString().trimEnd().split("\n");
		expect(lines(first)).toEqual([String(secret.length), mark, mark, mark, "end"]);
		expect(lines(second)).toEqual([mark, expect.stringContaining(mark)]);
		const counted = peer.events(first).findLast((event) => event.type === "masked");
		expect(counted).toMatchObject({ stdout: 3, stderr: 0 });
		const answered = JSON.stringify(peer.events(first));
		expect(answered).toContain('"by":"Tom Okafor","answer":{"is":"secret"}');
		expect(answered).toContain(`no ${mark}`);
		expectNoTrace();
	},
);

test("two secrets are told apart, and a step gets only those that it names", async () => {
	const count = "env | grep -c CAISEY_SECRET_";
	const plan = planWith("", {
		secrets: [{ name: "db" }, { name: "api-key" }],
		steps: [
			{ phase: "before", command: `printf %s "{{secret:api-key}}" | wc -c; ${count}` },
			{ phase: "command", command: `[ {{secret:db}} = {{secret:api-key}} ] || ${count}` },
		],
	});
	const [first = "", second = ""] = await peer.start(
		plan,
		await sealed(plan, { db: secret, "api-key": "7-bytes" }),
	);
	await peer.ended(second);
	expect(peer.bytesOf(first, "stdout").toString().replace(/ /g, "")).toBe("7\n1\n");
	expect(peer.bytesOf(second, "stdout").toString().trim()).toBe("2");
});

test.each<[string, Partial<Plan>]>([
	["names a secret", { secrets: [{ name: "db" }] }],
	["may ask for a secret", { input: ["secret"] }],
])(
	"after a declared restart, nothing more runs of a plan that an older agent accepted and that %s",
	async (_, accepted) => {
		const own = await startPeer();
		const folder = await enrolWith(own);
		const before = await agentFor(own, {}, folder);
		const steps: Plan["steps"] = [
			{ phase: "command", command: "exit 0" },
			{ phase: "after", command: "echo after" },
		];
		const plan = own.makePlan(steps, { restart: true });
		const [run = "", after = ""] = await own.start(plan);
		await own.until(() => own.events(run).some((event) => event.type === "restart"));
		before.stop();
		restartedWith(folder, { ...plan, ...accepted });
		const again = await agentFor(own, {}, folder);
		expect((await own.ended(after)).end).toEqual({
			outcome: "not-started",
			reason:
				"After a restart the agent can't mask this plan's secrets, so its checks after don't run. Propose them as a plan of their own.",
		});
		expect((await own.ended(run)).end).toEqual({ outcome: "exited", code: 0 });
		await own.take("finished", plan.id);
		again.stop();
		await cleanUp(own, folder);
	},
);

describe("the agent refuses a plan", () => {
	const refusalOf = async (plan: Plan, secrets: Awaited<ReturnType<typeof sealed>>) => {
		const grant = peer.makeGrant(plan, await peer.offer(plan.id));
		peer.sendGrant(planBytes(plan), grantBytes(grant), undefined, secrets);
		const { code, reason } = await peer.take("refused", plan.id);
		return `${code}: ${reason}`;
	};

	test("that restarts the machine, after which its secrets couldn't be masked", async () => {
		const refused = /^secret: A plan that restarts the machine can't have secrets/;
		const named = planWith("echo {{secret:db}}", { restart: true });
		expect(await refusalOf(named, await sealed(named))).toMatch(refused);
		const asking = peer.makePlan("true", { restart: true, input: ["choices", "secret"] });
		expect(await refusalOf(asking, [])).toMatch(refused);
	});

	test("without its secret", async () => {
		expect(await refusalOf(planWith("echo {{secret:db}}"), [])).toMatch(
			/^secret: .*aren't those of the plan/,
		);
	});

	test("with a secret that was sealed for another plan", async () => {
		const [plan, other] = [planWith("echo {{secret:db}}"), planWith("echo {{secret:db}}")];
		expect(await refusalOf(plan, await sealed(other))).toMatch(/^secret: .*wasn't sealed to this agent/);
	});

	test("with one secret in another's place", async () => {
		const secrets = [{ name: "db" }, { name: "other" }];
		const plan = planWith("echo {{secret:db}} {{secret:other}}", { secrets });
		const [one, two] = await sealed(plan, { db: "value one", other: "value two" });
		if (!one || !two) throw new Error("two were sealed");
		const swapped = [
			{ ...one, name: "other" },
			{ ...two, name: "db" },
		];
		expect(await refusalOf(plan, swapped)).toMatch(/^secret: .*wasn't sealed to this agent/);
	});

	test("whose steps use another secret than it declares", async () => {
		const plan = planWith("echo {{secret:db}}", { secrets: [{ name: "other" }] });
		expect(await refusalOf(plan, await sealed(plan, { other: secret }))).toMatch(/^secret: .*don't use just/);
	});

	test("whose step would run a secret's value", async () => {
		const plan = planWith('eval "{{secret:db}}"');
		expect(await refusalOf(plan, await sealed(plan))).toMatch(/^secret: A step could run/);
	});

	test.each([
		["a NUL", "a\0bcd", /^secret: .*NUL/],
		["a line break", "abcd\n", /^secret: .*line break/],
		["a control character", "ab\x1bcd", /^secret: .*control character/],
		["nothing in it", "", /^secret: .*fewer than 4 bytes/],
		["three bytes", "abc", /^secret: .*fewer than 4 bytes/],
		["too many bytes", "ä".repeat(2_049), /^secret: .*more than 4096 bytes/],
	])("with a value that has %s", async (_, db, expected) => {
		const plan = planWith("echo {{secret:db}}");
		expect(await refusalOf(plan, await sealed(plan, { db }))).toMatch(expected);
	});
});

test("a variable's name says which secret it is", () => {
	expect(secretVariable("database-password")).toBe("CAISEY_SECRET_DATABASE_PASSWORD");
});
