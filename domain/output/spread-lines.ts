// Lines of UTF-16 that another program passed on as lines of bytes: a null behind each letter is left, and the end of its own.
// PowerShell does so with what it reads from programs, and so does what writes in Windows' text mode.

/** What such a line says; null: it isn't one. `bytes`: a line of bytes without its end. `within`: the line before it was one; else it
 * must prove itself by four letters and a carriage return: fields may end in a null, too. */
export const spreadText = (bytes: Uint8Array, within: boolean): string | null => {
	const end = withoutReturns(bytes);
	const from = bytes[0] === 0 ? 1 : 0;
	if (!within && end === bytes.length) return null;
	if (end === from && from === 1) return within ? "" : null;
	if ((end - from) % 2 !== 0 || end - from < (within ? 2 : 8)) return null;
	let text = "";
	for (let at = from; at < end; at += 2) {
		const letter = bytes[at] ?? 0;
		if (bytes[at + 1] !== 0 || !isText(letter)) return null;
		text += String.fromCharCode(letter);
	}
	return text;
};

/** Without carriage returns at the end, with a null behind them or without. */
const withoutReturns = (bytes: Uint8Array): number => {
	let end = bytes.length;
	for (;;) {
		if (bytes[end - 1] === carriageReturn) end--;
		else if (bytes[end - 1] === 0 && bytes[end - 2] === carriageReturn) end -= 2;
		else return end;
	}
};

const carriageReturn = 0x0d;
const isText = (byte: number): boolean =>
	(byte >= 0x20 && byte < 0x7f) || byte >= 0xa0 || [7, 8, 9, 12, 13, 27].includes(byte);
