// Secrets in a sentence: `the password is hunter22`, in the words of several languages.
import { at, type Found } from "./found.ts";
import { literal, looksMade, looksVery } from "./literal.ts";

const words = [
	"password|passwd|passcode|passphrase|secret|token|api[ _-]?key|pwd?|pass|psk",
	"(?:wi-?fi|wlan|network|encryption|recovery|private|access|admin)[ -]?key",
	"passwort|kennwort|kennung|zugangscode|schlüssel",
	"mot de passe|mdp|contraseña|clave|senha|palavra-passe",
	"wachtwoord|adgangskoden?|lösenord(?:et)?|passord(?:et)?|kodeord(?:et)?|salasana|lykilorð",
	"hasło|heslo|jelszó|lozinka|parola|parolă|geslo|slaptažodis|parool|parole|şifre|κωδικός",
	"пароль|парола|パスワード|暗証番号|密码|密碼|口令|비밀번호|암호",
].join("|");

const is = "is|ist|lautet|est|es|é|è|är|er|on|to|jest|je|は|为|是";
const after = "(?:\\s+(?:for|of|für|von|zu|vom|pour|de|del|du|para|per)\\s+[^\\n.:;,]{1,40}?)?";
const given = `(?:${after}\\s{1,20}(?:${is})(?:\\s{0,20}[:=：])?\\s{0,20}|\\s{0,20}[:=：]\\s{0,20}|[は为是])`;

/** Only what has the looks of one, not "password: see below". */
export const spoken = (text: string): Found[] => [
	...matches(
		text,
		new RegExp(`(?<![\\p{L}\\d_]|\\{\\{)(${words})${given}["'\`“]?(\\S{6,400})`, "giu"),
		(name, value) => (isShort.test(name) ? looksVery(value) : looksMade(value)),
	),
	...matches(
		text,
		new RegExp(
			`(?<![\\p{L}\\d_]|\\{\\{)(${words})[ \\t]{1,20}["'\`“]?(\\S{8,400})["'\`”]?[.!]?[ \\t]{0,20}$`,
			"gimu",
		),
		(_, value) => looksVery(value),
	),
	...matches(
		text,
		/(?<![\p{L}\d_])(PIN)(?:-?[Cc]ode)?(?:\s+(?:is|ist|lautet|est|es)\s+|\s{0,20}[:=]\s{0,20})(\d{4,12})(?!\d)/gu,
		(_, value) => literal(`n${value}`),
	),
	...matches(
		text,
		/(?<![\p{L}\d_])(login|user|user\/pass(?:word)?|username|account|creds?|credentials|konto|benutzer|zugangsdaten)[ \t:]+\S{2,60}[ \t]+\/[ \t]+(\S{6,100})/giu,
		(_, value) => looksVery(value),
	),
];

/** `grep -n` in `/etc/passwd`, of which no password is a field. */
const account = /^(?:\d{1,6}:)?[\w.-]{1,40}:[x*!]?:\d{1,10}:\d{1,10}:/;

/** Words that mean much else. */
const isShort = /^(?:pass|clave|parole|schlüssel|kennung)$/i;

const matches = (text: string, pattern: RegExp, looks: (name: string, value: string) => boolean): Found[] =>
	[...text.matchAll(pattern)].flatMap((match) => {
		const [, name = "", value = ""] = match;
		return looks(name, value) && !account.test(value)
			? [at(match, value, `a value given as ${name.toLowerCase()}`)]
			: [];
	});
