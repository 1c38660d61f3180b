// Programs: inherited, piped, captured, in the background; their bytes and exit codes.
import { type Case, node } from "./case.ts";

export const natives: Case[] = [
	{
		name: "a program's exit code",
		command: `${node("process.exit(3)")}; 'a'`,
		stdout: "a\n",
		entries: ["1:1 node -e process.exit(3) = 3 (bytes)"],
		status: "true 3",
	},
	{
		name: "a program that fails last",
		command: node("process.exit(3)"),
		entries: ["1:1 node -e process.exit(3) = 3 (bytes)"],
		code: 1,
		status: "false 3",
	},
	{
		name: "two programs, and the last exit code of both",
		command: `${node("process.exit(3)")}; ${node("process.exit(0)")}`,
		entries: [/ = 3 \(bytes\)$/, / = 0 \(bytes\)$/],
		status: "true 0",
	},
	{
		name: "exit $LASTEXITCODE",
		command: `${node("process.exit(7)")}; exit $LASTEXITCODE`,
		entries: [/ = 7 /],
		code: 7,
	},
	{
		name: "a program's output in a variable",
		command: `$x = ${node("console.log(5)")}; "<$x>"`,
		stdout: "<5>\n",
		entries: ["1:6 node -e console.log(5) = 0 (decoded)"],
	},
	{
		name: "a program in a pipeline",
		command: `${node("console.log(5)")} | ForEach-Object { "<$_>" }`,
		stdout: "<5>\n",
		entries: [/ = 0 \(decoded\)$/],
	},
	{
		name: "a program that gets input",
		command: `'in' | ${node("process.stdin.pipe(process.stdout)")}`,
		stdout: "in\n",
		entries: [/ = 0 \(bytes\)$/],
	},
	{
		name: "a program whose output nobody wants",
		command: `${node("process.exit(4)")} | Out-Null; 'a'`,
		stdout: "a\n",
		entries: [/ = 4 \(decoded\)$/],
	},
	{
		name: "a program whose stderr nobody wants",
		command: `${node("console.error(1)")} 2>$null; 'a'`,
		stdout: "a\n",
		entries: [/ = 0 /],
	},
	{
		name: "a program's stderr among its output",
		command: `${node("console.error(1)")} 2>&1 | % { "<$_>" }`,
		stdout: "<1>\n",
		entries: [/ = 0 \(decoded\)$/],
	},
	{
		name: "arguments with blanks and quotes",
		command: `& '{node}' -e 'process.exit(process.argv.length)' 'a b' "c'd" ''`,
		entries: [/ a b c'd {2}= 4 \(bytes\)$/],
		code: 1,
	},
	{
		name: "a program in an if",
		command: `if (${node("process.exit(1)")}) { 'y' } else { 'n' }`,
		stdout: "n\n",
		entries: [/ = 1 \(decoded\)$/],
	},
	{
		name: "a program in a try",
		command: `try { ${node("process.exit(9)")} } catch { }; 'a'`,
		stdout: "a\n",
		entries: ["1:7 node -e process.exit(9) = 9 (bytes)"],
	},
	{
		name: "a program that isn't there",
		command: "& './no-such-program'; 'a'",
		stdout: "a\n",
		stderr: /no-such-program/,
		entries: [/^shown, ends 1:3 The term/],
	},
	{
		name: "a program in a function",
		command: `function f {\n  ${node("process.exit(2)")}\n}\nf; 'a'`,
		stdout: "a\n",
		entries: ["2:3 node -e process.exit(2) = 2 (bytes)"],
	},
	{
		name: "a program's failure as PowerShell's",
		command: `$PSNativeCommandUseErrorActionPreference = $true; $ErrorActionPreference = 'Stop'; ${node("process.exit(3)")}; 'a'`,
		stderr: /exit code/,
		entries: [/ = 3 \(bytes\)$/, /^shown, ends 1:\d+ Program "node.*" ended with non-zero exit code: 3/],
		code: 1,
	},
	{
		name: "Start-Process with -Wait is a cmdlet's doing",
		command: `$p = Start-Process '{node}' -ArgumentList '-e', 'process.exit(6)' -Wait -PassThru -NoNewWindow; $p.ExitCode`,
		stdout: "6\n",
	},
	{ name: "a job", command: "Start-Job { 'j' } | Receive-Job -Wait -AutoRemoveJob", stdout: "j\n" },
	{
		name: "an error in a job is shown",
		command: "Start-Job { Write-Error boo } | Receive-Job -Wait -AutoRemoveJob",
		stderr: /boo/,
		entries: [/^shown .* boo$/],
		code: 1,
	},
	{
		name: "a program in the background",
		command: `$j = ${node("console.log(5)")} &; $j | Receive-Job -Wait -AutoRemoveJob`,
		stdout: "5\n",
	},
	{
		name: "ForEach-Object -Parallel",
		command: "1..3 | ForEach-Object -Parallel { $_ } | Sort-Object",
		stdout: "1\n2\n3\n",
	},
	{
		name: "a thread job",
		command: "Start-ThreadJob { 't' } | Receive-Job -Wait -AutoRemoveJob",
		stdout: "t\n",
	},
];
