// Quotes and dashes that a keyboard or an editor made of plain ones. No shell takes them for those, and they look alike.

const plain: Record<string, string> = {
	...{ "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'" },
	...{ "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"' },
	// Two hyphens become an em dash.
	...{ "‐": "-", "‑": "-", "–": "-", "—": "--", "−": "-" },
};
const marks = new RegExp(`[${Object.keys(plain).join("")}]`, "gu");

/** The same text with plain quotes and dashes; unchanged if there are no others. */
export const withPlainMarks = (text: string): string => text.replaceAll(marks, (mark) => plain[mark] ?? mark);
