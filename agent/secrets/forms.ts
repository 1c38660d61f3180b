// The forms in which a secret may turn up in what a step puts out: as it is, encoded, escaped, quoted, in the encodings of
// consoles. What is shorter than a few bytes would be found in anything.
import { pageOf } from "../../domain/output/pages.ts";
import { secretBytes } from "../../protocol/plan/secret-name.ts";

/** `wide`: in UTF-16, as is what stands around it. */
export type Form = { bytes: Uint8Array; wide: boolean };

/** `page`: the console's code page, if it has one. */
export const formsOf = (secret: string, page: number | null): Form[] => {
	const texts = textForms(secret);
	const all = [
		...texts.map((text) => narrow(Buffer.from(text, "utf8"))),
		...texts.map((text) => ({ bytes: Buffer.from(text, "utf16le"), wide: true })),
		// Below U+0100 this is little-endian moved by a byte: that finds it, and to look for both would move what follows.
		...texts
			.filter((text) => /[^\0-\xff]/.test(text))
			.map((text) => ({ bytes: Buffer.from(text, "utf16le").swap16(), wide: true })),
		...(page === null ? [] : texts.flatMap((text) => inPage(page, text))),
	];
	const long = all.filter(({ bytes }) => bytes.length >= secretBytes.least);
	return [...new Map(long.map((form) => [Buffer.from(form.bytes).toString("latin1"), form])).values()];
};

const narrow = (bytes: Uint8Array): Form => ({ bytes, wide: false });

const textForms = (secret: string): string[] => [
	...new Set([
		...escaped(secret),
		...[Buffer.from(secret, "utf8"), Buffer.from(secret, "utf16le")].flatMap((bytes) => [
			...base64Forms(bytes),
			...hexForms(bytes),
		]),
	]),
];

const escaped = (secret: string): string[] => {
	const json = JSON.stringify(secret).slice(1, -1);
	const url = encodeURIComponent(secret);
	const strict = url.replace(/[!'()*]/g, (one) => percent(one));
	const xml = entities(secret, "&apos;", "&quot;");
	return [
		secret,
		json,
		json.replaceAll("/", "\\/"),
		...[unicode, upperUnicode].flatMap((spelled) => [
			json.replace(/[^\x20-\x7e]/g, spelled),
			// ConvertTo-Json of Windows PowerShell, and others that escape for HTML.
			json.replace(/[^\x20-\x7e]|['<>&+]/g, spelled),
		]),
		...[url, strict, strict.replaceAll("%20", "+")].flatMap((one) => [one, one.replace(/%../g, lower)]),
		xml,
		entities(secret, "'", '"'),
		entities(secret, "'", "&quot;"),
		entities(secret, "&#39;", "&quot;"),
		entities(secret, "&#x27;", "&quot;"),
		xml.replace(/[^\x20-\x7e]/g, (one) => `&#${one.charCodeAt(0)};`),
		// PowerShell's own XML, of its errors and jobs.
		entities(secret, "'", '"').replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_"),
		secret.replaceAll("'", "'\\''"),
		secret.replaceAll("'", "''"),
		secret.replace(/[\\"$`]/g, "\\$&"),
		secret.replace(/["`$]/g, "`$&"),
		secret.replaceAll('"', '""'),
		// `printf %q`, and what a shell prints with `set -x`.
		secret.replace(/[^A-Za-z0-9_./:=@%+,-]/g, "\\$&"),
	];
};

const entities = (text: string, apostrophe: string, quote: string): string =>
	text
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;")
		.replaceAll("'", apostrophe)
		.replaceAll('"', quote);
/** Of one UTF-16 unit. */
const unicode = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
const upperUnicode = (unit: string): string => `\\u${unicode(unit).slice(2).toUpperCase()}`;
const percent = (one: string): string => `%${one.charCodeAt(0).toString(16).toUpperCase()}`;
const lower = (one: string): string => one.toLowerCase();

/** Wherever in a longer text it begins: only the characters that this secret alone decides. */
const base64Forms = (bytes: Uint8Array): string[] =>
	[0, 1, 2].flatMap((before) => {
		const padded = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
		const text = padded.replaceAll("=", "");
		const [from, to] = [Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6)];
		const own = text.slice(from, to);
		const alone = before === 0 ? [text, padded] : [];
		return [own, ...alone].flatMap((one) => [one, one.replaceAll("+", "-").replaceAll("/", "_")]);
	});

const hexForms = (bytes: Uint8Array): string[] => {
	const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0"));
	return ["", "-", " ", ":"].flatMap((between) => {
		const text = digits.join(between);
		return [text, text.toUpperCase()];
	});
};

/** By what its bytes are read as: none if the page lacks a character. */
const inPage = (number: number, text: string): Form[] => {
	const page = pageOf(number);
	if (!page || /^[\x20-\x7e]*$/.test(text)) return [];
	const bytes = [...text].map((one) => (one <= "\x7f" ? [one.charCodeAt(0)] : bytesOf(page.decode, one)));
	return bytes.every((one) => one !== undefined) ? [narrow(Uint8Array.from(bytes.flat()))] : [];
};

const bytesOf = (decode: (bytes: Uint8Array) => string, character: string): number[] | undefined => {
	for (let one = 0x80; one < 0x100; one++) if (decode(Uint8Array.of(one)) === character) return [one];
	for (let one = 0x81; one < 0xff; one++)
		for (let two = 0x40; two < 0xff; two++)
			if (decode(Uint8Array.of(one, two)) === character) return [one, two];
	return undefined;
};
