// Decoding is remembered, as the same texts and rows are decoded again and again: a value that no one can change is decoded to a
// value that no one can change. Code that changes what it decoded throws here.

type Schema = {
	parse: (value: unknown) => unknown;
	_zod: { run: (payload: Payload, ctx: object) => Payload };
};
type Payload = { value: unknown; issues: unknown[] };

const decoded = new WeakMap<object, Map<Schema, Payload>>();

const knownOf = (value: object): Map<Schema, Payload> => {
	const known = decoded.get(value) ?? new Map<Schema, Payload>();
	decoded.set(value, known);
	return known;
};

/** In place of a schema's `parse`, for a row of storage: the same object is the same row. */
export const decodedOnce = (schema: Schema, row: object): unknown => {
	const known = knownOf(row);
	const before = known.get(schema);
	if (before) return before.value;
	const value = frozen(schema.parse(row));
	known.set(schema, { value, issues: [] });
	return value;
};

/** In place of what zod does for `parse` and `safeParse`. */
export const ranOnce = (schema: Schema, value: unknown, ctx: object): Payload => {
	if (typeof value !== "object" || value === null || !Object.isFrozen(value))
		return schema._zod.run({ value, issues: [] }, ctx);
	const known = knownOf(value);
	const before = known.get(schema);
	if (before) return { value: before.value, issues: [] };
	const result = schema._zod.run({ value, issues: [] }, ctx);
	if (result.issues.length === 0) known.set(schema, { value: frozen(result.value), issues: [] });
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

const frozen = (value: unknown): unknown => {
	if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value))
		return value;
	for (const part of Object.values(Object.freeze(value))) frozen(part);
	return value;
};
