// What runs a command that its own arguments hold, and what runs code that no table judges.
import { argumentsOf } from "../arguments.ts";
import { commandAt, type Rule, running, unseen, wrapping } from "../rules.ts";
import { sudo } from "./accounts.ts";
import { xargs } from "./languages.ts";

/** https://man7.org/linux/man-pages/man1/env.1.html: `-S` holds a command of its own. */
const env: Rule = (words, context, name) => {
	const { at, odd } = commandAt(words, "-u --unset", "-i - -0 --ignore-environment --null -v --debug");
	if (odd) return unseen(words, context, name);
	const unset = argumentsOf(words.slice(0, at), "unix", "-u --unset").values;
	const rest = words.slice(at);
	const from = rest.findIndex(({ text }) => !/^[^=]+=/.test(text) && text !== "-");
	const set = (from < 0 ? rest : rest.slice(0, from)).filter(({ text }) => text !== "-");
	return [
		...context.assigned([...unset.values(), ...set.map(({ text }) => text.split("=")[0] ?? "")]),
		...(from < 0 ? [] : context.inner(rest.slice(from))),
	];
};

/** It hands its words to a shell, which divides them again. */
const watch: Rule = (words, context, name) =>
	words.every(({ text, constant }) => constant && /^[\w./:=@%+,-]+$/.test(text))
		? wrapping("-n --interval", "-d -t -b -e -g -c -x -p --differences --no-title --color --precise")(
				words,
				context,
				name,
			)
		: unseen(words, context, name);

export const wrappers: [names: string, rule: Rule][] = [
	[
		"command",
		(words, context, name) =>
			/^-[vV]$/.test(words[0]?.text ?? "") &&
			words.slice(1).every(({ text, constant }) => constant && !text.startsWith("-"))
				? []
				: wrapping("", "-p")(words, context, name),
	],
	["xargs", xargs],
	["nohup builtin catchsegv", wrapping()],
	["nice", wrapping("-n --adjustment", "-0 -1 -2 -3 -4 -5 -6 -7 -8 -9")],
	["ionice", wrapping("-c --class -n --classdata", "-t --ignore")],
	["setsid", wrapping("", "-c -f -w --ctty --fork --wait")],
	["stdbuf", wrapping("-i -o -e --input --output --error")],
	["time", wrapping("", "-p -v -q -l --portability --verbose --quiet")],
	["chrt", wrapping("", "-f -r -o -b -i -v -R --fifo --rr --other --batch --idle", 1)],
	["taskset", wrapping("", "-c --cpu-list", 1)],
	["unbuffer", wrapping("", "-p")],
	["caffeinate", wrapping("-t -w", "-d -i -m -s -u")],
	[
		"timeout",
		wrapping("-k --kill-after -s --signal", "-v -p -f --verbose --preserve-status --foreground", 1),
	],
	[
		"flock",
		wrapping(
			"-w --timeout --wait -E",
			"-s -x -e -n -u -o -F --shared --exclusive --nonblock --close --no-fork",
			1,
		),
	],
	["watch", watch],
	["sudo doas", wrapping(sudo.values, sudo.flags)],
	["env", env],
	["sh bash dash zsh ksh fish python python2 python3 perl ruby node php lua tclsh osascript", running],
	["eval source . expect gdb strace ltrace script enable parallel", unseen],
	[
		"exec",
		(words, context, name) => (words.length === 0 ? [] : wrapping("-a", "-c -l")(words, context, name)),
	],
	["chroot nsenter unshare su runuser setpriv systemd-run systemd-nspawn capsh ssh-agent machinectl", unseen],
];
