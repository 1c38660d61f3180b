import { existsSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ToldPerson } from "../../protocol/plan/person.ts";
import type { Plan } from "../../protocol/plan/plan.ts";
import { fakeDesktop } from "../testing/desktop.ts";
import { agentOfTests } from "../testing/suite.ts";
import { whoOf } from "./person.ts";

const { peer } = await agentOfTests({ hourMs: 250 });
const me = userInfo().username;
const text = "IT will restart Outlook <now> & \\n later.";
const asking: ToldPerson = { text, choices: ["now", "in-an-hour"], wait: 30, otherwise: "run" };
const telling: ToldPerson = { text, choices: [], wait: 0, otherwise: "run" };

let desktop: ReturnType<typeof fakeDesktop>;
beforeEach(() => {
	desktop = fakeDesktop();
	desktop.logsOn({ name: me });
});
afterEach(() => desktop.end());

const planOf = (
	person: ToldPerson,
	steps: string | Plan["steps"] = "echo ran",
	choices: Partial<Plan> = {},
) => peer.makePlan(steps, { cwd: "/", person, ...choices });
const run = async (...args: Parameters<typeof planOf>) => {
	const ran = await peer.run(planOf(...args));
	return { ...ran, said: saidIn(ran.run) };
};
const saidIn = (id: string) => peer.events(id).filter((event) => event.type === "person");
/** Writes its arguments down, one a line, and answers. */
const answers = (script: string) =>
	desktop.program(
		"notify-send",
		`printf '%s\\n' "$@" > ${desktop.folder}/seen; id -un >> ${desktop.folder}/seen; ${script}`,
	);
const isThere = (pid: number): boolean => {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
};
const seen = () => readFileSync(join(desktop.folder, "seen"), "utf8").split("\n");

describe.skipIf(process.platform === "win32")("with a fake notify-send", () => {
	test("the person is asked with the plan's words, and now runs it at once", async () => {
		answers("echo now");
		const { text: output, said, run: id } = await run(asking);
		expect(output).toBe("ran\n");
		expect(seen()).toEqual([
			...["--app-name=Caisey", "--urgency=critical", "--wait", "--action=now=Now"],
			...["--action=in-an-hour=In an hour", "--", "A message from your IT provider"],
			...["IT will restart Outlook &lt;now&gt; &amp; \\\\n later.", me, ""],
		]);
		const common = { type: "person", v: 1, who: me, by: "notify-send", because: null };
		expect(said).toEqual([
			{
				...common,
				state: "asked",
				offered: ["now", "in-an-hour"],
				answer: null,
				until: expect.any(Number),
				next: "wait",
			},
			{ ...common, state: "answered", offered: [], answer: "now", until: null, next: "run" },
		]);
		const types = peer.events(id).map(({ type }) => type);
		expect(types.slice(0, 3)).toEqual(["person", "person", "context"]);
	});

	test("in an hour runs it then, whole, and asks nothing more", async () => {
		answers("echo in-an-hour");
		const before = Date.now();
		const steps = [
			{ phase: "before", command: "echo first" },
			{ phase: "command", command: "date +%s%3N" },
		] as const;
		const plan = planOf(asking, [...steps]);
		const [first = "", second = ""] = await peer.start(plan);
		await peer.ended(second);
		expect(Number(String(peer.bytesOf(second, "stdout")))).toBeGreaterThanOrEqual(before + 250);
		expect(saidIn(first).at(-1)).toMatchObject({
			answer: "in-an-hour",
			next: "wait",
			until: expect.any(Number),
		});
		expect(saidIn(second)).toEqual([]);
	});

	test("an hour that would be too late isn't offered", async () => {
		answers("echo now");
		const { said } = await run({ ...asking, wait: 3_600 });
		expect(said[0]).toMatchObject({ offered: ["now"] });
		expect(seen()).not.toContain("--action=in-an-hour=In an hour");
	});

	test.each([
		["run", { outcome: "exited", code: 0 }],
		[
			"stop",
			{ outcome: "not-started", reason: `${me} didn't answer in time, and the plan says not to run then.` },
		],
	] as const)("no answer in time: %s, as the plan says", async (otherwise, expected) => {
		answers("exec sleep 30");
		const { end, said } = await run({ ...asking, wait: 1, otherwise });
		expect(end).toEqual(expected);
		expect(said.at(-1)).toMatchObject({ state: "unanswered", next: otherwise });
	});

	test("where it stops, no step of the plan runs, whatever it says of failed checks", async () => {
		desktop.logsOn();
		const steps = (["before", "command", "after"] as const).map((phase) => ({
			phase,
			command: "echo never",
		}));
		const plan = planOf({ ...asking, otherwise: "stop" }, steps, { failedCheck: "continue" });
		const runs = await peer.start(plan);
		const ends = await Promise.all(runs.map(async (id) => (await peer.ended(id)).end));
		const reason =
			"The person at the machine was not reached (nobody is logged on at CLIENT-ACCT-01), and the plan says not to run then.";
		expect(ends).toEqual(runs.map(() => ({ outcome: "not-started", reason })));
		expect(saidIn(runs[0] ?? "")).toMatchObject([{ state: "unreached", who: null, by: null, next: "stop" }]);
	});

	test("a notify-send that can't ask is recorded in its own words, and the plan runs if it says so", async () => {
		answers("echo 'Unknown option --action=now=Now' >&2; exit 1");
		const { text: output, said } = await run(asking);
		expect(output).toBe("ran\n");
		expect(said.at(-1)).toMatchObject({
			state: "unreached",
			because: "notify-send: Unknown option --action=now=Now",
			next: "run",
		});
	});

	test("a cancel while the person is asked ends the question, and nothing runs", async () => {
		answers("exec sleep 30");
		const plan = planOf(asking);
		const [id = ""] = await peer.start(plan);
		await peer.until(() => saidIn(id).length > 0);
		peer.send({ type: "cancel", plan: plan.id, by: "tom" });
		expect((await peer.ended(id)).end).toEqual({ outcome: "cancelled", by: "tom" });
	});

	test("other plans go on while the person is asked", async () => {
		answers("exec sleep 30");
		const plan = planOf(asking);
		const [id = ""] = await peer.start(plan);
		await peer.until(() => saidIn(id).length > 0);
		expect((await peer.run(peer.makePlan("echo meanwhile", { cwd: "/" }))).text).toBe("meanwhile\n");
		expect(saidIn(id)).toHaveLength(1);
		peer.send({ type: "cancel", plan: plan.id, by: "tom" });
		await peer.ended(id);
	});

	test("the person is told, and the plan runs after the time that it says", async () => {
		answers("exit 0");
		const before = Date.now();
		const { said, text: output } = await run({ ...telling, wait: 1 }, "date +%s%3N");
		expect(seen()).not.toContain("--wait");
		expect(said).toMatchObject([{ state: "told", by: "notify-send", next: "wait" }]);
		expect(Number(output)).toBeGreaterThanOrEqual(before + 1_000);
	});

	test.each([
		["notify-send", "trap '' TERM; echo $$ > PID; exec sleep 60"],
		["write", "echo $$ > PID; exec sleep 60"],
	])("a cancel ends a %s that hangs, and the next plan's words follow", async (name, script) => {
		const pid = join(desktop.folder, "pid");
		answers("exit 1");
		desktop.program(name, script.replace("PID", pid));
		const plan = planOf(telling);
		const [id = ""] = await peer.start(plan);
		await expect.poll(() => existsSync(pid) && readFileSync(pid, "utf8")).toMatch(/\d\n/);
		peer.send({ type: "cancel", plan: plan.id, by: "tom" });
		expect((await peer.ended(id)).end).toEqual({ outcome: "cancelled", by: "tom" });
		const hung = Number(readFileSync(pid, "utf8"));
		await expect.poll(() => isThere(hung)).toBe(false);
		answers("exit 0");
		expect((await run(telling)).said).toMatchObject([{ state: "told", by: "notify-send" }]);
	});

	test("without a desktop the words go to the terminal, by a fake write", async () => {
		answers("echo 'no bus' >&2; exit 1");
		desktop.program("write", `echo "$@" > ${desktop.folder}/seen; cat >> ${desktop.folder}/seen`);
		const { said } = await run(telling);
		expect(seen()).toEqual([me, "A message from your IT provider:", text, ""]);
		expect(said).toMatchObject([{ state: "told", by: "write", until: null, next: "run" }]);
	});

	test.runIf(process.getuid?.() === 0)("another user is asked as that user [needs root]", async () => {
		desktop.logsOn({ name: "nobody" });
		desktop.program("notify-send", 'test "$(id -un) $USER" = "nobody nobody" && echo now');
		const { said } = await run({ ...asking, otherwise: "stop" });
		expect(said.at(-1)).toMatchObject({ who: "nobody", state: "answered", answer: "now" });
	});
});

const one = (name: string, active: boolean) => ({
	name,
	active,
	display: null,
	terminal: null,
	session: null,
});

test("of several, the one whom the steps run as is asked, else the one in front", () => {
	const both = [one("dana", true), one("tom", false)];
	expect(whoOf(both, { kind: "logged-on", name: "tom" }, "X")).toEqual(both[1]);
	expect(whoOf(both, { kind: "agent" }, "X")).toEqual(both[0]);
	expect(whoOf([one("dana", false), one("tom", false)], { kind: "agent" }, "X")).toBe(
		"several users are logged on: dana, tom",
	);
});

test("no one is asked in place of the one whom the steps run as", () => {
	const both = [one("dana", true), one("tom", false)];
	expect(whoOf(both, { kind: "logged-on", name: "eve" }, "X")).toBe(
		"eve isn't logged on at X. Logged on: dana, tom.",
	);
	expect(whoOf(both, { kind: "logged-on" }, "X")).toBe(
		"Several users are logged on at X: dana, tom. The plan must name one of them.",
	);
	expect(whoOf([one("dana", true)], { kind: "logged-on" }, "X")).toEqual(one("dana", true));
});
