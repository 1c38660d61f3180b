// Programs that read, and what the shells do themselves.
import type { CalledWord } from "../../called.ts";
import { onFile } from "../../places.ts";
import {
	always,
	parsed,
	type Rule,
	reading,
	readingUnless,
	readingWith,
	textOf,
	unknown,
	unseen,
} from "../rules.ts";
import { awk, find, sed } from "./languages.ts";

const journal = readingUnless(
	"--vacuum-size --vacuum-time --vacuum-files --rotate --flush --relinquish-var --update-catalog --setup-keys",
	always("log-clearing"),
	"-u -n -p -S -U -t -o -b -k -f -r -e -x -a -q -g -0 -1 -2 -3 -4 -5 -6 -7 -8 -9 --since --until --unit --user-unit --lines --priority --boot --dmesg --follow --reverse --no-pager --output --grep --identifier --list-boots --disk-usage --user --system --utc --no-hostname --catalog --pager-end --all --quiet --fields",
	"-u -n -p -S -U --since --until -t -o --unit --lines --priority --output --grep --identifier",
);

/** Programs of this row write the file that a second operand names. */
const toSecond = (withValue: string, harmless: string): Rule =>
	parsed(
		withValue,
		({ operands }) => (operands.length < 2 ? [] : onFile("write", operands[1]?.text ?? null)),
		harmless,
	);

/** Reads where each word is a constant of this form, or there is none. */
const onlyWith =
	(form: RegExp): Rule =>
	(words, context, name) =>
		words.every(({ text, constant }) => constant && form.test(text)) ? [] : unknown(words, context, name);

/** `printf -v NAME` and `-vNAME`. */
const printf: Rule = (words, context, name) => {
	const [head, next] = words;
	if (head === undefined || head.text === "--") return [];
	if (head.text.startsWith("-v") && head.constant)
		return context.assigned([head.text.slice(2) || (next?.text ?? "")]);
	return head.text.startsWith("-") || head.splits || (!head.constant && /^[$`]/.test(head.text))
		? unknown(words, context, name)
		: [];
};

/** `-v` runs what is in a name's subscript (`a[$(reboot)]`): a word that may turn out to be it, before one that may be such a name. */
const testing: Rule = (words, context, name) => {
	const mayAsk = ({ text, constant }: CalledWord) => (constant ? /^-[vR]$/ : /^(?:[-$`]|$)/).test(text);
	const mayRun = (word: CalledWord | undefined) =>
		word !== undefined && !(word.constant && !word.text.includes("["));
	const open = words.some(
		(word, i) =>
			word.splits || (!word.constant && /^[*?[{]/.test(word.text)) || (mayAsk(word) && mayRun(words[i + 1])),
	);
	return open ? unknown(words, context, name) : [];
};

/** An integer's or a reference's value is a name or code (`-i`, `-n`). */
const declaring: Rule = (words, context, name) =>
	words.some(({ text }) => text.startsWith("-") && !/^-[xrgpfFaAltu]+$/.test(text))
		? unknown(words, context, name)
		: context.assigned(
				words.filter(({ text }) => !text.startsWith("-")).map(({ text }) => text.split("=")[0] ?? ""),
			);

export const readers: [names: string, rule: Rule][] = [
	[
		"cat head tail wc ls stat df du tac nl od hexdump strings cut paste join comm tr fold fmt rev column expand",
		reading,
	],
	[
		"file",
		readingWith("-b -i -k -L -h -s -p -0 -N --brief --mime --mime-type --mime-encoding --dereference"),
	],
	[
		"xxd",
		toSecond("-l -s -c -g -len -seek -cols", "-l -s -c -g -p -b -u -i -e -len -seek -cols -plain -ps -bits"),
	],
	[
		"grep egrep fgrep zgrep zcat bzcat xzcat look cmp diff cksum sum md5sum sha1sum sha256sum sha512sum b2sum",
		reading,
	],
	["diff3", readingWith("-a -A -e -E -3 -x -X -i -m -T --text --merge --show-all")],
	[
		"sdiff",
		readingUnless(
			"-o --output",
			"write",
			"-a -b -B -d -E -i -l -s -t -w -W --width --suppress-common-lines",
			"-w",
		),
	],
	[
		"echo true false : pwd expr seq yes sleep basename dirname realpath readlink pathchk tty nproc arch",
		reading,
	],
	["test [", testing],
	[
		"id whoami groups users who w last lastb logname uname uptime free vmstat iostat mpstat ps pgrep pidof pstree getent",
		reading,
	],
	["lastlog", readingWith("-b -t -u --before --time --user", unknown, "-b -t -u --before --time --user")],
	[
		"sar",
		readingUnless(
			"-o",
			"write",
			"-A -b -B -d -H -h -p -q -r -R -S -u -v -w -W -y -z -n -P -f -s -e -i -m -I -t",
			"-n -P -f -s -e -i -m -I -o",
		),
	],
	[
		"lsof",
		readingWith("-a -b -c -d -F -i -n -P -p -t -u -U -l -L -R -s -w -x -g", unknown, "-c -d -p -u -g"),
	],
	["lscpu lsmem lsblk lsusb lsmod lsns lsipc findmnt mountpoint modinfo", reading],
	["lspci", readingWith("-v -vv -vvv -n -nn -k -t -m -mm -x -s -d -D -b -P", unknown, "-s -d")],
	[
		"lshw",
		readingWith(
			"-short -C -c -class -html -xml -json -businfo -sanitize -quiet -numeric -notime",
			unknown,
			"-C -c -class",
		),
	],
	[
		"dmidecode",
		readingUnless(
			"--dump-bin",
			"write",
			"-q -s -t -u -H --quiet --string --type --no-sysfs",
			"-s -t -H --string --type --dump-bin",
		),
	],
	[
		"blkid",
		readingWith(
			"-o -s -p -i -k -l -L -U -t --output --match-tag --probe --info --label --uuid",
			unknown,
			"-o -s -L -U -t",
		),
	],
	[
		"netstat which whereis locate type printenv locale lsb_release getconf getfacl lsattr namei top htop",
		reading,
	],
	["sensors", readingWith("-A -u -j -f --no-adapter --fahrenheit")],
	[
		"tree",
		readingUnless(
			"-o",
			"write",
			"-a -d -f -h -i -l -p -s -u -g -D -F -L -P -I -n -C -x -J -X -H -r -t -v -c --dirsfirst --noreport --du --prune",
			"-L -P -I -H -o",
		),
	],
	["cd pushd popd dirs shift return exit break continue times fg bg ulimit umask logout", reading],
	["wait", readingWith("-n -f")],
	["jobs", readingWith("-l -n -p -r -s")],
	[
		"uniq",
		toSecond(
			"-f -s -w",
			"-c -d -u -i -D -f -s -w -z --count --repeated --unique --ignore-case --skip-fields --skip-chars",
		),
	],
	[
		"sort",
		readingUnless(
			"-o --output --compress-program -T --temporary-directory",
			"write",
			"-n -r -u -k -t -h -V -f -b -d -g -i -M -R -s -z -c -C -m -S --numeric-sort --reverse --unique --key --field-separator --human-numeric-sort --version-sort --ignore-case --stable --check --merge",
			"-k -t -S -o -T --output --key --field-separator",
		),
	],
	[
		"ss",
		readingUnless(
			"-K --kill",
			always("network"),
			"-t -u -l -n -p -a -4 -6 -x -s -e -i -o -m -r -w -H -O --tcp --udp --listening --numeric --processes --all --summary --extended --info --options --memory",
		),
	],
	[
		"jq",
		readingUnless(
			"-i --inplace --in-place",
			always("write"),
			"-r -c -n -s -e -M -C -S -j -R -a --raw-output --compact-output --null-input --slurp --exit-status --arg --argjson --tab --indent --sort-keys --raw-input --join-output",
		),
	],
	[
		"yq",
		readingUnless(
			"-i --inplace --in-place",
			always("write"),
			"-r -e -P -o -p -N -M -C -j -y --output-format",
			"-o -p",
		),
	],
	// They set variables.
	[
		"read",
		parsed(
			"-a -d -i -n -N -p -t -u",
			({ operands, values }, context) =>
				context.assigned([...operands.map(textOf), ...(values.has("-a") ? [values.get("-a") ?? ""] : [])]),
			"-a -d -i -n -N -p -t -u -r -s -e",
		),
	],
	["printf", printf],
	["getopts", (words, context) => context.assigned([words[1]?.text ?? ""])],
	[
		"history alias",
		(words, context, name) =>
			words.length === 0 ? [] : (name === "alias" ? unseen : unknown)(words, context, name),
	],
	// `less +'!rm x'` runs a command.
	[
		"less more",
		(words, context, name) =>
			(words.some(({ text }) => text.startsWith("+"))
				? unknown
				: readingWith("-N -S -R -F -X -i -n -s -e -E -I -M -m"))(words, context, name),
	],
	["man", readingWith("-a -w -f -s -S --where --whatis")],
	[
		"dmesg",
		readingUnless(
			"-c -C --clear --read-clear -n --console-level -D -E --console-off --console-on",
			always("log-clearing"),
			"-T -H -w -x -k -u -l -f -t -r -L -e -P -d --ctime --human --follow --level --facility --decode --nopager --color --kernel --notime --since --until",
			"-l -f --level --facility --since --until",
		),
	],
	["journalctl", journal],
	["export declare typeset local readonly", declaring],
	[
		"unset",
		(words, context, name) =>
			words[0]?.text === "-f" ? unknown(words, context, name) : context.assigned(words.map(textOf)),
	],
	["find", find],
	["sed gsed", sed],
	["awk gawk mawk nawk", awk],
	[
		"trap",
		(words, context, name) =>
			/^(?:-|)$/.test(words[0]?.text ?? "") &&
			words.length > 0 &&
			words.slice(1).every(({ text, constant }) => constant && /^\w+$/.test(text))
				? []
				: unknown(words, context, name),
	],
	["fstrim sync", reading],
	["set", onlyWith(/^[-+][abefhmuvxBCEHT]*o?$|^(?:pipefail|errexit|nounset|noglob|xtrace|errtrace|posix)$/)],
	["hash", onlyWith(/^-[rl]$/)],
	["shopt disown suspend let", onlyWith(/^-p$/)],
];
