// What looks alike: a secret, and beside it what only looks like one.
import { expect, test } from "vitest";
import { masked, secretText } from "../secrets.ts";

/** Each with its secret between `«` and `»`: exactly that is masked. */
test.each(
	String.raw`
ssh root@h "mysql --password «winter» db"
sudo sh -c "useradd --password «winter» jo"
docker exec db sh -c "mysqldump --password «winter» app"
cmd /c "tool.exe -user jo -password «winter» install"
AWS_SECRET_ACCESS_KEY=«/JalrXUtnFEMIK7MDENGbPxRfiCYzEXAMPLEKEY9»
AWS_SECRET_ACCESS_KEY = «/JalrXUtnFEMIK7MDENGbPxRfiCYzEXAMPLEKEY9»
"SecretAccessKey": "«/JalrXUtnFEMIK7MDENGbPxRfiCYzEXAMPLEKEY9»"
SECRET_KEY='«/9sdfHJKhjk34hjkHJK/sdfhjkHJ34»'
{"password":"«Blue-Sky $unny1»"}
{"password":"«Summer $ecret9»"}
PASSWORD=«Summer=$ecret9»
"ConnectionString": "«Server=db;Uid=sa;Password=$ecret9»"
$connString = '«Server=db;Uid=sa;Password=$ecret9»'
The password is:\n«hunter22»
Your temporary password is:\n«kjh34kjh»
The new password for jo is:\n«sommer26»
Initial password:\n\n«winter26storm»
token:\n«abc123def456»
Name Password                     ApiKey\n---- --------                     ------\nx    System.Security.SecureString «winter9»
printf '%s\n%s\n' «Winter26» «Winter26» | smbpasswd -s -a jo
echo «Winter26» «Winter26» | passwd jo
printf '%s\n' «winter» | passwd jo
printf '%s\n%s\n' «old9» «New2026!» | smbpasswd -s
curl -ku 'admin:«win ter»' https://h
curl -u 'admin:«win ter»' https://h
7z a "-p«Win ter»" x.7z y
docker login -p=«winter» reg
podman login -u jo -p=«winter» reg
az login -u jo -p=«winter»
mysql -u root -p'«!@#$%^&*»' db
net user jo «!@#$%^»&* /add
PASSWORD=«Winter[26]»
PASSWORD=«YourCompany2026Pass»
PASSWORD=«.*winter9!A»
net user command-svc «Winter2026!» /add
SET PASSWORD '«winter»'
PASSWORD=«__winter9__»
<password>«abc[12]»</password>
<password><![CDATA[«winter»]]></password>
save_password=«winter»
disabled_password=«winter»
SaveCredentialsPassword=«winter»
net user bob «SECRET» /add
sshpass -p «TOKEN» ssh root@h
User Password\n---- --------\njo   «disabled»
export DB_CONNECTION_STRING="«jo:Winter2026!@tcp(10.0.0.5:3306)/app»"
$env:CONNECTION_STRING = "«sa:Winter9@srv01/db»"
ConnectionString=«jo:Winter9@h:27017»
DB_CONNECTION_STRING=«jo/Winter2026@orcl»
CONNECTION_STRING=«scott/tiger@//h:1521/orcl»
here's the current wifi password:\n«acme2026guest»
My old password:\n«sommer26»
I'll provide the new password:\n«sommer26»
please type the following password: \n«winter-2026-garden»
here is the current token:\n«abcdef123456»
current API key:\n«abcdef1234567890»
Dana's password:\n«sommer26»
mysql -u root -p«WordPress1» < dump.sql
printf 'a:«b»' | base64 -w0
echo «secret» | docker secret create x -
(echo «winter»; echo «winter») | passwd jo
echo «c» | cryptsetup luksFormat /dev/sdb1
Name           Value\n----           -----\nAdminPassword  «winter»
User     Pass         Failed\n----     ----         ------\ndana     «Summer2026!»  0
User,Pass,Failed\ndana,«Summer2026!»,0
please set password for dana to '«winter»'
SET PASSWORD FOR 'jo'@'localhost' TO '«winter»'
`
		.split("\n")
		.filter(Boolean)
		.map((line) => line.replace(/(?<!%s)\\n/g, "\n")),
)("a secret is masked, and nothing else: %s", (marked) => {
	const text = marked.replace(/[«»]/g, "");
	expect(secretText(text)).not.toBeNull();
	const shown = masked(text).replace(/⟨masked: [^⟩]*⟩/g, "⟨⟩");
	expect(shown.replace(/(["'])⟨⟩\1/g, "⟨⟩")).toBe(
		marked.replace(/«[^»]*»/g, "⟨⟩").replace(/(["'])⟨⟩\1/g, "⟨⟩"),
	);
});

test.each([
	[
		"over three lines",
		"Name     : svc\nPassword : sunnygarden\n           moongarden\n           stargarden\nHost     : h\n",
	],
	[
		"of words",
		"Name       : svc\nPassphrase : sunny horse battery\n             moon garden\nHost       : h\n",
	],
	["in the first property", "Password : sunnygarden\n           moon\nHost     : h\n"],
])("a value of a list that was broken off is masked whole: %s", (_, text) => {
	expect(masked(text)).not.toMatch(/sunny|moon|star/);
	if (text.includes("Host")) expect(masked(text)).toMatch(/Host +: h/);
});

const listed = (line: string, sign = line.search(/: /)): string =>
	`${"Name".padEnd(sign)}: x\r\n${line}\r\n${"Site".padEnd(sign)}: HQ\r\n`;

test.each([
	"AdminPasswordStatus    : 3",
	"KeyboardPasswordStatus : 3",
	"PowerOnPasswordStatus  : 3",
	"Credential Guard       : Running",
	"PasswordHashSync       : Running",
	"PasswordSyncStatus     : Running",
	"Image pull secrets:  regcred",
	"Mountable secrets:   build-robot-secret",
	"IsPasswordSet  : 1",
	"SecretVersion  : 4f1c",
	"Private key    : C:\\ssl\\acme.key",
	"Private        : 10.0.0.4",
	"Password changed   : 3 hours ago",
	"Password status    : must change at next logon",
	"SMTP Auth Password : not set yet",
	"PASSWORD    : The password of the account to use",
	...[
		"Success",
		"weak",
		"strong",
		"saved",
		"stored",
		"skipped",
		"revoked",
		"Disable",
		"NoPassword",
		"Clear",
	].map((state) => `Password    : ${state}`),
	...["expires in 12 days", "Managed by LAPS", "No password", "nicht gesetzt", "abgelaufen"].map(
		(state) => `Password    : ${state}`,
	),
])("a line of a list that only tells about one is none: %s", (line) => {
	expect(secretText(listed(line))).toBeNull();
});

test.each([
	"Name                  Value\n----                  -----\nPowerOnPasswordStatus 3\nIsPasswordSet         1\n",
	"sqlcmd -S h -i /Projects/x.sql",
	"sqlcmd -S h -i /PROD.sql",
	"bcp t out /Public/x -T",
	"docker run -u App -p 127.0.0.1:8080:80/Tcp nginx",
	"cp -u Foo1 -p Bar2",
	"vault kv put secret/x path=/opt/App1",
	"vault kv put secret/x url=https://X1.example.com/",
	'$b = $e.GetBytes("Content-Type: text/plain")',
	"$b = $e.GetBytes('C:\\temp')",
	'$wb.Import("C:\\x.csv", "Sheet1")',
	'$tips.SetToolTip("Password", "Minimum 12 characters")',
	'$form.Controls.Add("Password", "Enter1")',
	'<string name="password">Password</string>',
	"nuget push *.nupkg https://api.nuget.org/v3/index.json",
	"the password is now 90days old",
	"logins 10.0.0.5/Office365",
	...["below", "separately", "resent", "locked", "pending", "verified", "works"].map(
		(word) => `User: jo\nPassword: ${word}\n`,
	),
	"CONNECTION_STRING=jdbc:oracle:thin:@h:1521/orcl",
	"export CONNECTION_STRING=https://h.example.com/team/@jo",
	'CONNECTION_STRING="jo:$DB_PASSWORD@tcp(10.0.0.5:3306)/app"',
	"Please enter the current password:\nserver01",
	"Current password:\nserver01",
	"root@h's password:\nserver01",
	"<Data Name='ElevatedToken'>%%1842</Data>",
	"<Data Name='PasswordLastSet'>%%1794</Data>",
	"\tElevated Token:\t\t%%1842\n",
	"\tElevated Token:\t\t%%1842\n\tVirtual Account:\t\t%%1843\n",
	"mysql -u root -p WordPress1 < dump.sql",
	"mysqldump -u root -p Nextcloud2 > a.sql",
	"mysql -u root -p Moodle4",
	"mariadb-dump -u root -p Moodle4",
	"yes y | cryptsetup luksFormat /dev/sdb1",
	...["Disabled", "Not set", "none", "<not set>", "(hidden)", "N/A", "Set", "NotSet", "configured"].flatMap(
		(state) =>
			["Name   ", "Key    ", "Setting"].map(
				(name) =>
					`${name}        Value\n-------        -----\nAdminPassword  ${state}\nToken          present\n`,
			),
	),
	"Suite    Pass  Failed\n-----    ----  ------\nlogin2   12    0\nlogin3   OK    1\n",
	'$dt.Columns.Add("Password", "String")',
	"const app = new App({\n  signing: x,\n  token: process.env.SLACK_BOT_TOKEN,\n  port: 3000,\n})\n",
	"name: x\ntoken: process.env.SLACK_BOT_TOKEN\nport: 3000\n",
	"Server=db;Uid=sa;Password=$pw",
	'"$connString = "Server=db;Uid=sa;Password={0}"',
	'echo "The --password parameter is required"',
])("what only looks like one is none: %s", (text) => {
	expect(secretText(text)).toBeNull();
});

test("a long line without a feed is judged in time that grows with its length alone", () => {
	/** Of this process, in µs; user and system time are only together exact. */
	const took = (length: number): number => {
		const text = "-p '$x' ".repeat(length / 8);
		const start = process.cpuUsage();
		masked(text);
		const { user, system } = process.cpuUsage(start);
		return user + system;
	};
	const least = (length: number): number => Math.min(...[1, 2, 3].map(() => took(length)));
	const [short, long] = [least(10_000), least(160_000)];
	expect(long).toBeLessThan(4 * 16 * short);
});
