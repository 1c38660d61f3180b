// Puts a named secret in the place of what was typed.
import type { Spot } from "./spot.ts";

/** The same text with `{{secret:…}}` there, and where the cursor is then. In single quotes a shell would put nothing. */
export const withSecret = (
	text: string,
	{ start, end }: Pick<Spot, "start" | "end">,
	shell: string,
): { from: number; until: number; put: string } => {
	const place = `{{secret:${freeName(text)}}}`;
	const single = text[start - 1] === "'" && text[end] === "'";
	return single && shell !== "cmd"
		? { from: start - 1, until: end + 1, put: `"${place}"` }
		: { from: start, until: end, put: place };
};

const freeName = (text: string): string => {
	const taken = new Set([...text.matchAll(/\{\{secret:([a-z0-9-]+)\}\}/g)].map(([, name]) => name));
	for (let n = 1; ; n++) {
		const name = n === 1 ? "password" : `password-${n}`;
		if (!taken.has(name)) return name;
	}
};

/** Nothing, if the field has another text by now. */
export const intoSecret = (spot: Spot, shell: string): void => {
	const { field } = spot;
	if (field.value !== spot.text) return;
	const { from, until, put } = withSecret(field.value, spot, shell);
	field.setRangeText(put, from, until, "select");
	field.focus();
	field.dispatchEvent(new InputEvent("input", { bubbles: true }));
};
