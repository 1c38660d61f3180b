// The keyboard: one table of keys, which the help lists.
import { part } from "./dom.ts";

/** `shown`: as the help names it. */
type Key = { key: string; shown: string; does: string; press(): void };

const keys: Key[] = [
	{ key: "/", shown: "/", does: "Search", press: () => focusSearch() },
	{ key: "j", shown: "j", does: "Next entry", press: () => move(1) },
	{ key: "k", shown: "k", does: "Previous entry", press: () => move(-1) },
	{ key: "?", shown: "?", does: "This help", press: () => showHelp() },
];

/** Keys act unless someone is typing, or holds a key that gives them another meaning. */
export const keyboard = (): void => {
	addEventListener("keydown", (event) => {
		if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
			return;
		if (document.querySelector("dialog[open]")) return;
		const found = keys.find(({ key }) => key === event.key);
		if (!found) return;
		event.preventDefault();
		found.press();
	});
	const control = part("keys");
	if (!control) return;
	control.hidden = false;
	control.addEventListener("click", showHelp);
};

const isTyping = (target: EventTarget | null): boolean =>
	target instanceof HTMLElement &&
	(target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio])"));

/** The page's own search if it has one, else the one in the bar. */
const focusSearch = (): void => {
	const fields = [...document.querySelectorAll<HTMLInputElement>('[role="search"] input[type="search"]')];
	const field = fields.filter((one) => one.checkVisibility()).at(-1);
	field?.focus();
	field?.select();
};

/** From item to item of the lists that are marked with data-list; the focus goes to an item's first link. */
const move = (by: 1 | -1): void => {
	const all = [...document.querySelectorAll<HTMLElement>("[data-list] > *")]
		.filter((item) => item.checkVisibility())
		.flatMap((item) => item.querySelector<HTMLElement>(":scope > a, :scope > * > summary, a, summary") ?? []);
	const now = document.activeElement;
	const inView = all.findIndex((one) => one.getBoundingClientRect().top > barHeight);
	const at =
		now === document.body ? inView - (by > 0 ? 1 : 0) : all.findLastIndex((one) => isAtOrBefore(one, now));
	all[Math.max(at + by, 0)]?.focus();
};

/** What sticks to the top, in pixels. */
const barHeight = 72;

const isAtOrBefore = (one: Element, focused: Element | null): boolean =>
	one === focused ||
	(focused !== null && Boolean(one.compareDocumentPosition(focused) & Node.DOCUMENT_POSITION_FOLLOWING));

const showHelp = (): void => {
	const dialog = document.createElement("dialog");
	dialog.className = "keys";
	dialog.setAttribute("aria-labelledby", "keys-title");
	const title = Object.assign(document.createElement("h2"), { id: "keys-title", textContent: "Keyboard" });
	const list = document.createElement("dl");
	for (const { shown, does } of [...keys, { shown: "Esc", does: "Close a menu or this help" }])
		list.append(kbd(shown), Object.assign(document.createElement("dd"), { textContent: does }));
	const form = document.createElement("form");
	form.method = "dialog";
	form.append(Object.assign(document.createElement("button"), { textContent: "Close" }));
	dialog.append(title, list, form);
	dialog.addEventListener("close", () => dialog.remove());
	dialog.addEventListener("click", ({ target }) => {
		if (target === dialog) dialog.close();
	});
	document.body.append(dialog);
	dialog.showModal();
};

const kbd = (text: string): HTMLElement => {
	const term = document.createElement("dt");
	term.append(Object.assign(document.createElement("kbd"), { textContent: text }));
	return term;
};
