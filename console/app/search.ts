// Search within the page: entries without the words step aside, the words are marked, Enter goes from one to the next.

import { unfold } from "./fold.ts";

export const search = (form: HTMLFormElement, timeline: HTMLElement): void => {
	const field = form.querySelector<HTMLInputElement>("input");
	const found = form.querySelector("output");
	if (!field || !found) return;
	let marks: Range[] = [];
	let current = -1;
	const look = () => {
		const words = field.value.trim().toLowerCase();
		const entries = [...timeline.querySelectorAll<HTMLElement>(".entry")];
		for (const entry of entries)
			entry.hidden = words !== "" && !entry.textContent.toLowerCase().includes(words);
		for (const fold of timeline.querySelectorAll<HTMLElement>(".folded")) showFold(fold, words !== "");
		const left = entries.filter((entry) => !entry.hidden);
		marks = words === "" ? [] : left.flatMap((entry) => ranges(entry, words)).slice(0, mostMarks);
		current = -1;
		highlight("found", marks);
		highlight("current", []);
		found.value = words === "" ? "" : `${left.length} of ${entries.length} entries here`;
		offerAll(form, field.value.trim());
	};
	field.addEventListener("input", look);
	form.addEventListener("submit", (event) => {
		event.preventDefault();
		current = marks.length ? (current + 1) % marks.length : -1;
		const mark = marks[current];
		const all = form.querySelector<HTMLAnchorElement>("a:not([hidden])");
		if (mark) goTo(mark);
		else if (all) location.assign(all.href);
	});
	form.hidden = false;
};

/** Open while some of it is found; then as it was. */
const showFold = (fold: HTMLElement, searching: boolean): void => {
	const details = fold.querySelector("details");
	fold.hidden = [...fold.querySelectorAll<HTMLElement>(".entry")].every((entry) => entry.hidden);
	if (!details) return;
	if (searching) {
		details.dataset.was ??= details.open ? "open" : "closed";
		details.open = true;
	} else if (details.dataset.was) {
		details.open = details.dataset.was === "open";
		delete details.dataset.was;
	}
};

const mostMarks = 2_000;

/** The page has only the beginning of long outputs; the search has all of them. */
const offerAll = (form: HTMLFormElement, words: string): void => {
	const link = form.querySelector<HTMLAnchorElement>("a");
	if (!link) return;
	link.hidden = words.length < 3;
	const session = link.dataset.session ?? "";
	link.href = `/search?${new URLSearchParams({ q: words, session })}`;
};

const ranges = (entry: HTMLElement, words: string): Range[] => {
	const all: Range[] = [];
	const walker = document.createTreeWalker(entry, NodeFilter.SHOW_TEXT);
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		const text = (node.textContent ?? "").toLowerCase();
		for (
			let at = text.indexOf(words);
			at >= 0 && all.length < mostMarks;
			at = text.indexOf(words, at + words.length)
		) {
			const range = document.createRange();
			range.setStart(node, at);
			range.setEnd(node, at + words.length);
			all.push(range);
		}
	}
	return all;
};

const goTo = (mark: Range): void => {
	const at = mark.startContainer.parentElement;
	unfold(at);
	at?.scrollIntoView({ block: "center" });
	highlight("current", [mark]);
};

const highlight = (name: string, marks: Range[]): void => {
	if (typeof Highlight !== "undefined") CSS.highlights.set(name, new Highlight(...marks));
};
