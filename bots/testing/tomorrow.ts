// For tests: a payload as its platform may send it tomorrow, with fields that nobody knows today.

/** With one more field in every object. `isMap`: whether what is at this path is no object with fields, but a map whose keys
 * are ours; its values are entered all the same. */
export const tomorrow = <T>(payload: T, isMap: (path: string[]) => boolean = () => false): T =>
	more(payload, isMap, []) as T;

const more = (value: unknown, isMap: (path: string[]) => boolean, path: string[]): unknown => {
	if (Array.isArray(value)) return value.map((one) => more(one, isMap, path));
	if (value === null || typeof value !== "object") return value;
	const fields = Object.entries(value).map(([key, one]) => [key, more(one, isMap, [...path, key])]);
	return Object.fromEntries([...fields, ...(isMap(path) ? [] : [["field_of_tomorrow", "new"]])]);
};
