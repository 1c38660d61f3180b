import { expect, test } from "vitest";
import { masked, secretText } from "../secrets.ts";

/** As `Get-ADUser` and others print it, with the name over the values or beside it. */
const forms: [string, (name: string, value: string) => string][] = [
	["a table", (name, value) => `Name ${name}\r\n---- ${"-".repeat(name.length)}\r\ndana ${value}\r\n`],
	["a list", (name, value) => `Name    : dana\r\n${name} : ${value}\r\n`],
	["JSON", (name, value) => `{ "${name}": "${value}" }`],
	["an assignment", (name, value) => `${name}=${value}\n`],
	["a table with commas", (name, value) => `"Name","${name}"\r\n"dana","${value}"\r\n`],
	["a table with lines", (name, value) => `| Name | ${name} |\n|------|------|\n| dana | ${value} |\n`],
];

test.each([
	["PasswordLastSet", "11/20/2026 8:12:31 AM"],
	["PasswordLastSet", "20.11.2026 08:12:31"],
	["PasswordLastSet", "2026-11-20T08:12:31Z"],
	["PasswordLastSet", "2026-11-20 08:12:31.1234567 +01:00"],
	["PasswordLastSet", "133772041511234567"],
	["LastPasswordSet", "Nov 20, 2026"],
	["WhenPasswordChanged", "Fri Nov 20 08:12:31 2026"],
	["PasswordExpires", "Freitag, 20. November 2026 08:12:31"],
	["PasswordExpires", "Never"],
	["PasswordAge", "42.03:04:05"],
	["PasswordAgeDays", "42"],
	["PasswordExpirationTime", "12/24/2026 8:00:00 AM"],
	["SecretEndDate", "2027-01-01"],
	["SecretsEncrypted", "Yes"],
	["TOKEN_EXPIRES_ON", "2026-11-20"],
	["api_key_created", "2026-11-20"],
	["PASSWORD_CHANGED_AT", "2026-11-20"],
	["TokenValidTo", "2026-11-20T08:12:31Z"],
	["PasswordLastSetUtc", "2026-11-20 08:12:31Z"],
	["PasswordLastChanged", "1795161151"],
])("what is told about a secret is none: %s %s", (name, value) => {
	for (const [form, write] of forms) expect(secretText(write(name, value)), form).toBeNull();
});

test("a time as JSON of Windows PowerShell has it is none", () => {
	expect(secretText('{ "PasswordLastSet": "\\/Date(1795161151000)\\/" }')).toBeNull();
});

test.each([
	["PasswordLastSet", "Tr0ub4dor!x"],
	["PasswordLastUsed", "Correct-Horse-20"],
	["Password", "24.12.2026"],
	["DB_PASSWORD", "2026-11-20"],
	["PasswordOffset", "24.12.2026"],
	["SettingsPassword", "24.12.2026"],
])("what may be one is found: %s %s", (name, value) => {
	for (const [form, write] of forms.filter(([form]) => form !== "a list"))
		expect(secretText(write(name, value)), form).not.toBeNull();
});

test.each([
	["SET_PASSWORD_ADMIN", "20261120"],
	["PASSWORD_END_USER", "12345678"],
	["PASSWORD_TIME_MACHINE", "20202020"],
	["SetSecretKey", "123456"],
	["LAST_API_KEY", "1234567890"],
	["PASSWORD_SET", "20261120"],
	["PASSWORD_LAST", "20261120"],
	["PASSWORD_SET", "24.12.2026"],
	["PASSWORD_CHANGE", "2026-11-20"],
	["PASSWORD_CHANGED_BY", "2026-11-20"],
	["SECRET_START", "24.12.2026"],
	["PASSWORD_VALID", "24.12.2026"],
])("a word that may be about time, and may not, makes none of a date or number: %s %s", (name, value) => {
	for (const [form, write] of forms.filter(([form]) => form !== "a list"))
		expect(secretText(write(name, value)), form).not.toBeNull();
});

test.each<[string, string]>([
	["commas", "Name,Password,Site\r\nbob,§,HQ\r\nann,§2,HQ\r\n"],
	["quotes", '"Name","Password"\r\n"bob","§"\r\n'],
	["semicolons", "Name;Kennwort\r\nbob;§\r\n"],
	["tabs", "Name\tPassword\r\nbob\t§\r\n"],
	["Markdown", "| user | password |\n|------|:--------:|\n| bob | § |\n"],
	["psql", " user | password \n------+-----------\n bob  | §\n"],
	[
		"mysql",
		"+------+-----------+\n| user | password  |\n+------+-----------+\n| bob  | § |\n+------+-----------+\n",
	],
	["signs of equality", "user  password\r\n===== =========\r\nbob   §\r\n"],
])("a table's passwords are found and masked, whatever divides its columns: %s", (_, table) => {
	const printed = table.replaceAll("§", "Hunter2x!");
	expect(secretText(printed)).not.toBeNull();
	expect(masked(printed)).not.toContain("Hunter2x");
	expect(masked(printed)).toContain("bob");
});

test.each([
	"    DefaultPassword    REG_SZ    Hunter2x!\r\n",
	"    Key Content            : Hunter2x!\r\n",
	"    Schlüsselinhalt            : Hunter2x!\r\n",
	"    Contenu de la clé        : Hunter2x!\r\n",
])("what Windows prints of a stored password is masked: %j", (line) => {
	expect(masked(line)).not.toContain("Hunter2x");
});

test.each([
	"Name,Password\nis what the file begins with\n",
	"user, password, host\n\nare asked for\n",
	"Get-LocalUser | Select-Object Name,PasswordLastSet\nbob,x\n",
	"Name,PasswordNeverExpires\r\nbob,True\r\n",
	"    DefaultUserName    REG_SZ    dana\r\n    PasswordExpiryWarning    REG_DWORD    0x5\r\n",
	"Key Content : Present\r\n",
])("%j holds none", (text) => {
	expect(secretText(text)).toBeNull();
});
