// What a browser has as `textContent` of HTML that our templates made: all of its text, tags left out.

/** Of elements as they are written by `html`: each `<`, `>`, `&` and quote of a text is an entity there. */
export const visibleText = (written: string): string =>
	written
		// A parser drops the line feed that a `pre` begins with.
		.replace(/(<pre\b[^>]*>)\n/g, "$1")
		.replace(/<[^>]*>/g, "")
		.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => characters[entity] ?? entity);

const characters: Record<string, string> = {
	"&amp;": "&",
	"&lt;": "<",
	"&gt;": ">",
	"&quot;": '"',
	"&#39;": "'",
};
