// Command lines that carry a password where its option or place alone says so: `sqlcmd -P x`, `net user bob x /add`.

const anyCase = (text: string): string =>
	text.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);

const value = `("[^"\\n]{1,400}"|'[^'\\n]{1,400}'|[^\\s"'|;&<>(){}]{1,400})`;
/** A word, or one in quotes. */
const word = `(?:"[^"\\n]{1,200}"|'[^'\\n]{1,200}'|[^\\s"'|;&]{1,200})`;

/** `option`: what stands right before the value. */
const line = (programs: string, option: string, gap = "[^|;&\\n]{0,300}?\\s"): RegExp =>
	new RegExp(
		`(?<![\\w-])(?:${anyCase(programs)})(?:\\.[eE][xX][eE]|\\.[cC][oO][mM])?["']?(?=\\s)${gap}${option}${value}`,
		"g",
	);

/** The same right behind the program's name. */
const direct = (programs: string, option: string): RegExp => line(programs, option, "\\s{1,20}");

/** Each has the value as its one group. */
export const secretLines: RegExp[] = [
	// Windows
	direct("net1?", `${anyCase("user")}\\s+(?!/)${word}\\s+(?![/*])`),
	direct("net1?", `${anyCase("use")}\\s(?:[^|;&\\n]{0,200}?\\s)?(?:"?\\\\\\\\[^\\s"]{1,200}"?)\\s+(?![/*])`),
	direct("net1?", `${anyCase("use")}\\s[^|;&\\n]{0,300}?/${anyCase("user")}:\\s*${word}\\s+(?![/*])`),
	line("cmdkey", `/${anyCase("pass")}[:=]`),
	line("schtasks|at", `/(?:${anyCase("rp|p")})\\s+(?![/*])`),
	line("sc", `${anyCase("password")}=\\s*`),
	line("sqlcmd|osql|isql|bcp|ipmitool|zip|unzip|snowsql|dtexec", "-P\\s*(?!-)"),
	line("certutil|importpfx", "-p\\s+(?!-)"),
	line(
		"psexec(?:64)?|paexec|sshpass|mongo(?:sh|dump|restore)?|rdesktop|sshpass|winrm|winexe",
		"-p\\s*:?(?!-)",
	),
	line("winrs", "[-/]p(?:assword)?:"),
	line("plink|pscp|psftp|putty|kitty", "-pw\\s+(?!-)"),
	line(
		"xfreerdp|wfreerdp|mstsc|wmic|netdom|dism|wusa|winget|vncviewer|djoin|setup|choco",
		`/${anyCase("p(?:assword(?:d|o)?|d|o|ass|w)?")}:`,
	),
	line("dsadd|dsmod", "-pwd\\s+(?![-*])"),
	line("rasdial", `${word}\\s+(?!/)${word}\\s+(?![/*])`),
	line("bitsadmin", `${anyCase("/setcredentials")}\\s+${word}\\s+${word}\\s+${word}\\s+${word}\\s+`),
	line("netsh", `(?:${anyCase("key|keymaterial")})=\\s*`),
	direct(
		"reg",
		`[^|;&\\n]{0,200}?/[vV]\\s+"?\\w{0,40}(?:${anyCase("password|passwd|secret")})"?\\s[^|;&\\n]{0,200}?/[dD]\\s+`,
	),
	line(
		"setx",
		`\\w{0,40}(?:${anyCase("password|passwd|secret|token|apikey|api_key|_pass|_pwd")})\\s+(?![/%])`,
	),
	new RegExp(
		`(?:${anyCase("convertto-securestring")})\\s+(?:-[sS]tring\\s+)?(?=[^|;\\n]{0,600}-[aA]s[pP]lain[tT]ext)(?![-$("'])${value}`,
		"g",
	),
	// Unix
	line("mysql(?:dump|admin|import|show|check)?|mariadb(?:-dump|-admin)?", "-p(?![\\s-])"),
	line("curl", "(?:-u\\s*|--user[ =]|--proxy-user[ =]|-U\\s*)[\"']?[^\\s:\"'$]{1,100}:(?![$\"']|//)"),
	line("lftp", "-u\\s+[^\\s,]{1,100},"),
	line("smbclient|rpcclient|wmic|smbget|smbmap|net", "-U\\s+[\"']?[^\\s%\"']{1,100}%"),
	line("redis-cli", "-a\\s+(?!-)"),
	line("ldap(?:search|modify|add|delete|passwd|whoami)", "-w\\s*(?!-)"),
	direct(
		"docker|podman|az|helm|oc|buildah|skopeo|nerdctl",
		`(?:registry\\s+)?login\\s[^|;&\\n]{0,200}?-p\\s+(?!-)`,
	),
	line("7z(?:a|r)?|rar", "-h?p(?![\\s-])"),
	line("openssl", "-pass(?:in|out)?\\s+[\"']?pass:"),
	line("openssl", "-k\\s+(?!-)"),
	line("keytool|jarsigner", "-(?:storepass|keypass|srcstorepass|deststorepass|new)\\s+(?!-)"),
	line("htpasswd", `-[A-Za-z]{0,6}b[A-Za-z]{0,6}\\s+${word}\\s+${word}\\s+`),
	line("htpasswd", `-[A-Za-z]{0,6}nb[A-Za-z]{0,6}\\s+${word}\\s+`),
	line("useradd|usermod", "-p\\s+(?!-)"),
	line("snmp(?:get|walk|set|bulkwalk)", "-[AX]\\s+(?!-)"),
	line("rclone", "obscure\\s+(?!-)"),
	direct("mount(?:\\.cifs)?", "[^|;&\\n]{0,200}?[, ]pass(?:word)?="),
	line("nmcli", "(?:password|wifi-sec\\.psk|802-11-wireless-security\\.psk)\\s+"),
	line("wpa_passphrase", `${word}\\s+`),
	line("security", "-[pP]\\s+(?!-)"),
	// What is typed into another program's standard input.
	new RegExp(
		`(?<![\\w-])(?:echo|printf)(?:\\s+-[neE]{1,3})?\\s+${value}(?:\\\\n["']?)?\\s*\\|\\s*(?:[\\w/.-]{1,60}\\s+){0,3}?(?:sudo\\s+(?:-\\w+\\s+){0,3}?-\\w*S|su\\b|kinit|passwd\\s+--stdin|cryptsetup|[\\w./-]{1,60}\\s[^|\\n]{0,100}--password-stdin)`,
		"g",
	),
	new RegExp(
		`(?<![\\w-])(?:echo|printf)(?:\\s+-[neE]{1,3})?\\s+["']?[\\w.@-]{1,60}:(?![$"'])${value}["']?\\s*\\|\\s*(?:sudo\\s+)?chpasswd`,
		"g",
	),
	new RegExp(
		`(?<![\\w-])(?:sudo\\s+(?:-\\w+\\s+){0,3}?-\\w*S|kinit|chpasswd|passwd\\s+--stdin)\\b[^|;&\\n]{0,200}?<<<\\s*${value}`,
		"g",
	),
	// In connection strings.
	new RegExp(`(?:^|[;"'\\s])[pP][wW][dD]\\s*=\\s*(?=[^;\\n]{1,200};)${value}`, "gm"),
	new RegExp(`;\\s*(?:[pP][wW][dD]|[pP]assword|PASSWORD)\\s*=\\s*${value}`, "g"),
];
