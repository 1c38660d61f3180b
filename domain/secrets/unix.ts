// Unix command lines that carry a password where its option or place alone says so: `sshpass -p x`, `echo x | sudo -S`.
import { direct, line, until } from "./command.ts";
import { short, value, word } from "./literal.ts";

/** Programs that read a password from their standard input. */
const asks = `(?:${[
	"sudo[ \\t]+(?:-\\w+[ \\t]+){0,3}?(?:-\\w*S|--stdin)\\b",
	"(?:su|kinit|(?:smb)?passwd|cryptsetup|vncpasswd|runas|pdbedit|keepassxc-cli)\\b",
	"realm[ \\t]+join\\b",
	"(?:[\"'][^\"'\\n]{1,200})?[aA]ny[dD]esk(?:\\.exe)?[\"']?[ \\t]+--set-password\\b",
	"gpg2?[ \\t][^|\\n]{0,100}--passphrase-fd",
	"(?:docker|podman|nerdctl|buildah|skopeo|helm|adcli|crane|oras)[ \\t][^|\\n]{0,100}--(?:password-stdin|stdin-password)",
	"(?:docker|podman)[ \\t]+secret[ \\t]+create\\b",
	"gcloud[ \\t]+secrets\\b",
	"vault[ \\t][^|\\n]{0,100}=-",
	"(?:hdiutil|softwareupdate)[ \\t][^|\\n]{0,100}-stdinpass",
	"plink[ \\t][^|\\n]{0,100}-pwfile[ \\t]+-",
	"openssl[ \\t][^|\\n]{0,100}-pass(?:in|out)?[ \\t]+stdin\\b",
].join("|")})`;

/** The same password once more, or the old one: it may be masked already. */
const second = `(?:${word}|⟨[^⟩\\n]{1,200}⟩)`;

/** Each has the value as its one group, which has to look like a password by itself. */
export const made: RegExp[] = [
	// Any program that is given a user and a password so; what follows a bare `-p` of these is a database.
	new RegExp(
		`[ \\t]-(?<!\\b(?:mysql|mariadb)[\\w.-]{0,20}["']?[ \\t][^|;&\\n]{0,200})(?:[uUl]|user(?:name)?)[ =]${word}[ \\t]+-(?:[pP]|pass)(?:[ =][ \\t]*)?(?!-|[\\d.:]+(?:/\\w+)?(?!\\S))(?=\\S{6})${value}`,
		"g",
	),
	direct("vault", `kv[ \\t]+(?:put|patch)[ \\t]${until}[\\w-]{1,60}=(?!["']?(?:/|\\w{1,20}://))`),
	// What is written for `ftp -s:`.
	new RegExp(`(?<![\\w-])echo[ \\t]+user[ \\t]+${word}[ \\t]+${short}[ \\t]*(?=[>&)]|$)`, "gim"),
];

/** Each has the value as its one group. */
export const unix: RegExp[] = [
	line(
		"curl",
		"(?:-[a-zA-Z]{0,8}[uU][ \\t]*|--user[ =]|--proxy-user[ =])[\"']?[^\\s:\"'$]{1,100}:(?!\\$|[\"'](?:[$\\s]|$)|//)",
	),
	line("curl", "(?:-b|--cookie)[ =][\"']?[\\w.-]{1,60}=(?=[\\w%+/=.-]{0,200}\\d)(?=[\\w%+/=.-]{16})"),
	line("curl", "(?:-E|--cert)[ =][^\\s:\"']{1,200}:(?!\\\\)"),
	line("https?|xh", "(?:-a|--auth)[ =][\"']?[^\\s:\"'$]{1,100}:(?![$\"'])"),
	line("lftp", "-u[ \\t]+[^\\s,]{1,100},"),
	line("smbclient|rpcclient|wmic|smbget|smbmap|winexe|net", "-U[ \\t]+[\"']?[^\\s%\"']{1,100}%"),
	line("ldap(?:search|modify|add|delete|passwd|whoami)", "-w[ \\t]*(?!-)"),
	direct(
		"docker|podman|az|helm|oc|buildah|skopeo|nerdctl",
		`(?:registry[ \\t]+)?login[ \\t]${until}(?<=[ \\t])-p(?!assw)(?:[= ][ \\t]*)?(?![-= \\t])`,
	),
	direct("az", `vm[ \\t]+user[ \\t]${until}-p[ \\t]+(?!-)`),
	direct("az", `keyvault[ \\t]+secret[ \\t]+set[ \\t]${until}--value[ =][ \\t]*(?!-)`),
	line("7z(?:a|r)?|(?:win|un)?rar", "[\"']?-h?p(?![\\s-]|ath(?:type)?(?!\\w))"),
	line("openssl", "-pass(?:in|out)?[ \\t]+[\"']?pass:"),
	line("openssl", "passwd[ \\t]+-(?:1|5|6|apr1|crypt)[ \\t]+(?!-)"),
	line("openssl", "-k[ \\t]+(?!-)"),
	line("keytool|jarsigner", "-(?:storepass|keypass|srcstorepass|deststorepass|new)[ \\t]+(?!-)"),
	line("smbpasswd", "-w[ \\t]+(?!-)"),
	direct("ipmitool", `${until}user[ \\t]+set[ \\t]+password[ \\t]+\\d{1,2}[ \\t]+`),
	direct("ansible-vault", `encrypt_string[ \\t]+(?!-)`),
	direct("aws", `ssm[ \\t]+put-parameter(?=[^|;&\\n]{0,400}SecureString)${until}--value[ =][ \\t]*(?!-)`),
	/\bcrypt\(\s{0,20}("[^"\n]{1,200}"|'[^'\n]{1,200}')\s{0,20},/g,
	/\bGetBytes\(\s{0,20}["'][^"':\s$]{1,100}:(?![\s\\/])([^"'\n$]{1,200})["']/gi,
	line("htpasswd", `-[A-Za-z]{0,6}b[A-Za-z]{0,6}[ \\t]+${word}[ \\t]+${word}[ \\t]+`),
	line("htpasswd", `-[A-Za-z]{0,6}nb[A-Za-z]{0,6}[ \\t]+${word}[ \\t]+`),
	line("useradd|usermod", "-p[ \\t]+(?!-)"),
	line("snmp(?:get|walk|set|bulkwalk)", "-[AX][ \\t]+(?!-)"),
	line("rclone", "obscure[ \\t]+(?!-)"),
	direct("mount(?:\\.cifs)?", `${until}[, ]pass(?:word)?=`),
	direct("mount(?:\\.cifs)?", `${until}[, ]user(?:name)?=[^\\s%,]{1,100}%`),
	line("nmcli", "(?:password|wifi-sec\\.psk|802-11-wireless-security\\.psk)[ \\t]+"),
	line("wpa_passphrase", `${word}[ \\t]+`),
	line("security", "-[pPw][ \\t]+(?!-)"),
	line("ssh-keygen", "-[NP][ \\t]+(?!-)"),
	line("ncftp(?:put|get|ls)|crackmapexec|netexec|nxc|evil-winrm|esxcli|ilorest|tsm|tabcmd", "-p[ \\t]+(?!-)"),
	line("govc", "-u[= ][\"']?[^\\s:\"'$]{1,100}:(?![$\"'])"),
	direct("radtest", `${word}[ \\t]+(?!-)`),
	direct("smbclient", `(?:-\\w[ \\t]+){0,3}["']?//[^\\s"']{1,200}["']?[ \\t]+(?!-)`),
	line("swaks", "-ap[ \\t]+(?!-)"),
	/(?<![\w-])(?:impacket-[a-z]{3,20}|(?:psexec|wmiexec|smbexec|atexec|secretsdump)\.py)[ \t][^|;&\n]{0,200}?["']?[\w.]{1,60}\/[\w.-]{1,60}:([^\s@"'⟨]{1,200})(?=@)/g,
	direct("vault", "login[ \\t]+(?:token=)?(?![-\\w]{1,40}=)(?!-)(?=[\\w.]{0,100}\\d)"),
	line("snmp(?:get|walk|set|bulkwalk|trap)", "-c[ \\t]+(?!-|(?:public|private)(?!\\S))"),
	line("iwconfig", "key[ \\t]+(?:s:)?(?!on\\b|off\\b|open\\b|restricted\\b)"),
	line("networksetup", `-setairportnetwork[ \\t]+${word}[ \\t]+${word}[ \\t]+`),
	direct("samba-tool", `user[ \\t]+(?:create|add)[ \\t]+${word}[ \\t]+(?!-)`),
	line("mosquitto_(?:pub|sub|rr)", "-P[ \\t]+(?!-)"),
	line("sendemail", "-xp[ \\t]+(?!-)"),
	line("pdftk", "(?:input_pw|user_pw|owner_pw)[ \\t]+"),
	line("dscl", `-passwd[ \\t]+${word}[ \\t]+`),
	// What `expect` answers to a question for a password.
	/(?<![\w-])[Pp]?assw(?:or)?d[^\n]{0,40}["'}][ \t;\n{]{0,20}send(?:[ \t]+--)?[ \t]+"([^"\\\n$]{1,200})(?=\\[rn])/g,
	// What is typed into another program's standard input.
	new RegExp(
		`(?<![\\w-])(?:echo|printf|yes)(?:[ \\t]+-[neE]{1,3})?(?:[ \\t]+["'](?:%s(?:\\\\n)?){1,2}["'])?[ \\t]+(?:(?!["']?%s)${second}[ \\t]+)?(?!⟨|["']?%s|[yYnN][ \\t]*\\|)${short}(?:\\\\n["']?|[ \\t]+${second})?[ \\t]*\\|[ \\t]*(?:[\\w/.-]{1,60}[ \\t]+){0,3}?${asks}`,
		"g",
	),
	new RegExp(
		`(?:\\(|;[ \\t]*)(?:echo|printf)[ \\t]+(?!⟨)${short}[ \\t]*(?:;[^|\\n]{0,200})?\\)[ \\t]*\\|[ \\t]*(?:sudo[ \\t]+)?(?:smb)?passwd\\b`,
		"g",
	),
	new RegExp(
		`(?<![\\w-])(?:echo|printf)(?:[ \\t]+-[neE]{1,3})?[ \\t]+["']?[\\w.@-]{1,60}:(?![$"'⟨])${short}["']?[ \\t]*\\|[ \\t]*(?:sudo[ \\t]+)?(?:[\\w/]{0,40}/)?chpasswd`,
		"g",
	),
	new RegExp(
		`(?<![\\w-])(?:echo|printf)(?:[ \\t]+-[neE]{1,3})?[ \\t]+["']?[\\w.@\\\\-]{1,60}:(?![$"'⟨/])${short}["']?[ \\t]*\\|[ \\t]*(?:openssl[ \\t]+)?base64\\b`,
		"g",
	),
	new RegExp(`(?<![\\w-])(?:${asks}|chpasswd\\b)${until}<<<[ \\t]*(?!⟨)${value}`, "g"),
	new RegExp(
		`(?<![\\w-])${asks}[^|;&\\n<]{0,200}<<-?[ \\t]*["']?\\w{1,40}["']?[ \\t]*\\n[ \\t]*(?!⟨)${short}[ \\t]*\\n`,
		"g",
	),
	new RegExp(
		`<<-?[ \\t]*["']?\\w{1,40}["']?[ \\t]*\\|[ \\t]*(?:sudo[ \\t]+)?(?:[\\w/]{0,40}/)?chpasswd[ \\t]*\\n[\\w.@-]{1,60}:(?!⟨)${value}`,
		"g",
	),
];
