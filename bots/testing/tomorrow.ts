// For tests: a payload as its platform may send it tomorrow, with fields that no one knows today.

/** With one more field in every object. `isMap`: whether this path has a map whose keys are ours, not an object with
 * fields; its values get one anyway. */
export const tomorrow = <T>(payload: T, isMap: (path: string[]) => boolean = () => false): T =>
	more(payload, isMap, []) as T;

const more = (value: unknown, isMap: (path: string[]) => boolean, path: string[]): unknown => {
	if (Array.isArray(value)) return value.map((one) => more(one, isMap, path));
	if (value === null || typeof value !== "object") return value;
	const fields = Object.entries(value).map(([key, one]) => [key, more(one, isMap, [...path, key])]);
	return Object.fromEntries([...fields, ...(isMap(path) ? [] : [["field_of_tomorrow", "new"]])]);
};
