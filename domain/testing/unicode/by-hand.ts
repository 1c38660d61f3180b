// Additions by hand: what the published data doesn't say, or says too late for the version that a package carries.

/** Drawn like the key in some common font. The first place that has a character counts, before the published data. */
export const alike: Record<string, string> = {
	"'": "‘’‛′´ʼʹ",
	'"': "“”‟″„",
	",": "‚٫",
	"`": "ˋ",
	"-": "‐‑‒–—―−˗",
	"/": "⁄∕⧸",
	"\\": "∖⧵",
	"|": "∣ǀ│┃⏐❘❙",
	"!": "ǃ",
	":": "∶꞉",
	";": "\u037e",
	"*": "∗",
	"~": "∼",
	"<": "‹",
	">": "›",
	"%": "٪",
	b: "Ь",
	f: "ƒ",
	g: "ց",
	h: "հ",
	k: "кκ",
	m: "м",
	n: "ոη",
	p: "þƿϸ",
	t: "тτ",
	u: "ս",
	w: "шω",
	H: "Н",
	L: "Լ",
	O: "Օ",
	S: "Տ",
	U: "Ս",
	り: "リ",
	リ: "り",
	オ: "才",
	才: "オ",
	ヌ: "又",
	又: "ヌ",
	合: "슴",
	슴: "合",
	今: "슥",
	슥: "今",
	長: "튽",
	튽: "長",
};

/** Letters of Latin Extended-A that give way to ones that more people need: breves to carons (ě, ľ), ĺ to Í, ĸ to к. */
export const givingWay = "ĔĕĬĭŎŏĺĸ";

/** Outside Latin-1 and Latin Extended-A, and as good as ones in them: what looks like these isn't plain either. */
export const alsoNeeded = "ȘșȚț";

/** Signs in office names and texts; nothing else on the list looks like one. */
export const signs = "£§°€";

/** Names that say more than Unicode's own, or that Unicode lacks. */
export const names: Record<string, string> = {
	"\0": "null",
	"\x07": "bell",
	"\b": "backspace",
	"\v": "vertical tab",
	"\f": "form feed",
	"\r": "carriage return",
	"\x1b": "escape",
	"\x7f": "delete",
	"\x85": "next line",
	"\u115f": "Hangul filler",
	"\u1160": "Hangul filler",
	"\u201a": "low quotation mark",
	"\u201e": "low double quotation mark",
	"\u2026": "ellipsis",
	"\u27e8": "left angle bracket",
	"\u27e9": "right angle bracket",
	"\u2800": "blank Braille pattern",
	"\u3164": "Hangul filler",
	"\ufeff": "byte order mark",
	"\uffa0": "halfwidth Hangul filler",
};
