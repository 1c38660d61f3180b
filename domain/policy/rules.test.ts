import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { newId } from "../../protocol/ids.ts";
import { Policy } from "../../protocol/people.ts";
import type { Effect } from "../../protocol/plan/effects.ts";
import type { Sha256 } from "../../protocol/plan/plan.ts";
import type { StepPreflight } from "../../protocol/plan/preflight.ts";
import { type Ruled, ruled } from "./rules.ts";

const sha256: Sha256 = (...parts) => {
	const hash = createHash("sha256");
	for (const part of parts) hash.update(part);
	return new Uint8Array(hash.digest());
};

const acct = { id: newId("endpoint", "none"), name: "CLIENT-ACCT-01", key: "00".repeat(32) };
const srv = { id: newId("endpoint", "none"), name: "SRV-01", key: "11".repeat(32) };

const read = (
	calls: string[],
	effects: Effect["what"][],
	over: Partial<StepPreflight> = {},
): StepPreflight => ({
	parsed: true,
	problems: [],
	names: calls.map((name) => ({
		name,
		kind: "program",
		path: null,
		version: null,
		sha256: null,
		module: null,
	})),
	effects: effects.map((what) => ({ what, target: null })),
	cut: false,
	calls,
	...over,
});
const reads = read(["df"], ["reads-only"]);
const { calls: _, ...older } = reads;

/** A plan of one command; `said`: by endpoint, or by all. */
const plan = (command: string, said: StepPreflight | null = reads, over: Partial<Ruled> = {}): Ruled => {
	const endpoints = over.endpoints ?? [acct];
	return {
		shell: "sh",
		runAs: { kind: "agent" },
		cwd: null,
		steps: [{ phase: "command", command }],
		input: ["choices"],
		secrets: [],
		endpoints,
		preflight: said && {
			v: 1,
			endpoints: endpoints.map(({ id }) => ({ endpoint: id, state: "checked", steps: [said] })),
		},
		...over,
	};
};
const df = { name: "disk-space", shell: "sh", command: "df -h" };
const noFormat = { name: "no-format", program: "format" };
const judge = (policy: object, what: Ruled) => ruled(Policy.parse(policy), what, sha256);
const people = { by: "people", unread: [] };

describe("a rule that allows", () => {
	const only = { allow: [df] };
	test.each([
		{ what: "the exact command", plan: plan("df -h"), by: "allow" },
		{ what: "a blank more", plan: plan("df -h "), by: "people" },
		{ what: "another command", plan: plan("df"), by: "people" },
		{ what: "the command among others", plan: plan("df -h; id"), by: "people" },
		{ what: "a look-alike", plan: plan("df ‐h"), by: "people" },
		{ what: "another shell", plan: plan("df -h", reads, { shell: "bash" }), by: "people" },
		{
			what: "another account",
			plan: plan("df -h", reads, { runAs: { kind: "user", name: "bob" } }),
			by: "people",
		},
		{ what: "another folder", plan: plan("df -h", reads, { cwd: "/tmp" }), by: "people" },
		{ what: "a question for a text", plan: plan("df -h", reads, { input: ["text"] }), by: "people" },
		{ what: "a question for a secret", plan: plan("df -h", reads, { input: ["secret"] }), by: "people" },
		{ what: "a secret", plan: plan("df -h", reads, { secrets: [{ name: "pin" }] }), by: "people" },
		{ what: "a restart", plan: plan("df -h", reads, { restart: true }), by: "people" },
		{ what: "no answer from the machine", plan: plan("df -h", null), by: "people" },
		{ what: "what changes something", plan: plan("df -h", read(["df"], ["write"])), by: "people" },
		{ what: "what no one judged", plan: plan("df -h", read(["df"], [])), by: "people" },
		{
			what: "what calls something unknown",
			plan: plan("df -h", read(["df"], ["reads-only", "unknown"])),
			by: "people",
		},
		{
			what: "what wasn't parsed",
			plan: plan("df -h", read([], ["reads-only"], { parsed: false })),
			by: "people",
		},
		{ what: "what was cut", plan: plan("df -h", read([], ["reads-only"], { cut: true })), by: "people" },
	])("says of $what: $by", ({ plan, by }) => {
		expect(judge(only, plan).by).toBe(by);
	});

	test("is named", () => {
		expect(judge(only, plan("df -h"))).toEqual({ by: "allow", rules: ["disk-space"] });
	});

	test("may name the command by its digest", () => {
		const digest = createHash("sha256").update("df -h").digest("hex");
		const policy = { allow: [{ name: "disk", shell: "sh", sha256: digest }] };
		expect(judge(policy, plan("df -h")).by).toBe("allow");
		expect(judge(policy, plan("df  -h"))).toEqual(people);
	});

	test("allows nothing on an endpoint that it doesn't name", () => {
		const policy = { allow: [{ ...df, on: ["client-acct-01"] }] };
		expect(judge(policy, plan("df -h")).by).toBe("allow");
		expect(judge(policy, plan("df -h", reads, { endpoints: [acct, srv] }))).toEqual(people);
	});

	test("allows each step, or the plan is for people", () => {
		const steps: Ruled["steps"] = [
			{ phase: "before", command: "df -h" },
			{ phase: "command", command: "uptime" },
		];
		const preflight: Ruled["preflight"] = {
			v: 1,
			endpoints: [{ endpoint: acct.id, state: "checked", steps: [reads, read(["uptime"], ["reads-only"])] }],
		};
		const two = plan("", null, { steps, preflight });
		expect(judge(only, two)).toEqual(people);
		const both = { allow: [df, { name: "load", shell: "sh", command: "uptime" }] };
		expect(judge(both, two)).toEqual({ by: "allow", rules: ["disk-space", "load"] });
	});

	test("allows nothing where approvers sign with passkeys", () => {
		expect(judge({ ...only, approval: "passkey" }, plan("df -h"))).toEqual(people);
	});
});

describe("a rule that denies", () => {
	test.each([
		{ what: "the program", rule: noFormat, plan: plan("format D:", read(["format"], ["disk"])), by: "deny" },
		{
			what: "it with its path",
			rule: noFormat,
			plan: plan("x", read(["C:\\Windows\\System32\\FORMAT.COM"], ["disk"])),
			by: "deny",
		},
		{
			what: "another program",
			rule: noFormat,
			plan: plan("echo format", read(["echo"], ["reads-only"])),
			by: "people",
		},
		{
			what: "the text, in either case",
			rule: { name: "t", text: "\\\\FS\\Finance" },
			plan: plan("dir \\\\fs\\finance", null),
			by: "deny",
		},
		{
			what: "the text elsewhere",
			rule: { name: "t", text: "finance", on: ["SRV-01"] },
			plan: plan("dir finance"),
			by: "people",
		},
		{
			what: "an argument of a script",
			rule: { name: "t", text: "finance" },
			plan: plan("x", null, {
				steps: [
					{
						phase: "command",
						command: "x",
						script: { name: "a.sh", encoding: "utf-8", arguments: ["/finance"] },
					},
				],
			}),
			by: "deny",
		},
	])("says of $what: $by", ({ rule, plan, by }) => {
		expect(judge({ deny: [rule] }, plan).by).toBe(by);
	});

	const program = { kind: "program", version: null, sha256: null, module: null } as const;
	test.each([
		{ what: "runs in another's place", said: read(["timeout", "format"], ["disk"]) },
		{
			what: "is missing",
			said: read(["apt-get"], ["software"], {
				problems: [{ what: "missing", kind: "command", name: "format", line: 1 }],
			}),
		},
		{
			what: "has another name in the step",
			said: read(["wipe"], ["disk"], { names: [{ ...program, name: "wipe", path: "/sbin/format" }] }),
		},
		{
			what: "has an alias",
			said: read(["fmt"], ["disk"], {
				names: [{ ...program, name: "fmt", kind: "alias", path: null, module: "Format" }],
			}),
		},
		{
			what: "is what the step defines, too",
			said: read(["format"], ["reads-only"], { names: [] }),
		},
	])("denies a program that $what", ({ said }) => {
		expect(judge({ deny: [noFormat] }, plan("x", said)).by).toBe("deny");
	});

	test("doesn't deny what the shell of the step is called", () => {
		const said = read(["df"], ["reads-only"], {
			names: [{ ...program, name: "sh", kind: "shell", path: "/bin/sh" }],
		});
		expect(judge({ deny: [{ name: "no-sh", program: "sh" }] }, plan("df -h", said))).toEqual(people);
	});

	test.each([
		"tar -xf a.tar --to-command='format x'",
		"apt-get -o DPkg::Pre-Invoke::=format install x",
		'schtasks /create /tn x /tr "C:\\Windows\\format.com d:"',
		"echo (FORMAT)",
	])("sends what has its name as a word elsewhere to people: %s", (text) => {
		const both = { deny: [noFormat], allow: [{ ...df, command: text }] };
		expect(judge(both, plan(text, read(["x"], ["reads-only"])))).toEqual({
			by: "people",
			unread: ["no-format"],
		});
	});

	test.each(["Get-Date -Format d", "Format-Table x", "--format=x", "reformat", "format_x", "x.format"])(
		"knows that other words aren't it: %s",
		(text) => {
			expect(judge({ deny: [noFormat] }, plan(text))).toEqual(people);
		},
	);

	test("is named, with what it found", () => {
		const found = judge({ deny: [noFormat] }, plan("format D:", read(["format"], ["disk"])));
		expect(found).toEqual({ by: "deny", rule: "no-format", what: { program: "format" } });
	});

	test("comes before one that allows", () => {
		const both = { deny: [{ name: "no-df", text: "DF" }], allow: [df] };
		expect(judge(both, plan("df -h")).by).toBe("deny");
	});

	test.each([
		{ what: "didn't answer", said: null },
		{ what: "couldn't parse it", said: read([], ["reads-only"], { parsed: false }) },
		{ what: "read it in part", said: read(["df"], ["reads-only"], { cut: true }) },
		{ what: "found code that it can't see", said: read(["df"], ["unseen"]) },
		{ what: "found code that runs on another machine", said: read(["ssh"], ["elsewhere"]) },
		{ what: "found code that runs later", said: read(["at"], ["task"]) },
		{ what: "has an agent that doesn't say what it calls", said: older },
	])("sends a plan to people where the machine $what, whatever another rule allows", ({ said }) => {
		const both = { deny: [noFormat], allow: [df] };
		expect(judge(both, plan("df -h", said))).toEqual({ by: "people", unread: ["no-format"] });
	});
});
