// Endpoint names: finding one among many, and telling apart those that look alike. Pure.

/** Endpoints whose name, description or logged-on user holds every word of the query, in any case. */
export const matching = <T extends { name: string; description: string; inventory: { loggedOn: string[] } }>(
	endpoints: T[],
	query: string,
): T[] => {
	const words = query.toLowerCase().split(/\s+/).filter(Boolean);
	const text = (endpoint: T) =>
		[endpoint.name, endpoint.description, ...endpoint.inventory.loggedOn].join(" ").toLowerCase();
	return endpoints.filter((endpoint) => words.every((word) => text(endpoint).includes(word)));
};

// What is easily read as something else: O and 0, I, l and 1, case, and the dashes between.
const skeleton = (name: string): string =>
	name
		.toLowerCase()
		.replaceAll(/[-_.]/g, "")
		.replaceAll("o", "0")
		.replaceAll(/[il]/g, "1")
		.replaceAll("rn", "m")
		.replaceAll("vv", "w");

/** Other names that may be mixed up with this one: the same to the eye, or one character or swap apart. */
export const similar = (name: string, names: string[]): string[] =>
	names.filter((other) => other !== name && apart(skeleton(name), skeleton(other)) <= 1);

/** `similar` for all of them at once, in a time that grows with their number. Two that are one character or swap apart are the
 * same once a character is left out of each, or of the longer one: only those are compared. */
export const lookAlikes = (names: string[]): Map<string, string[]> => {
	const read = [...new Set(names)].map((name) => ({ name, skeleton: skeleton(name) }));
	const near = new Map<string, typeof read>();
	for (const one of read)
		for (const key of keysOf(one.skeleton)) {
			const others = near.get(key);
			if (others) others.push(one);
			else near.set(key, [one]);
		}
	return new Map(
		read.map(({ name, skeleton }) => {
			const others = new Set(keysOf(skeleton).flatMap((key) => near.get(key) ?? []));
			const alike = [...others].filter((one) => one.name !== name && apart(skeleton, one.skeleton) <= 1);
			return [name, alike.map((one) => one.name).sort()];
		}),
	);
};

const keysOf = (text: string): string[] => [
	text,
	...new Set(Array.from(text, (_, i) => text.slice(0, i) + text.slice(i + 1))),
];

/** 0: equal; 1: one character replaced, added or dropped, or two neighbours swapped; 2: further apart. */
const apart = (a: string, b: string): 0 | 1 | 2 => {
	if (a === b) return 0;
	if (Math.abs(a.length - b.length) > 1) return 2;
	let start = 0;
	while (start < a.length && a[start] === b[start]) start++;
	let end = 0;
	while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
	const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
	// The number tells numbered machines (PC-01, PC-02) apart: otherwise all of them would be flagged.
	if (/^\d$/.test(left) && /^\d$/.test(right)) return 2;
	if (left.length <= 1 && right.length <= 1) return 1;
	return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0] ? 1 : 2;
};
