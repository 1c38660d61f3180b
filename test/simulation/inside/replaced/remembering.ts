// Decoding is remembered, as the same texts and rows are decoded again and again: a value that no one can change is decoded to a
// value that no one can change. Code that changes what it decoded throws here.

type Schema = {
	parse: (value: unknown) => unknown;
	_zod: { run: (payload: Payload, ctx: object) => Payload };
};
type Payload = { value: unknown; issues: unknown[] };

/** In a field of its own of any object, frozen or not, which no copy of it has: much cheaper than a WeakMap, to ask and to collect. */
class Anything {
	constructor(given: object) {
		// biome-ignore lint/correctness/noConstructorReturn: so a class's fields are added to it
		return given;
	}
}
class Known extends Anything {
	#schema: Schema | null = null;
	#payload: Payload | null = null;
	/** By further schemas. */
	#more: Map<Schema, Payload> | null = null;
	static of(value: object, schema: Schema): Payload | undefined {
		if (!(#schema in value)) return undefined;
		const known = value as Known;
		return known.#schema === schema ? (known.#payload ?? undefined) : known.#more?.get(schema);
	}
	static keep(value: object, schema: Schema, payload: Payload): void {
		if (!(#schema in value)) new Known(value);
		const known = value as Known;
		if (known.#schema === null) [known.#schema, known.#payload] = [schema, payload];
		else {
			known.#more ??= new Map();
			known.#more.set(schema, payload);
		}
	}
}

/** In place of a schema's `parse`, for a row of storage: the same object is the same row. */
export const decodedOnce = (schema: Schema, row: object): unknown => {
	const before = Known.of(row, schema);
	if (before) return before.value;
	const value = frozen(schema.parse(row));
	Known.keep(row, schema, { value, issues: [] });
	return value;
};

/** In place of what zod does for `parse` and `safeParse`. */
export const ranOnce = (schema: Schema, value: unknown, ctx: object): Payload => {
	if (typeof value !== "object" || value === null || !Object.isFrozen(value))
		return schema._zod.run({ value, issues: [] }, ctx);
	const before = Known.of(value, schema);
	if (before) return { value: before.value, issues: [] };
	const result = schema._zod.run({ value, issues: [] }, ctx);
	if (result.issues.length === 0) Known.keep(value, schema, { value: frozen(result.value), issues: [] });
	return result;
};

const real = globalThis.JSON;
const mostTexts = 2_000;
const texts = new Map<string, unknown>();

export const RememberingJson: Pick<JSON, "parse" | "stringify"> = {
	stringify: real.stringify,
	parse: (text: string) => {
		const known = texts.get(text);
		if (known !== undefined) return known;
		const value = frozen(real.parse(text));
		if (texts.size === mostTexts) texts.clear();
		texts.set(text, value);
		return value;
	},
};

/** In place of a pure function of a text, which costs more than a look. */
export const foundOnce = <T>(find: (text: string) => T, text: string): T => {
	const before = found.get(text);
	if (before) return before as T;
	const result = find(text);
	if (found.size === mostTexts) found.clear();
	found.set(text, result);
	return result;
};
const found = new Map<string, unknown>();

/** All of it, but for bytes. */
export const frozen = (value: unknown): unknown => {
	if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value))
		return value;
	for (const part of Object.values(Object.freeze(value))) frozen(part);
	return value;
};
