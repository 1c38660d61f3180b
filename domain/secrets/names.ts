// Which names say that their value is secret.

/** Whether an environment variable's or parameter's name says that its value is secret. */
export const secretName = (name: string): boolean => {
	const words = wordsOf(name);
	if (innocent.has(words.at(-1) ?? "") && !/^AWS_ACCESS_KEY_ID$/i.test(name)) return false;
	// Of an assembly: a short form of its public key.
	if (/^PUBLIC_?KEY_?TOKEN$/.test(words.join("_"))) return false;
	if (/^REDISCLI_AUTH$/i.test(name) || words.slice(-2).join("_") === "KEY_MATERIAL") return true;
	if (words.length > 1 && switches.has(words[0] ?? "")) return false;
	return (
		words.some(
			(word) =>
				telling.has(word) ||
				/(?:PASSWORD|PASSWD|PASSPHRASE|PASSWORT|KENNWORT|SECRET|APIKEY|AUTHTOKEN)$|^(?!OLD)[A-Z]{2,}PWD$/.test(
					word,
				),
		) ||
		closing.has(words.at(-1) ?? "") ||
		(words.length > 1 && ["PWD", "PAT", "TOKEN"].includes(words.at(-1) ?? "") && words[0] !== "OLD") ||
		words.some((word, i) => word === "KEY" && keys.has(words[i - 1] ?? "")) ||
		words.some((word, i) => word === "STRING" && /^CONN(?:ECTION)?$/.test(words[i - 1] ?? ""))
	);
};

/** `DBPassword`, `db_password` → `DB`, `PASSWORD` */
export const wordsOf = (name: string): string[] =>
	name
		.replace(/([a-z\d])([A-Z])/g, "$1_$2")
		.replace(/([A-Z])([A-Z][a-z])/g, "$1_$2")
		.toUpperCase()
		.split(/[^A-Z\d]+/)
		.filter(Boolean);

const set = (words: string): Set<string> => new Set(words.split(" "));

const telling = set(
	"PASSWORD PASSWORDS PASSWD PASSPHRASE SECRET SECRETS CREDENTIAL CREDENTIALS CREDS APIKEY PASSWORT KENNWORT PSK REQUIREPASS MASTERAUTH CONTRASENA SENHA WACHTWOORD",
);
// These words name a secret only at the end of a name: PASSTHROUGH, PassThru, TokenType and PrivateNetwork don't.
const closing = set(
	"PASS SSHPASS USERPASS TOKEN PRIVATE CONNECTIONSTRING CONNSTR PRIVATEKEY AUTHORIZATION COOKIE JWT",
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
	"NO RESET CHANGE SHOW HIDE PROMPT ASK REQUIRE REQUIRES USE FORGOT DISABLE ENABLE LIMIT MINIMUM MAXIMUM EXISTING",
);
