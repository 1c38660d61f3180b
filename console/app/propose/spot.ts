// What looks like a secret in what was typed, by the rules by which a proposal is refused: here it never leaves the browser.

export type Written = HTMLTextAreaElement | HTMLInputElement;
/** `text`: of the whole field, as it was. `line`: from 1. */
export type Spot = { field: Written; text: string; start: number; end: number; what: string; line: number };

/** The first one in any field of the form. "unknown": the rules can't be loaded now. */
export const secretIn = async (form: HTMLFormElement): Promise<Spot | "unknown" | null> => {
	// About half of all that the page loads, so it comes after the rest.
	const rules = await import("../../../domain/secrets.ts").catch(() => null);
	if (!rules) return "unknown";
	for (const field of form.elements) {
		if (!isWritten(field)) continue;
		const { value: text } = field;
		const found = await rules.secretPlace(text, turn);
		if (found) return { ...found, field, text, line: text.slice(0, found.start).split("\n").length };
	}
	return null;
};

/** Lets others have theirs. */
export const turn = (): Promise<void> => new Promise((next) => setTimeout(next));

const isWritten = (field: Element): field is Written =>
	field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type === "text");
