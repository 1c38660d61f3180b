// What Windows' programs and cmd's own commands do, by https://learn.microsoft.com/windows-server/administration/windows-commands:
// a row each. What has no row is unknown.
import { type Does, each, effect } from "../effect.ts";
import { onFile, onItem, userPlaces } from "../places.ts";
import {
	always,
	last,
	parsed,
	type Rule,
	reading,
	targets,
	textOf,
	touching,
	unknown,
	unseen,
	verbs,
} from "./rules.ts";

/** Reads unless an option that isn't listed is there. */
const readingWith = (options: string, otherwise: Rule): Rule => {
	const harmless = new Set(options.split(" "));
	return parsed("", (given, context, name) =>
		given.options.every((one) => harmless.has(one)) && !given.unclear
			? []
			: otherwise(given.all, context, name),
	);
};

const option = (names: string, what: Parameters<typeof effect>[0], otherwise: Rule = reading): Rule => {
	const telling = new Set(names.split(" "));
	return parsed("", (given, context, name) => {
		if (given.options.some((one) => telling.has(one))) return targets(what, given.operands);
		return given.unclear ? unknown(given.all, context, name) : otherwise(given.all, context, name);
	});
};

/** https://learn.microsoft.com/windows-server/administration/windows-commands/reg */
const value = parsed("/v /d /t /f /s", ({ operands, values }): Does => {
	const key = operands[0]?.text ?? null;
	return onItem("change", key, values.get("/v") ?? null);
});
const reg = verbs({
	"query compare export save": (words, context, name) => regReading(words, context, name),
	add: value,
	delete: parsed("/v", ({ operands, values }) =>
		onItem("delete", operands[0]?.text ?? null, values.get("/v") ?? null),
	),
	copy: parsed("", ({ operands }) => onItem("change", operands[1]?.text ?? null)),
	import: parsed("", ({ operands }) => [
		effect("registry", operands[0]?.text ?? null),
		effect("unseen", operands[0]?.text ?? null),
	]),
	"restore load unload flags": "registry",
});
const regReading: Rule = parsed("/v /f /t /s", ({ operands, options }): Does => {
	const [key, file] = operands.map(textOf);
	const written = file !== undefined && !options.includes("/v") ? onFile("write", file) : [];
	return [...userPlaces(key ?? ""), ...written];
});

/** https://learn.microsoft.com/windows-server/administration/windows-commands/sc-config. `sc \\\\SERVER verb` is another machine's. */
const sc: Rule = (words, context, name) => {
	const remote = words[0]?.text.startsWith("\\\\") ? words[0].text : null;
	const rest = remote === null ? words : words.slice(1);
	return [...(remote === null ? [] : [effect("elsewhere", remote)]), ...services(rest, context, name)];
};
const disabled: Rule = (words) => {
	const text = words.map(textOf).join(" ");
	return [effect(/start=\s*disabled/i.test(text) ? "service-disable" : "service", words[0]?.text ?? null)];
};
const first =
	(what: Parameters<typeof effect>[0]): Rule =>
	([word]) => [effect(what, word?.text ?? null)];
const services = verbs({
	"query queryex qc qdescription qfailure qtriggerinfo sdshow enumdepend getdisplayname getkeyname showsid qprivs qsidtype":
		reading,
	start: first("service-start"),
	"stop pause": first("service-stop"),
	"continue interrogate control": first("service"),
	config: disabled,
	"create delete description failure failureflag sdset triggerinfo privs sidtype": first("service"),
});

/** https://learn.microsoft.com/windows-server/administration/windows-commands/net-user */
const net = verbs({
	"view statistics config time helpmsg help file": readingWith("/domain /all", unknown),
	start: parsed("", ({ operands }) => (operands.length ? targets("service-start", operands) : [])),
	"stop pause": "service-stop",
	continue: "service-start",
	"user users": parsed("", ({ operands, options }) => {
		const [user, password] = operands.map(textOf);
		if (user === undefined) return [];
		if (options.includes("/delete")) return [effect("account-removal", user)];
		if (options.includes("/add")) return [effect("account", user)];
		const settings = options.filter((one) => one !== "/domain");
		return [
			...(password === undefined ? [] : [effect("password", user)]),
			...(settings.length ? [effect("account", user)] : []),
		];
	}),
	"localgroup group": parsed("", ({ operands, options }) => {
		const [group = "", ...users] = operands.map(textOf);
		if (!options.some((one) => one !== "/domain")) return [];
		return [effect("group", users.length ? `${group}, ${users.join(", ")}` : group)];
	}),
	accounts: readingWith("/domain", always("setting")),
	use: parsed("", ({ operands, options }) =>
		operands.length + options.length === 0 ? [] : [effect("disk", operands[0]?.text ?? null)],
	),
	share: parsed("", ({ operands, options }) =>
		operands.length < 1 || (options.length === 0 && !operands[0]?.text.includes("="))
			? []
			: [effect("permission", operands[0]?.text ?? null)],
	),
	session: readingWith("", always("sign-out")),
});

const netsh: Rule = (words) => {
	const texts = words.map((word) => (word.constant ? word.text.toLowerCase() : ""));
	const text = words.map(textOf).join(" ");
	if (texts.includes("") || texts[0] === "-f" || texts[0] === "exec")
		return [effect("unknown", `netsh ${text}`)];
	if (texts.includes("show") || texts.includes("dump"))
		return /\bkey=clear\b/i.test(text) ? [effect("password", null)] : [];
	return texts.length === 0
		? []
		: [effect(/^(?:adv)?firewall$/.test(texts[0] ?? "") ? "firewall" : "network", text)];
};

const schtasks: Rule = parsed(
	"/tn /tr /sc /ru /rp /s /u /p /xml /st /sd /d /mo /i /fo",
	({ options, values }) => {
		const remote = values.has("/s") ? [effect("elsewhere", values.get("/s") ?? null)] : [];
		if (options.includes("/query") || options.length === 0) return remote;
		const task = values.get("/tn") ?? null;
		const runs = values.get("/tr");
		return [
			...remote,
			effect("task", runs === undefined ? task : `${task ?? ""}: ${runs}`),
			...(options.includes("/run") ? [effect("unseen", task)] : []),
		];
	},
);

const shutdown: Rule = parsed("/m /t /c /d", ({ options, values }) => {
	const remote = values.has("/m") ? [effect("elsewhere", values.get("/m") ?? null)] : [];
	if (options.includes("/a")) return [effect("setting", "cancels a planned shutdown")];
	if (options.some((one) => /^\/(?:r|g)$/.test(one))) return [...remote, effect("restart")];
	if (options.includes("/l")) return [effect("sign-out")];
	return options.some((one) => /^\/(?:s|sg|h|p|i|hybrid)$/.test(one)) ? [...remote, effect("shutdown")] : [];
});

const installer = parsed("", ({ operands, options, all }) => {
	const named =
		operands.at(0)?.text ?? all.find(({ text }) => /\.ms[ipu]\b|\{[\dA-F-]+\}/i.test(text))?.text ?? null;
	return [
		effect(options.some((one) => /^\/(?:x|uninstall)/.test(one)) ? "software-removal" : "software", named),
	];
});

const packages = (what: Parameters<typeof effect>[0]): Rule =>
	parsed(
		"/-id /-name /-version /-source /s /-source /-params /-scope /e /v",
		({ operands, values, options }) => {
			const named = values.get("/-id") ?? values.get("/-name") ?? operands[0]?.text;
			return [effect(what, named ?? (options.includes("/-all") ? "all packages" : null))];
		},
	);

/** `wmic` reads with `get` and `list`; `call`, `create`, `delete` and `set` act. */
const wmic: Rule = (words, _, name) => {
	const texts = words.map((word) => (word.constant ? word.text.toLowerCase() : ""));
	const acts = texts.some(
		(text) =>
			text === "" ||
			/^(?:call|create|delete|set|assoc)$/.test(text) ||
			/^\/(?:output|append|record|node|user|password|format)/.test(text),
	);
	return acts || !texts.some((text) => /^(?:get|list)$/.test(text))
		? [effect("unknown", [name, ...words.map(textOf)].join(" "))]
		: [];
};

/** Copies, and with some options deletes. */
const copying = (deleting: string): Rule =>
	parsed("", ({ operands, options }) => {
		const to = operands[1]?.text ?? null;
		const gone = options.some((one) => deleting.split(" ").includes(one));
		return [...onFile("write", to), ...(gone ? [effect("delete", to, true)] : [])];
	});

const ipconfig = readingWith(
	"/all /displaydns /allcompartments /?",
	option("/release /renew /flushdns /registerdns /setclassid /release6 /renew6", "network", unknown),
);

const route = verbs({ print: reading, "add delete change": "network" });

const certutil: Rule = parsed("/p /f", ({ options, operands, all }, _, name) => {
	if (options.includes("/urlcache"))
		return [
			...each("download", operands.slice(0, 1).map(textOf)),
			...onFile("write", operands[1]?.text ?? null),
		];
	if (
		options.some((one) => /^\/(?:addstore|delstore|importpfx|repairstore|viewdelstore|enterprise)$/.test(one))
	)
		return [effect("certificate", operands.map(textOf).join(" "))];
	if (options.some((one) => /^\/(?:encode|decode|encodehex|decodehex)$/.test(one)))
		return onFile("write", operands[1]?.text ?? null);
	return options.every((one) => /^\/(?:hashfile|store|verify|dump|v|\?)$/.test(one)) && options.length > 0
		? []
		: [effect("unknown", [name, ...all.map(textOf)].join(" "))];
});

const start: Rule = (words, context, name) => {
	const rest = words.filter(
		({ text, constant }) => !(constant && /^\/(?:b|min|max|wait|low|normal|high|i|d.*)$/i.test(text)),
	);
	const [head, ...more] = rest;
	const command = head && /^$|^[^.\\/]*\s/.test(head.text) ? more : rest;
	return command.length === 0 ? unknown(words, context, name) : context.inner(command);
};

const call: Rule = (words, context, name) => {
	const [head, ...more] = words;
	if (head === undefined) return unknown(words, context, name);
	return head.text.startsWith(":") ? [] : context.inner([head, ...more]);
};

/** `set NAME=value`; `set` and `set NAME` print. */
const set: Rule = (words, context) => {
	const text = words.map(textOf).join(" ");
	if (/^\/a\b/i.test(text)) return context.assigned([/^\/a\s+"?(\w+)/i.exec(text)?.[1] ?? ""]);
	const [, name] = /^(?:\/p\s+)?"?([^=]+)=/i.exec(text) ?? [];
	return name === undefined ? [] : context.assigned([name.trim()]);
};

const setx: Rule = parsed("/s /u /p /k /r /a /e /f", ({ operands }) => [
	effect("setting", operands[0]?.text ?? null),
]);

const wevtutil = verbs({
	"el enum-logs gl get-log ep enum-publishers gp get-publisher qe query-events gli get-loginfo": reading,
	"epl export-log al archive-log": last("write"),
	"cl clear-log": first("log-clearing"),
	"sl set-log im install-manifest um uninstall-manifest": "setting",
});

const permission = parsed("", ({ operands, options }) =>
	operands.length === 1 && options.every((one) => /^\/(?:t|c|l|q|verify|findsid)$/.test(one))
		? []
		: [effect("permission", operands[0]?.text ?? null)],
);

const doing = (what: Parameters<typeof effect>[0], names: string): Rule => option(names, what, unknown);

/** By program's name without its ending, in lower case. */
export const windows: [names: string, rule: Rule][] = [
	[
		"dir type echo cls ver vol rem title cd chdir pushd popd prompt color pause setlocal endlocal goto exit break verify",
		reading,
	],
	[
		"find findstr fc comp where whoami tree more hostname getmac systeminfo driverquery gpresult tracert pathping arp-a nbtstat",
		reading,
	],
	[
		"tasklist quser query qwinsta qprocess openfiles-query netstat klist-list sigverif dsquery dsget nltest-query vssadmin-list choice timeout chcp help doskey-list msinfo32-view",
		reading,
	],
	[
		"ping nslookup",
		(words) => (words.every(({ constant }) => constant) ? [] : [effect("send", words.map(textOf).join(" "))]),
	],
	["sort", option("/o /output", "write")],
	["date time", readingWith("/t", always("setting"))],
	["set", set],
	["setx", setx],
	["del erase", touching("delete")],
	["rd rmdir", touching("delete")],
	["md mkdir", touching("write")],
	["copy xcopy", copying("")],
	["move", copying("")],
	["ren rename", touching("write")],
	["robocopy", copying("/mir /purge /mov /move")],
	["replace expand makecab mklink compact fsutil-file label-file", last("write")],
	[
		"tar",
		(words, context, name) =>
			/^-?[a-z]*t[a-z]*$/.test(words[0]?.text ?? "") && words.every(({ constant }) => constant)
				? []
				: words.some(({ text }) => /^--(?:use|to|checkpoint)/.test(text))
					? unseen(words, context, name)
					: [effect("write")],
	],
	["reg", reg],
	[
		"regedit",
		(words) => [
			effect("registry", words.map(textOf).join(" ")),
			effect("unseen", words.map(textOf).join(" ")),
		],
	],
	[
		"regsvr32 rundll32 mshta cscript wscript powershell pwsh powershell_ise cmd bash wsl python py node msbuild installutil regasm regsvcs odbcconf forfiles for if",
		unseen,
	],
	["sc", sc],
	["net net1", net],
	["netsh", netsh],
	["schtasks", schtasks],
	["at", parsed("", ({ all }) => (all.length === 0 ? [] : [effect("task", all.map(textOf).join(" "))]))],
	[
		"taskkill tskill",
		parsed("/im /pid /fi /s /u /p", ({ values, operands }) => [
			...(values.has("/s") ? [effect("elsewhere", values.get("/s") ?? null)] : []),
			effect(
				"process",
				values.get("/im") ?? values.get("/pid") ?? values.get("/fi") ?? operands[0]?.text ?? null,
			),
		]),
	],
	["shutdown", shutdown],
	["logoff rwinsta reset", always("sign-out")],
	["tsdiscon lock", always("sign-out")],
	["msiexec wusa", installer],
	[
		"winget",
		verbs(
			{
				"install upgrade update import": packages("software"),
				"uninstall remove": packages("software-removal"),
				"list search show --version -v --info": reading,
				"source settings configure pin": packages("setting"),
			},
			{ none: reading },
		),
	],
	[
		"choco cinst cup",
		verbs({
			"install upgrade": packages("software"),
			uninstall: packages("software-removal"),
			"list search info outdated --version": reading,
			"source feature config pin": "setting",
		}),
	],
	[
		"scoop",
		verbs({
			"install update": packages("software"),
			uninstall: packages("software-removal"),
			"list search info status": reading,
		}),
	],
	[
		"dism",
		parsed("", ({ options, values, all }) =>
			options.some((one) => /^\/(?:get-|checkhealth|scanhealth)/.test(one))
				? []
				: [
						effect(
							options.some((one) => /^\/(?:disable-feature|remove-)/.test(one))
								? "software-removal"
								: options.some((one) => /^\/(?:enable-feature|add-)/.test(one))
									? "software"
									: "setting",
							values.get("/featurename") ?? values.get("/packagename") ?? all.map(textOf).join(" "),
						),
					],
		),
	],
	["ocsetup pkgmgr usoclient wuauclt", always("software")],
	["sfc", readingWith("/verifyonly /verifyfile", always("setting"))],
	["bcdedit", readingWith("/enum /v", (words) => [effect("boot", words.map(textOf).join(" "))])],
	[
		"bootrec bootsect bcdboot reagentc",
		parsed("", ({ options, all }) =>
			options.includes("/info") ? [] : [effect("boot", all.map(textOf).join(" "))],
		),
	],
	["diskpart", unseen],
	["format convert label mountvol subst chkntfs", touching("disk")],
	["chkdsk", option("/f /r /x /b /spotfix /scan /offlinescanandfix", "disk")],
	["defrag", touching("disk")],
	[
		"fsutil",
		parsed("", ({ operands, all }) =>
			operands.some(
				({ text, constant }) =>
					constant && /^query\w*$|^list$|^drives$|^volumeinfo$|^ntfsinfo$|^diskfree$|^fsinfo$/i.test(text),
			)
				? []
				: [effect("disk", all.map(textOf).join(" "))],
		),
	],
	[
		"vssadmin wbadmin diskshadow",
		parsed("", ({ operands, all }) =>
			/^(?:list|get)$/i.test(operands[0]?.text ?? "") ? [] : [effect("disk", all.map(textOf).join(" "))],
		),
	],
	[
		"manage-bde repair-bde",
		readingWith("/status", (words) => [effect("protection", `BitLocker ${words.map(textOf).join(" ")}`)]),
	],
	["cipher", (words) => (words.length === 0 ? [] : [effect("disk", words.map(textOf).join(" "))])],
	["icacls cacls", permission],
	["takeown", parsed("/f /s /u /p", ({ values }) => [effect("permission", values.get("/f") ?? null)])],
	[
		"attrib",
		parsed("", ({ operands }) =>
			operands.some(({ text }) => /^[+-]/.test(text)) ? [effect("write", operands.at(-1)?.text ?? null)] : [],
		),
	],
	[
		"assoc ftype",
		(words) =>
			words.some(({ text, constant }) => !constant || text.includes("="))
				? [effect("setting", words.map(textOf).join(" "))]
				: [],
	],
	["ipconfig", ipconfig],
	["arp", option("/s /d", "network")],
	["route", route],
	["wmic", wmic],
	["wevtutil", wevtutil],
	["eventcreate", always("write")],
	[
		"gpupdate secedit auditpol powercfg w32tm tzutil slmgr licensingdiag dsregcmd pnputil printui control cscui lodctr unlodctr",
		parsed("", ({ options, operands, all }) =>
			[...options, ...operands.map(textOf)].some((one) =>
				/^\/?(?:get|query|list|l|g|status|export|enum-\w+|a|tz|stripchart|\?|dlv|xpr|dli|-enum-\w+|batteryreport|energy|requests|lastwake|devicequery|availablesleepstates)$/i.test(
					one,
				),
			)
				? []
				: [effect("setting", all.map(textOf).join(" "))],
		),
	],
	["certutil", certutil],
	[
		"cmdkey",
		readingWith("/list", (words) => [
			effect("password", words.map(textOf).find((one) => /^\/(?:add|generic|delete)/i.test(one)) ?? null),
		]),
	],
	["runas psexec psexec64 paexec", unseen],
	["winrs mstsc psservice pskill psshutdown tscon", first("elsewhere")],
	[
		"bitsadmin",
		parsed("", ({ operands, options, all }) =>
			options.includes("/list")
				? []
				: [
						...each(
							"download",
							operands.map(textOf).filter((one) => /:\/\//.test(one)),
						),
						...all.slice(-1).flatMap(({ text }) => onFile("write", text)),
					],
		),
	],
	["msg", first("send")],
	["ftp tftp telnet ssh", first("elsewhere")],
	["scp", last("send")],
	[
		"dsadd dsmod",
		(words, context, name) =>
			verbs({ "user computer contact": first("account"), "group ou quota": first("group") })(
				words,
				context,
				name,
			),
	],
	["dsrm", first("account-removal")],
	[
		"dsmove netdom djoin nltest ldifde csvde ktpass setspn",
		parsed("", ({ all }) => [effect("account", all.map(textOf).join(" "))]),
	],
	["klist", readingWith("/li", unknown)],
	["mpcmdrun", doing("protection", "/scan /signatureupdate /removedefinitions /wdenable /restore")],
	["openfiles", doing("process", "/disconnect")],
	["start", start],
	["call", call],
	["appwiz.cpl ncpa.cpl notepad explorer taskmgr mmc services.msc calc write winver", reading],
];
