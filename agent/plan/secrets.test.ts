// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of shells.
// Secrets of a plan on a real agent: sealed to it, used by real shells, kept in memory alone, masked in all that it keeps and sends.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { utf8 } from "../../protocol/bytes.ts";
import { grantBytes } from "../../protocol/plan/grant.ts";
import { type Plan, planBytes } from "../../protocol/plan/plan.ts";
import { secretVariable } from "../../protocol/plan/secret.ts";
import { sealingMessage } from "../../protocol/sealed-bytes.ts";
import type { Folder } from "../home/folder.ts";
import { verifies } from "../home/keys.ts";
import { formsOf } from "../secrets/forms.ts";
import { mark } from "../secrets/mask.ts";
import { agentFor, enrolWith } from "../testing/agent.ts";
import { startPeer } from "../testing/peer.ts";
import { pwshOfTests } from "../testing/pwsh.ts";
import { sealedFor } from "../testing/seal.ts";
import { agentOfTests, cleanUp } from "../testing/suite.ts";

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

/** As if the machine had started again since. */
const anotherBoot = ({ store }: Folder) => {
	const db = new DatabaseSync(store, { timeout: 5_000 });
	db.exec("UPDATE plans SET boot = 'another boot'");
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

test("a step that names a secret doesn't begin once the agent has forgotten it", async () => {
	const plan = planWith("", {
		restart: true,
		steps: [
			{ phase: "command", command: "exit 0" },
			{ phase: "after", command: "echo {{secret:db}}" },
		],
	});
	const own = await startPeer();
	const folder = await enrolWith(own);
	const before = await agentFor(own, {}, folder);
	const ours = own.makePlan(plan.steps, { secrets: plan.secrets, restart: true });
	const keys = { agentKey: own.state.agentKey, sealing: await own.sealingKey() };
	const [run = "", after = ""] = await own.start(ours, await sealedFor(ours, keys, { db: secret }));
	await own.until(() => own.events(run).some((event) => event.type === "restart"));
	before.stop();
	anotherBoot(folder);
	const again = await agentFor(own, {}, folder);
	expect((await own.ended(after)).end).toEqual({
		outcome: "not-started",
		reason:
			"The agent keeps a secret in memory only, and has restarted since it was entered. Propose the plan again.",
	});
	again.stop();
	await cleanUp(own, folder);
});

describe("the agent refuses a plan", () => {
	const refusalOf = async (plan: Plan, secrets: Awaited<ReturnType<typeof sealed>>) => {
		const grant = peer.makeGrant(plan, await peer.offer(plan.id));
		peer.sendGrant(planBytes(plan), grantBytes(grant), undefined, secrets);
		const { code, reason } = await peer.take("refused", plan.id);
		return `${code}: ${reason}`;
	};

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
