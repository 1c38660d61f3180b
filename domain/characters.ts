// Characters by name, and which others they are taken for.

/** What a character is called: `⟨U+0430 Cyrillic a⟩`; for those without a name here, the number alone. */
export const mark = (character: string): string => {
	const code = character.codePointAt(0) ?? 0;
	const name = names[code] ?? letterName(character) ?? (code >= 0xe0000 ? "tag character" : undefined);
	const number = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
	return name === undefined ? `⟨${number}⟩` : `⟨${number} ${name}⟩`;
};

/** The ASCII character or characters that this one is taken for, if any. */
export const asciiLike = (character: string): string | undefined => {
	const ascii = punctuation.get(character) ?? character.normalize("NFKC");
	return ascii !== character && /^[!-~]+$/.test(ascii) ? ascii : undefined;
};

/** The Latin letter that a letter of another script is drawn like, if any. */
export const latinLike = (letter: string): string | undefined => letters.get(letter);

/** The script of a letter; undefined for what belongs to none. */
export const scriptOf = (letter: string): string | undefined =>
	scripts.find(([, pattern]) => pattern.test(letter))?.[0];

const letterName = (character: string): string | undefined => {
	const like = latinLike(character);
	return like && `${scriptOf(character)} ${like}`;
};

const scripts: [string, RegExp][] = [
	["Latin", /\p{Script=Latin}/u],
	["Cyrillic", /\p{Script=Cyrillic}/u],
	["Greek", /\p{Script=Greek}/u],
	["Armenian", /\p{Script=Armenian}/u],
	["Cherokee", /\p{Script=Cherokee}/u],
	["Coptic", /\p{Script=Coptic}/u],
	["Georgian", /\p{Script=Georgian}/u],
	["Hebrew", /\p{Script=Hebrew}/u],
	["Arabic", /\p{Script=Arabic}/u],
	["other", /(?![\p{Script=Common}\p{Script=Inherited}])\p{L}/u],
];

const inverse = (table: Record<string, string>): Map<string, string> =>
	new Map(
		Object.entries(table).flatMap(([like, all]) => [...all].map((one): [string, string] => [one, like])),
	);

// Punctuation taken for ASCII's where Unicode's compatibility forms don't say so themselves.
const punctuation = inverse({
	"'": "‘’‛′´ʼʹ",
	'"': "“”‟″„",
	",": "‚٫",
	"`": "ˋ",
	"-": "‐‑‒–—―−˗",
	"/": "⁄∕⧸",
	"\\": "∖⧵",
	"|": "∣ǀ",
	"!": "ǃ",
	":": "∶꞉",
	";": "\u037e",
	"*": "∗",
	"~": "∼",
	"<": "‹",
	">": "›",
	"%": "٪",
});

const letters = inverse({
	a: "аα",
	b: "Ь",
	c: "сϲ",
	d: "ԁ",
	e: "е",
	g: "ց",
	h: "һհ",
	i: "іι",
	j: "јϳ",
	k: "кκ",
	l: "ӏ",
	m: "м",
	n: "ոη",
	o: "оοօ",
	p: "рρ",
	q: "ԛ",
	r: "г",
	s: "ѕ",
	t: "тτ",
	u: "սυ",
	v: "νѵ",
	w: "ԝω",
	x: "хχ",
	y: "уγ",
	A: "АΑ",
	B: "ВΒ",
	C: "С",
	E: "ЕΕ",
	G: "Ԍ",
	H: "НΗ",
	I: "ІΙӀ",
	J: "Ј",
	K: "КΚ",
	L: "Լ",
	M: "МΜ",
	N: "Ν",
	O: "ОΟՕ",
	P: "РΡ",
	S: "ЅՏ",
	T: "ТΤ",
	U: "Ս",
	X: "ХΧ",
	Y: "УΥ",
	Z: "Ζ",
});

const names: Record<number, string> = {
	0: "null",
	7: "bell",
	8: "backspace",
	11: "vertical tab",
	12: "form feed",
	13: "carriage return",
	27: "escape",
	127: "delete",
	133: "next line",
	160: "no-break space",
	173: "soft hyphen",
	847: "combining grapheme joiner",
	1564: "Arabic letter mark",
	4447: "Hangul filler",
	4448: "Hangul filler",
	6158: "Mongolian vowel separator",
	8203: "zero width space",
	8204: "zero width non-joiner",
	8205: "zero width joiner",
	8206: "left-to-right mark",
	8207: "right-to-left mark",
	8208: "hyphen",
	8209: "non-breaking hyphen",
	8210: "figure dash",
	8211: "en dash",
	8212: "em dash",
	8213: "horizontal bar",
	8216: "left single quotation mark",
	8217: "right single quotation mark",
	8218: "low quotation mark",
	8220: "left double quotation mark",
	8221: "right double quotation mark",
	8222: "low double quotation mark",
	8230: "ellipsis",
	8232: "line separator",
	8233: "paragraph separator",
	8234: "left-to-right embedding",
	8235: "right-to-left embedding",
	8236: "pop directional formatting",
	8237: "left-to-right override",
	8238: "right-to-left override",
	8239: "narrow no-break space",
	8288: "word joiner",
	8294: "left-to-right isolate",
	8295: "right-to-left isolate",
	8296: "first strong isolate",
	8297: "pop directional isolate",
	8722: "minus sign",
	10216: "left angle bracket",
	10217: "right angle bracket",
	10240: "blank Braille pattern",
	12288: "ideographic space",
	12644: "Hangul filler",
	65279: "byte order mark",
	65440: "halfwidth Hangul filler",
};
