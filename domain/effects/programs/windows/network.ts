// Programs of the network, its shares and its accounts.
import { effect } from "../../effect.ts";
import { ofAccount } from "../../places.ts";
import {
	always,
	parsed,
	type Rule,
	reading,
	readingWith,
	targets,
	textOf,
	unknown,
	verbs,
} from "../rules.ts";
import { across, curl, elsewhere } from "../unix/transfers.ts";
import { first, option } from "./options.ts";

/** https://learn.microsoft.com/windows-server/administration/windows-commands/net-user */
const net = verbs(
	{
		"view statistics config time helpmsg help file": readingWith("/domain /all", unknown),
		start: parsed("", ({ operands }) => (operands.length ? targets("service-start", operands) : [])),
		"stop pause": "service-stop",
		continue: "service-start",
		"user users": parsed(
			"",
			({ operands, options }) => {
				const [user, password] = operands.map(textOf);
				if (user === undefined) return [];
				if (options.includes("/delete")) return [effect("account-removal", user)];
				if (options.includes("/add")) return [effect("account", user)];
				const settings = options.filter((one) => one !== "/domain");
				return [
					...(password === undefined ? [] : [effect("password", user)]),
					...(settings.length ? [effect("account", user)] : []),
				];
			},
			"/domain",
		),
		"localgroup group": parsed(
			"",
			({ operands, options }) => {
				const [group = "", ...users] = operands.map(textOf);
				if (!options.some((one) => one !== "/domain")) return [];
				return [effect("group", users.length ? `${group}, ${users.join(", ")}` : group)];
			},
			"/domain",
		),
		accounts: readingWith("/domain", always("setting")),
		use: parsed("", ({ operands, options }) =>
			operands.length + options.length === 0
				? []
				: [
						effect("network", operands.map(textOf).slice(0, 2).join(", ")),
						...operands.slice(0, 1).flatMap(({ text }) => (/^[a-z]:$/i.test(text) ? ofAccount(text) : [])),
					],
		),
		share: parsed("", ({ operands, options }) =>
			operands.length < 1 || (options.length === 0 && !operands[0]?.text.includes("="))
				? []
				: [effect("permission", operands[0]?.text ?? null)],
		),
		session: readingWith("", always("sign-out")),
	},
	{ harmless: "/domain /all" },
);

const netsh: Rule = (words) => {
	const texts = words.map((word) => (word.constant ? word.text.toLowerCase() : ""));
	const text = words.map(textOf).join(" ");
	if (texts.includes("") || texts[0] === "-f" || texts[0] === "exec")
		return [effect("unknown", `netsh ${text}`)];
	const shows = texts.findIndex((one) => /^(?:show|dump)$/.test(one));
	if (shows >= 0 && texts.slice(0, shows).every((one) => contexts.test(one)))
		return /\bkey=clear\b|\bfile=|\bwlanreport\b|(?:^|\s)[/-]/i.test(text)
			? [effect("unknown", `netsh ${text}`)]
			: [];
	return texts.length === 0
		? []
		: [effect(/^(?:adv)?firewall$/.test(texts[0] ?? "") ? "firewall" : "network", `netsh ${text}`)];
};

/** What may come before `show`. Not `wfp`, which writes files. */
const contexts =
	/^(?:interface|int|ip|ipv4|ipv6|tcp|udp|6to4|isatap|teredo|httpstunnel|portproxy|wlan|lan|advfirewall|firewall|consec|mainmode|monitor|winsock|http|dhcpclient|dnsclient|winhttp|ras|branchcache|bridge|mbn|namespace|netio|nlm|rpc|trace)$/;

const ipconfig = readingWith(
	"/all /displaydns /allcompartments /?",
	option("/release /renew /flushdns /registerdns /setclassid /release6 /renew6", "network", unknown),
);

const route = verbs({ print: reading, "add delete change": "network" }, { harmless: "/4 /6" });

/** They came from there, with their options. */
const overNetwork = new Map([
	["ssh", elsewhere],
	["curl", curl],
	["scp", across],
]);

export const network: [names: string, rule: Rule][] = [
	["net net1", net],
	["netsh", netsh],
	["ipconfig", ipconfig],
	["arp", option("/s /d", "network", readingWith("/a /g /v /n"))],
	["route", route],
	[
		"cmdkey",
		readingWith("/list", (words) => [
			effect(
				"password",
				words
					.map(textOf)
					.find((one) => /^\/(?:add|generic|delete)/i.test(one))
					?.replace(/^[^:]*:/, "") ?? null,
			),
		]),
	],
	[
		"winrs mstsc psservice pskill psshutdown tscon",
		([word]) => [effect("elsewhere", word?.text.replace(/^[/-]\w+:/, "") ?? null)],
	],
	["msg", first("send")],
	["ftp tftp telnet", always("elsewhere")],
	[
		"ssh curl scp",
		(words, context, name) => overNetwork.get(name)?.(words, { ...context, style: "unix" }, name) ?? [],
	],
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
	["dsmove netdom djoin ktpass", parsed("", ({ all }) => [effect("account", all.map(textOf).join(" "))])],
	[
		"klist",
		(words, context, name) =>
			words.every(({ text }) => /^(?:tickets|tgt|sessions|-li|-lh|\w*0x\w+)$/i.test(text))
				? []
				: unknown(words, context, name),
	],
];
