// Passwords in printed lists, settings and colours; and lists that only tell about one.
import { expect, test } from "vitest";
import { masked, secretText } from "../secrets.ts";

const key = Array.from({ length: 8 }, (_, n) => String(n + 1).repeat(6)).join("-");

test.each<[string, string, string]>([
	["Format-List", "Account  : Administrator\r\nPassword : Truth-Globe-Casino\r\n", "Truth"],
	["of words", "ComputerName : PC01\r\nPassword     : ; 5G#cn 94&;Oq1\r\n", "5G#cn 94"],
	["of digits", "Account  : Administrator\r\nPassword : 48201937\r\n", "48201937"],
	["broken off", "Name     : svc\r\nPassword : sunnygardensunnygarden\r\n           sunny\r\n", "sunny"],
	["alone", "\r\nPassword : sunnygarden\r\n\r\n", "sunny"],
	["in German", "Benutzer : dana\r\nKennwort : sonnengarten\r\n", "sonnen"],
	["in French", "Utilisateur  : dana\r\nMot de passe : jardinsoleil\r\n", "jardin"],
	["in Spanish", "Usuario    : dana\r\nContraseña : jardinsol\r\n", "jardin"],
	["YAML", "db:\n  user: app\n  password: sunnygarden\n", "sunny"],
	["a list of YAML", "- user: app\n- password: sunnygarden\n", "sunny"],
	["ini", "[client]\nuser = root\npassword = sunnygarden\n", "sunny"],
	["a hash table", "Name      Value\n----      -----\nUser      dana\nPassword  sunnygarden\n", "sunny"],
	["an environment", "Name      Value\r\n----      -----\r\nAPI_KEY   0f1e2d3c\r\n", "0f1e"],
	["a table in French", "Nom  Mot de passe\n---  ------------\ndana jardinsoleil\n", "jardin"],
	["colours", "\x1b[32;1mPassword : \x1b[0mhunter22\n", "hunter"],
	["colours inside", "password: Win\x1b[31mter20\x1b[0m26!\n", "ter20"],
	[
		"a coloured table",
		"\x1b[32;1mUser Password\x1b[0m\n\x1b[32;1m---- --------\x1b[0m\nbob  sunny\n",
		"sunny",
	],
	[
		"BitLocker, broken off",
		`RecoveryPassword : ${key.slice(0, 24)}\r\n                   ${key.slice(24)}\r\n`,
		"444",
	],
	["LAPS", 'msLAPS-Password : {"n":"Administrator","t":"1d91d7721cae4e0","p":"sunnygarden"}', "sunny"],
	["XML of several words", "<keyMaterial>sunny garden</keyMaterial>", "sunny"],
	["XML on lines", "<ns:password>\n  sunnygarden\n</ns:password>", "sunny"],
	["CLIXML", '<S N="Password">sunnygarden</S>', "sunny"],
	["a property list", "<key>Password</key>\n<string>sunnygarden</string>", "sunny"],
	["JSON in a text", String.raw`"{\"password\":\"sunnygarden\"}"`, "sunny"],
	["JSON of names", '{"key": "DB_PASSWORD", "value": "sunnygarden"}', "sunny"],
	["JSON of digits", '{"password": 48291377}', "48291377"],
	["JavaScript", "{ password: 'sunnygarden', user: \"dana\" }", "sunny"],
	["reg query", "    DefaultPassword    REG_SZ    sunny garden\r\n", "sunny"],
	[
		"OpenVPN",
		"-----BEGIN OpenVPN Static key V1-----\n6acef03f62675b4b\n-----END OpenVPN Static key V1-----\n",
		"6acef0",
	],
	[
		"a vault",
		'"id": "https://v.vault.azure.net/secrets/db/1",\n"name": "db",\n"value": "sunnygarden"',
		"sunny",
	],
])("a password is masked in %s", (_, text, part) => {
	expect(secretText(text)).not.toBeNull();
	expect(masked(text)).not.toContain(part);
	expect(secretText(masked(text))).toBeNull();
});

test.each([
	"UserName : svc\r\nPassword : System.Security.SecureString\r\n",
	"UserName                     Password\r\n--------                     --------\r\nsvc      System.Security.SecureString\r\n",
	"Password   : OK\nToken      : Valid\nLicense    : Active\n",
	"Tests : 14\nPass  : 12\nFail  : 2\n",
	"Suite,Pass,Fail\nlogin2,12,0\n",
	"user: dana\nhost: PC01\npassword: forgotten, please reset\n",
	"username: string\npassword: string\ntoken: string\n",
	`db:\n  user: app\n  password: \${DB_PASSWORD}\n`,
	`with:\n  name: x\n  token: \${{ secrets.GITHUB_TOKEN }}\n`,
	"Name              Value\n----              -----\nPASSWORD_MAX_AGE  42\nPath              C:\\\n",
	"user = get_user()\npassword = secret_value\n",
	"Password:\r\nHTTP/1.1 200 OK\r\n",
	"Enter password:\r\nserver01\r\n",
	"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7vbqajDhA dana@h\n",
	"\x1b[32mPassword\x1b[0m changed\n",
])("a list that only tells about one has none: %j", (text) => {
	expect(secretText(text)).toBeNull();
});
