// How the reader likes output to be shown: for every run on the page, and kept in this browser.
import * as z from "zod/mini";

const Choices = z.object({
	as: z._default(z.enum(["terminal", "text", "raw"]), "terminal"),
	controls: z._default(z.boolean(), false),
	wrap: z._default(z.boolean(), true),
	numbers: z._default(z.boolean(), true),
	times: z._default(z.boolean(), false),
});
export type Choices = z.infer<typeof Choices>;

const key = "caisey.output";

const stored = (): unknown => {
	try {
		return JSON.parse(localStorage.getItem(key) ?? "{}");
	} catch {
		return {};
	}
};

let now: Choices | null = null;
const changed = new EventTarget();

export const choices = (): Choices => {
	now ??= Choices.safeParse(stored()).data ?? Choices.parse({});
	return now;
};

/** For as long as the page is there. */
export const onChoice = (tell: (made: Choices, before: Choices) => void): void =>
	changed.addEventListener("choice", (event) => {
		if (event instanceof CustomEvent) tell(choices(), event.detail);
	});

export const choose = (made: Partial<Choices>): void => {
	const before = choices();
	now = { ...before, ...made };
	try {
		localStorage.setItem(key, JSON.stringify(now));
	} catch {
		// A browser that keeps nothing still shows it.
	}
	changed.dispatchEvent(new CustomEvent("choice", { detail: before }));
};
