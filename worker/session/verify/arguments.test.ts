// What a shell was given, as the Worker and the script in docs/ work it out from the plan, each by itself.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Runner, runsCommand, runsScript, shellArgv } from "../../../protocol/plan/invocation.ts";
import { Shell } from "../../../protocol/plan/plan.ts";
import { withReferences } from "../../../protocol/plan/secret.ts";
import { withReferences as byScript, starts } from "./testing/script.ts";

const runner: Runner = { host: "/h/it's.dll", pipe: "/p/1", token: "\u2019; rm x" };
const given = ["-Name", "it's \u2018new\u2019"];
const text = "#!/usr/bin/env -S sh -eu\necho 'hello'";
const shells: [Shell, Runner | null][] = [
	["sh", null],
	["bash", null],
	["cmd", null],
	["pwsh", null],
	["pwsh", runner],
	["powershell", runner],
	["pwsh", { ...runner, only: true }],
];

describe.each(shells)("%s in the runner %j", (shell, ran) => {
	const script = { name: "fix.it", encoding: "utf-8", arguments: given } as const;
	const file = { path: "/s/run_1/fix.it", arguments: given };
	const both = (command: string, argv: string[]) => [
		runsCommand(shell, argv, command),
		starts(shell, { command }, argv),
	];
	const bothOfScript = (command: string, argv: string[]) => [
		runsScript(shell, argv, command, script),
		starts(shell, { command, script }, argv),
	];

	test("both judges take what the agent starts", () => {
		expect(both(text, shellArgv(shell, "/bin/it", text, undefined, ran))).toEqual([true, true]);
		for (const line of [
			"",
			"#!/bin/sh -eu x",
			"#!/usr/bin/env -S sh -e -u",
			"#!/usr/bin/env sh",
			"#!/bin/ x",
		]) {
			const lines = `${line}\necho`;
			const argv = shellArgv(shell, "/bin/it", lines, file, ran);
			expect(bothOfScript(lines, argv)).toEqual([true, true]);
		}
	});

	test("both judges find one more argument, one less, and one that is changed, wherever it is", () => {
		const command = shellArgv(shell, "/bin/it", text, undefined, ran);
		const scripted = shellArgv(shell, "/bin/it", text, file, ran);
		// The shell's own path is the endpoint's to say; a runner repeats it.
		for (const [argv, judged] of [
			[command, both],
			[scripted, bothOfScript],
		] as const)
			for (let at = 1; at < argv.length; at++) {
				expect(judged(text, argv.toSpliced(at, 0, "-x"))).toEqual([false, false]);
				expect(judged(text, argv.toSpliced(at, 1))).toEqual([false, false]);
				expect(judged(text, argv.with(at, `${argv[at]} `))).toEqual([false, false]);
			}
	});
});

test("both judges know a text that looks like a runner from one", () => {
	const command = "[Reflection.Assembly]::LoadFrom('a'); [X]::Open('b', 'c')";
	const argv = shellArgv("sh", "/bin/sh", command);
	expect([runsCommand("sh", argv, command), starts("sh", { command }, argv)]).toEqual([true, true]);
});

test("both judges put the same references for secrets into a step, whatever its quotes", () => {
	const secrets = [{ name: "db" }, { name: "api-key" }];
	const names = [
		"{{secret:db}}",
		"{{secret:api-key}}",
		"{{secret:other}}",
		"-p{{secret:db}}",
		"$x={{secret:db}}",
	];
	const marks = [
		"'",
		'"',
		"`",
		"\\",
		"$(",
		"(",
		")",
		"#",
		"<#",
		"#>",
		"<<E\n",
		"\nE\n",
		"<<<",
		"@'\n",
		"\n'@",
	];
	const more = ['@"\n', '\n"@', "\u2019", "\u201c", "$'", " --% ", "\n", " ", "a", ";", "''", '""'];
	const text = fc.array(fc.constantFrom(...names, ...marks, ...more), { maxLength: 14 });
	fc.assert(
		fc.property(text, fc.constantFrom(...Shell.options), (parts, shell) => {
			const command = parts.join("");
			const plan = { shell, secrets };
			expect(byScript(plan, command)).toBe(withReferences(plan, { command }).command);
		}),
		{ numRuns: 2_000 },
	);
});
