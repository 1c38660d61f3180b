// Records in their order, some at a time. A query that someone stops reading half-way would stay open: its object would go on reading the
// database as it was then, and keep it from being tidied.

/** The lengths of so many are looked at ahead. */
const ahead = 256;
/** So many bytes are read at once, or one record. */
const atOnce = 65_536;

type Place = { n: number; length: number };

/** `list`: the next ones after a number, at most so many. `read`: those from one number to another. */
export function* following<Row>(
	{ list, read }: { list(after: number, limit: number): Place[]; read(from: number, to: number): Row[] },
	n: number,
	limit: number,
): Generator<Row> {
	for (let [after, left] = [n, limit]; left > 0; ) {
		const places = list(after, Math.min(left, ahead));
		const last = places.at(-1);
		if (!last) return;
		for (const { from, to } of portions(places)) yield* read(from, to);
		[after, left] = [last.n, left - places.length];
	}
}

const portions = (places: Place[]): { from: number; to: number }[] => {
	const found: { from: number; to: number; bytes: number }[] = [];
	for (const { n, length } of places) {
		const open = found.at(-1);
		if (open && open.bytes + length <= atOnce) Object.assign(open, { to: n, bytes: open.bytes + length });
		else found.push({ from: n, to: n, bytes: length });
	}
	return found;
};
