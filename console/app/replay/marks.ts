// The list of the moments that a recording marks, a page of it at a time.
import * as z from "zod/mini";
import { mostInBar } from "../../replay/bar.ts";
import { button, part } from "../dom.ts";
import { momentText } from "./moment.ts";

const Marks = z.object({
	marks: z.array(z.object({ cut: z.number(), kept: z.number(), text: z.string() })),
	/** After which record to look for others; null: there are none. */
	next: z.nullable(z.number()),
});

/** Resolves with what is to be said: nothing, or that they couldn't be loaded. */
export const marksList = async (
	address: string,
	how: { pauses(): "cut" | "kept"; go(seconds: number): void },
): Promise<string> => {
	const items = document.createElement("ol");
	items.className = "marks";
	const rest = document.createElement("p");
	rest.className = "hint";
	const shown: Shown[] = [];
	const name = (one: Shown) => {
		one.button.textContent = momentText(one[how.pauses()]);
	};
	const add = (found: z.infer<typeof Marks>["marks"][number]) => {
		const { text, ...at } = found;
		const item = document.createElement("li");
		const one = { ...at, item, button: button("", () => how.go(at[how.pauses()])) };
		name(one);
		item.append(one.button, " ", text);
		// What is reported late of an earlier moment belongs there.
		const before = shown.findLastIndex(({ kept }) => kept <= at.kept) + 1;
		items.insertBefore(item, shown[before]?.item ?? null);
		shown.splice(before, 0, one);
	};
	const next = async (after: number): Promise<string> => {
		const found = await loaded(`${address}?after=${after}`);
		if (!found) return "The marked moments could not be loaded. Reload the page to see them.";
		if (!items.isConnected && (found.marks.length > 0 || found.next !== null)) begin(items, rest);
		for (const one of found.marks) add(one);
		rest.replaceChildren(restOf(found, shown.length, next));
		return "";
	};
	document.querySelector('input[name="cut"]')?.addEventListener("change", () => {
		for (const one of shown) name(one);
	});
	return next(0);
};

type Shown = { item: HTMLElement; button: HTMLButtonElement; cut: number; kept: number };

const begin = (...below: HTMLElement[]): void => {
	const heading = document.createElement("h2");
	heading.textContent = "Marked moments";
	part("marks")?.append(heading, ...below);
};

const loaded = async (address: string): Promise<z.infer<typeof Marks> | null> => {
	const response = await fetch(address).catch(() => null);
	const found = response?.ok ? await response.json().catch(() => null) : null;
	return Marks.safeParse(found).data ?? null;
};

const restOf = (
	found: z.infer<typeof Marks>,
	shown: number,
	more: (after: number) => Promise<string>,
): Node => {
	const { next } = found;
	if (next === null)
		return document.createTextNode(shown > mostInBar ? `The bar marks the first ${mostInBar}.` : "");
	const made = button(found.marks.length > 0 ? "Show more of them" : "None so far: look further", () => {
		made.disabled = true;
		void more(next).then((problem) => {
			if (problem !== "") made.replaceWith(problem);
		});
	});
	return made;
};
