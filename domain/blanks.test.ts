// A snippet's blanks: where they may stand, and what may be put in. agent/process/blanks.test.ts asks real shells.
import { describe, expect, test } from "vitest";
import type { Shell } from "../protocol/plan/plan.ts";
import { blankProblem, blanksIn, fillIn, valueProblem } from "./blanks.ts";

const words = { changes: "", notices: "", undo: "" };
const snippet = (shell: Shell, command: string, more: { changes?: string; before?: string[] } = {}) => ({
	...{ shell, before: more.before ?? [], command, after: [] },
	words: { ...words, changes: more.changes ?? "" },
});
const problem = (shell: Shell, command: string) => blankProblem(snippet(shell, command))?.why ?? null;

test.each<[Shell, string]>([
	["sh", "systemctl restart {{blank:service}}"],
	["bash", "du -sh /home/{{blank:user}}/mail > {{blank:file}}"],
	["bash", 'echo "$(id {{blank:user}})"'],
	["bash", "mysql -u {{blank:user}} -p{{secret:db}}"],
	["pwsh", "Restart-Service -Name {{blank:service}}"],
	["powershell", "Get-ChildItem (Join-Path C:\\Users {{blank:user}})"],
	["powershell", "$x = {{blank:user}}; Get-ADUser -Identity $x"],
	["cmd", "net stop {{blank:service}} && net start {{blank:service}}"],
	["cmd", "ping -n 1 {{blank:host}}"],
])("%s takes a value for one argument in %s", (shell, command) => {
	expect(problem(shell, command)).toBeNull();
});

test.each<[Shell, string, string]>([
	["sh", "{{blank:command}} now", "code"],
	["bash", "sudo {{blank:command}}", "code"],
	["bash", "eval {{blank:text}}", "code"],
	["bash", "bash -c {{blank:text}}", "code"],
	["bash", "echo {{blank:text}} | sh", "code"],
	["bash", "echo $(( {{blank:n}} ))", "code"],
	["bash", "PATH={{blank:folder}} ls", "code"],
	["bash", 'echo "{{blank:text}}"', "quotes"],
	["bash", "echo '{{blank:text}}'", "single-quotes"],
	["sh", "cat <<E\n{{blank:text}}\nE", "here-document"],
	["sh", "ls # {{blank:text}}", "comment"],
	["pwsh", 'Write-Output "{{blank:text}}"', "quotes"],
	["pwsh", "Invoke-Expression {{blank:text}}", "code"],
	["pwsh", "& {{blank:program}}", "code"],
	["pwsh", "echo C:\\Users\\{{blank:user}}", "inside-word"],
	["powershell", "$env:PATH = {{blank:folder}}", "code"],
	["cmd", "{{blank:program}} /s", "code"],
	["cmd", "dir & {{blank:program}}", "code"],
	["cmd", "cmd /c {{blank:text}}", "code"],
	["cmd", "C:\\Windows\\System32\\cmd.exe /c {{blank:text}}", "code"],
	["cmd", "if exist x del {{blank:file}}", "code"],
	["cmd", "set x={{blank:text}}", "code"],
	["cmd", "sc create x binPath= {{blank:program}}", "code"],
	["cmd", "echo {{blank:text}} | cmd", "code"],
	["cmd", 'del "{{blank:file}}"', "quotes"],
	["cmd", "del C:\\{{blank:file}}", "inside-word"],
	["cmd", "rem {{blank:text}}", "comment"],
	["bash", "id {{blank:User}}", "bad-name"],
	["bash", "id {{ blank:user }}", "bad-name"],
	["bash", "id {{blank:password}}", "looks-secret"],
	["bash", Array.from({ length: 11 }, (_, i) => `id {{blank:b${i}}}`).join("\n"), "too-many"],
])("%s has no blank in %s: %s", (shell, command, why) => {
	expect(problem(shell, command)).toBe(why);
});

test("a blank that only the words have would change nothing that runs", () => {
	const one = snippet("sh", "systemctl restart cron", { changes: "Restarts {{blank:service}}" });
	expect(blankProblem(one)).toEqual({ blank: "service", why: "only-in-words" });
});

test("words and checks are filled in too: with the bare value, and as an argument", () => {
	const one = snippet("pwsh", "Restart-Service {{blank:service}}", {
		changes: "Restarts {{blank:service}}",
		before: ["Get-Service {{blank:service}}"],
	});
	expect(blanksIn(one)).toEqual(["service"]);
	expect(fillIn(one, { service: "Print Spooler" })).toEqual({
		ok: true,
		filled: {
			before: ["Get-Service 'Print Spooler'"],
			command: "Restart-Service 'Print Spooler'",
			after: [],
			words: { ...words, changes: "Restarts Print Spooler" },
		},
	});
});

test("a secret's place is left as it is, and a value is never read again for blanks", () => {
	const one = snippet("bash", "mysql -u {{blank:user}} -p{{secret:db}} {{blank:base}}");
	expect(fillIn(one, { user: "ann", base: "shop" })).toMatchObject({
		filled: { command: "mysql -u 'ann' -p{{secret:db}} 'shop'" },
	});
	expect(fillIn(one, { user: "{{blank:base}}", base: "shop" })).toEqual({
		ok: false,
		problems: { user: { why: "character", character: "{" } },
	});
});

test("every blank needs a value of its own, whatever the object has besides", () => {
	const one = snippet("sh", "id {{blank:constructor}}");
	expect(fillIn(one, {})).toEqual({ ok: false, problems: { constructor: { why: "empty" } } });
});

describe.each(["sh", "bash", "pwsh", "powershell", "cmd"] as const)("a value for %s", (shell) => {
	test("has characters of the list alone: no sign of a shell, no control, nothing invisible", () => {
		const taken = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code)).filter(
			(one) => valueProblem(shell, `a${one}a`) === null,
		);
		expect(taken.join("").replace(/[^ -~]/g, "")).toBe(
			" #()+,-./0123456789:=@ABCDEFGHIJKLMNOPQRSTUVWXYZ\\_abcdefghijklmnopqrstuvwxyz~",
		);
		expect(taken.filter((one) => !/[ -~]|\p{Script=Latin}/u.test(one))).toEqual([]);
		expect(taken.includes("ü")).toBe(shell !== "cmd");
	});

	test.each([
		["", { why: "empty" }],
		["  ", { why: "empty" }],
		["x".repeat(201), { why: "too-long" }],
		["-rf", { why: "start" }],
		["@args", { why: "start" }],
		[" a", { why: "start" }],
		["a ", { why: "end" }],
		["C:\\", { why: "end" }],
		["a'b", { why: "character", character: "'" }],
		["a\nb", { why: "character", character: "\n" }],
		["a’b", { why: "character", character: "’" }],
		["$(id)", { why: "character", character: "$" }],
		["😀", { why: "character", character: "😀" }],
	])("%j is refused", (value, expected) => {
		expect(valueProblem(shell, value)).toEqual(expected);
	});

	test.each(["Spooler", "Print Spooler", "C:\\Program Files (x86)\\Acme", "ann@acme.example", "10.0.0.1"])(
		"%s is taken",
		(value) => {
			expect(valueProblem(shell, value)).toBeNull();
		},
	);
});

test("what cmd's programs would take for an option is refused there, and is a path elsewhere", () => {
	expect(valueProblem("cmd", "/s")).toEqual({ why: "start" });
	expect(valueProblem("bash", "/srv")).toBeNull();
});
