// Programs that read, and what the shells do themselves.
import { onFile } from "../../places.ts";
import {
	always,
	parsed,
	type Rule,
	reading,
	readingUnless,
	running,
	textOf,
	unknown,
	unseen,
	wrapping,
} from "../rules.ts";
import { awk, find, sed, xargs } from "./languages.ts";

const env: Rule = (words, context, name) => {
	const at = words.findIndex(({ text }) => !/^(?:-|[A-Za-z_]\w*=)/.test(text));
	if (at < 0) return [];
	const set = words.slice(0, at).filter(({ text }) => text.includes("="));
	const odd = words.slice(0, at).some(({ text }) => /^(?:-S|--split-string|-u.|-C|--chdir)/.test(text));
	if (odd) return unseen(words, context, name);
	return [
		...context.assigned(set.map(({ text }) => text.split("=")[0] ?? "")),
		...context.inner(words.slice(at)),
	];
};

const journal = readingUnless(
	"--vacuum-size --vacuum-time --vacuum-files --rotate --flush --relinquish-var --update-catalog --setup-keys",
	always("log-clearing"),
	"-u -n -p -S -U --since --until -t -o",
);

export const readers: [names: string, rule: Rule][] = [
	[
		"cat head tail wc ls stat file du df tac nl od hexdump xxd strings cut paste join comm tr fold fmt rev column expand",
		reading,
	],
	[
		"grep egrep fgrep zgrep zcat bzcat xzcat look cmp diff diff3 sdiff cksum sum md5sum sha1sum sha256sum sha512sum b2sum",
		reading,
	],
	[
		"echo true false : pwd test [ [[ expr seq yes sleep basename dirname realpath readlink pathchk tty nproc arch",
		reading,
	],
	[
		"id whoami groups users who w last lastlog lastb logname uname uptime free vmstat iostat mpstat sar ps pgrep pidof pstree lsof getent",
		reading,
	],
	["lscpu lsmem lsblk lspci lsusb lsmod lsns lsipc lshw dmidecode blkid findmnt mountpoint modinfo", reading],
	[
		"netstat which whereis locate type printenv locale lsb_release sensors getconf getfacl lsattr namei tree top htop",
		reading,
	],
	["cd pushd popd dirs shift return exit break continue wait times jobs fg bg ulimit umask logout", reading],
	[
		"uniq",
		parsed("-f -s -w", ({ operands }) =>
			operands.length < 2 ? [] : onFile("write", operands[1]?.text ?? null),
		),
	],
	["sort", readingUnless("-o --output --compress-program -T --temporary-directory", "write")],
	["ss", readingUnless("-K --kill", always("network"))],
	["jq yq", readingUnless("-i --inplace --in-place", always("write"))],
	// They set variables.
	[
		"read",
		parsed("-a -d -i -n -N -p -t -u", ({ operands, values }, context) =>
			context.assigned([...operands.map(textOf), ...(values.has("-a") ? [values.get("-a") ?? ""] : [])]),
		),
	],
	[
		"printf",
		(words, context) =>
			words[0]?.text === "-v"
				? context.assigned([words[1]?.text ?? ""])
				: words[0]?.constant === false && /^[-$`]/.test(words[0].text)
					? context.assigned([""])
					: [],
	],
	["getopts", (words, context) => context.assigned([words[1]?.text ?? ""])],
	[
		"history alias",
		(words, context, name) =>
			words.length === 0 ? [] : (name === "alias" ? unseen : unknown)(words, context, name),
	],
	// `less +'!rm x'` runs a command.
	[
		"less more man",
		(words, context, name) =>
			(words.some(({ text }) => text.startsWith("+"))
				? unknown
				: readingUnless("-o -O --log-file --LOG-FILE -P -k", unknown))(words, context, name),
	],
	[
		"dmesg",
		readingUnless(
			"-c -C --clear --read-clear -n --console-level -D -E --console-off --console-on",
			always("log-clearing"),
		),
	],
	["journalctl", journal],
	[
		"command",
		(words, context, name) => (/^-[vV]$/.test(words[0]?.text ?? "") ? [] : wrapping()(words, context, name)),
	],
	[
		"export declare typeset local readonly",
		(words, context) =>
			context.assigned(
				words.filter(({ text }) => !text.startsWith("-")).map(({ text }) => text.split("=")[0] ?? ""),
			),
	],
	[
		"unset",
		(words, context, name) =>
			words[0]?.text === "-f" ? unknown(words, context, name) : context.assigned(words.map(textOf)),
	],
	["find", find],
	["sed gsed", sed],
	["awk gawk mawk nawk", awk],
	["xargs parallel", xargs],
	[
		"nice ionice nohup setsid stdbuf time chrt taskset catchsegv unbuffer caffeinate builtin",
		wrapping("-n -c -p -i -o -e -a -u -f"),
	],
	["timeout", wrapping("-k --kill-after -s --signal", 1)],
	["flock", wrapping("-w --timeout -E", 1)],
	["watch", wrapping("-n --interval")],
	["sudo doas", wrapping("-u -g -U -C -D -h -p -r -t -T --user --group")],
	["env", env],
	["sh bash dash zsh ksh fish python python2 python3 perl ruby node php lua tclsh osascript", running],
	["eval source . expect gdb strace ltrace script enable", unseen],
	[
		"trap",
		(words, context, name) =>
			/^(?:-|)$/.test(words[0]?.text ?? "") && words.length > 0 ? [] : unknown(words, context, name),
	],
	["exec", (words, context, name) => (words.length === 0 ? [] : wrapping("-a")(words, context, name))],
	["chroot nsenter unshare su runuser setpriv systemd-run systemd-nspawn capsh ssh-agent machinectl", unseen],
	["fstrim sync", reading],
	[
		"set shopt hash disown suspend let",
		(words, context, name) =>
			words.length === 0 ||
			words.every(
				({ text, constant }) =>
					constant &&
					/^[-+][a-z]*$|^pipefail$|^errexit$|^nounset$|^[\d+*/=<>()-]+$/i.test(text) &&
					!/k/.test(text),
			)
				? []
				: unknown(words, context, name),
	],
];
