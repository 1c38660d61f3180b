// Blanks that are part of a text, as each shell quotes. agent/process/kept-blanks.test.ts asks real shells.
import { expect, test } from "vitest";
import type { Shell } from "../protocol/plan/plan.ts";
import { keptBlanks, keptInAny, keptInStep } from "./kept-blanks.ts";

/** `3: 5 blanks, quotes` */
const kept = (shell: Shell, text: string): string[] =>
	keptBlanks(shell, text).map(({ line, count, of, where }) => `${line}: ${count} ${of}, ${where}`);

test.each<[Shell, string, string[]]>([
	["sh", "echo 'a  b'", ["1: 2 blank, quotes"]],
	["bash", 'echo "a   b"', ["1: 3 blank, quotes"]],
	["bash", "echo $'a   b'", ["1: 3 blank, quotes"]],
	["bash", "true\ntrue\nIFS='a\tb'", ["3: 1 tab, quotes"]],
	["bash", "echo 'first  \nsecond'", ["1: 2 blank, quotes"]],
	["bash", "printf 'a\n\n\n\nb'", ["2: 2 empty line, quotes"]],
	["sh", "cat <<E\na   b\nE\necho   c", ["2: 3 blank, here-document"]],
	["sh", "cat <<'E'\na \nE", ["2: 1 blank, here-document"]],
	[
		"bash",
		"cat <<A; cat <<-B   # both\na   a\nA\n\tb   b\n\tB\necho   c",
		["2: 3 blank, here-document", "4: 3 blank, here-document"],
	],
	["bash", `cat <<E > "$x"\na   b\nE`, ["2: 3 blank, here-document"]],
	["sh", "apt-get install \\ \n  curl", ["1: 1 blank, escaped"]],
	["sh", "ls a\\  b", ["1: 2 blank, escaped"]],
	["bash", `echo "$(printf   '%s   %s')"`, ["1: 3 blank, quotes"]],
	["bash", `echo "\${x:-a   b}"`, ["1: 3 blank, quotes"]],
	["bash", `echo "\${x:-"a   b"}"`, ["1: 3 blank, quotes"]],
	["bash", `echo "$(case x in a) echo "b   c" ;; esac)"`, ["1: 3 blank, quotes"]],
	["bash", "echo \\'a   b\\'", []],
	["bash", "# don't\necho   a", []],
	["bash", "echo a#'b   c'", ["1: 3 blank, quotes"]],
	["bash", "f() (\n  a   # it's\n)\nb=(1   2)", []],
	["bash", "echo $((1<<2))   x", []],
	["bash", "echo `date   +%s`   x", []],
	["bash", `[[ "a  b" =~ (a  b) ]] && ls   x`, ["1: 2 blank, quotes", "1: 2 blank, unclear"]],
	["bash", "if [[ x == @(a  b) ]]; then ls   x; fi", ["1: 2 blank, unclear"]],
	["bash", 'case "$x" in @(a  b)) ls   x;; esac', ["1: 2 blank, unclear"]],
	["bash", "declare -A m; m[a  b]=1; ls   x", ["1: 2 blank, unclear"]],
	["bash", "m[a[1]   ]=1; [ -f   x ]; ls   [a-z]*   x[1]", ["1: 3 blank, unclear"]],
	["bash", "(( x*(1   + 2) )); ls   x", []],
	["bash", "[[ a == b && # it's\n c =~ ]+$ ]]   && ls   x", []],
	["bash", `echo 'never   ends`, ["1: 3 blank, unclear"]],
	["sh", "echo $'a\\'   b'", ["1: 3 blank, unclear"]],
	["pwsh", "Write-Output 'a  b'", ["1: 2 blank, quotes"]],
	["pwsh", `Write-Output "a   $(Get-Date   -Format s)"`, ["1: 3 blank, quotes"]],
	["pwsh", "'it''s   one'", ["1: 3 blank, quotes"]],
	["pwsh", '"say ""a   b"""', ["1: 3 blank, quotes"]],
	["powershell", `$x = @'\r\na   "b\r\n'@\r\necho   c`, ["2: 3 blank, here-string"]],
	["powershell", `$x = @"\n$y   \n"@`, ["2: 3 blank, here-string"]],
	["pwsh", "Get-Date ` \n  -Format s", ["1: 1 blank, escaped"]],
	["pwsh", "cmd.exe --% /c echo a   b\necho   c", ["1: 3 blank, verbatim"]],
	["pwsh", "<# it's   a\n comment #>  Get-Date   # don't   care", []],
	["pwsh", "$Path          = 'HKLM:\\SOFTWARE'\n$Name          = 'x'", []],
	["pwsh", "$x = @{ a   = 1 } \n", []],
	["cmd", 'copy "a   b" c   d', ["1: 3 blank, quotes"]],
	["cmd", "echo a   b", ["1: 3 blank, as-it-is"]],
	["cmd", "@echo off   \r\nset NAME   = x\r\nrem a   b\r\ngoto :end   ", ["2: 3 blank, as-it-is"]],
	["cmd", "if exist x (echo a ) \r\n", []],
	["cmd", "net start   spooler & sc start   w32time & bcdedit /set   {default}", []],
	["cmd", "start   notepad & cd   C:\\a   & set   X=1", []],
	["cmd", "call echo a   b\ncmd /c dir   /b\n%x% a   b", [1, 2, 3].map((n) => `${n}: 3 blank, unclear`)],
	["cmd", "rem & echo a   b\nrem x & echo a   b\n:x echo a   b", ["1: 3 blank, unclear"]],
	...["cd C:\\My   Docs", "path C:\\a   b", "ftype z=a   b", "assoc .z=a   b", "@if 1==1 echo a   b"].map(
		(text): [Shell, string, string[]] => ["cmd", text, ["1: 3 blank, as-it-is"]],
	),
	["cmd", "dir   /b & (echo a   b)   & dir   /b", ["1: 3 blank, as-it-is"]],
	["cmd", 'if "a   b"=="c" (dir   x) else echo a   b', ["1: 3 blank, quotes", "1: 3 blank, as-it-is"]],
	["cmd", "for %%i in (a   b) do echo a   b", ["1: 3 blank, as-it-is"]],
	["cmd", "for /f %%i in ('dir   x') do dir   %%i", ["1: 3 blank, unclear"]],
	["cmd", "echo a ^\r\nb   c", ["2: 3 blank, as-it-is"]],
	["cmd", "ping -n 2 ^ \r\nhost", ["1: 1 blank, escaped"]],
])("%s: %j", (shell, text, expected) => {
	expect(kept(shell, text)).toEqual(expected);
});

test.each<[Shell, string]>([
	["bash", "cat <<$x\na   b"],
	["bash", `echo "\${x%'"'}   a"; echo b   c`],
	["bash", "echo `echo \\`echo 'a   b'\\``"],
	["bash", "(( 1 << n ))\necho a   b"],
	["bash", "(case x in a) echo b   c"],
	["bash", "x[1\necho b   c"],
	["pwsh", '"$(@"\na   b'],
	["pwsh", `\${a   b}`],
	["pwsh", `"x"#' \n'a   b'`],
])("what the reader of %s can't tell counts: %j", (shell, text) => {
	expect(kept(shell, text).some((one) => one.endsWith("unclear"))).toBe(true);
});

test("where shells read a text otherwise, it is unclear", () => {
	const places = (text: string) => keptInAny(["bash", "pwsh"], text).map(({ where }) => where);
	expect(places("echo 'a   b'")).toEqual(["quotes"]);
	expect(places("echo \\'a   b\\'")).toEqual(["unclear"]);
	expect(places("echo a   b")).toEqual([]);
});

test("of an argument, which no shell reads, all count", () => {
	const script = { name: "a.sh", encoding: "utf-8" as const, arguments: ["-x", "a   b", " c"] };
	expect(
		keptInStep("sh", { command: "id   -u", script }).map(({ argument, count }) => [argument, count]),
	).toEqual([
		[2, 3],
		[3, 1],
	]);
});

test.each([
	"a",
	"'",
	'"',
	"`",
	"$(",
	"(",
	"${",
	"<<E\n",
	"<<A",
	"\\ ",
	"  \n",
	"@'\n",
	'@"\n$(',
	"<#",
	"]#",
	"\\ #",
	"case ",
	'"$(',
	"^",
	"echo  ",
	"(cd a  )",
	"(echo on )",
	"if a==",
	'if "',
	"for a in(",
	"\\a",
	"rem & ",
	"[[ ",
	"a[",
	"@(",
	"; [[ ( ",
])("200 KB of %j are read in time that grows with their length alone", (part) => {
	const took = (length: number): number => {
		const text = `${part.repeat(length / part.length)}   x`;
		const start = process.cpuUsage();
		for (const shell of ["sh", "bash", "pwsh", "cmd"] as const) keptBlanks(shell, text);
		return process.cpuUsage(start).user;
	};
	const least = (length: number) => Math.min(...[1, 2, 3].map(() => took(length)));
	// Work that grows with the square is 64 times as much.
	expect(least(200_000)).toBeLessThan(30 * Math.max(least(25_000), 5_000));
});
