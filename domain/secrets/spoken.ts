// Secrets in a sentence: `the password is hunter22`, in the words of several languages.
import { at, type Found, matchesOf } from "./found.ts";
import { literal, looksMade, looksVery } from "./literal.ts";

const words = [
	"password|passwd|passcode|passphrase|secret|token|api[ _-]?key|pwd?|pass|psk",
	"(?:wi-?fi|wlan|network|encryption|recovery|private|access|admin|secret|shared)[ -]?key",
	"passwort|kennwort|kennung|zugangscode|schlüssel",
	"mot de passe|mdp|contraseña|clave|senha|palavra-passe",
	"wachtwoord|adgangskoden?|lösenord(?:et)?|passord(?:et)?|kodeord(?:et)?|salasana|lykilorð",
	"hasło|heslo|jelszó|lozinka|parola|parolă|geslo|slaptažodis|parool|parole|şifre|κωδικός",
	"пароль|парола|パスワード|暗証番号|密码|密碼|口令|비밀번호|암호",
].join("|");

const is =
	"is generated for \\S{1,60}|(?:was|has been|is) (?:set|reset|changed) to|will be|should be|is(?: now)?|ist(?: jetzt)?|lautet|est|es|é|è|är|er|on|to|jest|je|は|为|是";
const after =
	"(?:\\s{1,20}(?:(?:for|of|für|von|zu|vom|pour|de|del|du|para|per|от|для|voor|van|till|til|do|dla)\\s{1,20}[^\\n.:;,]{1,40}?|admin|root|administrator|wi-?fi|vpn))?";
const given = `(?:${after}\\s{1,20}(?:${is})(?:\\s{0,20}[:=：])?\\s{0,20}|${after}\\s{0,20}(?:[:=：]|=>|→)\\s{0,20}|[は为是])`;

/** Only what has the looks of one, not "password: see below". */
export const spoken = (text: string): Found[] => [
	...matches(
		text,
		new RegExp(`(?<![\\p{L}\\d_]|\\{\\{)(${words})${given}["'\`“]?(\\S{6,400})`, "giu"),
		(name, value, { index, 0: all }) => {
			const asked = /\n\S+$/.test(all) && isPrompt(text, index + name.length);
			return isShort.test(name) || asked ? looksVery(value) : looksMade(value);
		},
	),
	// `Anmeldung mit Kennwort "Winter2026!" fehlgeschlagen`
	...matches(
		text,
		/(?<![\p{L}\d_])(password|passwort|kennwort)[ \t]{1,4}["'“„]([^\s"'“”]{6,100})["'”“]/giu,
		(_, value) => looksMade(value),
	),
	// `PASSWORD elastic = Xk7mPq2Lz`
	...matches(
		text,
		/(?<![\p{L}\d_])(password|passwort|kennwort)[ \t]{1,4}(?!policy|age|hash|length|id)[\w.@-]{1,40}[ \t]{1,4}[:=][ \t]{1,4}(\S{8,100})[ \t]{0,20}\r?$/gimu,
		(_, value) => looksVery(value) && !value.includes("://"),
	),
	// On a line of its own below: `Use the following password to proceed:`
	...matches(
		text,
		/(?<![\p{L}\d_])(password|passwort|kennwort|token|secret)(?![\p{L}\d_])[^\n:]{0,80}:[ \t]{0,4}\r?\n\s{0,20}([A-Za-z\d+/=_!#%^?~]{16,400})[ \t]{0,20}\r?$/gimu,
		(_, value) => looksMade(value),
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
	...matches(
		text,
		/(?<![\p{L}\d_/])(creds?|credentials|logins?|u\/p|user\/pass|zugangsdaten)[ \t]{0,4}:?[ \t]{1,4}(?!\d{1,3}(?:\.\d{1,3}){3}\b)[\w.@-]{2,60}[/:](?![/\\])(\S{6,100})/giu,
		(_, value) => looksVery(value),
	),
	...matches(
		text,
		/(?<![\p{L}\d_/-])(u(?:ser)?)[ \t]{0,4}[:=][ \t]{0,4}\S{1,60}[ \t]{1,4}p(?:w|ass)?[ \t]{0,4}[:=][ \t]{0,4}(\S{6,100})/giu,
		(_, value) => looksVery(value),
	),
];

/** `grep -n` in `/etc/passwd`, of which no password is a field. */
const account = /^(?:\d{1,6}:)?[\w.-]{1,40}:[x*!]?:\d{1,10}:\d{1,10}:/;

/** `90days old` */
const days = /^\d{1,5}(?:days?|hours?|minutes?|weeks?|months?|years?|Tage?)[.,]?$/i;

/** Whether the line whose word ends there asks for a password: then anything may follow right at the beginning of the next line, also
 * what the program prints. One that announces it says more, or less loudly: `Initial password:`, `the password is:`, `I'll
 * provide the new password:` */
const isPrompt = (text: string, end: number): boolean => {
	const near = text.slice(Math.max(0, end - 200), end);
	const start = near.slice(near.lastIndexOf("\n") + 1);
	return prompt.test(start) && /^[ \t]*(?:for [^\n:]{1,60})?:/.test(text.slice(end, end + 80));
};
const prompt =
	/^[ \t]*(?:P[a-z]+|(?:verifying - |please )?(?:enter|type|retype|re-enter|repeat|confirm|verify|provide|supply)\b(?!.*\b(?:I|my|here|this|following)\b).{0,80}|\(?(?:current|old)\)? (?:\w{1,20} )?pass[a-z]+|\[sudo\].{0,80}|\S{1,80}@\S{1,80}'s [a-z]+)$/i;

/** Words that mean much else. */
const isShort = /^(?:pass|clave|parole|schlüssel|kennung)$/i;

const matches = (
	text: string,
	pattern: RegExp,
	looks: (name: string, value: string, match: RegExpExecArray) => boolean,
): Found[] =>
	matchesOf(text, pattern).flatMap((match) => {
		const [, name = "", value = ""] = match;
		return looks(name, value, match) && !account.test(value) && !days.test(value)
			? [at(match, `a value given as ${name.toLowerCase()}`)]
			: [];
	});
