// Programs of the network: its settings, and what goes over it.
import { each, effect } from "../../effect.ts";
import { onFile } from "../../places.ts";
import {
	parsed,
	type Rule,
	reading,
	readingUnless,
	targets,
	textOf,
	touching,
	unseen,
	verbs,
} from "../rules.ts";

export const download: Rule = parsed(
	"-o --output -O -u -H -A -e -m -x --max-time --connect-timeout --retry -w --write-out --user --header --user-agent -P -T -b -c --cacert --cert --proxy -X --request -d --data --data-raw --data-binary --data-urlencode --json -F --form --upload-file --post-data --post-file --method -i --output-document --directory-prefix -K --config -D --dump-header --timeout --tries",
	({ operands, options, values, unclear }, _, name) => {
		const addresses = operands.map(textOf);
		const has = (...names: string[]) => options.some((one) => names.includes(one));
		const sent = has(
			"-d",
			"-F",
			"-T",
			"--data",
			"--data-raw",
			"--data-binary",
			"--data-urlencode",
			"--json",
			"--form",
			"--upload-file",
			"--post-data",
			"--post-file",
		);
		const method = values.get("-X") ?? values.get("--request") ?? values.get("--method") ?? "GET";
		const file =
			name === "wget"
				? (values.get("-O") ?? values.get("--output-document"))
				: (values.get("-o") ?? values.get("--output"));
		const named = name === "wget" ? file === undefined && !has("--spider") : has("-O", "--remote-name", "-J");
		return [
			...each("download", addresses),
			...(sent || !/^(?:GET|HEAD)$/i.test(method) ? each("send", addresses) : []),
			...(file !== undefined && file !== "-" ? onFile("write", file) : []),
			...(named
				? addresses.map((one) => effect("write", one.split(/[?#]/)[0]?.split("/").at(-1) || null))
				: []),
			...(has(
				"-c",
				"--cookie-jar",
				"-D",
				"--dump-header",
				"--trace",
				"--trace-ascii",
				"--stderr",
				"--libcurl",
				"-a",
			)
				? [effect("write")]
				: []),
			...(has("-K", "--config", "-i", "--input-file", "-e", "--execute") || unclear
				? [effect("unknown", name)]
				: []),
		];
	},
);

const ip: Rule = parsed("-n -netns", ({ operands, options }, _, name) => {
	const changes = operands.find(
		({ text, constant }) =>
			!constant || /^(?:add|a|del|delete|d|set|s|flush|f|replace|change|append|restore|exec)$/.test(text),
	);
	if (options.some((one) => /^-(?:b|batch|force)$/.test(one))) return [effect("unknown", name)];
	return changes ? [effect("network", ["ip", ...operands.map(textOf)].join(" "))] : [];
});

const rsync: Rule = (words, context, name) => {
	const { operands, options } = parts(words, context, name);
	if (options.some((one) => /^(?:-e|--rsh|--rsync-path|--daemon)/.test(one)))
		return unseen(words, context, name);
	const to = operands.at(-1)?.text ?? null;
	const deletes = options.some((one) => one.startsWith("--del") || one === "--remove-source-files");
	const across = operands.filter(({ text }) => /^[^/]+:/.test(text)).map(textOf);
	return [
		...across.map((one) => effect(one === to ? "send" : "download", one)),
		...(to === null || across.includes(to) ? [] : onFile("write", to)),
		...(deletes ? [effect("delete", to, true)] : []),
	];
};

const parts = (words: Parameters<Rule>[0], context: Parameters<Rule>[1], name: string) => {
	let found = { operands: words, options: [] as string[] };
	parsed("-e --rsh --exclude --include -f --filter --log-file", (given) => {
		found = given;
		return [];
	})(words, context, name);
	return found;
};

/** A command on another machine: `ssh host reboot`. */
export const elsewhere: Rule = parsed(
	"-p -i -l -o -F -J -L -R -D -b -c -E -m -O -Q -S -W -w -B -I",
	({ operands }) => [effect("elsewhere", operands[0]?.text ?? null)],
);

export const across: Rule = parsed("-P -i -o -F -S -l -J -c", ({ operands }) => {
	const texts = operands.map(textOf);
	const to = texts.at(-1) ?? null;
	if (to !== null && /^[^/]+:/.test(to)) return [effect("send", to)];
	return [...each("download", texts.slice(0, -1)), ...onFile("write", to)];
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
	["curl wget", download],
	["scp sftp", across],
	["rsync", rsync],
	["ssh", elsewhere],
	[
		"nc ncat netcat socat telnet ftp tftp lftp mail mailx sendmail msmtp logger wall write notify-send",
		touching("send", "-p -s -w -t -S -r -a -q"),
	],
];
