// Programs that write, move and delete files, or change who may use them.
import { effect } from "../../effect.ts";
import { onFile } from "../../places.ts";
import { always, first, last, type Rule, textOf, touching, unknown, unseen } from "../rules.ts";

const tar: Rule = (words, context, name) => {
	const mode = words[0]?.text ?? "";
	const given = words.map(textOf);
	if (
		given.some((one) =>
			/^(?:--to-command|--checkpoint-action|--use-compress-program|--rsh-command|-I|--info-script|-F)/.test(
				one,
			),
		)
	)
		return unseen(words, context, name);
	if (/^(?:--list|-?[a-z]*t[a-z]*)$/.test(mode) && !/[cxru]/.test(mode.replace("--list", ""))) return [];
	return given.some((one) => one === "--remove-files")
		? [effect("write"), effect("delete")]
		: [effect("write", given.filter((one) => !one.startsWith("-")).at(1) ?? null)];
};

const dd: Rule = (words) => {
	const to = words.map(textOf).find((one) => one.startsWith("of="));
	return to === undefined ? [] : onFile("write", to.slice(3));
};

export const files: [names: string, rule: Rule][] = [
	["rm unlink shred srm trash", touching("delete", "-n -s --iterations --size --random-source")],
	["rmdir", touching("delete")],
	["cp install ln", last("write", "-m -o -g -S -t --mode --owner --group --suffix --backup")],
	["mv", last("write", "-S -t --suffix")],
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
	["unzip cpio patch ed ex sponge", always("write")],
	["vi vim nano emacs pico", unknown],
	["tar bsdtar", tar],
	["dd", dd],
	["chmod chown chgrp chattr setcap setfattr chcon", touching("permission", "--reference --from", 1)],
	[
		"setfacl restorecon semanage setenforce setsebool visudo",
		touching("permission", "-m -x -M -X --modify --remove"),
	],
];
