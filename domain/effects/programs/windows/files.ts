// Programs that write, move and delete files, or change disks and who may use them.
import { each, effect } from "../../effect.ts";
import { onFile } from "../../places.ts";
import {
	first,
	last,
	parsed,
	type Rule,
	readingOnly,
	readingWith,
	textOf,
	touching,
	unknown,
	unseen,
	whole,
} from "../rules.ts";
import { option } from "./options.ts";

const copying = parsed("", ({ operands }) => onFile("write", operands[1]?.text ?? null));

const moving = parsed("", ({ operands }) => [
	...onFile("move", operands[0]?.text ?? null),
	...onFile("write", operands[1]?.text ?? null),
]);

/** https://learn.microsoft.com/windows-server/administration/windows-commands/robocopy */
const robocopy = parsed(
	"",
	({ operands, options, all }, context, name) => {
		const [from = null, to = null] = operands.map(textOf);
		if (options.includes("/job") || options.includes("/save")) return unknown(all, context, name);
		if (options.includes("/l")) return [];
		const has = (...names: string[]) => names.some((one) => options.includes(one));
		return [
			...onFile("write", to),
			...(has("/mir", "/purge") ? [effect("delete", to, true)] : []),
			...(has("/mov", "/move") ? [effect("delete", from, true)] : []),
		];
	},
	"/l /s /e /mir /purge /njh /njs /ndl /nfl /nc /ns /np /r /w /xo /xx /fp /bytes /ts /xd /xf /z /b /mov /move /copyall /copy",
);

const permission = parsed(
	"",
	({ operands, options }) =>
		operands.length === 1 && options.every((one) => /^\/(?:t|c|l|q|verify|findsid)$/.test(one))
			? []
			: [effect("permission", operands[0]?.text ?? null)],
	"/t /c /l /q /verify /findsid",
);

/** By its first two words, as a change may be about a file of any name: `file createnew list 1`. */
const fsutil: Rule = parsed("", ({ operands, all }, _, name) => {
	const [area, verb] = operands;
	const asked = area?.constant && verb?.constant ? `${area.text} ${verb.text}` : "";
	const reads =
		/^(?:dirty query|fsinfo \w+|volume (?:diskfree|list|querylabel)|behavior query|hardlink list|8dot3name query|sparse query\w+|usn (?:queryjournal|readdata)|repair query|quota query|reparsepoint query|file query\w+)$/i;
	return reads.test(asked) ? [] : [effect("disk", [name, ...all.map(textOf)].join(" "))];
});

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
			/^-?[vfzj]*t[vfzj]*$/.test(words[0]?.text ?? "") &&
			words.every(({ text, constant }, i) => constant && (i === 0 || !/^[/-](?!C$)/.test(text)))
				? []
				: words.some(({ text }) => /^--(?:use|to|ch|op)|^-I/.test(text))
					? unseen(words, context, name)
					: [effect("write")],
	],
	["bcdedit", readingWith("/enum /v", whole("boot"))],
	["bootrec bootsect bcdboot reagentc", readingOnly("/info", whole("boot"))],
	["format convert label mountvol subst chkntfs", touching("disk")],
	["chkdsk", option("/f /r /x /b /spotfix /scan /offlinescanandfix", "disk")],
	["defrag", touching("disk")],
	["fsutil", fsutil],
	[
		"vssadmin wbadmin",
		parsed(
			"",
			({ operands, all }, _, name) =>
				operands[0]?.constant && /^(?:list|get)$/i.test(operands[0].text)
					? []
					: [effect("disk", [name, ...all.map(textOf)].join(" "))],
			"/for /on /shadow /set /backuptarget /machine /version",
		),
	],
	["diskshadow", unseen],
	[
		"cipher",
		(words) => (words.length === 0 ? [] : [effect("disk", ["cipher", ...words.map(textOf)].join(" "))]),
	],
	["icacls cacls", permission],
	["takeown", parsed("/f /s /u /p", ({ values }) => [effect("permission", values.get("/f") ?? null)])],
	[
		"attrib",
		parsed(
			"",
			({ all }) =>
				all.some(({ text }) => /^[+-]/.test(text))
					? [effect("write", all.findLast(({ text }) => !/^[+/-]/.test(text))?.text ?? null)]
					: [],
			"/s /d /l",
		),
	],
	[
		"bitsadmin",
		parsed(
			"",
			({ operands, options, all }) =>
				options.includes("/list")
					? []
					: [
							...each(
								"download",
								operands.map(textOf).filter((one) => /:\/\//.test(one)),
							),
							...all.slice(-1).flatMap(({ text }) => onFile("write", text)),
						],
			"/list /allusers /verbose",
		),
	],
];
