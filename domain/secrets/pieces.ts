// A long text in pieces that overlap: so that looking through it needs little at a time, and others have their turn in between.

/** In UTF-16 units. What looks like a secret, and what tells that it is one, is shorter than the overlap. */
const size = 131_072;
const overlap = 8_192;

/** Each begins at the beginning of a line if it can; `from`: where in the text. */
export function* piecesOf(text: string): Generator<{ from: number; piece: string }> {
	for (let from = 0; from < text.length; ) {
		const until = Math.min(text.length, from + size);
		yield { from, piece: text.slice(from, until) };
		if (until === text.length) return;
		const line = text.indexOf("\n", until - overlap);
		from = line > 0 && line < until - 1 ? line + 1 : until - overlap;
	}
}
