// The tables that tell what a reader can take for something else, made from Unicode's published data and what is added by hand.
import {
	alike,
	alsoNeeded,
	names as byHand,
	givingWay,
	markBeside,
	resembling as resemblingByHand,
	signs,
} from "./by-hand.ts";
import { ascii, between, confusables, everydayKanji, nameOf, skeleton } from "./published.ts";

const chars = (first: number, last: number, besides = ""): string[] => [
	...between(first, last).filter((one) => /\p{L}/u.test(one)),
	...besides,
];

/** The tables have a character in its normalised form, or not at all. */
const stable = (one: string): boolean => one.normalize("NFKC") === one;

/** Letters that a command may hold, before those go that look like something in their own script or like no letter. */
const candidates = {
	Latin: chars(0xc0, 0x17f).filter((one) => !givingWay.includes(one)),
	Greek: chars(0x386, 0x3ce),
	Cyrillic: chars(0x410, 0x44f, "Ёё"),
	Hiragana: chars(0x3041, 0x3096),
	Katakana: chars(0x30a1, 0x30fa, "ー"),
	Han: ["々", ...everydayKanji()],
	Hangul: chars(0xac00, 0xd7a3),
};
export type Script = keyof typeof candidates;

const byHandLike = new Map(
	Object.entries(alike).flatMap(([like, all]) => [...all].map((one): [string, string] => [one, like])),
);

const bySkeleton = (of: string[]): Map<string, string[]> => {
	const found = new Map<string, string[]>();
	for (const one of of) found.set(skeleton(one), [...(found.get(skeleton(one)) ?? []), one]);
	return found;
};

const asciiBySkeleton = bySkeleton(ascii);

/** Every text of ASCII characters with this skeleton has only letters and digits, or there is none. */
const likeNoSign = (one: string): boolean =>
	(asciiBySkeleton.get(skeleton(one)) ?? []).every((other) => /[A-Za-z0-9]/.test(other)) &&
	(asciiBySkeleton.has(skeleton(one)) || !/^[!-~]+$/.test(skeleton(one)));

/** The ASCII text that a character is drawn like, by hand or by the published data. */
const asciiLike = (one: string): string | undefined => {
	const like = byHandLike.get(one);
	if (like !== undefined) return like;
	const skeletal = skeleton(one);
	const [first, ...more] = asciiBySkeleton.get(skeletal) ?? [];
	if (first !== undefined) return [first, ...more].includes(skeletal) ? skeletal : first;
	return /^[!-~]+$/.test(skeletal) ? skeletal : undefined;
};

const kept = (script: Script): string => {
	const own = bySkeleton([...candidates[script], ...(script === "Latin" ? alsoNeeded : "")]);
	return candidates[script]
		.filter((one) => !markBeside.includes(one))
		.filter((one) => own.get(skeleton(one))?.length === 1 && stable(one) && likeNoSign(one))
		.filter((one) => script !== "Latin" || asciiLike(one) === undefined)
		.join("");
};

/** Latin: like nothing else. Other scripts: like no other letter of theirs and no sign; for letters like another
 * script's, the word around them decides. */
export const letters: Record<Script, string> = {
	Latin: kept("Latin"),
	Greek: kept("Greek"),
	Cyrillic: kept("Cyrillic"),
	Hiragana: kept("Hiragana"),
	Katakana: kept("Katakana"),
	Han: kept("Han"),
	Hangul: kept("Hangul"),
};

/** What is drawn like what: each character that isn't plain and looks like ASCII, and each letter of an alphabet that looks like
 * one of another. What compatibility forms say themselves isn't in it. */
export const lookalikes = (): Map<string, string> => {
	const { Latin, ...others } = letters;
	const listed = new Set(Object.values(letters).join(""));
	const bySkeletons = bySkeleton([...listed]);
	const alike = (one: string): string | undefined =>
		asciiLike(one) ??
		(listed.has(one) ? bySkeletons.get(skeleton(one))?.find((other) => other !== one) : undefined);
	const found = [...new Set([...byHandLike.keys(), ...confusables.keys(), ...Object.values(others).join("")])]
		.filter((one) => one > "~" && [...one].length === 1 && !/^[!-~]+$/.test(one.normalize("NFKC")))
		.filter((one) => !/[\p{C}\p{Z}]/u.test(one) && !Latin.includes(one) && !signs.includes(one))
		.flatMap((one): [string, string][] => {
			const like = alike(one);
			return like === undefined ? [] : [[one, like]];
		});
	return new Map(found.sort(([a], [b]) => codeOf(a) - codeOf(b)));
};

/** The letters on the list that resemble ASCII in part, by what they resemble. */
export const resembling = (): Record<string, string> => {
	const listed = new Set(Object.values(letters).join(""));
	const seen = new Set<string>();
	const first = (one: string) => listed.has(one) && !seen.has(one) && seen.add(one) !== undefined;
	return Object.fromEntries(
		Object.entries(resemblingByHand)
			.map(([like, all]) => [like, [...all].filter(first).join("")] as const)
			.filter(([, all]) => all !== ""),
	);
};

const codeOf = (one: string): number => one.codePointAt(0) ?? 0;

const blocks: [number, number][] = [
	[0xa0, 0xbf],
	[0xf8, 0xf8],
	[0x300, 0x345],
	[0x386, 0x3ce],
	[0x400, 0x45f],
	[0x5d0, 0x5ea],
	[0x61c, 0x61c],
	[0x621, 0x64a],
	[0x660, 0x669],
	[0x180e, 0x180e],
	[0x2000, 0x206f],
	[0x20a0, 0x20bf],
	[0x3000, 0x3002],
	[0xfe0e, 0xfe0f],
];

const proper =
	/\b(latin|greek|cyrillic|armenian|hebrew|arabic|indic|mongolian|hangul|braille|coptic|runic|lisu|cherokee|roman|celsius)\b/g;

const said = (name: string): string =>
	name
		.toLowerCase()
		.replace(proper, (word) => word.charAt(0).toUpperCase() + word.slice(1))
		.replace(/^combining (greek )?(.*)$/, "combining $2");

const namedByLikeness = (one: string): boolean =>
	/(?![\p{Script=Latin}\p{Script=Common}\p{Script=Hebrew}\p{Script=Arabic}])\p{L}/u.test(one) &&
	/^[!-~]$/.test(asciiLike(one) ?? "");

/** Names of characters that commands are likely to contain although they aren't plain. Letters of other scripts that look like
 * ASCII get the name of that instead. */
export const names = (): Map<number, string> => {
	const likely = [
		...blocks.flatMap(([first, last]) => between(first, last)),
		...[...lookalikes().keys()].filter((one) => codeOf(one) < 0xffff),
	];
	const spoken = likely
		.filter((one) => !namedByLikeness(one))
		.filter((one) => !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(one))
		.map((one) => codeOf(one))
		.flatMap((code): [number, string][] => {
			const name = nameOf(code);
			return name === undefined || name.startsWith("<") ? [] : [[code, said(name)]];
		});
	const own = Object.entries(byHand).map(([one, name]): [number, string] => [codeOf(one), name]);
	return new Map([...new Map([...spoken, ...own])].sort(([a], [b]) => a - b));
};
