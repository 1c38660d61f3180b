// Programs of the network: its settings, and what goes over it.
import { effect } from "../../effect.ts";
import { parsed, type Rule, reading, readingUnless, targets, textOf, touching, verbs } from "../rules.ts";
import { across, curl, elsewhere, rsync, wget } from "./transfers.ts";

const ip: Rule = parsed("-n -netns", ({ operands, options }, _, name) => {
	const changes = operands
		.slice(1)
		.find(
			({ text, constant }) =>
				!constant || /^(?:add|a|del|delete|d|set|s|flush|f|replace|change|append|restore|exec)$/.test(text),
		);
	if (options.some((one) => /^-(?:b|batch|force)$/.test(one))) return [effect("unknown", name)];
	return changes ? [effect("network", ["ip", ...operands.map(textOf)].join(" "))] : [];
});

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
		"iptables ip6tables nft ebtables iptables-restore ip6tables-restore",
		parsed("-t --table", ({ all, options, operands }, _, name) =>
			all.length > 0 &&
			((options.some((one) => /^-[LS]$|^--list/.test(one)) &&
				!options.some((one) => /^-[ADIRFXPNEZ]$/.test(one))) ||
				operands[0]?.text === "list")
				? []
				: [effect("firewall", [name, ...all.map(textOf)].join(" "))],
		),
	],
	["iptables-save ip6tables-save", readingUnless("-f --file", "write")],
	[
		"firewall-cmd",
		parsed("--zone", ({ all, options }, _, name) =>
			options.every((one) => /^--(?:state|list-|get-|query-|info-|zone|permanent|version)/.test(one)) &&
			options.length > 0
				? []
				: [effect("firewall", [name, ...all.map(textOf)].join(" "))],
		),
	],
	["fail2ban-client", verbs({ "status ping version": reading, "set reload start stop unban": "firewall" })],
	["ip", ip],
	[
		"ifconfig",
		parsed("", ({ operands }) => (operands.length < 2 ? [] : targets("network", operands.slice(0, 1)))),
	],
	[
		"route arp",
		parsed("", ({ operands, options }, _, name) =>
			operands.length === 0 && !options.some((one) => /^-[dsDf]$/.test(one))
				? []
				: [effect("network", [name, ...operands.map(textOf)].join(" "))],
		),
	],
	[
		"ifup ifdown dhclient dhcpcd netplan wg wg-quick brctl ethtool iw iwconfig tc resolvconf networksetup scutil",
		touching("network"),
	],
	[
		"nmcli",
		parsed("-t -f -m -g -c", ({ operands }, _, name) =>
			operands.some(
				({ text, constant }) =>
					!constant ||
					/^(?:up|down|add|modify|mod|edit|delete|del|connect|disconnect|on|off|reload|load|import|set|clone|reapply|hotspot)$/.test(
						text,
					),
			)
				? [effect("network", [name, ...operands.map(textOf)].join(" "))]
				: [],
		),
	],
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
