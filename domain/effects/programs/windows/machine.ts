// Programs that change the registry, services, accounts, software and the machine itself.
import { each, effect } from "../../effect.ts";
import { onFile, userPlaces } from "../../places.ts";
import {
	always,
	both,
	last,
	parsed,
	type Rule,
	reading,
	readingOnly,
	readingWith,
	textOf,
	unknown,
	unseen,
	verbs,
	whole,
} from "../rules.ts";
import { first, option } from "./options.ts";

/** https://learn.microsoft.com/windows-server/administration/windows-commands/reg: `\\\\SERVER\\HKLM` is another machine's. */
const onKey = (what: "registry" | "registry-delete", at = 0): Rule =>
	parsed("/v /d /t /f /s", ({ operands, values }) => {
		const key = operands[at]?.text ?? null;
		const [, server] = /^(\\\\[^\\]+)\\/.exec(key ?? "") ?? [];
		const value = values.get("/v");
		return [
			...(server === undefined ? [] : [effect("elsewhere", server)]),
			effect(what, key === null || value === undefined ? key : `${key}, ${value}`),
			...userPlaces(key ?? ""),
		];
	});
const regOptions = "/v /s /f /k /d /c /e /t /z /se /ve /reg /oa /od /os /on";
const regReading: Rule = parsed(
	"/v /f /t /s",
	({ operands }) => userPlaces(operands[0]?.text ?? ""),
	regOptions,
);
const reg = verbs(
	{
		"query compare": regReading,
		"export save": parsed("", ({ operands }) => onFile("write", operands[1]?.text ?? null)),
		add: onKey("registry"),
		delete: onKey("registry-delete"),
		copy: onKey("registry", 1),
		import: both(unseen, onKey("registry")),
		"restore load unload flags": onKey("registry"),
	},
	{ harmless: regOptions },
);

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

const services = verbs({
	"query queryex qc qdescription qfailure qtriggerinfo sdshow enumdepend getdisplayname getkeyname showsid qprivs qsidtype":
		reading,
	start: first("service-start"),
	"stop pause": first("service-stop"),
	"continue interrogate control": first("service"),
	config: disabled,
	"create delete description failure failureflag sdset triggerinfo privs sidtype": first("service"),
});

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
	"/query /tn /fo /v /nh /xml /hresult /s /u /p",
);

const shutdown: Rule = parsed(
	"/m /t /c /d",
	({ options, values }) => {
		const remote = values.has("/m") ? [effect("elsewhere", values.get("/m") ?? null)] : [];
		if (options.includes("/a")) return [effect("setting", "a planned shutdown")];
		if (options.some((one) => /^\/(?:r|g)$/.test(one))) return [...remote, effect("restart")];
		if (options.includes("/l")) return [effect("sign-out")];
		return options.some((one) => /^\/(?:s|sg|h|p|i|hybrid)$/.test(one))
			? [...remote, effect("shutdown")]
			: [];
	},
	"/?",
);

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

const certutil: Rule = parsed(
	"/p",
	({ options, operands, all }, _, name) => {
		if (options.includes("/urlcache"))
			return [
				...each("download", operands.slice(0, 1).map(textOf)),
				...onFile("write", operands[1]?.text ?? null),
			];
		if (
			options.some((one) =>
				/^\/(?:addstore|delstore|importpfx|repairstore|viewdelstore|enterprise)$/.test(one),
			)
		)
			return [effect("certificate", operands.map(textOf).join(" "))];
		if (options.some((one) => /^\/(?:encode|decode|encodehex|decodehex)$/.test(one)))
			return onFile("write", operands[1]?.text ?? null);
		return options.every((one) => /^\/(?:hashfile|store|verify|dump|v|\?)$/.test(one)) && options.length > 0
			? []
			: [effect("unknown", [name, ...all.map(textOf)].join(" "))];
	},
	"/hashfile /store /verify /dump /v /?",
);

const setx: Rule = parsed("/s /u /p /k /r /a /e /f", ({ operands, options }) => [
	effect("setting", operands[0]?.text ?? null),
	...(options.includes("/m") ? [] : userPlaces("HKCU\\Environment")),
]);

const wevtutil = verbs(
	{
		"el enum-logs gl get-log ep enum-publishers gp get-publisher qe query-events gli get-loginfo": reading,
		"epl export-log al archive-log": last("write"),
		"cl clear-log": first("log-clearing"),
		"sl set-log im install-manifest um uninstall-manifest": "setting",
	},
	{ harmless: "/c /f /q /rd /lf /e /count /format /query /reversedirection /structuredquery /sq /uni" },
);

const doing = (what: Parameters<typeof effect>[0], names: string): Rule => option(names, what, unknown);

export const machine: [names: string, rule: Rule][] = [
	[
		"date time",
		(words) => (words.some(({ text }) => !/^\/t$/i.test(text)) ? [effect("setting", "date and time")] : []),
	],
	["setx", setx],
	["reg", reg],
	[
		"regedit",
		(words) => [
			effect("registry", words.map(textOf).join(" ")),
			effect("unseen", words.map(textOf).join(" ")),
		],
	],
	["sc", sc],
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
			{
				none: reading,
				harmless:
					"/-id /-name /-query /q /e /-exact /-source /s /-upgrade-available /-count /n /-version /v /-info",
			},
		),
	],
	[
		"choco cinst cup",
		verbs(
			{
				"install upgrade": packages("software"),
				uninstall: packages("software-removal"),
				"list search info outdated --version": reading,
				"source feature config pin": "setting",
			},
			{ harmless: "/l /-local-only /-exact /e /a" },
		),
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
		parsed(
			"",
			({ options, values, all }) =>
				options.some((one) => /^\/(?:get-|checkhealth|scanhealth)/.test(one))
					? []
					: [
							effect(
								options.some((one) => /^\/(?:disable-feature|remove-)/.test(one))
									? "software-removal"
									: options.some((one) => /^\/(?:enable-feature|add-)/.test(one))
										? "software"
										: "setting",
								values.get("/featurename") ??
									values.get("/packagename") ??
									`dism ${all.map(textOf).join(" ")}`,
							),
						],
			"/online /image /get-* /checkhealth /scanhealth /cleanup-image /format /english /featurename /packagename /all",
		),
	],
	["ocsetup pkgmgr usoclient wuauclt", always("software")],
	["sfc", readingWith("/verifyonly /verifyfile", whole("setting"))],
	[
		"manage-bde repair-bde",
		readingWith("/status", (words) => [effect("protection", `BitLocker ${words.map(textOf).join(" ")}`)]),
	],
	[
		"assoc ftype",
		(words, _, name) =>
			words.some(({ text, constant }) => !constant || text.includes("=") || /^[/-]/.test(text))
				? [effect("setting", [name, ...words.map(textOf)].join(" "))]
				: [],
	],
	["wevtutil", wevtutil],
	["eventcreate", always("write")],
	["auditpol", readingOnly("/get /list /category /subcategory /user /r", whole("setting"))],
	[
		"powercfg",
		readingOnly(
			"/a /l /list /q /query /requests /lastwake /devicequery /availablesleepstates /getactivescheme",
			whole("setting"),
		),
	],
	[
		"w32tm",
		readingOnly(
			"/query /tz /stripchart /monitor /status /source /peers /configuration /verbose /computer",
			whole("setting"),
		),
	],
	["tzutil", readingOnly("/g /l", whole("setting"))],
	["slmgr", readingOnly("/dli /dlv /xpr", whole("setting"))],
	[
		"pnputil",
		readingOnly("/enum-drivers /enum-devices /enum-interfaces /connected /problem", whole("setting")),
	],
	["dsregcmd", readingOnly("/status", whole("setting"))],
	[
		"gpresult",
		parsed(
			"/h /x /s /u /p /scope /user",
			({ values }) =>
				["/h", "/x"].flatMap((one) => (values.has(one) ? onFile("write", values.get(one) ?? null) : [])),
			"/r /v /z /scope /user /s /u /p",
		),
	],
	["gpupdate secedit printui control cscui lodctr unlodctr", whole("setting")],
	["certutil", certutil],
	["mpcmdrun", doing("protection", "/scan /signatureupdate /removedefinitions /wdenable /restore")],
	["openfiles", doing("process", "/disconnect")],
];
