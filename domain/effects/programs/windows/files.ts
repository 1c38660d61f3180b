// Programs that write, move and delete files, or change disks and who may use them.
import { each, effect } from "../../effect.ts";
import { onFile } from "../../places.ts";
import { last, parsed, type Rule, textOf, touching, unseen } from "../rules.ts";
import { option, readingWith } from "./options.ts";

/** Copies, and with some options deletes. */
const copying = (deleting: string): Rule =>
	parsed("", ({ operands, options }) => {
		const to = operands[1]?.text ?? null;
		const gone = options.some((one) => deleting.split(" ").includes(one));
		return [...onFile("write", to), ...(gone ? [effect("delete", to, true)] : [])];
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
	["copy xcopy", copying("")],
	["move", copying("")],
	["ren rename", touching("write")],
	["robocopy", copying("/mir /purge /mov /move")],
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
	["bcdedit", readingWith("/enum /v", (words) => [effect("boot", words.map(textOf).join(" "))])],
	[
		"bootrec bootsect bcdboot reagentc",
		parsed("", ({ options, all }) =>
			options.includes("/info") ? [] : [effect("boot", all.map(textOf).join(" "))],
		),
	],
	["format convert label mountvol subst chkntfs", touching("disk")],
	["chkdsk", option("/f /r /x /b /spotfix /scan /offlinescanandfix", "disk")],
	["defrag", touching("disk")],
	[
		"fsutil",
		parsed("", ({ operands, all }) =>
			operands.some(
				({ text, constant }) =>
					constant && /^query\w*$|^list$|^drives$|^volumeinfo$|^ntfsinfo$|^diskfree$|^fsinfo$/i.test(text),
			)
				? []
				: [effect("disk", all.map(textOf).join(" "))],
		),
	],
	[
		"vssadmin wbadmin diskshadow",
		parsed("", ({ operands, all }) =>
			/^(?:list|get)$/i.test(operands[0]?.text ?? "") ? [] : [effect("disk", all.map(textOf).join(" "))],
		),
	],
	["cipher", (words) => (words.length === 0 ? [] : [effect("disk", words.map(textOf).join(" "))])],
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
