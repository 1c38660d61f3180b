// Real shells say which blanks count: where one more of them changes what is printed, a card says that they are part of the text.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { keptBlanks } from "../../domain/kept-blanks.ts";
import type { Shell } from "../../protocol/plan/plan.ts";
import { findShell } from "./shells.ts";

const pwsh = process.env.CAISEY_PWSH ?? findShell("pwsh");
if (!pwsh) console.warn("SKIPPED: blanks in PowerShell's quotes (neither CAISEY_PWSH nor pwsh on PATH)");

/** In ms, as long as the suite gives a whole test, which can't end while it waits for a shell. */
const hangs = 300_000;

/** From a seed: xorshift. */
const numbers = () => {
	let seed = 815;
	return (below: number) => {
		seed ^= seed << 13;
		seed ^= seed >>> 17;
		seed ^= seed << 5;
		return (seed >>> 0) % below;
	};
};

/** Nothing but what prints can come of these, however they are put together; `§` is any of them, or several; the first dozen has none.
 * PowerShell gets no braces: it prints a block as it is written. */
const parts = {
	posix: [
		...["a", "b", "  ", "   ", "  ", " ", " \n", "\\", "#", "x=1", ";", "\n", "|cat", "\t", "{", "1<<2"],
		...["'§'", "'§'", '"§"', '"§"', "$'§'", "\\§", "\\ §", "cat <<< §", "\n(§)", "\n# §\n", "$((1 + §))"],
		...["printf '[%s]' §", "printf '[%s]'  §\n", "\nprintf '[%s]' §", "\nprintf '[%s]' §  §\n"],
		...["$(printf '[%s]' §)", "`printf '[%s]' §`", "$(case a in a) printf '[%s]' §;; esac)"],
		...[`\${x:-§}`, `"\${x:-§}"`, `\${x-"§"}`, `\${x#'§'}`, `"\${x%'§'}"`],
		...[
			"\n[[ 'a  b' =~ (§) ]]\n",
			"\n[[ a == @(§) ]]\n",
			"\nx[§]=1\n",
			"\ncase a in @(§)) printf y;; esac\n",
		],
		`\ndeclare -A x; x[§]=1; printf '%s' "\${!x[@]}"\n`,
		...["\ncat <<E\n§\nE\n", "\ncat <<'E'\n§\nE\n", "\ncat <<-E <<F\n§\n\tE\n§\nF\n"],
	],
	powershell: [
		...["a", "b", "  ", "   ", "  ", " ", " \n", "`", "#", "$x=1", ";", "\n", ",", "\t", "+"],
		...["'§'", "'§'", '"§"', '"§"', "'§''§'", '"§""§"', "`§", "` §", "#§\n", "<#§#>", "\n# §\n", "'a'#§\n"],
		...["Write-Output §", "\nWrite-Output §", "\nWrite-Output §  §\n", "\nWrite-Output a`\n"],
		...["$(Write-Output §)", "(Write-Output §)", "\n'§' + '§'\n", "\n$x = '§'; $x\n"],
		...["\n@'\n§\n'@\n", '\n@"\n§\n"@\n', "/usr/bin/printf '[%s]' §"],
	],
};

/** Most of them close what they open; in some one character is missing. */
const texts = (kinds: string[], count: number): string[] => {
	const next = numbers();
	const some = (deep: number): string =>
		Array.from({ length: 1 + next(4) }, () => kinds[next(deep > 2 ? 10 : kinds.length)] ?? "")
			.join("")
			.replaceAll("§", () => some(deep + 1));
	return Array.from({ length: count }, () => {
		const text = some(0);
		const gone = next(4) === 0 ? next(text.length) : text.length;
		return text.slice(0, gone) + text.slice(gone + 1);
	});
};

/** Each marked place with one more blank, and where it is. */
const changed = (text: string): { at: number; text: string }[] =>
	[...text.matchAll(/(?<=[^\s]) {2,}(?=\S)|(?<=\S) +(?=\n|$)/g)].map(({ 0: run, index }) => ({
		at: index,
		text: `${text.slice(0, index)} ${run}${text.slice(index + run.length)}`,
	}));

type Run = (texts: string[]) => string[];

/** What it prints. Throws if it took too long, as what was printed until then says nothing, or if it failed. */
const printedBy = (shell: string, given: string[], how: { cwd: string; env?: NodeJS.ProcessEnv }): string => {
	const { stdout, status, error, signal } = spawnSync(shell, given, {
		...{ input: "", encoding: "utf8", maxBuffer: 1e8, timeout: hangs },
		...how,
	});
	if (error || signal) throw new Error(`${shell} took too long, or couldn't be started: ${error ?? signal}`);
	if (status !== 0) throw new Error(`${shell} ended with ${status}`);
	return stdout;
};

/** A process for each text, started by a shell: that takes a fifth of what it takes this process. Their outputs and exit codes. */
const oneByOne = String.raw`for text; do "$0" -c "$text" </dev/null 2>/dev/null; printf '\0%s\0' $?; done`;
/** As many as fit into a command line. */
const together = 500;

const inPosix =
	(shell: string): Run =>
	(texts) => {
		const printed: string[] = [];
		for (let at = 0; at < texts.length; at += together) {
			const some = texts.slice(at, at + together);
			const how = { env: { PATH: "/usr/bin:/bin" }, cwd: tmpdir() };
			const said = printedBy(shell, ["-c", oneByOne, shell, ...some], how).split("\0");
			expect(said).toHaveLength(2 * some.length + 1);
			printed.push(...some.map((_, n) => `${said[2 * n + 1]} ${said[2 * n]}`));
		}
		return printed;
	};

/** All in one process, which takes a second to start. */
const inPowerShell =
	(shell: string): Run =>
	(texts) => {
		const folder = mkdtempSync(join(tmpdir(), "caisey-kept-"));
		const [given, said] = [join(folder, "texts.json"), join(folder, "said.json")];
		writeFileSync(given, JSON.stringify(texts));
		const each = `$n = @(); foreach ($t in (Get-Content -Raw '${given}' | ConvertFrom-Json)) { $x = $null; $ErrorActionPreference = 'Stop'; try { $o = & ([scriptblock]::Create($t)) 2>&1 | Out-String -Width 4000 } catch { $o = 'error' }; $n += [string]$o }; ConvertTo-Json @($n) | Set-Content '${said}'`;
		try {
			printedBy(shell, ["-NoProfile", "-NonInteractive", "-Command", each], { cwd: folder });
			return JSON.parse(readFileSync(said, "utf8"));
		} finally {
			rmSync(folder, { recursive: true });
		}
	};

const shells: [Shell, Run | null, string[], number][] = [
	["sh", runner("sh"), parts.posix, 60],
	["bash", runner("bash"), parts.posix, 60],
	["pwsh", pwsh ? inPowerShell(pwsh) : null, parts.powershell, 40],
];
function runner(shell: Shell): Run | null {
	const path = findShell(shell);
	return path ? inPosix(path) : null;
}

describe.each(shells)("%s", (shell, run, kinds, count) => {
	test.skipIf(run === null)("prints something else only for a blank that is said", () => {
		if (run === null) throw new Error(`no ${shell}`);
		const tried = texts(kinds, count).flatMap((text) => changed(text).map((other) => ({ text, other })));
		const printed = run(tried.flatMap(({ text, other }) => [text, other.text]));
		const counts = tried.filter((_, i) => printed[2 * i] !== printed[2 * i + 1]);
		const unsaid = counts.filter(
			({ text, other }) => !keptBlanks(shell, text).some(({ at }) => at === other.at),
		);
		expect(unsaid.map(({ text }) => text)).toEqual([]);
		// Neither says everything, nor nothing.
		const said = tried.filter(({ text, other }) => keptBlanks(shell, text).some(({ at }) => at === other.at));
		expect(counts.length).toBeGreaterThan(tried.length / 50);
		expect(said.length).toBeLessThan(tried.length * 0.95);
	});
});
