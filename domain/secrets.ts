// What looks like a secret: by its name, by its own form, or by how a text gives it. Precise rather than complete.
import { secretLines } from "./secret-lines.ts";

/** Whether an environment variable's or parameter's name says that its value is secret. */
export const secretName = (name: string): boolean => {
	const words = wordsOf(name);
	if (innocent.has(words.at(-1) ?? "") && !/^AWS_ACCESS_KEY_ID$/i.test(name)) return false;
	// Of an assembly: a short form of its public key.
	if (/^PUBLIC_?KEY_?TOKEN$/.test(words.join("_"))) return false;
	if (words.length > 1 && switches.has(words[0] ?? "")) return false;
	return (
		words.some((word) => telling.has(word) || /(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|APIKEY)$/.test(word)) ||
		closing.has(words.at(-1) ?? "") ||
		(words.length > 1 && ["PWD", "PAT", "TOKEN"].includes(words.at(-1) ?? "") && words[0] !== "OLD") ||
		words.some((word, i) => word === "KEY" && keys.has(words[i - 1] ?? "")) ||
		words.some((word, i) => word === "STRING" && /^CONN(?:ECTION)?$/.test(words[i - 1] ?? ""))
	);
};

/** Which kind of secret a value or text looks like, in words; null: none. */
export const secretValue = (text: string): string | null => first([...inForm(text), ...given(text)]);

/** The same for a whole message, command or file that is about to be posted. */
export const secretText = (text: string): string | null => first(found(text));

/** The text with each secret replaced by its kind and length. */
export const masked = (text: string): string => {
	let kept = "";
	let from = 0;
	for (const { start, end, what } of found(text).sort((a, b) => a.start - b.start)) {
		if (start >= from) kept += `${text.slice(from, start)}⟨masked: ${what}, ${end - start} characters⟩`;
		else if (end > from) kept += `⟨masked: ${what}, ${end - from} more characters⟩`;
		from = Math.max(from, end);
	}
	return kept + text.slice(from);
};

/** Where a secret is, in UTF-16 units, and its kind. */
type Found = { start: number; end: number; what: string };

const first = ([one]: Found[]): string | null => one?.what ?? null;

const found = (text: string): Found[] => [
	...inForm(text),
	...given(text),
	...inCommands(text),
	...spoken(text),
];

const inCommands = (text: string): Found[] =>
	secretLines.flatMap((pattern) =>
		[...text.matchAll(pattern)].flatMap((match) => {
			const [, value = ""] = match;
			return literal(value) ? [at(match, value, "a password on a command line")] : [];
		}),
	);

const wordsOf = (name: string): string[] =>
	name
		.replace(/([a-z\d])([A-Z])/g, "$1_$2")
		.replace(/([A-Z])([A-Z][a-z])/g, "$1_$2")
		.toUpperCase()
		.split(/[^A-Z\d]+/)
		.filter(Boolean);

const set = (words: string): Set<string> => new Set(words.split(" "));

const telling = set(
	"PASSWORD PASSWORDS PASSWD PASSPHRASE SECRET SECRETS CREDENTIAL CREDENTIALS CREDS APIKEY",
);
// These words name a secret only at the end of a name: PASSTHROUGH, PassThru, TokenType and PrivateNetwork don't.
const closing = set(
	"PASS SSHPASS TOKEN PRIVATE CONNECTIONSTRING CONNSTR PRIVATEKEY AUTHORIZATION COOKIE JWT",
);
const keys = set(
	"API ACCESS SECRET PRIVATE SIGNING ENCRYPTION MASTER ACCOUNT STORAGE SUBSCRIPTION DEPLOY SSH SHARED CLIENT SERVICE",
);
// `PASSWORD_FILE`, `SecretName`, `MinimumPasswordAge`: about a secret, not one.
const innocent = set(
	"FILE PATH DIR URL URI NAME ID ENDPOINT TYPE LENGTH AGE POLICY EXPIRY EXPIRES TTL TIMEOUT LIFETIME COUNT ENABLED " +
		"REQUIRED HINT MIN MAX SOCK PROMPT MANAGER STORE STDIN USE REVEAL WARNING HISTORY COMPLEXITY POLICIES",
);
const switches = set(
	"NO RESET CHANGE SHOW HIDE PROMPT ASK REQUIRE REQUIRES USE FORGOT DISABLE ENABLE LIMIT MINIMUM MAXIMUM",
);

const forms: [string, RegExp][] = [
	[
		"a private key",
		/-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----(?:[\s\S]*?-----END [^\n-]{0,40}-----|[\s\S]*)/g,
	],
	// The end of one, of which the beginning was cut off.
	["a private key", /(?<![^\n])(?:[A-Za-z\d+/=]{1,100}\r?\n){1,200}-----END (?:[A-Z]+ )*PRIVATE KEY-----/g],
	["an AWS access key", /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g],
	["a GitHub token", /\b(?:gh[pousr]_[A-Za-z\d]{36,}|github_pat_\w{40,})/g],
	["a GitLab token", /\bglpat-[\w-]{20,}/g],
	["a Slack token", /\bxox[abeprs]-[\dA-Za-z-]{10,}|\bxapp-\d-[\dA-Za-z-]{10,}/g],
	["a Google API key", /\bAIza[\w-]{35}/g],
	["a Stripe key", /\b[sr]k_(?:live|test)_[\dA-Za-z]{16,}/g],
	["an Anthropic API key", /\bsk-ant-[\w-]{20,}/g],
	["an OpenAI API key", /\bsk-(?!ant-)(?:proj-|svcacct-|admin-)?(?=[\w-]{0,200}\d)[A-Za-z\d_-]{24,}/g],
	["a SendGrid API key", /\bSG\.[\w-]{16,}\.[\w-]{16,}/g],
	["a Hugging Face token", /\bhf_[A-Za-z\d]{30,}/g],
	["a Vault token", /\bhv[sbr]\.[\w-]{20,}/g],
	["a PyPI token", /\bpypi-[\w-]{20,}/g],
	["an Azure DevOps token", /\b[A-Za-z\d]{76}AZDO[A-Za-z\d]{4}\b/g],
	["a shared access signature", /[?&]sig=[\w%+/=-]{20,}/g],
	[
		"a webhook's address",
		/\bhttps:\/\/(?:hooks\.slack\.com\/(?:services|workflows)\/[\w/]{20,}|[\w.-]{1,80}\.webhook\.office\.com\/[\w@/.-]{20,}|(?:\w{1,20}\.)?discord(?:app)?\.com\/api\/webhooks\/\d+\/[\w-]{20,})/g,
	],
	["a BitLocker recovery key", /\b(?:\d{6}-){7}\d{6}\b/g],
	["an npm token", /\bnpm_[A-Za-z\d]{36}\b/g],
	// No further inside a word: else each of many beginnings would be followed to the word's end.
	["a JSON web token", /(?<=(?<![\w-])[\w-]{0,40})\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g],
	["an Azure storage key", /\b(?:AccountKey|SharedAccessKey)=[A-Za-z\d+/]{20,}/gi],
	["a bearer token", /\bBearer\s+(?=[\w.~+/-]*\d)[\w.~+/-]{16,}/gi],
	["a login in an authorization header", /\bAuthorization["']?\s*[:=]\s*["']?Basic\s+[A-Za-z\d+/]{8,}/gi],
];

const quoted = `"[^"\\n]{1,400}"|'[^'\\n]{1,400}'`;
const value = `(${quoted}|[^\\s"'|;&<>(){}]+)`;

// Each gives the secret's name, if it has one, and the value.
const phrases: [string, RegExp][] = [
	[
		"a password in plain text for ConvertTo-SecureString",
		new RegExp(
			`()\\bConvertTo-SecureString\\b(?=[^|;\\n]{0,600}-AsPlainText)[^|;\\n"']{0,200}(${quoted})`,
			"gi",
		),
	],
	["a password in a URL", /()\b[a-z][a-z\d+.-]{0,20}:\/\/[^\s:/@"'<>]{0,100}:([^\s/@"'<>]{1,200})@/gi],
	["a value given to -NAME", new RegExp(`(?<![\\w-])--?([A-Za-z][\\w-]{1,60})(?:=|:|[ \\t]+)${value}`, "g")],
	["a value given to NAME", new RegExp(`(?<![\\w$-])([A-Za-z_][\\w.-]{1,60})=(?!=)${value}`, "g")],
	[
		"a value given to NAME",
		new RegExp(`\\$(?:env:|global:|script:)?(\\w{2,60})[ \\t]*=[ \\t]*(${quoted})`, "gi"),
	],
	["a value given to NAME", /["']([\w.-]{2,60})["'][ \t]*[:=][ \t]*("[^"\n]{1,400}"|'[^'\n]{1,400}')/g],
	[
		"a value given to NAME",
		new RegExp(
			`-Name[ \\t]+["']?(\\w{2,60})["']?(?:[ \\t]+-(?:PropertyType|Type)[ \\t]+\\w{1,20})?[ \\t]+-Value[ \\t]+${value}`,
			"gi",
		),
	],
];

const inForm = (text: string): Found[] =>
	forms.flatMap(([what, pattern]) =>
		[...text.matchAll(pattern)].map(({ 0: all, index }) => ({ start: index, end: index + all.length, what })),
	);

const given = (text: string): Found[] =>
	phrases.flatMap(([what, pattern]) =>
		[...text.matchAll(pattern)].flatMap((match) => {
			const [, name = "", value = ""] = match;
			const telling = name === "" || (secretName(name) && !/^(?:credentials?|private)$/i.test(name));
			return telling && literal(value) && !isHelp(text, match)
				? [at(match, value, what.replace("NAME", name))]
				: [];
		}),
	);

/** `"-Password parameter required"`: an option within words, at the beginning of a quotation. */
const isHelp = (text: string, { index, 0: all }: RegExpExecArray): boolean =>
	/["'`]/.test(text.charAt(index - 1)) && /^--?[\w-]+[ \t]+[a-z]+$/.test(all);

// `password: hunter2` in a sentence: only what has the looks of one, not "password: see below".
const spoken = (text: string): Found[] => {
	const said =
		/(?<![\p{L}\d_])(password|passwd|passwort|kennwort|passcode|mot de passe|contraseña|pwd?|passphrase|secret|token|api[ _-]?key)(?:\s+(?:is|ist|lautet|est|es)(?:\s*[:=])?\s*|\s*[:=]\s*)["'`“]?(\S{6,})/giu;
	return [...text.matchAll(said)].flatMap((match) => {
		const [, name = "", value = ""] = match;
		const looks = literal(value) && /\d/.test(value) && /[A-Za-z]/.test(value) && !isName(value);
		return looks ? [at(match, value, `a value given as ${name.toLowerCase()}`)] : [];
	});
};

/** The value as the last part of a match that holds it. */
const at = (match: RegExpExecArray, value: string, what: string): Found => {
	const start = match.index + match[0].lastIndexOf(value);
	return { start, end: start + value.length, what };
};

// `v2-docs-page`: words and versions.
const isName = (value: string): boolean => /^(?:[a-z]+|v\d+)(?:[-_./](?:[a-z]+|v\d+))+[.,;!?]?$/.test(value);

/** A real value: no variable, placeholder, call, switch, number or truth value. */
const literal = (found: string): boolean => {
	const bare = found.replace(/^["'`]|["'`]$/g, "").replace(/^(?:Bearer|Basic|Token)\s+/i, "");
	return (
		bare.trim() !== "" &&
		!/^[-$%<⟨({@[*!]/.test(bare) &&
		!/^(?:x+|\.+|…|\d{1,5}|0x[\da-f]+|true|false|yes|no|null|none|read-host|get-\w+)$/i.test(bare)
	);
};
