// Which names say that their value is secret.

/** Whether an environment variable's or parameter's name says that its value is secret. */
export const secretName = (name: string): boolean => {
	const words = wordsOf(name);
	if (innocent.has(words.at(-1) ?? "") && !/^AWS_ACCESS_KEY_ID$/i.test(name)) return false;
	// `adduser --disabled-password`
	if (/^disabled-password$/i.test(name)) return false;
	// Of an assembly: a short form of its public key.
	if (/^PUBLIC_?KEY_?TOKEN$/.test(words.join("_"))) return false;
	if (/^(?:REDISCLI)?_AUTH$/i.test(name) || words.slice(-2).join("_") === "KEY_MATERIAL") return true;
	if (words.length > 1 && (switches.has(words[0] ?? "") || words.includes("EXISTING"))) return false;
	if (/^CREDENTIALS?_USER(?:_?NAME)?$/.test(words.join("_"))) return false;
	return (
		words.some(
			(word) =>
				telling.has(word) ||
				/(?:PASSWORD|PASSWD|PASSPHRASE|PASSWORT|KENNWORT|SECRET|APIKEY|AUTHTOKEN)$|^(?!OLD)[A-Z]{2,}PWD$/.test(
					word,
				),
		) ||
		closing.has(words.at(-1) ?? "") ||
		together.test(words.at(-1) ?? "") ||
		(words.length > 1 && ["PWD", "PAT", "TOKEN"].includes(words.at(-1) ?? "") && words[0] !== "OLD") ||
		words.some((word, i) => word === "KEY" && keys.has(words[i - 1] ?? "")) ||
		/(?:^|_)MOT_DE_PASSE(?:_|$)/.test(words.join("_")) ||
		words.some((word, i) => word === "STRING" && /^CONN(?:ECTION)?$/.test(words[i - 1] ?? ""))
	);
};

/** Whether the secret's word ends the name: `AdminPassword`, `API key`. One that goes on tells about it, as `PasswordStatus` does. */
export const endsWithSecret = (name: string): boolean => {
	const words = wordsOf(name.replace(/[\d_ -]+$/, ""));
	if (!secretName(words.join("_"))) return false;
	return (
		/KEY$/.test(words.at(-1) ?? "") ||
		!secretName(words.slice(0, -1).join("_")) ||
		secretName(words.at(-1) ?? "")
	);
};

/** `DBPassword`, `db_password` → `DB`, `PASSWORD` */
export const wordsOf = (name: string): string[] =>
	name
		.normalize("NFC")
		.replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1_$2")
		.replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1_$2")
		.toUpperCase()
		.split(/[^\p{L}\d]+/u)
		.filter(Boolean);

const set = (words: string): Set<string> => new Set(words.split(" "));

const telling = set(
	"PASSWORD PASSWORDS PASSWD PASSPHRASE SECRET SECRETS CREDENTIAL CREDENTIALS CREDS APIKEY PASSWORT KENNWORT PSK REQUIREPASS MASTERAUTH CONTRASENA CONTRASEÑA SENHA WACHTWOORD LÖSENORD ADGANGSKODE PASSORD SALASANA HASŁO HESLO JELSZÓ ПАРОЛЬ パスワード 密码 密碼 비밀번호",
);
// These words name a secret only at the end of a name: PASSTHROUGH, PassThru, TokenType and PrivateNetwork don't.
const closing = set(
	"PASS SSHPASS USERPASS TOKEN PRIVATE CONNECTIONSTRING CONNSTR PRIVATEKEY AUTHORIZATION COOKIE JWT PW MDP",
);
/** The same written as one word: `ADMINPASS`, `CUSTOMERTOKEN`, but no `BYPASS`. */
const together =
	/^(?:(?:ADMIN|ROOT|DB|SQL|SA|SMTP|MAIL|LOGIN|PROXY|WIFI|VNC|SSH|FTP|LDAP|SVC|KEY|STORE|CERT|PFX|NEW|TEMP)PASS|(?:ACCESS|ACTIVATION|AGENT|API|AUTH|BEARER|CUSTOMER|DEPLOY|ENROLL?(?:MENT)?|INSTALL|PROV|REFRESH|REGISTRATION|SITE|TENANT|USER)TOKEN)$/;
const keys = set(
	"ACCT APP REGISTRATION ENROLLMENT ENROLMENT ACTIVATION API ACCESS PRESHARED SECRET PRIVATE SIGNING ENCRYPTION MASTER ACCOUNT STORAGE SUBSCRIPTION DEPLOY SSH SHARED CLIENT SERVICE",
);
// `PASSWORD_FILE`, `SecretName`, `MinimumPasswordAge`: about a secret, not one.
const innocent = set(
	"FILE PATH DIR URL URI NAME ID ENDPOINT TYPE LENGTH AGE POLICY EXPIRY EXPIRES TTL TIMEOUT LIFETIME COUNT ENABLED " +
		"REQUIRED HINT MIN MAX SOCK PROMPT MANAGER STORE STDIN USE REVEAL WARNING HISTORY COMPLEXITY POLICIES",
);
const switches = set(
	"NO RESET CHANGE SHOW HIDE PROMPT ASK REQUIRE REQUIRES USE FORGOT DISABLE ENABLE LIMIT MINIMUM MAXIMUM",
);
