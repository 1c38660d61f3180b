// Secrets that a text gives by a name: `NAME=value`, `-NAME value`, `"name": "value"`, and where a call's arguments say so.
import { isAbout } from "./about.ts";
import { isExample } from "./examples.ts";
import { at, type Found, matchesOf } from "./found.ts";
import { literalAt, looksMade, quoted, value } from "./literal.ts";
import { secretName } from "./names.ts";
import { isPath } from "./paths.ts";

export const given = (text: string): Found[] => [
	...phrases.flatMap(([what, pattern]) =>
		matchesOf(text, pattern).flatMap((match) => {
			const [all, name = "", value = ""] = match;
			return names(name, value, all) && literalAt(match, value) && !isExample(match, value)
				? [at(match, what.replace("NAME", name))]
				: [];
		}),
	),
	...matchesOf(text, ini).flatMap((match) => {
		const [, name = "", value = ""] = match;
		return names(name, value) && looksMade(value) && (isLong.test(value) || /[^\w.()[\]]/.test(value))
			? [at(match, `a value given to ${name}`)]
			: [];
	}),
	...matchesOf(text, yaml).flatMap((match) => {
		const [, name = "", value = ""] = match;
		return /[._-]|[a-z][A-Z]/.test(name) && names(name, value) && looksMade(value)
			? [at(match, `a value given to ${name}`)]
			: [];
	}),
	...matchesOf(text, slash).flatMap((match) => {
		const [, name = "", value = ""] = match;
		return names(name, value) && looksMade(value) && !isExample(match, value)
			? [at(match, `a value given to /${name}`)]
			: [];
	}),
];

const names = (name: string, value: string, all = ""): boolean =>
	name === "" ||
	(secretName(name) &&
		!/^(?:credentials?|private)$/i.test(name) &&
		!isAbout(name, value) &&
		!(/(?:credentials?|key)$/i.test(name) && isPath(value)) &&
		(!/conn(?:ection)?_?str(?:ing)?$/i.test(name) ||
			(/^'|^\S*'[^']*'$/.test(value) || /^["'][\w.-]+["'][ \t]*:/.test(all) ? asItIs : filledIn).test(
				value,
			)));

/** What makes a connection string secret: many log in without a password, or with a variable, where one is put in. Single quotes and JSON
 * put none in. `jo:winter@host` and Oracle's `jo/winter@host` have it without a name. */
const inside = (placeholder: string): RegExp =>
	new RegExp(
		`(?:pass(?:word)?|pwd|key|secret|token|sig)\\s*=\\s*(?!(?:${placeholder})(?:[;"'\\s]|$))[^\\s;"']|://[^/@\\s]{0,100}:[^/@\\s]{0,200}@|^["']?(?!jdbc:)[^\\s:/@"';=]{1,60}[:/](?![/\\\\]|(?:${placeholder})@)[^\\s/@"';]{1,200}@`,
		"i",
	);
const asItIs = inside("\\{\\d\\}");
const filledIn = inside(
	"\\{\\d\\}|\\{\\{[^{}]*\\}\\}|<[^<>]*>|%\\w+%|\\$\\([^()]*\\)|\\$\\{[^{}]*\\}|\\$(?:env:)?[A-Za-z_][\\w.]*",
);

/** `secret_key: 1a2b3c`, a line of its own. */
const yaml = /^[ \t-]{0,40}([A-Za-z][\w.-]{1,60})[ \t]{0,40}:[ \t]+([^\s"'{}[\],]{6,400})[ \t]*$/gm;

/** `aws_secret_access_key = 1a2B3c`, `AdminPassword = Winter2026!`, a line of its own: in code, no name is that long and mixed, and none
 * has such signs. */
const ini = /^[ \t]{0,40}([A-Za-z][\w.-]{1,60})[ \t]{0,40}=[ \t]{1,40}([^\s"'(){}[\],;]{6,400})[ \t]*\r?$/gm;
const isLong = /^(?=.*[a-z])(?=.*[A-Z])[\w+/~=-]{16,}$/;

/** `/pass Winter2026!` */
const slash = new RegExp(`(?<=[ \\t])/([A-Za-z]\\w{1,60})[ \\t]+(?![-/*])${value}`, "g");

/** A value that may be one of several: `user=jo,password=x`, `user=jo\\npassword=x` */
const listed = `(${quoted}|(?:(?!(?:,|\\\\[rn]{1,2})[\\w.-]{0,40}(?:pass|pwd|pw|secret|token|key)[\\w.-]{0,20}=)[^\\s"'|;&<>(){}])+)`;
const named = "a value given to NAME";
const plainText = "a password in plain text for ConvertTo-SecureString";
const asPlainText = "(?=[^|;\\n]{0,600}-AsPlainText)";

/** Each gives the secret's name, if it has one, and the value. */
const phrases: [string, RegExp][] = [
	[plainText, new RegExp(`()\\bConvertTo-SecureString\\b${asPlainText}[^|;\\n"']{0,200}(${quoted})`, "gi")],
	[
		plainText,
		new RegExp(`()\\bConvertTo-SecureString\\s${asPlainText}[^|;\\n"']{0,200}?-String\\s+${value}`, "gi"),
	],
	[plainText, new RegExp(`()(${quoted})\\s{0,20}\\|\\s{0,20}ConvertTo-SecureString\\b${asPlainText}`, "gi")],
	[
		plainText,
		/()@["']\r?\n([^\n]{1,400})\r?\n["']@\s{0,20}\|\s{0,20}ConvertTo-SecureString\b(?=[^|;\n]{0,600}-AsPlainText)/gi,
	],
	[
		"a password in a URL",
		/()(?<![a-z\d+.-])[a-z][a-z\d+.-]{0,20}:\/\/[^\s:/@"'<>]{0,100}:([^\s/@"'<>]{1,200})@/gi,
	],
	["a password in a URL", /()(?<![\w:])\/\/[^\s:/@"'<>]{1,60}:([^\s/@"'<>]{1,200})@/g],
	["a password in a URL", /()\bjdbc:oracle:\w{1,10}:[\w$#]{1,60}\/([^\s@/"']{1,200})@/gi],
	[
		"a value given to -NAME",
		new RegExp(`(?<![\\w-])--?([A-Za-z][\\w-]{1,60})(?:(?:=|:)|[ \\t]+(?!-|/Users/))${value}`, "g"),
	],
	["a value given to /NAME", new RegExp(`(?<![\\w./:-])/([A-Za-z]\\w{1,60})[:=]${value}`, "g")],
	[
		named,
		new RegExp(`(?<![\\w$-])(?<!\\bset /p "?|--from-file=)([A-Za-z_][\\w.-]{1,60})=(?!=)${listed}`, "g"),
	],
	// What is taken where a variable isn't set: `${DB_PASSWORD:-Winter2026!}`
	[named, /\$\{(\w{2,60}):?[-=]([^}\n$`]{1,200})\}/g],
	[named, new RegExp(`\\$\\{?(?:env:|global:|script:)?(\\w{2,60})\\}?[ \\t]*=[ \\t]*(${quoted})`, "gi")],
	[named, new RegExp(`(?<![\\w$.-])([A-Za-z_]\\w{1,60})[ \\t]+=[ \\t]+(${quoted})`, "g")],
	[named, /["']([\w.-]{2,60})["']\]?[ \t]*(?:[:=]|=>)[ \t]*("[^"\n]{1,400}"|'[^'\n]{1,400}')/g],
	[
		named,
		new RegExp(
			`-Name[ \\t]+["']?(\\w{2,60})["']?(?:[ \\t]+-(?:PropertyType|Type)[ \\t]+\\w{1,20})?[ \\t]+-Value[ \\t]+${value}`,
			"gi",
		),
	],
	[
		named,
		new RegExp(
			`\\b(?:(?:Set(?:EnvironmentVariable|Value|\\w{0,20}Header|Property|Item|String|env)?|(?<!(?:Controls|Columns)\\.)Add|TryAdd\\w{0,30}|Append|Put|define|putenv)(?:[ \\t]*\\(|[ \\t])\\s{0,40}(?:"[^"\\n]{0,200}\\\\[^"\\n]{0,200}"[ \\t]*,[ \\t]*)?["']|RegWrite[ \\t(]{1,4}["'][^"'\\n]{0,200}\\\\)([\\w-]{2,60})["']\\s{0,40},\\s{0,40}(${quoted})`,
			"gi",
		),
	],
	[named, new RegExp(`(?<![\\w$])env:[\\\\/]?(\\w{2,60})[ \\t]+(?:-Value[ \\t]+)?(?![-=|)])${value}`, "gi")],
	[
		named,
		new RegExp(`\\bconfig(?:ure)?[ \\t]+set[ \\t]+(?:\\S{1,100}:)?(\\w[\\w.]{1,60})[ \\t]+${value}`, "gi"),
	],
	[
		named,
		/\b((?:aws_?)?secret_?access_?key)["']?[ \t]{0,10}(?:=>|[:=|])[ \t]{0,10}["']?([A-Za-z\d/+]{40})(?![A-Za-z\d/+])/gi,
	],
	// As `reg query` prints it.
	[
		named,
		/^[ \t]{0,20}(\w{2,60})[ \t]{1,20}REG_(?:(?:EXPAND_|MULTI_)?SZ|BINARY)[ \t]{1,20}(\S[^\r\n]{0,400})\r?$/gm,
	],
	// As `reg export` writes it.
	[named, /^"(\w{2,60})"=(hex(?:\(\w\))?:[a-f\d,\\ \t\r\n]{2,4000})/gim],
	// As `netsh wlan show profile … key=clear` prints it, in several languages.
	[
		"a key of a wireless network",
		/^[ \t]{0,20}()(?:Key Content|Schlüsselinhalt|Contenu de la clé|Contenido de la clave|Contenuto chiave|Sleutelinhoud|Conteúdo da Chave|Содержимое ключа)[ \t]{0,40}: (?!(?:Present|Absent)\b)([^\r\n]{1,200})/gm,
	],
	[
		named,
		/<(?:\w{1,40}:)?([A-Za-z][\w-]{2,60})(?:[ \t][^<>\n]{0,200})?\^?>\s{0,80}(?:<!\[CDATA\[)?([^<>\s](?:[^<>\n]{0,199}?[^<>\s^])?)(?:\]\]>|\^)?\s{0,80}<\//g,
	],
	// `<S N="Password">x</S>`, `<key>Password</key><string>x</string>`
	[
		named,
		/<\w{1,40}[ \t][^<>\n]{0,100}?\b(?:N|name|key)=["']([\w.:-]{2,60})["'][^<>\n]{0,100}>([^<>\s][^<>\n]{0,199})<\//gi,
	],
	[named, /<key>(\w{2,60})<\/key>\s{0,80}<(?:string|value)\b[^<>\n]{0,100}>([^<>\n]{1,200})<\//gi],
	// Inside of another text: `"{\"password\":\"x\"}"`; and without quotes around the name: `{ password: 'x' }`, `password => 'x'`
	[named, /\\"([\w.-]{2,60})\\"[ \t]{0,4}:[ \t]{0,4}\\"((?:(?!\\")[^\n]){1,400})/g],
	[
		named,
		/"([\w.-]{0,60}(?:pass(?:word|wd)?|pwd|pin|passcode|secret))"[ \t]{0,4}:[ \t]{0,4}(\d{6,40})(?!\d)/gi,
	],
	[
		named,
		new RegExp(
			`(?<![\\w$.-])([A-Za-z_][\\w.-]{1,60})[ \\t]*(?::[ \\t]*|=>[ \\t]*)(?!["'][\\s;,)\\]}|.+]|":)(${quoted})`,
			"g",
		),
	],
	// `{"key": "DB_PASSWORD", "value": "x"}`
	[
		named,
		/"(?:key|name)"\s{0,20}:\s{0,20}"([\w.-]{2,60})"\s{0,20},\s{0,20}"value"\s{0,20}:\s{0,20}("[^"\n]{1,400}")/gi,
	],
	// As LAPS keeps it, and `az keyvault secret show` and `az storage account keys list` print it.
	["a password of LAPS", /()"n":"[^"\n]{1,100}","t":"[a-f\d]{1,20}","p":"([^"\n]{1,200})"/g],
	[
		"a secret of a vault",
		/()\.vault\.azure\.net\/secrets\/[^"\n]{1,200}",[^}]{0,400}?"value":[ \t]{0,4}("[^"\n]{1,4000}")/g,
	],
	["an Azure storage key", /()"value":[ \t]{0,4}"([A-Za-z\d+/]{86}==)"/g],
	[named, /<(\w{0,60}Password)>\s{0,80}<Value>([^<\s]{1,200})<\//g],
	[
		named,
		new RegExp(
			`\\b(?:(?:Set|New)-ItemProperty|sp)\\b[^|;\\n]{0,200}?[ \\t]["']?([A-Za-z_]\\w{2,60})["']?[ \\t]+(?:-Value[ \\t]+)?(${quoted})`,
			"gi",
		),
	],
	[
		named,
		new RegExp(
			`[ \\t]-Value[ \\t]+(?=(?:${quoted}|\\S{1,200})[^|;\\n]{0,100}?[ \\t]-Name[ \\t]+["']?(\\w{2,60}))${value}`,
			"gi",
		),
	],
	[
		"a password that is set",
		new RegExp(
			`()(?:\\.(?:SetPassword|ChangePassword|set_password)\\(|\\.SetPassword[ \\t]|\\bchangeUserPassword\\(|\\.Invoke\\(\\s{0,20}["'](?:Set|Change)Password["']\\s{0,20},)\\s{0,20}(?:(?:${quoted})\\s{0,20},\\s{0,20})?(${quoted})`,
			"gi",
		),
	],
	[
		"a password in plain text",
		new RegExp(`()(${quoted})\\.ToCharArray\\(\\)(?=[^\\n]{0,120}\\.AppendChar)`, "g"),
	],
	[
		"a password of a domain",
		new RegExp(
			`()\\.(?:JoinDomainOrWorkGroup\\([^,\\n]{1,100},|UnjoinDomainOrWorkGroup\\()\\s{0,20}(${quoted})`,
			"gi",
		),
	],
	[
		"a password of a share",
		new RegExp(`()\\bMapNetworkDrive\\b(?:[^,\\n]{1,200},){4}\\s{0,20}(${quoted})`, "gi"),
	],
	[
		"a password of a certificate",
		new RegExp(
			`()(?:X509Certificate2?\\b[\\]:new]{0,6}|\\.Import)\\s{0,20}\\(\\s{0,20}(?!["'][^"'\\n]{1,200}\\.(?:csv|xlsx?|txt|xml|json|sql)["'])[^,()\\n]{1,200},\\s{0,20}(${quoted})`,
			"gi",
		),
	],
	[named, /\b(?:key|name)="([\w.:-]{2,60})"\s{1,20}value=("[^"\n]{1,400}")/gi],
	[
		"a password of a network login",
		new RegExp(
			`()\\bNetworkCredential\\b[\\]:new]{0,6}\\s{0,20}\\(?\\s{0,20}(?:""|''|${quoted})\\s{0,20},\\s{0,20}(${quoted})`,
			"gi",
		),
	],
	[
		"a password of a network login",
		new RegExp(`()\\bauth\\s*=\\s*\\(\\s*(?:${quoted})\\s*,\\s*(${quoted})`, "g"),
	],
];
