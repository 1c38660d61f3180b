// What a step is found to call, for rules that forbid a program: also where another command runs it. What isn't found is said to be
// unread.
import { describe, expect, test } from "vitest";
import type { CalledWord } from "../../domain/effects/called.ts";
import { effectsOfCalls, programsOf } from "../../domain/effects/programs/judge.ts";
import { running, unseen } from "../../domain/effects/programs/rules.ts";
import { wrappers } from "../../domain/effects/programs/unix/wrappers.ts";
import { ownAccount } from "../machine/account.ts";
import { bounded } from "./bounded.ts";
import { findCmd } from "./cmd/cmd.ts";
import type { Found, Where } from "./found.ts";
import { findPosix } from "./posix/posix.ts";

const where = async (shell: "bash" | "cmd" = "bash"): Promise<Where> => ({
	...{ shell, shellPath: "/bin/bash", launcher: [], cwd: "/", background: false },
	account: await ownAccount(),
	env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", HOME: "/" },
	over: AbortSignal.timeout(600_000),
});

const unread = ({ effects }: Pick<Found, "effects">): boolean =>
	effects.some(({ what }) => what === "unseen" || what === "unknown");

describe("a command that another one runs is found", () => {
	test.each([
		"rm x",
		"/bin/rm x",
		"\\rm x",
		"r''m x",
		"ls; sudo -u root rm x",
		"sudo -n rm x",
		"sudo -n -u bob rm x",
		"timeout 5 rm x",
		"timeout -k 5 -s KILL 10 rm x",
		"nice rm x",
		"nice -n 5 rm x",
		"env A=1 rm x",
		"env -i A=1 rm x",
		"xargs -0 rm </dev/null",
		"xargs -n 1 rm",
		"find /srv -exec rm {} +",
		"find /srv -name x -execdir rm {} \\;",
		"flock /tmp/l rm x",
		"setsid rm x",
		"setsid -w rm x",
		"stdbuf -o0 rm x",
		"time -p rm x",
		"nohup -- rm x",
		"nohup rm x &",
		"command -p rm x",
		"command -- rm x",
		"exec -a name rm x",
		"builtin command rm x",
		"sudo -n timeout 5 nice env A=1 rm x",
		'rm() { command rm "$@"; }; rm x',
		"coproc rm x",
		"if true; then nice rm x; fi",
		"echo $(timeout 1 rm x)",
		"cat <(nice rm x)",
		'while read -r one; do setsid rm "$one"; done',
	])("%s", async (text) => {
		const { calls } = await findPosix(text, await where());
		expect(calls?.map((name) => name.split("/").at(-1))).toContain("rm");
	});

	test.each(["start rm x", "start /wait rm x", "call rm x", "cd x & rm x", '"C:\\tools\\rm.exe" x'])(
		"cmd: %s",
		async (text) => {
			const { calls } = await findCmd(text, await where("cmd"));
			expect(calls?.some((name) => /(?:^|\\)rm(?:\.exe)?$/.test(name))).toBe(true);
		},
	);
});

const saysUnread = (words: CalledWord[]): boolean => {
	const call = { words, assigned: [], redirected: [], reads: null };
	return unread({
		effects: effectsOfCalls({ calls: [call], functions: [], defined: [], whole: true }, "unix"),
	});
};

test("each row of wrappers, with any option, is read through or said to be unread", () => {
	const letters = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0"];
	const options = ["", "--", "-", "--zzz", "--zzz=1", ...letters.map((one) => `-${one}`)];
	const all = wrappers.flatMap(([names, rule]) =>
		names
			.split(" ")
			.flatMap((name) =>
				(rule === unseen || rule === running ? [""] : options).flatMap((option) =>
					["", "5"].map((value) => [name, option, value, "rm", "x"]),
				),
			),
	);
	const missed = all
		.map((texts) => texts.filter((text) => text !== "").map((text) => ({ text, constant: true })))
		.filter((words) => !programsOf(words, "unix").includes("rm") && !saysUnread(words))
		.map((words) => words.map(({ text }) => text).join(" "));
	// They ask where a command is, and run none.
	expect(missed.filter((text) => !/^command -[vV] /.test(text))).toEqual([]);
});

test("what runs in another's place is looked up, too, with the hash of its file, or is missing", async () => {
	const { names, problems } = await findPosix("sudo -n timeout 5 ls; nice -n 5 no-such-thing", await where());
	expect(names.find(({ name }) => name === "ls")).toMatchObject({
		kind: "program",
		sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
	});
	expect(problems).toContainEqual({ what: "missing", kind: "command", name: "no-such-thing", line: 1 });
});

describe("what a step calls is part of what the machine says", () => {
	const found = (over: Partial<Found>): Found => ({
		...{ parsed: true, problems: [], names: [], calls: ["rm"], effects: [] },
		...over,
	});
	const said = (over: Partial<Found>) => {
		const answer = bounded([found(over)]);
		return answer?.state === "checked" ? answer.steps[0] : null;
	};

	test("as far as it is known", () => {
		expect(said({})).toMatchObject({ calls: ["rm"] });
		expect(said({ calls: null })).not.toHaveProperty("calls");
	});

	test.each([
		{ what: "a name that is too long", calls: ["x".repeat(257)] },
		{ what: "half a character", calls: ["\ud800"] },
		{ what: "more names than fit", calls: Array.from({ length: 101 }, (_, i) => `x${i}`) },
	])("or not at all: $what", ({ calls }) => {
		expect(said({ calls })).not.toHaveProperty("calls");
	});
});
