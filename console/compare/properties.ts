// What PowerShell prints of objects, read back as their properties: its lists (`Name : value`) and its tables. Only where nothing
// is left to guess: anything else stays a text.

/** A property, and of which object where there are several: `Status` of `Spooler`. */
export type Property = { object: string | null; name: string; value: string };

/** A table or list of more stays a text. */
const mostProperties = 100_000;

/** Null: this is no list and no table, or one that can be read in two ways. */
export const propertiesIn = (text: string): Property[] | null => {
	const lines = text.split("\n").map((line) => line.trimEnd());
	const found = tableIn(lines) ?? listIn(lines);
	if (!found || found.length === 0) return null;
	const keys = found.map(({ object, name }) => JSON.stringify([object, name]));
	return new Set(keys).size === keys.length ? found : null;
};

/** A line of dashes below the names; each column ends in a blank that every line has there. */
const tableIn = (all: string[]): Property[] | null => {
	const [head, rule, ...rows] = all
		.join("\n")
		.replace(/^\n+|\n+$/g, "")
		.split("\n");
	if (rows.includes("")) return null;
	if (head === undefined || rule === undefined || rows.length === 0 || !/^ *-+(?: +-+)*$/.test(rule))
		return null;
	const groups = [...rule.matchAll(/-+/g)].map(({ index, 0: { length } }) => ({
		from: index,
		to: index + length,
	}));
	if (groups.length * rows.length > mostProperties) return null;
	const isBlank = blanksIn([head, rule, ...rows], rule.length);
	const cuts = groups.slice(1).map(({ from }, i) => cutBetween(isBlank, groups[i]?.to ?? 0, from));
	if (cuts.some((cut) => cut === null)) return null;
	const cells = (line: string): string[] =>
		[0, ...cuts].map((from, i) => line.slice(from ?? 0, cuts[i] ?? undefined).trim());
	const names = cells(head);
	if (names.some((name) => name === "") || (names.length === 1 && rows.length > 1)) return null;
	return rows.flatMap((row) => {
		const values = cells(row);
		const object = rows.length === 1 ? null : (values[0] ?? "");
		return names.map((name, i) => ({ object, name, value: values[i] ?? "" }));
	});
};

/** The one run of blanks that all lines have between two columns; null: none, or several, so that a value may have one. */
const cutBetween = (isBlank: boolean[], from: number, to: number): number | null => {
	const starts: number[] = [];
	for (let at = from; at < to; at++) if (isBlank[at] && (at === from || !isBlank[at - 1])) starts.push(at);
	return starts.length === 1 ? (starts[0] ?? null) : null;
};

/** In which places all lines have a blank, or ended before. Each character is looked at once. */
const blanksIn = (lines: string[], width: number): boolean[] => {
	const blanks = Array.from({ length: width }, () => true);
	for (const line of lines)
		for (let at = 0; at < Math.min(line.length, width); at++) if (line[at] !== " ") blanks[at] = false;
	return blanks;
};

/** Each line a name, a colon at the same place in all of them, and a value, which may go on below. */
const listIn = (all: string[]): Property[] | null => {
	const colon = all.find((line) => line !== "")?.indexOf(" :") ?? -1;
	if (colon < 1) return null;
	const objects: Property[][] = [[]];
	let count = 0;
	for (const line of all) {
		const last = objects.at(-1) ?? [];
		const property = last.at(-1);
		if (line === "") {
			if (last.length > 0) objects.push([]);
		} else if (line.slice(0, colon).trim() !== "" && line.startsWith(" :", colon)) {
			if (++count > mostProperties) return null;
			last.push({ object: null, name: line.slice(0, colon).trim(), value: line.slice(colon + 2).trim() });
		} else if (property && line.startsWith(" ".repeat(colon + 3))) property.value += line.slice(colon + 3);
		else return null;
	}
	const told = objects.filter((one) => one.length > 0);
	if (told.length <= 1) return told[0] ?? null;
	return told.flatMap((one) => one.map((property) => ({ ...property, object: one[0]?.value ?? "" })));
};
