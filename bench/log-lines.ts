// Lines as a run might print them, each from its number alone, and what someone may look for among so many of them.
import { createHash } from "node:crypto";

const hash = (what: string | number): string => createHash("sha1").update(`${what}`).digest("hex");

const words = Array.from({ length: 4_000 }, (_, n) => {
	const letters = hash(`word ${n}`).replaceAll(/\d/g, (digit) => "ghijklmnop"[Number(digit)] ?? "");
	return letters.slice(0, 3 + (n % 9));
});
const word = (n: number): string => words[n % words.length] ?? "";
const guid = (n: number): string => hash(n).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");

export const logLine = (n: number): string => {
	const [a, b, c] = [0, 8, 16].map((at) => Number.parseInt(hash(n).slice(at, at + 7), 16)) as [
		number,
		number,
		number,
	];
	const time = new Date(Date.UTC(2026, 10, 1) + n * 211).toISOString();
	const code = n % 25 === 0 ? ` failed with 0x8007${(n % 65_536).toString(16).padStart(4, "0")}` : "";
	const of = n % 20 === 0 ? ` {${guid(n)}}` : "";
	return `${time} INFO C:\\Program Files\\${word(a)}\\${word(b)}.dll ${word(c)} ${n}${code}${of}`;
};

/** Rare and frequent, present and missing, numbers and words. */
export const needles = (lines: number): string[] => [
	...[
		guid(20),
		guid(Math.floor(lines / 40) * 20),
		guid(1),
		`${lines - 1}`,
		`${Math.floor(lines / 3)}`,
		"199999",
	],
	...[
		"info",
		"program files\\",
		"dll",
		"failed with",
		"0x80070032",
		"LegacyMode",
		"not there at all",
		"zzzzz",
	],
	...[17, 801, 1_603, 2_405, 3_999].map((n) => `\\${word(n)}`),
	...[5, 99, 702].map((n) => `${word(n)}.dll ${word(n + 1)}`),
	...["2026-11-01T00:0", "11-01t00:00:0", ":\\P", "INFO C"],
];
