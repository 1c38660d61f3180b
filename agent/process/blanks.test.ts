// A blank's value reaches a real shell as one argument, whatever it is made of: none becomes code.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { blankProblem, fillIn, valueProblem } from "../../domain/blanks.ts";
import { letters } from "../../domain/letters.ts";
import type { Shell } from "../../protocol/plan/plan.ts";
import { findShell } from "./shells.ts";

const pwsh = process.env.CAISEY_PWSH ?? findShell("pwsh");
if (!pwsh) console.warn("SKIPPED: blanks in PowerShell (neither CAISEY_PWSH nor pwsh on PATH)");

/** Of all characters that a value may have, the ones that shells might care for far more often; from a seed. */
const values = (shell: Shell, count: number): string[] => {
	let seed = 4_711;
	const next = (below: number) => {
		seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
		return Math.floor((seed / 2_147_483_648) * below);
	};
	const signs = [..." ._-:@/\\+,=#~()"];
	const words = [
		"touch",
		"reboot",
		"id",
		"iex",
		"Get-Date",
		"exit 3",
		"true",
		"1+1",
		...letters.Latin.slice(0, 9),
	];
	const all = [...signs, ...signs, ...words];
	const found = new Set<string>();
	while (found.size < count) {
		const value = Array.from({ length: 1 + next(8) }, () => all[next(all.length)]).join("");
		if (valueProblem(shell, value) === null) found.add(value);
	}
	return [...found];
};

const posix = [
	"printf '%s\\n' {{blank:x}}",
	"v={{blank:x}}; printf '%s\\n' \"$v\"",
	"printf '%s\\n' \"$(printf %s {{blank:x}})\"",
	"printf '%s' ''{{blank:x}}; echo",
	"for v in {{blank:x}}; do printf '%s\\n' \"$v\"; done",
	"printf '%s\\n' {{blank:x}} | cat # it's done",
];
const powershell = [
	"[Console]::WriteLine({{blank:x}})",
	"$v = {{blank:x}}; [Console]::WriteLine($v)",
	"ForEach-Object -InputObject {{blank:x}} -Process { [Console]::WriteLine($_) }",
	"function p($v) { [Console]::WriteLine($v) }; p {{blank:x}}",
	"function p($v) { [Console]::WriteLine($v) }; p -v {{blank:x}}; # it's done",
	"/usr/bin/printf '%s\\n' {{blank:x}}",
];

test.each<[Shell, string | undefined, string[], number]>([
	["sh", findShell("sh"), posix, 150],
	["bash", findShell("bash"), posix, 150],
	["pwsh", pwsh, powershell, 100],
])(
	"%s prints each value as it is, in every place that a template may have",
	(shell, path, templates, count) => {
		if (!path) return;
		const words = { changes: "", notices: "", undo: "" };
		const given = values(shell, count);
		const commands = templates.flatMap((command) => {
			const snippet = { shell, before: [], command, after: [], words };
			expect(blankProblem(snippet)).toBeNull();
			return given.map((x) => {
				const all = fillIn(snippet, { x });
				return all.ok ? all.filled.command : "";
			});
		});
		const folder = mkdtempSync(join(tmpdir(), "caisey-blanks-"));
		const file = join(folder, shell === "pwsh" ? "all.ps1" : "all.sh");
		writeFileSync(file, commands.join("\n"));
		const env = { PATH: process.env.PATH, HOME: folder, TERM: "dumb", LC_ALL: "C.UTF-8" };
		const options = shell === "pwsh" ? ["-NoProfile", "-NonInteractive", "-File"] : [];
		const out = execFileSync(path, [...options, file], { env, cwd: folder }).toString();
		expect(readdirSync(folder).filter((name) => !/^(?:all\.|\.)/.test(name))).toEqual([]);
		rmSync(folder, { recursive: true });
		expect(out.split("\n").slice(0, -1)).toEqual(templates.flatMap(() => given));
	},
);
