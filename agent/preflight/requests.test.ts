// Requests for a preflight, to a running agent: which ones it answers, what it finds, and that nothing of the steps runs.
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { base64 } from "../../protocol/bytes.ts";
import { newId } from "../../protocol/ids.ts";
import type { Plan } from "../../protocol/plan/plan.ts";
import type { PreflightAnswer, StepPreflight } from "../../protocol/plan/preflight.ts";
import {
	type PreflightRequest,
	preflightBytes,
	preflightMessage,
} from "../../protocol/plan/preflight-request.ts";
import { fakeDesktop } from "../testing/desktop.ts";
import { untilChecked } from "../testing/preflight.ts";
import { agentOfTests } from "../testing/suite.ts";
import { newWorkerKey } from "../testing/worker-key.ts";

const { peer, agent } = await agentOfTests({ hourMs: 100 });
const folder = mkdtempSync(join(tmpdir(), "caisey-preflight-"));
afterAll(() => rmSync(folder, { recursive: true }));

const requestOf = (some: Partial<PreflightRequest>): PreflightRequest => ({
	v: 1,
	keyId: peer.state.worker.keyId,
	endpoint: peer.endpoint,
	nonce: randomBytes(32).toString("base64"),
	withinMs: 60_000,
	shell: "sh",
	runAs: { kind: "agent" },
	cwd: folder,
	steps: [{ phase: "command", command: "true" }],
	...some,
});

const send = (request: PreflightRequest, signature?: string): void => {
	const bytes = preflightBytes(request);
	const signed = signature ?? peer.signed(preflightMessage(bytes));
	peer.send({ type: "preflight", request: base64(bytes), signature: signed });
};

const answerTo = ({ nonce }: PreflightRequest): Promise<PreflightAnswer> =>
	peer.until(() => {
		const found = peer.heard.find((one) => one.type === "preflighted" && one.nonce === nonce);
		return found?.type === "preflighted" ? found.answer : undefined;
	});

const asked = async (some: Partial<PreflightRequest>): Promise<PreflightAnswer> => {
	await peer.until(() => peer.state.control && peer.state.hellos.length > 0);
	return untilChecked(() => {
		const request = requestOf(some);
		send(request);
		return answerTo(request);
	});
};

const command = (text: string) => [{ phase: "command" as const, command: text }];

/** Of the only step. */
const foundIn = async (text: string, shell: Plan["shell"] = "sh"): Promise<StepPreflight> => {
	const answer = await asked({ shell, steps: command(text) });
	if (answer.state !== "checked") throw new Error(`${answer.because} ${answer.detail}`);
	return answer.steps[0] as StepPreflight;
};

const mark = join(folder, "mark");
beforeEach(() => rmSync(mark, { force: true }));

const tool = join(folder, "tool");
const writeTool = (text: string): void => {
	writeFileSync(tool, `#!/bin/sh\n${text}\n`);
	chmodSync(tool, 0o755);
};

describe.each(["sh", "bash"] as const)("in %s", (shell) => {
	test("an agent says what each name of a step is there, and which are missing", async () => {
		writeTool("exit 0");
		const text = "greet() { echo hi; }\ngreet\nsudo no-such-thing --now\n./tool | sh -c 'other'";
		const { parsed, problems, names } = await foundIn(text, shell);
		expect(parsed).toBe(true);
		const missing = ["sudo", "no-such-thing"].filter((name) => names.every((one) => one.name !== name));
		expect(problems).toEqual(missing.map((name) => ({ what: "missing", kind: "command", name, line: 3 })));
		const bare = { path: null, version: null, sha256: null, module: null };
		const file = { version: null, sha256: expect.stringMatching(/^[0-9a-f]{64}$/), module: null };
		expect(names.filter(({ name }) => name !== "sudo")).toEqual([
			{ name: shell, kind: "shell", ...file, path: expect.stringMatching(`/${shell}$`) },
			{ name: "echo", kind: "builtin", ...bare },
			{ name: "greet", kind: "function", ...bare },
			{ name: "./tool", kind: "program", ...file, path: tool },
			{ name: "sh", kind: "program", ...file, path: expect.stringMatching("/sh$") },
		]);
	});

	test.each([
		["if true; then\n\techo", 2, /unexpected/],
		["echo one\necho 'two", 2, /[Uu]nterminated|unexpected/],
		["echo one\nfi", 2, /unexpected/],
	])("an agent says where a text can't be parsed: %j", async (text, line, message) => {
		const { problems } = await foundIn(text, shell);
		expect(problems).toEqual([
			{ what: "syntax", line: expect.any(Number), column: null, message: expect.stringMatching(message) },
		]);
		const [problem] = problems;
		// A text that ends too early may be said to end a line later.
		expect([line, line + 1]).toContain(problem?.line);
	});

	test("nothing of a step runs, and nothing that the shell would read first", async () => {
		const trap = join(folder, "trap.sh");
		writeFileSync(trap, `touch ${mark}\n`);
		const names = ["BASH_ENV", "ENV", "BASH_FUNC_cat%%", "PS4", "SHELLOPTS"] as const;
		const before = names.map((name) => process.env[name]);
		const set = [trap, trap, `() { touch ${mark}; }; touch ${mark}`, `$(touch ${mark})`, "xtrace"];
		for (const [i, name] of names.entries()) process.env[name] = set[i];
		try {
			const texts = [
				`touch ${mark}`,
				`$(touch ${mark})`,
				`echo "\`touch ${mark}\`" \${x:=$(touch ${mark})}`,
				`cat <<EOF\n$(touch ${mark})\nEOF`,
				`. ${trap}`,
				`set +n; touch ${mark}`,
				`trap 'touch ${mark}' EXIT`,
				`cat() { touch ${mark}; }; cat`,
				`alias if='touch ${mark}'`,
				`x[$(touch ${mark})]=1`,
			];
			for (const text of texts) await foundIn(text, shell);
		} finally {
			for (const [i, name] of names.entries())
				if (before[i] === undefined) delete process.env[name];
				else process.env[name] = before[i];
		}
		expect(existsSync(mark)).toBe(false);
	});
});

test("names that are known only while a step runs are neither found nor missing", async () => {
	const texts = [
		'"$tool" x; $($tool); to*l',
		"export PATH=/opt/tool/bin:$PATH; no-such-thing",
		"PATH=/opt/tool/bin; no-such-thing",
		"cd /opt; ./no-such-thing",
		"if command -v no-such-thing; then no-such-thing; fi",
	];
	for (const text of texts) {
		const { problems, names } = await foundIn(text);
		expect(problems).toEqual([]);
		expect(names.filter(({ kind }) => kind === "program")).toEqual([]);
	}
});

test("bash takes patterns that a text allows itself", async () => {
	const { problems } = await foundIn("shopt -s extglob\necho !(a|b)", "bash");
	expect(problems).toEqual([]);
});

test("an agent says why it can't check the steps of a user who isn't there", async () => {
	const answer = await asked({ runAs: { kind: "user", name: "nobody-here" } });
	expect(answer).toEqual({
		state: "unable",
		because: "failed",
		detail: expect.stringContaining("nobody-here"),
	});
});

test("a text of many names is cut to what a plan has room for", async () => {
	const { names, cut } = await foundIn(
		Array.from({ length: 300 }, (_, i) => `f${i}() { :; }; f${i}`).join("\n"),
	);
	expect(names).toHaveLength(100);
	expect(cut).toBe(true);
});

test("an agent answers only what the Worker signed for it, and each request once", async () => {
	const [forged, elsewhere, honest] = [
		requestOf({}),
		requestOf({ endpoint: newId("endpoint", "none") }),
		requestOf({}),
	];
	send(forged, newWorkerKey().sign(preflightMessage(preflightBytes(forged))));
	send(elsewhere);
	send(honest);
	await answerTo(honest);
	send(honest);
	await asked({});
	const answered = peer.heard.flatMap((one) => (one.type === "preflighted" ? [one.nonce] : []));
	expect(answered).not.toContain(forged.nonce);
	expect(answered).not.toContain(elsewhere.nonce);
	expect(answered.filter((nonce) => nonce === honest.nonce)).toHaveLength(1);
	expect(agent.log).toEqual(
		expect.arrayContaining([
			"ignored a request for a preflight: the Worker's key didn't sign it",
			"ignored a request for a preflight: it is for another endpoint",
			"ignored a request for a preflight: it came before",
		]),
	);
});

describe("at the start of a run", () => {
	/** As the Worker makes it of what the agent said. */
	const planOf = async (steps: Plan["steps"], choices: Partial<Plan> = {}): Promise<Plan> => {
		const answer = await asked({ steps });
		if (answer.state !== "checked") throw new Error(answer.because);
		const preflight: Plan["preflight"] = { v: 1, endpoints: [{ endpoint: peer.endpoint, ...answer }] };
		return peer.makePlan(steps, { cwd: folder, preflight, ...choices });
	};
	const steps: Plan["steps"] = [
		{ phase: "before", command: "echo before" },
		{ phase: "command", command: "./tool" },
		{ phase: "after", command: "echo after" },
	];
	const endsOf = async (plan: Plan) => {
		const ends = [];
		for (const run of await peer.start(plan)) ends.push((await peer.ended(run)).end);
		return ends;
	};

	test("a plan runs whose programs are as they were", async () => {
		writeTool("echo as it was");
		const done = { outcome: "exited", code: 0 };
		expect(await endsOf(await planOf(steps))).toEqual([done, done, done]);
	});

	test.each([
		[
			"another file",
			() => writeTool(`touch ${mark}`),
			/^This machine changed since the proposal\. \.\/tool is another file now: .*tool had SHA-256 [0-9a-f]{12}…, and has [0-9a-f]{12}…\. Propose it again\.$/,
		],
		[
			"gone",
			() => rmSync(tool),
			/^This machine changed since the proposal\. \.\/tool was .*\/tool, and is missing now\. Propose it again\.$/,
		],
	])("a program that is %s stops all of it", async (_, change, reason) => {
		writeTool("echo as it was");
		const plan = await planOf(steps);
		change();
		const stopped = { outcome: "not-started", reason: expect.stringMatching(reason) };
		expect(await endsOf(plan)).toEqual([stopped, stopped, stopped]);
		expect(existsSync(mark)).toBe(false);
	});

	test.skipIf(process.platform === "win32")(
		"a program that changes while the person at the machine has their hour stops it",
		async () => {
			const desktop = fakeDesktop();
			desktop.logsOn({ name: userInfo().username });
			desktop.program("notify-send", `echo touch ${mark} >> ${tool}; echo in-an-hour`);
			try {
				writeTool("echo as it was");
				const person = {
					...{ text: "Restart Outlook?", choices: ["now", "in-an-hour"], wait: 30, otherwise: "run" },
				} satisfies Plan["person"];
				const plan = await planOf(steps, { person });
				const reason = expect.stringContaining("./tool is another file now");
				expect((await endsOf(plan))[1]).toEqual({ outcome: "not-started", reason });
				expect(existsSync(mark)).toBe(false);
			} finally {
				desktop.end();
			}
		},
	);

	test("a program that was missing and is there now stops it, too", async () => {
		rmSync(tool, { force: true });
		const plan = await planOf(steps);
		writeTool(`touch ${mark}`);
		const reason = expect.stringContaining("./tool was missing, and is ");
		expect((await endsOf(plan))[1]).toEqual({ outcome: "not-started", reason });
		expect(existsSync(mark)).toBe(false);
	});
});
