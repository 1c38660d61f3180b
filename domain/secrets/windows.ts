// Windows command lines that carry a password where its option or place alone says so: `cmdkey /pass:x`, `net user bob x /add`.
import { anyCase, direct, line, until } from "./command.ts";
import { short, value, word } from "./literal.ts";

/** Each has the value as its one group. */
export const windows: RegExp[] = [
	direct(
		"net1?",
		`${anyCase("user")}[ \\t]+(?:/\\w{1,20}[ \\t]+){0,3}(?!/|command(?![\\w-]))${word}[ \\t]+(?![/*])`,
	),
	direct("net1?", `${anyCase("use")}[ \\t](?:${until}[ \\t])?(?:"?\\\\\\\\[^\\s"]{1,200}"?)[ \\t]+(?![/*])`),
	direct("net1?", `${anyCase("use")}[ \\t]${until}/[uU]\\w{0,3}:[ \\t]*${word}[ \\t]+(?![/*])`),
	line("cmdkey", `/${anyCase("pass")}(?:[:=]|[ \\t]+(?!/))`),
	line("schtasks|at", `/(?:${anyCase("rp|p")})(?:[ \\t]+|:)(?![/*])`),
	line("sc", `${anyCase("password")}=[ \\t]*`),
	line("ipmitool|zip|unzip|dtexec", "-P[ \\t]*(?!-)"),
	line("certutil|importpfx", "-p\\s+(?!-)"),
	line(
		"ps(?:exec|kill|list|loglist|shutdown|service|info|getsid|file|suspend)(?:64)?|paexec|sshpass|rdesktop|winrm|winexe|(?:idr|r)acadm7?",
		"-p[ \\t]*:?(?!-)",
	),
	direct("pspasswd(?:64)?", `(?:[-\\\\]\\S+[ \\t]+){0,6}?(?![-\\\\])${word}[ \\t]+(?![-/])`),
	line("winrs", "[-/]p(?:assword)?:"),
	line("plink|pscp|psftp|putty|kitty", "-pw[ \\t]+(?!-)"),
	line(
		"(?:x|w)freerdp[23]?|mstsc|wmic|netdom|dism|wusa|winget|vncviewer|djoin|setup|choco",
		`/${anyCase("p(?:assword(?:d|o|t)?|d|o|t|ass|w)?")}:`,
	),
	direct(
		"autologon(?:64)?",
		`(?:[/-]${anyCase("accepteula")}[ \\t]+)?(?![/-])${word}[ \\t]+(?![/-])${word}[ \\t]+(?![/-])`,
	),
	direct("nssm", `set[ \\t]+${word}[ \\t]+${anyCase("objectname")}[ \\t]+${word}[ \\t]+`),
	line("djoin", `/${anyCase("machinepassword")}[ \\t]+(?!/)`),
	line("choco|nuget", "-p[= ][ \\t]*(?!-)"),
	direct("dotnet", `nuget[ \\t]${until}-p[ \\t]+(?!-)`),
	line("dsadd|dsmod", "-pwd[ \\t]+(?![-*])"),
	line("ldifde|csvde", `-b[ \\t]+${word}[ \\t]+${word}[ \\t]+(?!-)`),
	line("signtool", `/${anyCase("p")}[ \\t]+(?!/)`),
	direct("nuget", `(?:push[ \\t]+${word}|setapikey)[ \\t]+(?![-/]|https?:)`),
	direct("choco", `apikey[ \\t]${until}(?:-k|--key)[= ][ \\t]*(?!-)`),
	// Any program that is given a user and a password so: `tasklist /s pc01 /u dana /p x`.
	new RegExp(`[ \\t]/[uU](?:ser)?(?::|[ \\t]+)${word}[ \\t]+/[pP](?::|[ \\t]+)(?![/*])${value}`, "g"),
	direct("nircmd", `elevatecmd[ \\t]+runas[ \\t]+${word}[ \\t]+(?!-)`),
	// Win32_Service's account and password.
	/\.Change\((?:[ \t]*\$(?:null|true|false)[ \t]*,){5,7}[ \t]*(?:"[^"\n]{1,100}"|'[^'\n]{1,100}')[ \t]*,[ \t]*("[^"\n]{1,400}"|'[^'\n]{1,400}')/gi,
	line("rasdial", `${word}[ \\t]+(?!/)${word}[ \\t]+(?![/*])`),
	line(
		"bitsadmin",
		`${anyCase("/setcredentials")}[ \\t]+${word}[ \\t]+${word}[ \\t]+${word}[ \\t]+${word}[ \\t]+`,
	),
	line("netsh", `(?:${anyCase("key|keymaterial")})=[ \\t]*(?!["']?${anyCase("clear")}(?!\\w))`),
	direct(
		"reg",
		`${until}/[vV][ \\t]+"?\\w{0,40}(?:${anyCase("password|passwd|secret")})"?[ \\t]${until}/[dD][ \\t]+`,
	),
	new RegExp(
		`(?<![\\w-])[rR][eE][gG](?:\\.[eE][xX][eE])?[ \\t]+[aA][dD][dD][ \\t]${until}/[dD][ \\t]+(?!/)${short}(?=[^|;&\\n]{0,300}/[vV][ \\t]+"?\\w{0,40}(?:${anyCase("password|passwd|secret")})(?!\\w))`,
		"g",
	),
	line(
		"setx",
		`\\w{0,40}(?:${anyCase("password|passwd|secret|token|apikey|api_key|_pass|_pwd")})[ \\t]+(?![/%])`,
	),
	new RegExp(
		`(?:${anyCase("convertto-securestring")})[ \\t]+(?:-[sS]tring[ \\t]+)?(?=[^|;\\n]{0,600}-[aA]s[pP]lain[tT]ext)(?![-$("'])${value}`,
		"g",
	),
];
