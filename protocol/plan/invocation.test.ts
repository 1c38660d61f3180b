import fc from "fast-check";
import { expect, test } from "vitest";
import { fallsBack, invocationOf, launcherArgv, runsCommand, runsScript, shellArgv } from "./invocation.ts";
import { commandLimit, type Shell } from "./plan.ts";

const command = 'echo "ä 😀"\n';

test.each<[Shell, string[]]>([
	["sh", ["-c", command]],
	["bash", ["-c", command]],
	...(["pwsh", "powershell"] as const).map((shell): [Shell, string[]] => [
		shell,
		[
			...["-NoLogo", "-NoProfile", "-NonInteractive", "-OutputFormat", "Text"],
			...["-EncodedCommand", "ZQBjAGgAbwAgACIA5AAgAD3YAN4iAAoA"],
		],
	]),
	["cmd", ["/d", "/s", "/c", `"${command}"`]],
])("%s gets the command's text unchanged", (shell, args) => {
	const path = `/usr/bin/${shell}`;
	expect(shellArgv(shell, path, command)).toEqual([path, ...args]);
	expect(invocationOf({ shell, shellPath: path, command, launcher: [], runner: null })).toEqual({
		...{ program: path, args },
		verbatim: shell === "cmd",
	});
});

test("PowerShell gets a command as UTF-16 in base64, so it can't misread any of it", () => {
	const [encoded = ""] = shellArgv("pwsh", "pwsh", `"ä" '\u{1f600}' $x; \`n`).slice(-1);
	expect(Buffer.from(encoded, "base64").toString("utf16le")).toBe(`"ä" '\u{1f600}' $x; \`n`);
	expect(shellArgv("pwsh", "/opt/pwsh", "1")).toEqual([
		"/opt/pwsh",
		"-NoLogo",
		"-NoProfile",
		"-NonInteractive",
		"-OutputFormat",
		"Text",
		"-EncodedCommand",
		"MQA=",
	]);
});

const runner = { host: "/var/lib/it's/host.dll", pipe: "/run/p\u2019s", token: "t0" };

test("a runner goes before a command, which stays the last argument as it is without one", () => {
	const [program, ...args] = shellArgv("pwsh", "/opt/pwsh", "1", undefined, runner);
	expect([program, ...args.slice(0, -2), args.at(-1)]).toEqual([
		...["/opt/pwsh", "-NoLogo", "-NoProfile", "-NonInteractive", "-OutputFormat", "Text"],
		...["-Command", "MQA="],
	]);
	expect(args.at(-2)).toBe(
		"& { param([string] $step) try { [void][Reflection.Assembly]::LoadFrom('/var/lib/it''s/host.dll'); " +
			"$runner = [Caisey.Runner]::Open('/run/p\u2019\u2019s', 't0') } " +
			"catch { try { & '/opt/pwsh' '-NoLogo' '-NoProfile' '-NonInteractive' '-OutputFormat' 'Text' '-EncodedCommand' $step; " +
			"exit $LASTEXITCODE } catch { Write-Error -ErrorRecord $_; exit 1 } } exit $runner.Run($Host, $PROFILE, $step) }",
	);
});

test("a runner without which a step doesn't run hands it to no other PowerShell", () => {
	const [script = ""] = shellArgv("pwsh", "/opt/pwsh", "1", undefined, { ...runner, only: true }).slice(-2);
	expect(script).toMatch(
		/^& { param\(\[string\] \$step\) try { .* } catch { Write-Error 'The agent''s host didn''t start .*'; exit 126 } exit \$runner\.Run\(\$Host, \$PROFILE, \$step\) }$/,
	);
	expect(script).not.toContain("& '/opt/pwsh'");
});

test("with a runner, the longest command still fits into a command line of Windows", () => {
	const program = "C:\\Program Files\\PowerShell\\7\\pwsh.exe";
	const path =
		"C:\\ProgramData\\Caisey\\hosts\\powershell-0123456789abcdef-0123456789abcdef0123456789abcdef.dll";
	const id = "01234567-89ab-cdef-0123-456789abcdef";
	const long = { host: path, pipe: `\\\\.\\pipe\\caisey-${id}`, token: id };
	const argv = shellArgv("pwsh", program, "x".repeat(commandLimit.pwsh), undefined, long);
	expect(argv.map((text) => `"${text}"`).join(" ").length).toBeLessThan(32_767);
});

test("PowerShell decodes every text to what was approved", () => {
	fc.assert(
		fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
			const encoded = shellArgv("pwsh", "pwsh", text).at(-1) ?? "";
			expect(Buffer.from(encoded, "base64").toString("utf16le")).toBe(text);
		}),
	);
});

test("a launcher starts in the shell's place, and hands the shell on", () => {
	const launcher = launcherArgv("/usr/bin/setpriv", { uid: 1000, gid: 100 });
	expect(invocationOf({ shell: "sh", shellPath: "/bin/sh", command: "id", launcher, runner: null })).toEqual({
		program: "/usr/bin/setpriv",
		args: ["--reuid=1000", "--regid=100", "--init-groups", "--", "/bin/sh", "-c", "id"],
		verbatim: false,
	});
});

test("a runner goes before a script too, which stays behind it with its arguments", () => {
	const file = { path: "/s/fix.ps1", arguments: ["-Name", "it's"] };
	const argv = shellArgv("pwsh", "/opt/pwsh", "text", file, runner);
	expect(argv.slice(-3)).toEqual(["/s/fix.ps1", "-Name", "it's"]);
	expect(argv.at(-4)).toMatch(
		/ '-File' '\/s\/fix\.ps1' '-Name' 'it''s'; exit .* exit \$runner\.RunFile\(\$Host, \$PROFILE\) } #$/,
	);
	expect(argv.slice(1, -4)).toEqual([
		...["-NoLogo", "-NoProfile", "-NonInteractive", "-OutputFormat", "Text"],
		...["-ExecutionPolicy", "Bypass", "-Command"],
	]);
	const script = { name: "fix.ps1", encoding: "utf-8", arguments: file.arguments } as const;
	expect(runsScript("pwsh", argv, "text", script)).toBe(true);
	expect(runsScript("pwsh", argv, "text", { ...script, arguments: ["-Name", "its"] })).toBe(false);
});

test.each(['a"b', "", "C:\\my files\\"])("Windows PowerShell can't hand %j on to another process", (text) => {
	const file = { arguments: ["-Name", text] };
	expect([fallsBack("powershell", file), fallsBack("pwsh", file)]).toEqual([false, true]);
	expect(fallsBack("powershell", { arguments: ["-Name", "it's", "C:\\my files"] })).toBe(true);
	expect(fallsBack("powershell")).toBe(true);
});

test.each<[string, string[], boolean]>([
	["plainly", shellArgv("pwsh", "/opt/pwsh", "1"), true],
	["in a runner", shellArgv("pwsh", "/opt/pwsh", "1", undefined, runner), true],
	["another command", shellArgv("pwsh", "/opt/pwsh", "2", undefined, runner), false],
	[
		"in a runner that does more",
		shellArgv("pwsh", "/opt/pwsh", "1", undefined, runner).map((text) =>
			text.replace("exit $runner", "rm x; exit $runner"),
		),
		false,
	],
	[
		"in a runner without which it doesn't run",
		shellArgv("pwsh", "/opt/pwsh", "1", undefined, { ...runner, only: true }),
		true,
	],
	[
		"in such a runner that does more",
		shellArgv("pwsh", "/opt/pwsh", "1", undefined, { ...runner, only: true }).map((text) =>
			text.replace("exit 126", "rm x; exit 126"),
		),
		false,
	],
	[
		"in a runner with other quotes",
		shellArgv("pwsh", "/opt/pwsh", "1", undefined, { ...runner, token: "'; rm x; '" }),
		true,
	],
])("arguments of a command %s are told from others", (_, argv, expected) => {
	expect(runsCommand("pwsh", argv, "1")).toBe(expected);
});

test("a text that looks like a runner is a command, or a script's argument, like any other", () => {
	const text = "[Reflection.Assembly]::LoadFrom('a'); [X]::Open('b', 'c')";
	expect(runsCommand("sh", shellArgv("sh", "/bin/sh", text), text)).toBe(true);
	const given = [text];
	const file = { path: "/s/fix.ps1", arguments: given };
	const script = { name: "fix.ps1", encoding: "utf-8", arguments: given } as const;
	expect(runsScript("pwsh", shellArgv("pwsh", "/opt/pwsh", "1", file), "1", script)).toBe(true);
});
