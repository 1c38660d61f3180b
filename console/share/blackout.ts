// Takes words out of a page that our templates made: of its text each place, of its tags all but what gives it its form.

const tag = /<[^>]*>/g;

/** Only attributes that hold neither words nor addresses stay. */
export const plainTags = (written: string): string =>
	written.replace(tag, (one) =>
		one.replace(/\s([a-z-]+)(?:="([^"]*)")?/g, (whole, name: string, value = "") =>
			kept.has(name) || harmless[name]?.test(value) ? whole : "",
		),
	);
const kept = new Set(["class", "id", "open", "dir", "tabindex", "scope", "colspan", "rowspan"]);
/** Links within the page, and the numbers of lines. */
const harmless: Record<string, RegExp> = {
	href: /^#/,
	"data-no": /^\d+$/,
	"aria-label": /^Line \d+ of std(?:out|err)$/,
};

/** `words` in any case, with any blanks between; a mark of one length takes their place, so that it doesn't tell theirs. */
export const blackout = (written: string, words: string[]): string => {
	if (words.length === 0) return written;
	const longest = [...words].sort((a, b) => b.length - a.length);
	const any = new RegExp(longest.map(pattern).join("|"), "gi");
	return written
		.split(/(<[^>]*>)/)
		.map((piece) => (piece.startsWith("<") ? piece : piece.replace(any, mark)))
		.join("");
};

const mark = '<span class="redacted">█████</span>';

/** As the text has it, where some characters are entities. */
const pattern = (word: string): string =>
	word
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;")
		.replaceAll('"', "&quot;")
		.replaceAll("'", "&#39;")
		.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
		.replace(/\s+/g, "\\s+");
