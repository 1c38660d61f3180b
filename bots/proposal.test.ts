// A filled-in dialog as a proposal: what becomes a script, and which codes mean success.
import { expect, test } from "vitest";
import type { Step } from "../protocol/plan/plan.ts";
import { type Filled, readPlan } from "./proposal.ts";

const filled = (values: Filled["values"]): Filled => ({
	endpoints: ["e_g0123456789abcdef"],
	notBefore: null,
	values: {
		...{ command: "id", shell: "sh", runAs: "agent", stepTimeLimit: "600", failedCheck: "stop" },
		...{ decideWithin: "86400", runWithin: "3600", changes: "tidies up" },
		...values,
	},
});
const steps = (values: Filled["values"], kept: Step[] | null = null) => {
	const read = readPlan(filled(values), kept, 0);
	return read.ok ? read.draft.steps : read.errors;
};

test("a text is a command line, unless the technician wants a script file", () => {
	expect(steps({})).toEqual([{ phase: "command", command: "id" }]);
	expect(steps({ form: "command" })).toEqual([{ phase: "command", command: "id" }]);
	expect(steps({ form: "script", arguments: "-x\n\na b\r\n" })).toEqual([
		{
			...{ phase: "command", command: "id" },
			script: { name: "command.sh", encoding: "utf-8", arguments: ["-x", "a b"] },
		},
	]);
});

test("a batch file that was typed ends its lines as cmd needs it", () => {
	expect(steps({ form: "script", shell: "cmd", command: "@echo off\ngoto end\n:end" })).toEqual([
		{
			...{ phase: "command", command: "@echo off\r\ngoto end\r\n:end" },
			script: { name: "command.bat", encoding: "utf-8", arguments: [] },
		},
	]);
});

test("a file stays as it is, whatever the dialog says of its form, and takes arguments", () => {
	const file: Step = {
		...{ phase: "command", command: "a\r\n" },
		script: { name: "fix.ps1", encoding: "utf-8-bom", arguments: [] },
	};
	expect(steps({ form: "command", shell: "pwsh", arguments: "-Force" }, [file])).toEqual([
		{ ...file, script: { name: "fix.ps1", encoding: "utf-8-bom", arguments: ["-Force"] } },
	]);
});

test("arguments without a script are refused at their field", () => {
	expect(steps({ arguments: "-x" })).toEqual({
		arguments: "Only a script gets these. Choose “A script file”, or write them into the command.",
	});
});

test("what is too long for a command line leads to the script", () => {
	const long: Step[] = [{ phase: "command", command: "x".repeat(70_000) }];
	expect(steps({}, long)).toEqual({
		form: "This is too long for a command line. Choose “A script file”.",
	});
	expect(steps({ form: "script" }, long)).toHaveLength(1);
});

test("codes of success are read as typed; the usual one leaves no trace", () => {
	expect(steps({ success: "0" })).toEqual([{ phase: "command", command: "id" }]);
	expect(steps({ success: "" })).toEqual([{ phase: "command", command: "id" }]);
	expect(steps({ success: "0, 3010 -1" })).toEqual([
		{ phase: "command", command: "id", success: [0, 3010, -1] },
	]);
	expect(steps({ success: "maybe" })).toEqual({
		success: "Write whole numbers, such as 0, 3010 or 0x8A15002B.",
	});
	expect(steps({ success: Array.from({ length: 21 }, (_, i) => i).join() })).toEqual({
		success: "Write at most 20 codes.",
	});
});

test("a plan that restarts the machine can't have secrets, as its dialog says", () => {
	const restart =
		"Restart of the machine: the agent forgets secrets then, and couldn't mask them in the checks after. Name no secret, and let no step ask for one.";
	const errors = (values: Filled["values"]) => {
		const read = readPlan(filled({ restart: "yes", ...values }), null, 0);
		return read.ok ? {} : read.errors;
	};
	expect(errors({ command: "echo {{secret:db}}" })).toEqual({ restart });
	expect(errors({ after: "echo {{secret:db}}" })).toEqual({ restart });
	expect(errors({ input: "secret" })).toEqual({ restart });
	expect(errors({})).toEqual({});
});
