// Programs that write, move and delete files, or change who may use them.
import { effect } from "../../effect.ts";
import { onFile } from "../../places.ts";
import { isOption } from "../arguments.ts";
import { always, first, parsed, type Rule, textOf, touching, unknown, unseen } from "../rules.ts";

/** https://www.gnu.org/software/tar/manual: its first word may be options without a dash. */
const tar: Rule = (words, context, name) => {
	const given = words.map(textOf);
	if (given.some(runsOther)) return unseen(words, context, name);
	const [mode = "", ...others] = given.map((one, i) => (i === 0 ? one.replace(/^-(?!-)/, "") : one));
	if (/^(?:--list|[tvfzjJ]*t[tvfzjJ]*)$/.test(mode))
		return words.every(({ text, constant, splits }) => constant || !(splits || /^[-$`*]/.test(text))) &&
			others.every((one) =>
				/^(?!-)|^-[tvfzjJ]+$|^-C$|^--(?:list|verbose|file|directory|gzip|bzip2|xz|wildcards)(?:=|$)/.test(
					one,
				),
			)
			? []
			: unknown(words, context, name);
	const file =
		given[
			given.findIndex((one, i) =>
				i === 0 ? /f$/.test(one) && !one.startsWith("--") : /^-[a-z]*f$/.test(one),
			) + 1
		];
	const into = given[given.indexOf("-C") + 1];
	const target = /c|--create/.test(mode) ? file : given.includes("-C") ? into : undefined;
	const gone = given.includes("--remove-files") ? [effect("delete")] : [];
	return target === "-" ? gone : [...onFile("write", target ?? null), ...gone];
};

/** Options of tar that run a program. */
const runsOther = (given: string): boolean =>
	/^-[A-Za-z]*[IF]/.test(given) ||
	[
		"--to-command",
		"--checkpoint-action",
		"--use-compress-program",
		"--rsh-command",
		"--info-script",
		"--new-volume-script",
	].some((one) => isOption(given.split("=")[0] ?? "", one));

const dd: Rule = (words, context, name) => {
	const to = words.map(textOf).find((one) => one.startsWith("of="));
	const odd = words.some(
		({ text, splits }) =>
			splits || !/^(?:if|of|bs|ibs|obs|cbs|count|skip|seek|status|conv|iflag|oflag)=/.test(text),
	);
	if (odd)
		return [...unknown(words, context, name), ...(to === undefined ? [] : onFile("write", to.slice(3)))];
	return to === undefined ? [] : onFile("write", to.slice(3));
};

/** Where `-t` says, or the last operand. */
const into = (withValue: string): Rule =>
	parsed(`${withValue} -t --target-directory`, ({ operands, values }) => {
		const to = values.get("-t") ?? values.get("--target-directory") ?? operands.at(-1)?.text ?? null;
		return onFile("write", to);
	});

const moving: Rule = parsed("-S --suffix -t --target-directory", ({ operands, values }) => {
	const texts = operands.map(textOf);
	const to = values.get("-t") ?? values.get("--target-directory") ?? texts.pop() ?? null;
	return [...texts.flatMap((one) => onFile("move", one)), ...onFile("write", to)];
});

export const files: [names: string, rule: Rule][] = [
	["rm unlink shred srm trash", touching("delete", "-n -s --iterations --size --random-source")],
	["rmdir", touching("delete")],
	["cp install ln", into("-m -o -g -S --mode --owner --group --suffix")],
	["mv", moving],
	["mkdir mkfifo", touching("write", "-m --mode")],
	["mktemp", always("write")],
	[
		"touch truncate fallocate",
		touching("write", "-d -r -t -s -l -o --date --reference --size --offset --length"),
	],
	[
		"tee gzip gunzip bzip2 bunzip2 xz unxz zstd lz4 split csplit",
		touching("write", "-b -l -n -C --bytes --lines -S --suffix"),
	],
	["zip 7z ar", first("write")],
	[
		"unzip",
		(words) =>
			/^-[lvtZ][qv12]*$/.test(words[0]?.text ?? "") &&
			words.slice(1).every(({ text, constant }) => constant && !text.startsWith("-"))
				? []
				: [effect("write")],
	],
	["cpio patch ed ex sponge", always("write")],
	["vi vim nano emacs pico", unknown],
	["tar bsdtar", tar],
	["dd", dd],
	["chmod chown chgrp chattr setcap setfattr chcon", touching("permission", "--reference --from", 1)],
	[
		"setfacl restorecon semanage setenforce setsebool visudo",
		touching("permission", "-m -x -M -X --modify --remove"),
	],
];
