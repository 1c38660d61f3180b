// Secrets that a text gives by a name: `NAME=value`, `-NAME value`, `"name": "value"`, and where a call's arguments say so.
import { isAbout } from "./about.ts";
import { at, type Found } from "./found.ts";
import { literal, looksMade, quoted, value } from "./literal.ts";
import { secretName } from "./names.ts";

export const given = (text: string): Found[] => [
	...phrases.flatMap(([what, pattern]) =>
		[...text.matchAll(pattern)].flatMap((match) => {
			const [, name = "", value = ""] = match;
			return names(name, value) && literal(value) && !isHelp(text, match)
				? [at(match, value, what.replace("NAME", name))]
				: [];
		}),
	),
	...[...text.matchAll(ini)].flatMap((match) => {
		const [, name = "", value = ""] = match;
		return names(name, value) && looksMade(value) && /[a-z]/.test(value) && /[A-Z]/.test(value)
			? [at(match, value, `a value given to ${name}`)]
			: [];
	}),
	...[...text.matchAll(yaml)].flatMap((match) => {
		const [, name = "", value = ""] = match;
		return /[._-]|[a-z][A-Z]/.test(name) && names(name, value) && looksMade(value)
			? [at(match, value, `a value given to ${name}`)]
			: [];
	}),
];

const names = (name: string, value: string): boolean =>
	name === "" || (secretName(name) && !/^(?:credentials?|private)$/i.test(name) && !isAbout(name, value));

/** `secret_key: 1a2b3c`, a line of its own. */
const yaml = /^[ \t-]{0,40}([A-Za-z][\w.-]{1,60})[ \t]{0,40}:[ \t]+([^\s"'{}[\],]{6,400})[ \t]*$/gm;

/** `aws_secret_access_key = 1a2B3c`, a line of its own: in code, no name is that long and mixed. */
const ini = /^[ \t]{0,40}([A-Za-z][\w.-]{1,60})[ \t]{0,40}=[ \t]{1,40}([\w+/~=-]{16,400})[ \t]*$/gm;

/** `"-Password parameter required"`: an option within words, at the beginning of a quotation. */
const isHelp = (text: string, { index, 0: all }: RegExpExecArray): boolean =>
	/["'`]/.test(text.charAt(index - 1)) && /^--?[\w-]+[ \t]+[a-z]+$/.test(all);

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
	[named, new RegExp(`(?<![\\w$-])(?<!\\bset /p |--from-file=)([A-Za-z_][\\w.-]{1,60})=(?!=)${value}`, "g")],
	[named, new RegExp(`\\$\\{?(?:env:|global:|script:)?(\\w{2,60})\\}?[ \\t]*=[ \\t]*(${quoted})`, "gi")],
	[named, new RegExp(`(?<![\\w$.-])([A-Za-z_]\\w{1,60})[ \\t]+=[ \\t]+(${quoted})`, "g")],
	[named, /["']([\w.-]{2,60})["'][ \t]*(?:[:=]|=>)[ \t]*("[^"\n]{1,400}"|'[^'\n]{1,400}')/g],
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
			`\\b(?:SetEnvironmentVariable|define|setenv)\\(\\s*["'](\\w{2,60})["']\\s*,\\s*(${quoted})`,
			"gi",
		),
	],
	[named, new RegExp(`(?<![\\w$])env:[\\\\/]?(\\w{2,60})[ \\t]+(?:-Value[ \\t]+)?(?![-=|)])${value}`, "gi")],
	[
		named,
		new RegExp(`\\bconfig(?:ure)?[ \\t]+set[ \\t]+(?:\\S{1,100}:)?_?(\\w[\\w.]{1,60})[ \\t]+${value}`, "gi"),
	],
	[
		named,
		/\b((?:aws_?)?secret_?access_?key)["']?[ \t]{0,10}(?:=>|[:=])[ \t]{0,10}["']?([A-Za-z\d/+]{40})(?![A-Za-z\d/+])/gi,
	],
	// As `reg query` prints it.
	[named, /^[ \t]{0,20}(\w{2,60})[ \t]{1,20}REG_(?:EXPAND_|MULTI_)?SZ[ \t]{1,20}(\S{1,400})[ \t]*\r?$/gm],
	// As `netsh wlan show profile … key=clear` prints it, in several languages.
	[
		"a key of a wireless network",
		/^[ \t]{0,20}()(?:Key Content|Schlüsselinhalt|Contenu de la clé|Contenido de la clave|Contenuto chiave|Sleutelinhoud|Conteúdo da Chave)[ \t]{0,40}: (?!(?:Present|Absent)\b)([^\r\n]{1,200})/gm,
	],
	[named, /<([A-Za-z]\w{2,60})>([^<\s]{1,200})<\//g],
	[named, /<(\w{0,60}Password)>\s{0,80}<Value>([^<\s]{1,200})<\//g],
	[
		named,
		new RegExp(
			`\\b(?:Set|New)-ItemProperty\\b[^|;\\n]{0,200}?[ \\t]([A-Za-z_]\\w{2,60})[ \\t]+(?:-Value[ \\t]+)?(${quoted})`,
			"gi",
		),
	],
	[
		"a password that is set",
		new RegExp(
			`()\\.(?:SetPassword|ChangePassword|set_password)\\(\\s{0,20}(?:(?:${quoted})\\s{0,20},\\s{0,20})?(${quoted})`,
			"g",
		),
	],
	[named, /\b(?:key|name)="([\w.:-]{2,60})"\s{1,20}value=("[^"\n]{1,400}")/gi],
	[
		"a password of a network login",
		new RegExp(`()\\bNetworkCredential\\b[\\]:new]{0,6}\\s*\\(\\s*(?:${quoted})\\s*,\\s*(${quoted})`, "gi"),
	],
	[
		"a password of a network login",
		new RegExp(`()\\bauth\\s*=\\s*\\(\\s*(?:${quoted})\\s*,\\s*(${quoted})`, "g"),
	],
];
