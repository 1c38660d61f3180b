// Text and bytes, there and back, without loss.

const encoder = new TextEncoder();
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** UTF-8 bytes of a text. Unpaired surrogates would become U+FFFD: refuse them first with `isWellFormed`. */
export const utf8 = (text: string): Uint8Array<ArrayBuffer> =>
	// Some platforms' types leave open that it could be shared memory; an encoder's never is.
	encoder.encode(text) as Uint8Array<ArrayBuffer>;

/** The text of UTF-8 bytes; throws a TypeError if they are not UTF-8. */
export const fromUtf8 = (bytes: Uint8Array): string => strict.decode(bytes);

/** Lower-case hexadecimal, two digits a byte. */
export const hex = (bytes: Uint8Array): string =>
	Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The bytes of lower-case hexadecimal; throws if it is not that. */
export const fromHex = (text: string): Uint8Array<ArrayBuffer> => {
	if (!/^(?:[0-9a-f]{2})*$/.test(text)) throw new TypeError("not lower-case hexadecimal");
	return Uint8Array.from({ length: text.length / 2 }, (_, i) =>
		Number.parseInt(text.slice(2 * i, 2 * i + 2), 16),
	);
};

/** Standard base64 with padding. */
export const base64 = (bytes: Uint8Array): string => {
	let binary = "";
	for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
	return btoa(binary);
};

/** The bytes of standard base64; throws if it is not what `base64` writes: a key or signature has one text. */
export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => {
	const binary = atob(text);
	if (btoa(binary) !== text) throw new TypeError("not base64 as it is written");
	const bytes = new Uint8Array(binary.length);
	for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
	return bytes;
};

/** All parts in a row. */
export const concat = (...parts: Uint8Array[]): Uint8Array<ArrayBuffer> => {
	const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
};
