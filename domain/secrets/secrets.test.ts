import { expect, test } from "vitest";
import { masked, secretName, secretText, secretValue } from "../secrets.ts";

test.each(
	"PASSWORD DB_PASSWORD PGPASSWORD MYSQL_PWD DB_PASS SSHPASS GITHUB_TOKEN token API_KEY apiKey SECRET clientSecret AWS_SECRET_ACCESS_KEY AWS_ACCESS_KEY_ID AWS_SESSION_TOKEN GITHUB_PAT PRIVATE_KEY CREDENTIALS CONNECTION_STRING ConnectionString SSH_KEY AZURE_STORAGE_KEY SecretAccessKey NPM_TOKEN DefaultPassword passphrase".split(
		" ",
	),
)("%s names a secret", (name) => {
	expect(secretName(name)).toBe(true);
});

test.each(
	"PATH PWD OLDPWD KEYBOARD PASSTHROUGH PassThru COMPASS MONKEY HOME SSH_AUTH_SOCK AWS_REGION PASSWORD_FILE SecretName TOKENIZER MAX_TOKENS TokenType PUBLIC_KEY PRIMARY_KEY LegacyMode PrivateNetwork MinimumPasswordAge NoPassword COMPUTERNAME PROCESSOR_ARCHITECTURE PATTERN PAT".split(
		" ",
	),
)("%s names none", (name) => {
	expect(secretName(name)).toBe(false);
});

// Put together here, so that no scanner takes this file for a leak.
const made = (...parts: string[]) => parts.join("");
test.each([
	[made("-----BEGIN OPENSSH ", "PRIVATE KEY-----\nabc"), "a private key"],
	[made("AK", "IAIOSFODNN7EXAMPLE"), "an AWS access key"],
	[made("gh", "p_", "a1B2".repeat(9)), "a GitHub token"],
	[made("github", "_pat_", "a1B2c".repeat(9)), "a GitHub token"],
	[made("xo", "xb-", "123456789012-abcdef"), "a Slack token"],
	[made("ey", "JhbGciOiJIUzI1NiJ9.", "eyJzdWIiOiIxMjM0In0.", "c2lnbmF0dXJl"), "a JSON web token"],
	[made("AI", "za", "x".repeat(35)), "a Google API key"],
	[made("sk", "_live_", "1234567890abcdef"), "a Stripe key"],
	[`DefaultEndpointsProtocol=https;AccountKey=${"Ab1+".repeat(8)}==`, "an Azure storage key"],
	["curl -H 'Authorization: Bearer abcdef0123456789xyz'", "a bearer token"],
	["New-LocalUser bob -Password 'S3cret!'", "a value given to -Password"],
	["mysql --password=hunter2 -e 'select 1'", "a value given to -password"],
	["PASSWORD=hunter2 ./run.sh", "a value given to PASSWORD"],
	["export DB_PASSWORD='hunter2'", "a value given to DB_PASSWORD"],
	['$env:API_KEY = "abc123"', "a value given to API_KEY"],
	[
		"ConvertTo-SecureString 'hunter2' -AsPlainText -Force",
		"a password in plain text for ConvertTo-SecureString",
	],
	[
		'ConvertTo-SecureString -AsPlainText -String "hunter2"',
		"a password in plain text for ConvertTo-SecureString",
	],
	["git clone https://bob:hunter2@example.com/x.git", "a password in a URL"],
	['{"clientSecret": "abc123"}', "a value given to clientSecret"],
	["Set-ItemProperty HKLM:\\x -Name DefaultPassword -Value 'abc'", "a value given to DefaultPassword"],
	["Server=db;User Id=sa;Password=hunter2;", "a value given to Password"],
])("%j holds a secret", (text, what) => {
	expect(secretValue(text)).toBe(what);
	expect(secretText(`please run\n${text}\nthanks`)).toBe(what);
});

test("a password in a sentence is noticed", () => {
	expect(secretText("the wifi password: hunter22")).toBe("a value given as password");
	expect(secretText("password: see the vault")).toBeNull();
});

test.each([
	'Get-ItemProperty -Path "HKLM:\\SOFTWARE\\Vendor\\Auth" -Name "LegacyMode"',
	'Set-ItemProperty -Path "HKLM:\\SOFTWARE\\Vendor\\Auth" -Name "LegacyMode" -Value 0',
	"Set-ItemProperty HKLM:\\x -Name LegacyMode -Value 0 -PassThru -Verbose",
	"net user bob /active:no",
	"net user",
	"mysql --password-file x",
	"docker login --password-stdin reg",
	"mysql --password=$env:PASSWORD",
	"mysql --password=$DB_PASSWORD",
	"mysql --password={{secret:db}}",
	"curl -u backup:{{secret:password-2}} https://example.com",
	"mysql -p{{secret:db-2024}}",
	"set-thing -Password $env:PASSWORD",
	"$password = Read-Host -AsSecureString",
	"New-Thing -Credential (Get-Credential)",
	"Enter-PSSession -ComputerName x -Credential ACME\\tom",
	"ConvertTo-SecureString $plain -AsPlainText -Force",
	'if [ "$PASSWORD" = "" ]; then exit 1; fi',
	"https://example.com:8080/path@2x.png",
	"sed -i s/LegacyMode=1/LegacyMode=0/ auth.ini",
	"git log --format=%H",
	"export PATH=/usr/bin:$PATH",
	"Set-ItemProperty x -Name LimitBlankPasswordUse -Value 1",
	"New-NetFirewallRule -Profile Private -Direction Inbound",
	"curl -u $USER https://x.example",
	"the token: please ask Dana",
	"password: see manual4you",
	"token: v2-docs-page",
	"we reset the password yesterday",
	"Bearer in mind that authentication changes",
])("%j holds none", (text) => {
	expect(secretText(text)).toBeNull();
});

test("only the value is masked, anywhere in a text; the rest stays", () => {
	expect(masked("log in, password: hunter22 please, or --token=abc 'x' and PASSWORD='two words'!")).toBe(
		"log in, password: ⟨masked: a value given as password, 8 characters⟩ please, or --token=⟨masked: a value given to -token, 3 characters⟩ 'x' and PASSWORD=⟨masked: a value given to PASSWORD, 11 characters⟩!",
	);
	const key = made("-----BEGIN ", "PRIVATE KEY-----\nabc\n-----END ", "PRIVATE KEY-----");
	expect(masked(`a\n${key}\nb\n${key.slice(0, 40)}`)).toBe(
		`a\n⟨masked: a private key, ${key.length} characters⟩\nb\n⟨masked: a private key, 40 characters⟩`,
	);
	expect(masked("nothing here")).toBe("nothing here");
});

test.each([
	`password: a1${"x".repeat(1_000)}`,
	`--password=${"a1".repeat(500)} Bearer ${"a1".repeat(20)}`,
	"password=a1b2c3d4 password=a1b2c3d4",
	"git clone https://bob:bob12345@example.com/bob",
])("%j is masked whole, and then holds none", (text) => {
	const rest = masked(text);
	expect(rest).toContain("⟨masked: ");
	expect(rest).not.toMatch(/a1|bob12345/);
	expect(secretText(rest)).toBeNull();
});

test.each(["a", "-password ", "x=", "a:b@", '"', "http://a:", "-Name a ", "ConvertTo-SecureString "])(
	"200 KB of %j are judged in time that grows with their length alone",
	(part) => {
		/** Of this process, in µs, whatever else the machine does; user and system time are only together exact. */
		const took = (times: number): number => {
			const text = part.repeat(200_000 / times / part.length);
			const start = process.cpuUsage();
			for (let time = 0; time < times; time++) expect(typeof secretText(text)).not.toBe("undefined");
			const { user, system } = process.cpuUsage(start);
			return user + system;
		};
		const least = (times: number): number => Math.min(...[1, 2, 3].map(() => took(times)));
		const [inEight, long] = [least(8), least(1)];
		expect(long).toBeLessThan(4 * inEight);
		expect(long).toBeLessThan(600_000);
	},
);

test.each([
	'net user bob "!Hunter2x" /add',
	"net user bob !Hunter2x /add",
	"cmdkey /add:srv /user:bob /pass:@dmin2026",
	"New-LocalUser bob -Password '$ecret99X'",
	'New-LocalUser bob -Password "-Hunter2x"',
	"mysql -u root --password='%Hunter2x'",
	"PASSWORD='(Hunter2x' ./run.sh",
	"export DB_PASSWORD='*Hunter2x'",
	'{"clientSecret": "[Hunter2x"}',
	'{"clientSecret": "<Hunter2x"}',
	"PGPASSWORD='{Hunter2x' psql",
	"psexec \\\\srv -u bob -p %Hunter2x cmd",
	"the wifi password: !Hunter2x",
	'net user bob "!Hunter2x!" /add',
	"New-LocalUser bob -Password '$(Hunter2x'",
])("a secret that begins with a sign is found and masked: %s", (line) => {
	expect(secretText(line)).not.toBeNull();
	expect(masked(line)).not.toMatch(/unter2x|dmin2026|ecret99X/);
});

test.each([
	...["$pw", `\${PW}`, '"$pw"', `"\${PW}"`, '"$(cat /run/pw)"', "$(cat /run/pw)", "%PW%", '"%PW%"', "!PW!"],
	...[
		'"$env:DB_PASSWORD"',
		"$cred.Password",
		'"$($cred.Password)"',
		"'{{secret:pw}}'",
		"{{secret:pw}}",
		"$1",
	],
	...[
		"'<password>'",
		'"<your password>"',
		"***",
		'"********"',
		`'\${DB_PASSWORD}'`,
		"@{x=1}",
		"[your-password]",
	],
])("the placeholder %s is no secret", (placeholder) => {
	for (const line of [
		`net user bob ${placeholder} /add`,
		`x --password=${placeholder}`,
		`DB_PASSWORD=${placeholder}`,
	])
		expect(secretText(line), line).toBeNull();
});
