// What SQLite's columns and wires hold, as values: flags, bytes, JSON.
import { z } from "zod";

/** A flag stored as 0 or 1. */
export const Flag = z.int().transform((value) => value === 1);

/** Bytes. */
export const Blob = z.instanceof(ArrayBuffer).transform((buffer) => new Uint8Array(buffer));

/** JSON text, decoded by a schema; throws if it is not that. */
export const json = <S extends z.ZodType>(schema: S) =>
	z.string().transform((text): z.output<S> => schema.parse(JSON.parse(text)));

/** The same for what is read again and again and seldom changes: decoding it costs more than reading it, so a few texts are
 * remembered with their values, which no one can change. */
export const rememberedJson = <S extends z.ZodType>(schema: S) => {
	const known = new Map<string, z.output<S>>();
	return z.string().transform((text): z.output<S> => {
		const before = known.get(text);
		if (before !== undefined) return before;
		const value = frozen(schema.parse(JSON.parse(text)));
		if (text.length > longest) return value;
		const [oldest] = known.keys();
		if (known.size === most && oldest !== undefined) known.delete(oldest);
		known.set(text, value);
		return value;
	});
};

/** Of each column. */
const most = 16;
/** In UTF-16 units: a longer text is decoded each time. */
const longest = 32_768;

const frozen = <T>(value: T): T => {
	if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
	for (const part of Object.values(value)) frozen(part);
	return Object.freeze(value);
};

/** The value of JSON text; null: invalid. */
export const tryJson = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
};
