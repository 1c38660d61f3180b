// Programs that write, move and delete files, or change who may use them.
import { effect } from "../../effect.ts";
import { onFile } from "../../places.ts";
import { always, first, parsed, type Rule, textOf, touching, unknown, unseen } from "../rules.ts";

/** https://www.gnu.org/software/tar/manual: its first word may be options without a dash. */
const tar: Rule = (words, context, name) => {
	const given = words.map(textOf);
	const runs =
		/^(?:--to-command|--checkpoint-action|--use-compress-program|--rsh-command|--info-script|--new-volume-script|-[A-Za-z]*[IF])/;
	if (given.some((one) => runs.test(one))) return unseen(words, context, name);
	const mode = (given[0] ?? "").replace(/^-(?!-)/, "");
	if (
		words.every(({ text, constant }) => constant || !/^[-$`*]/.test(text)) &&
		/^(?:--list|[tvfzjJ]*t[tvfzjJ]*)$/.test(mode)
	)
		return [];
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

const dd: Rule = (words) => {
	const to = words.map(textOf).find((one) => one.startsWith("of="));
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
	["unzip", (words) => (/^-[lvtZ]/.test(words[0]?.text ?? "") ? [] : [effect("write")])],
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
