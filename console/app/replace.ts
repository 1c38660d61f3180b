// Puts a part's new content in place of the old one; what the reader opened stays open, what they typed or chose stays so, and the focus
// where it was: on what is the same in the new content, whatever came before it.
import { fieldsOf, kept } from "./typed.ts";

/** Whether it is another content than the server last sent for this part. */
export const replace = (target: HTMLElement | null, html: string): boolean => {
	if (!target || target.dataset.was === html) return false;
	const isFirst = target.dataset.was === undefined;
	target.dataset.was = html;
	if (isFirst && isSame(target, html)) return false;
	const all = () => [foldsOf(target), fieldsOf(target), focusableIn(target)] as const;
	const [folds, fields, focusable] = all();
	const open = folds.map((fold) => fold.open);
	const typed = fields.map(kept);
	const focused = focusable.findIndex((one) => one.matches(":focus"));
	target.innerHTML = html;
	const now = all();
	const [foldNow, fieldNow, focusableNow] = [
		// A fold's title may tell how much is in it.
		counterparts(folds, now[0], titleOf, () => true),
		counterparts(fields, now[1], fieldName),
		// A button that says something else does something else.
		counterparts(focusable, now[2], pressName, (one) => one.matches("summary")),
	];
	for (const [i, fold] of folds.entries()) {
		const found = foldNow.get(fold);
		if (found) found.open = open[i] ?? false;
	}
	for (const [i, field] of fields.entries()) typed[i]?.(fieldNow.get(field));
	const before = focusable[focused];
	if (before) focusableNow.get(before)?.focus({ preventScroll: true });
	return true;
};

const foldsOf = (within: HTMLElement): HTMLDetailsElement[] => [...within.querySelectorAll("details")];
const focusableIn = (within: HTMLElement): HTMLElement[] => [
	...within.querySelectorAll<HTMLElement>("a, button, summary, input, select, textarea"),
];

/** Which one in the new content is the same as one in the old: by its name, the first of a name to the first of it. Where there are as
 * many as before, some are still the same under another name: those in the same place. */
const counterparts = <Of extends HTMLElement>(
	before: Of[],
	now: Of[],
	nameOf: (one: Of) => string,
	renamed: (one: Of) => boolean = () => false,
): Map<Of, Of> => {
	const [was, is] = [numbered(before, nameOf), numbered(now, nameOf)];
	const found = new Map<Of, Of>();
	for (const [name, one] of was) {
		const same = is.get(name);
		if (same) found.set(one, same);
	}
	const taken = new Set(found.values());
	for (const [i, one] of before.length === now.length ? before.entries() : []) {
		const there = now[i];
		if (there && !found.has(one) && !taken.has(there) && renamed(one)) found.set(one, there);
	}
	return found;
};

const numbered = <Of extends HTMLElement>(all: Of[], nameOf: (one: Of) => string): Map<string, Of> => {
	const counts = new Map<string, number>();
	return new Map(
		all.map((one) => {
			const name = nameOf(one);
			const n = (counts.get(name) ?? 0) + 1;
			counts.set(name, n);
			return [`${name} ${n}`, one];
		}),
	);
};

const titleOf = (fold: HTMLDetailsElement): string => textOf(fold.querySelector("summary"));

const actionOf = (one: HTMLElement): string => one.closest("form")?.getAttribute("action") ?? "";

const fieldName = (field: HTMLElement): string =>
	[actionOf(field), field.getAttribute("type"), field.getAttribute("name"), choiceOf(field)].join(" ");

/** Of several with one name. */
const choiceOf = (field: HTMLElement): string | null =>
	field.matches("[type=radio], [type=checkbox]") ? field.getAttribute("value") : null;

const pressName = (one: HTMLElement): string =>
	one.matches("input, select, textarea")
		? fieldName(one)
		: [one.tagName, actionOf(one), one.getAttribute("href"), textOf(one)].join(" ");

/** Times are in the reader's own zone, once the page has put that in. */
const textOf = (one: Element | null): string => {
	const copy = one?.cloneNode(true);
	if (!(copy instanceof Element)) return "";
	for (const time of copy.querySelectorAll("time")) time.textContent = "";
	return copy.textContent ?? "";
};

/** Whether the page was delivered with it, but for what the browser put in: local times, the mark of where the reader is, and a
 * button that waited for it, with the line that said so. */
const isSame = (target: HTMLElement, html: string): boolean => {
	const template = document.createElement("template");
	template.innerHTML = html;
	return plain(target) === plain(template.content);
};

const plain = (part: Node): string => {
	const whole = document.createElement("div");
	whole.append(...part.cloneNode(true).childNodes);
	for (const time of whole.querySelectorAll("time")) time.textContent = "";
	for (const link of whole.querySelectorAll("[aria-current]")) link.removeAttribute("aria-current");
	for (const fold of whole.querySelectorAll("details")) fold.removeAttribute("open");
	for (const line of whole.querySelectorAll("form[data-sign] p[data-waits]")) line.remove();
	for (const button of whole.querySelectorAll("form[data-sign] button")) {
		button.removeAttribute("data-waits");
		button.removeAttribute("disabled");
	}
	return whole.innerHTML;
};
