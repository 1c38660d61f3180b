// The list of the moments that a recording marks, a page of it at a time.
import * as z from "zod/mini";
import { button, part } from "../dom.ts";
import { momentText } from "./moment.ts";

const Marks = z.object({
	marks: z.array(z.object({ cut: z.number(), kept: z.number(), text: z.string() })),
	/** How many there are. */
	all: z.number(),
	/** Others were reported that aren't among these. */
	more: z.boolean(),
});

/** The player's own bar has no more. */
const inBar = 500;

/** Resolves with what is to be said: nothing, or that they couldn't be loaded. */
export const marksList = async (
	address: string,
	how: { pauses(): "cut" | "kept"; go(seconds: number): void },
): Promise<string> => {
	const items = document.createElement("ol");
	items.className = "marks";
	const rest = document.createElement("p");
	rest.className = "hint";
	const shown: { button: HTMLButtonElement; cut: number; kept: number }[] = [];
	const name = (one: (typeof shown)[number]) => {
		one.button.textContent = momentText(one[how.pauses()]);
	};
	const next = async (): Promise<string> => {
		const found = await loaded(`${address}?after=${shown.length}`);
		if (!found) return "The marked moments could not be loaded. Reload the page to see them.";
		if (shown.length === 0 && found.marks.length > 0) begin(items, rest);
		for (const { text, ...at } of found.marks) {
			const one = { ...at, button: button("", () => how.go(at[how.pauses()])) };
			name(one);
			shown.push(one);
			const item = document.createElement("li");
			item.append(one.button, " ", text);
			items.append(item);
		}
		rest.replaceChildren(...restOf(found, shown.length, next));
		return "";
	};
	document.querySelector('input[name="cut"]')?.addEventListener("change", () => {
		for (const one of shown) name(one);
	});
	return next();
};

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

const restOf = ({ all, more }: z.infer<typeof Marks>, shown: number, next: () => Promise<string>): Node[] => {
	if (shown < all) {
		const count = new Intl.NumberFormat("en").format(all - shown);
		const made = button(`Show more of them (${count} left)`, () => {
			made.disabled = true;
			void next().then((problem) => {
				if (problem !== "") made.replaceWith(problem);
			});
		});
		return [made];
	}
	const said = [
		...(all > inBar ? [`The bar marks the first ${inBar}.`] : []),
		...(more ? ["More was reported than is marked: the transcript has all of it."] : []),
	];
	return [document.createTextNode(said.join(" "))];
};
