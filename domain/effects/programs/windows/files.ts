// Programs that write, move and delete files, or change disks and who may use them.
import { each, effect } from "../../effect.ts";
import { onFile } from "../../places.ts";
import { first, last, parsed, type Rule, textOf, touching, unknown, unseen, whole } from "../rules.ts";
import { option, readingWith } from "./options.ts";

const copying = parsed("", ({ operands }) => onFile("write", operands[1]?.text ?? null));

const moving = parsed("", ({ operands }) => [
	...onFile("move", operands[0]?.text ?? null),
	...onFile("write", operands[1]?.text ?? null),
]);

/** https://learn.microsoft.com/windows-server/administration/windows-commands/robocopy */
const robocopy = parsed("", ({ operands, options, all }, context, name) => {
	const [from = null, to = null] = operands.map(textOf);
	if (options.includes("/job") || options.includes("/save")) return unknown(all, context, name);
	if (options.includes("/l")) return [];
	const has = (...names: string[]) => names.some((one) => options.includes(one));
	return [
		...onFile("write", to),
		...(has("/mir", "/purge") ? [effect("delete", to, true)] : []),
		...(has("/mov", "/move") ? [effect("delete", from, true)] : []),
	];
});

const permission = parsed("", ({ operands, options }) =>
	operands.length === 1 && options.every((one) => /^\/(?:t|c|l|q|verify|findsid)$/.test(one))
		? []
		: [effect("permission", operands[0]?.text ?? null)],
);

export const files: [names: string, rule: Rule][] = [
	["del erase", touching("delete")],
	["rd rmdir", touching("delete")],
	["md mkdir", touching("write")],
	["copy xcopy", copying],
	["move", moving],
	["ren rename", first("move")],
	["robocopy", robocopy],
	["replace expand makecab mklink compact", last("write")],
	[
		"tar",
		(words, context, name) =>
			/^-?[a-z]*t[a-z]*$/.test(words[0]?.text ?? "") && words.every(({ constant }) => constant)
				? []
				: words.some(({ text }) => /^--(?:use|to|checkpoint)/.test(text))
					? unseen(words, context, name)
					: [effect("write")],
	],
	["bcdedit", readingWith("/enum /v", whole("boot"))],
	[
		"bootrec bootsect bcdboot reagentc",
		parsed("", ({ options, all }, _, name) =>
			options.includes("/info") ? [] : [effect("boot", [name, ...all.map(textOf)].join(" "))],
		),
	],
	["format convert label mountvol subst chkntfs", touching("disk")],
	["chkdsk", option("/f /r /x /b /spotfix /scan /offlinescanandfix", "disk")],
	["defrag", touching("disk")],
	[
		"fsutil",
		parsed("", ({ operands, all }, _, name) =>
			operands.some(
				({ text, constant }) =>
					constant && /^query\w*$|^list$|^drives$|^volumeinfo$|^ntfsinfo$|^diskfree$|^fsinfo$/i.test(text),
			)
				? []
				: [effect("disk", [name, ...all.map(textOf)].join(" "))],
		),
	],
	[
		"vssadmin wbadmin diskshadow",
		parsed("", ({ operands, all }, _, name) =>
			/^(?:list|get)$/i.test(operands[0]?.text ?? "")
				? []
				: [effect("disk", [name, ...all.map(textOf)].join(" "))],
		),
	],
	[
		"cipher",
		(words) => (words.length === 0 ? [] : [effect("disk", ["cipher", ...words.map(textOf)].join(" "))]),
	],
	["icacls cacls", permission],
	["takeown", parsed("/f /s /u /p", ({ values }) => [effect("permission", values.get("/f") ?? null)])],
	[
		"attrib",
		parsed("", ({ operands }) =>
			operands.some(({ text }) => /^[+-]/.test(text)) ? [effect("write", operands.at(-1)?.text ?? null)] : [],
		),
	],
	[
		"bitsadmin",
		parsed("", ({ operands, options, all }) =>
			options.includes("/list")
				? []
				: [
						...each(
							"download",
							operands.map(textOf).filter((one) => /:\/\//.test(one)),
						),
						...all.slice(-1).flatMap(({ text }) => onFile("write", text)),
					],
		),
	],
];
