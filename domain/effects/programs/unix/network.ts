// Programs of the network: its settings, and what goes over it.
import { effect } from "../../effect.ts";
import {
	parsed,
	type Rule,
	reading,
	readingOnly,
	readingUnless,
	targets,
	textOf,
	touching,
	unknown,
	verbs,
	whole,
} from "../rules.ts";
import { across, curl, elsewhere, rsync, wget } from "./transfers.ts";

/** https://man7.org/linux/man-pages/man8/ip.8.html: it takes any beginning of a verb, so only whole ones read. */
const ip: Rule = parsed(
	"-n -netns",
	({ operands, options, all }, context, name) => {
		const [, verb] = operands;
		if (options.some((one) => /^-(?:b|batch|force)$/.test(one))) return unknown([], context, name);
		const reads =
			operands.every(({ constant }) => constant) &&
			(verb === undefined || /^(?:show|list|lst|ls|get)$/.test(verb.text));
		return reads
			? []
			: [effect("network", ["ip", ...(operands.length ? operands : all).map(textOf)].join(" "))];
	},
	"-s -d -h -4 -6 -0 -o -br -brief -c -color -j -json -p -pretty -r -t -a -stats -statistics -details -human -oneline -n -netns",
);

const isConstant = ({ constant }: { constant: boolean }): boolean => constant;

/** An object alone, or with a verb that shows it. */
const nmcli: Rule = parsed(
	"-t -f -m -g -c",
	({ operands }, _, name) => {
		const [object, verb, more] = operands.map(textOf);
		const reads =
			operands.every(isConstant) &&
			(object === undefined ||
				(/^(?:general|g|networking|n|radio|r|connection|con|c|device|dev|d|monitor|m)$/.test(object) &&
					(verb === undefined ||
						/^(?:status|show|permissions|connectivity)$/.test(verb) ||
						(verb === "wifi" && (more === undefined || more === "list")))));
		return reads ? [] : [effect("network", [name, ...operands.map(textOf)].join(" "))];
	},
	"-t -f -m -g -c -p -e -a --terse --fields --mode --get-values --colors --pretty --active",
);

/** `nft list ruleset`; a `;` divides commands there. */
const nft: Rule = (words, context, name) =>
	parsed(
		"",
		({ operands, all }) =>
			operands[0]?.text === "list" &&
			operands.every(({ text, constant }) => constant && /^[\w.-]+$/.test(text))
				? []
				: [effect("firewall", [name, ...all.map(textOf)].join(" "))],
		"-a -n -nn -j -s -y --handle --numeric --json --stateless --terse",
	)(words, context, name);

const firewall = whole("firewall");

/** Its arguments may carry what they shouldn't, unless they are constants. */
const asking: Rule = (words) =>
	words.every(({ constant }) => constant) ? [] : [effect("send", words.map(textOf).join(" "))];

export const network: [names: string, rule: Rule][] = [
	["ping ping6 traceroute tracepath mtr nslookup dig host whois", asking],
	[
		"ufw",
		verbs({
			"status show version": reading,
			"enable disable reload reset default allow deny reject limit delete insert route logging app":
				"firewall",
		}),
	],
	[
		"iptables ip6tables ebtables",
		(words, context, name) =>
			words.some(({ text }) => /^-\w*[LS]|^--list/.test(text))
				? readingOnly(
						"-L -S -n -v -t -x --list --list-rules --numeric --verbose --line-numbers --exact --table",
						firewall,
						"-t --table",
					)(words, context, name)
				: firewall(words, context, name),
	],
	["nft", nft],
	["iptables-restore ip6tables-restore", firewall],
	[
		"iptables-save ip6tables-save",
		readingUnless("-f --file", "write", "-t -c --table --counters", "-t --table"),
	],
	[
		"firewall-cmd",
		readingOnly(
			"--state --list-* --get-* --query-* --info-* --zone --permanent --version",
			firewall,
			"--zone",
		),
	],
	["fail2ban-client", verbs({ "status ping version": reading, "set reload start stop unban": "firewall" })],
	["ip", ip],
	[
		"ifconfig",
		parsed(
			"",
			({ operands }) =>
				operands.length < 2 && operands.every(isConstant) ? [] : targets("network", operands.slice(0, 1)),
			"-a -s -v",
		),
	],
	[
		"route arp",
		parsed(
			"-i -A",
			({ operands, options }, _, name) =>
				operands.length === 0 && !options.some((one) => /^-[dsDf]$/.test(one))
					? []
					: [effect("network", [name, ...operands.map(textOf)].join(" "))],
			"-n -e -ee -v -a -A -4 -6 -i",
		),
	],
	[
		"ifup ifdown dhclient dhcpcd netplan wg wg-quick brctl ethtool iw iwconfig tc resolvconf networksetup scutil",
		touching("network"),
	],
	["nmcli", nmcli],
	[
		"resolvectl systemd-resolve",
		verbs(
			{ "status query statistics": reading, "dns domain flush-caches revert llmnr": "network" },
			{ none: reading },
		),
	],
	["curl", curl],
	["wget", wget],
	["scp sftp", across],
	["rsync", rsync],
	["ssh", elsewhere],
	[
		"nc ncat netcat socat telnet ftp tftp lftp mail mailx sendmail msmtp logger wall write notify-send",
		touching("send", "-p -s -w -t -S -r -a -q"),
	],
];
