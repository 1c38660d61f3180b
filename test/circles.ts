// Which files import each other in a circle: Tarjan's strongly connected components over a graph of imports.

/** `imports`: of each file, the files that it imports. Each circle is sorted, and so is the list of them. */
export const circlesIn = (imports: Map<string, string[]>): string[][] => {
	const found: string[][] = [];
	const seen = new Map<string, { index: number; low: number }>();
	const path: string[] = [];
	const visit = (file: string): number => {
		const own = { index: seen.size, low: seen.size };
		seen.set(file, own);
		path.push(file);
		for (const target of imports.get(file) ?? []) {
			const known = seen.get(target);
			if (!known) own.low = Math.min(own.low, visit(target));
			else if (path.includes(target)) own.low = Math.min(own.low, known.index);
		}
		if (own.low === own.index) {
			const circle = path.splice(path.indexOf(file));
			if (circle.length > 1 || imports.get(file)?.includes(file)) found.push(circle.sort());
		}
		return own.low;
	};
	for (const file of imports.keys()) if (!seen.has(file)) visit(file);
	return found.sort();
};
