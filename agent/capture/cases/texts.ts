// Text as it was written: Unicode, line ends, long lines, and a formatter that cuts nothing.
import { type Case, node } from "./case.ts";

export const texts: Case[] = [
	{
		name: "Unicode",
		command: "'ä € \u{1f600} \u4e2d'",
		stdout: "ä € \u{1f600} \u4e2d\n",
		// PowerShell writes in its console's code page. 437 has an ä (0x84, which is no UTF-8) and none of the others.
		onWindows: { stdout: "\ufffd ? ?? ?\n" },
	},
	{
		name: "CR LF between lines",
		code: 1,
		command: "'a'\r\n'b'\r\ntry { throw 'x' } catch { }",
		stdout: "a\nb\n",
		entries: ["swallowed, ends 3:7 x"],
	},
	{
		name: "a here-string",
		command: '$n = 1\n@"\nit\'s "$n"\n  two\n"@\n@\'\n$n `n\n\'@',
		stdout: 'it\'s "1"\n  two\n$n `n\n',
	},
	{ name: "a line of a megabyte", command: "'x' * 1MB", stdout: /^x{1048576}\n$/ },
	{
		name: "many lines",
		command: "1..2000",
		stdout: `${Array.from({ length: 2000 }, (_, i) => `${i + 1}\n`).join("")}`,
	},
	{
		name: "a long path in a table isn't wrapped or cut",
		command: "[pscustomobject]@{ name = 'n'; path = 'p' * 300; size = 1 }",
		stdout: /\bn +p{300} +1/,
	},
	{
		name: "a long value in a list isn't wrapped",
		command: "[pscustomobject]@{ path = 'p' * 300 } | Format-List",
		stdout: /path : p{300}\n/,
	},
	{
		name: "many values in a property aren't cut",
		command: "[pscustomobject]@{ all = 1..20 }",
		stdout: /\{1, 2, 3, .* 19, 20\}/,
	},
	{
		name: "Format-Table with many columns shows all",
		command:
			"$o = [ordered]@{}; 1..30 | % { $o[\"c$_\"] = 'v' * 20 }; [pscustomobject]$o | Format-Table -Property *",
		stdout: /c1 .* c30 *\n/,
	},
	{
		name: "an error's long message isn't wrapped",
		command: "Write-Error ('word ' * 60)",
		stderr: /^Write-Error: (word ){60}\n$/,
		entries: [/^shown 1:1 (word ){60}$/],
		code: 1,
	},
	{
		name: "bytes of a program",
		command: node("process.stdout.write(Buffer.from([97,255,254,0,98]))"),
		stdout: /^a\ufffd\ufffd\0b$/,
		entries: [/ = 0 \(bytes\)$/],
	},
	{ name: "an object without a format", command: "@{ a = 1 }", stdout: /Name +Value\n-+ +-+\na +1\n/ },
	{ name: "nothing", command: "$null", stdout: "" },
	{ name: "a comment alone", command: "# nothing" },
];
