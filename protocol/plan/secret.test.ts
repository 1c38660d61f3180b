// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of shells.
// Secrets in a step's text: a reference where the shell puts a value, and a reason where it wouldn't.
import { describe, expect, test } from "vitest";
import { secretsAgree, secretsAsCode, secretsUsed, stepsAsRun, withReferences } from "./secret.ts";
import { secretPlaces } from "./secret-places.ts";

const secrets = [{ name: "db" }, { name: "api-key" }];
const asRun = (shell: "sh" | "bash" | "pwsh" | "powershell" | "cmd", command: string) =>
	withReferences({ shell, secrets }, { command }).command;
const unfit = (shell: "sh" | "bash" | "pwsh" | "powershell" | "cmd", command: string) =>
	secretPlaces(shell, command).map((one) => one.unfit);

describe.each(["sh", "bash"] as const)("%s gets a secret as a quoted variable", (shell) => {
	test.each([
		["psql -p {{secret:db}}", 'psql -p "${CAISEY_SECRET_DB}"'],
		["x={{secret:api-key}}", 'x="${CAISEY_SECRET_API_KEY}"'],
		["-p{{secret:db}}", '-p"${CAISEY_SECRET_DB}"'],
		['echo "a {{secret:db}} b"', 'echo "a ${CAISEY_SECRET_DB} b"'],
		[`echo "it's {{secret:db}}"`, `echo "it's \${CAISEY_SECRET_DB}"`],
		[`echo 'a' {{secret:db}}`, `echo 'a' "\${CAISEY_SECRET_DB}"`],
		[`echo "$(cat "f" {{secret:db}})"`, `echo "$(cat "f" "\${CAISEY_SECRET_DB}")"`],
		[`echo "\`cat "f" {{secret:db}}\`"`, `echo "\`cat "f" "\${CAISEY_SECRET_DB}"\`"`],
		[String.raw`echo \' {{secret:db}}`, String.raw`echo \' "${"$"}{CAISEY_SECRET_DB}"`],
		["# don't\necho {{secret:db}}", '# don\'t\necho "${CAISEY_SECRET_DB}"'],
		["cat <<E\ndon't\nE\necho {{secret:db}}", 'cat <<E\ndon\'t\nE\necho "${CAISEY_SECRET_DB}"'],
		["cat <<< {{secret:db}}", 'cat <<< "${CAISEY_SECRET_DB}"'],
		["echo {{secret:other}} {{secret:DB}} {{db}}", "echo {{secret:other}} {{secret:DB}} {{db}}"],
	])("%s", (command, expected) => {
		expect(asRun(shell, command)).toBe(expected);
	});

	test.each([
		["echo '{{secret:db}}'", "single-quotes"],
		["echo $'{{secret:db}}'", "single-quotes"],
		["echo a # {{secret:db}}", "comment"],
		["cat <<E\n{{secret:db}}\nE", "here-document"],
		["cat <<-'E'\n\t{{secret:db}}\n\tE\n", "here-document"],
		["cat <<E\n{{secret:db}}", "here-document"],
	])("but not in %j", (command, why) => {
		expect(unfit(shell, command)).toEqual([why]);
		expect(asRun(shell, command)).toBe(command);
	});
});

describe.each(["sh", "bash"] as const)("%s", (shell) => {
	test.each([
		'eval "{{secret:db}}"',
		'e"va"l {{secret:db}}',
		'eval "$(echo {{secret:db}})"',
		'bash -c "{{secret:db}}"',
		"sudo -u x bash -lc {{secret:db}}",
		'su x -c "f {{secret:db}}"',
		'psql -c "{{secret:db}}"',
		'perl -e "{{secret:db}}"',
		"{{secret:db}} -rf",
		'a && "{{secret:db}}"',
		"x=1 {{secret:db}}",
		"sudo -u root {{secret:db}}",
		"if {{secret:db}}; then a; fi",
		"$(echo {{secret:db}})",
		"echo `{{secret:db}}`",
		'echo $(("{{secret:db}}" + 1))',
		"(( x = {{secret:db}} ))",
		"echo $[{{secret:db}}]",
		'[[ "{{secret:db}}" -eq 0 ]]',
		'[[ a && 0 -lt "$(echo {{secret:db}})" ]]',
		"let x={{secret:db}}",
		"declare -i x={{secret:db}}",
		"export {{secret:db}}",
		"source {{secret:db}}",
		". ./{{secret:db}}",
		"source <(echo {{secret:db}})",
		"bash <<< {{secret:db}}",
		"echo {{secret:db}} | sudo bash",
		"trap {{secret:db}} EXIT",
		"echo ${x:{{secret:db}}}",
		"a[{{secret:db}}]=1",
		'V={{secret:db}}\neval "$V"',
		'V={{secret:db}}; [[ "$V" -eq 0 ]]',
		"V={{secret:db}}; $V",
	])("would read it as code in %j", (command) => {
		expect(unfit(shell, command)).toEqual(["code"]);
		expect(secretsAsCode({ shell, steps: [{ command }] })).toBe(true);
	});

	test.each([
		"sshpass -p {{secret:db}} ssh host id",
		"export PGPASSWORD={{secret:db}}; psql; if [[ $? -eq 0 ]]; then echo; fi",
		"PW={{secret:db}} mysql x",
		"sudo mysql -p{{secret:db}} -e x",
		"sudo -E mysql -p {{secret:db}}",
		"echo >&2 {{secret:db}}",
		'echo "a; {{secret:db}} | (b)"',
		"printf %s {{secret:db}} | docker login --password-stdin",
		"a=({{secret:db}})",
		'[ "$(printf %s {{secret:db}} | wc -m)" -gt 4 ] && echo long',
		"[[ {{secret:db}} == x ]]",
		"bash ./deploy.sh {{secret:db}}",
		"env PW={{secret:db}} f",
		"read x <<< {{secret:db}}",
		"net rpc \\\n  -p {{secret:db}}",
	])("takes it for a value in %j", (command) => {
		expect(unfit(shell, command)).toEqual([null]);
	});
});

describe.each(["pwsh", "powershell"] as const)("%s", (shell) => {
	test.each([
		"Invoke-Expression {{secret:db}}",
		'"{{secret:db}}" | iex',
		"$p = {{secret:db}}; i`ex $p; iex $p",
		"& {{secret:db}} x",
		'& "C:\\{{secret:db}}"',
		"& ({{secret:db}})",
		". {{secret:db}}",
		"$p = {{secret:db}}; & $p",
		"[scriptblock]::Create({{secret:db}})",
		"pwsh -Command {{secret:db}}",
		"cmd /c {{secret:db}}",
		'bash -c "{{secret:db}}"',
		"echo {{secret:db}} | cmd",
		"Start-Process {{secret:db}}",
	])("would read it as code in %j", (command) => {
		expect(unfit(shell, command)).toEqual(["code"]);
	});

	test.each([
		"ConvertTo-SecureString -AsPlainText {{secret:db}} -Force",
		'& "C:\\a.exe" {{secret:db}}',
		"sc.exe config x password= {{secret:db}}",
		"schtasks /create /rp {{secret:db}}",
		'"Pwd={{secret:db}}&x=1"',
		"net user x {{secret:db}}",
	])("takes it for a value in %j", (command) => {
		expect(unfit(shell, command)).toEqual([null]);
	});
});

describe.each(["pwsh", "powershell"] as const)("%s gets a secret as a variable", (shell) => {
	test.each([
		["Set-It -Value {{secret:db}}", "Set-It -Value ${env:CAISEY_SECRET_DB}"],
		["$p = {{secret:db}};", "$p = ${env:CAISEY_SECRET_DB};"],
		["$p={{secret:db}}", "$p=${env:CAISEY_SECRET_DB}"],
		["f({{secret:db}})", "f(${env:CAISEY_SECRET_DB})"],
		['"Pwd={{secret:db}};"', '"Pwd=${env:CAISEY_SECRET_DB};"'],
		['@"\na\'s {{secret:db}}\n"@', '@"\na\'s ${env:CAISEY_SECRET_DB}\n"@'],
		[`"$(f 'x' {{secret:db}})"`, `"$(f 'x' \${env:CAISEY_SECRET_DB})"`],
		["'it''s' {{secret:db}}", "'it''s' ${env:CAISEY_SECRET_DB}"],
		["<# don't #> f {{secret:db}}", "<# don't #> f ${env:CAISEY_SECRET_DB}"],
	])("%s", (command, expected) => {
		expect(asRun(shell, command)).toBe(expected);
	});

	test.each([
		["'{{secret:db}}'", "single-quotes"],
		["‘{{secret:db}}’", "single-quotes"],
		["@'\n{{secret:db}}\n'@", "single-quotes"],
		["f # {{secret:db}}", "comment"],
		["<# {{secret:db}} #>", "comment"],
		["icacls --% {{secret:db}}", "verbatim"],
		["mysql -p{{secret:db}}", "inside-word"],
		["mysql --password={{secret:db}}", "inside-word"],
		["f {{secret:db}}x", "inside-word"],
	])("but not in %j", (command, why) => {
		expect(unfit(shell, command)).toEqual([why]);
		expect(asRun(shell, command)).toBe(command);
	});
});

test("a text with more places than are looked at gets none", () => {
	const all = (times: number) => new Set(unfit("sh", "echo {{secret:db}}\n".repeat(times)));
	expect([all(200), all(201)]).toEqual([new Set([null]), new Set(["code"])]);
});

test("cmd gets none: it would run a value's characters", () => {
	expect(unfit("cmd", "net use {{secret:db}}")).toEqual(["cmd"]);
	expect(asRun("cmd", "net use {{secret:db}}")).toBe("net use {{secret:db}}");
});

describe("a plan", () => {
	const step = { phase: "command", command: "f {{secret:db}} {{secret:api-key}} {{secret:db}}" } as const;
	const plan = { shell: "sh" as const, steps: [step] };

	test("uses each name once, in its order", () => {
		expect(secretsUsed(plan)).toEqual(["db", "api-key"]);
	});

	test.each([
		[[{ name: "db" }, { name: "api-key" }], true],
		[[{ name: "api-key" }, { name: "db" }], true],
		[[{ name: "db" }], false],
		[[{ name: "db" }, { name: "api-key" }, { name: "more" }], false],
		[[{ name: "db" }, { name: "api-key" }, { name: "db" }], false],
		[[], true],
	])("that declares %j agrees with its steps: %j", (declared, agrees) => {
		expect(secretsAgree({ ...plan, secrets: declared })).toBe(agrees);
	});

	test("is checked beforehand as its shell gets it", () => {
		expect(stepsAsRun({ ...plan, shell: "pwsh" }).map(({ command }) => command)).toEqual([
			"f ${env:CAISEY_SECRET_DB} ${env:CAISEY_SECRET_API_KEY} ${env:CAISEY_SECRET_DB}",
		]);
	});

	test("that declares none leaves the text as it is", () => {
		expect(withReferences({ shell: "sh", secrets: [] }, step)).toBe(step);
	});
});

test.each(["pwsh", "bash", "cmd"] as const)(
	"%s: thousands of places, also in one word, take a moment",
	{ timeout: 10_000 },
	(shell) => {
		for (const text of ["{{secret:a}},", "x={{secret:a}}", "{{secret:a}} ", '"{{secret:a}}"'])
			expect(secretPlaces(shell, `f ${text.repeat(5_000)}`)).toHaveLength(5_000);
	},
);
