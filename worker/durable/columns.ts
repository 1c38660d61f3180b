// What SQLite's columns and wires hold, as values: flags, bytes, JSON.
import { z } from "zod";

/** A flag stored as 0 or 1. */
export const Flag = z.int().transform((value) => value === 1);

/** Bytes. */
export const Blob = z.instanceof(ArrayBuffer).transform((buffer) => new Uint8Array(buffer));

/** JSON text, decoded by a schema; throws if it is not that. */
export const json = <S extends z.ZodType>(schema: S) =>
	z.string().transform((text): z.output<S> => schema.parse(JSON.parse(text)));

/** The value of JSON text; null: invalid. */
export const tryJson = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
};
