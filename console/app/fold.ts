// Folded bookkeeping: live entries join the line that is there, and a link to one of them opens it.
import { machineryTitle } from "../../words/machinery.ts";
import { hashId, part } from "./dom.ts";

/** Adds an entry at the end; bookkeeping that follows bookkeeping goes into the same fold. */
export const addToTimeline = (timeline: HTMLElement, added: HTMLElement): void => {
	const last = timeline.lastElementChild;
	const [into, from] = [entriesOf(last), entriesOf(added)];
	if (last instanceof HTMLElement && into && from) {
		into.append(...from.children);
		retitle(last, into);
	} else timeline.append(added);
};

/** Opens every fold around the entry that the address names, and the card that is all that an entry has. */
export const showLinked = (): void => {
	const linked = document.getElementById(hashId());
	const card = linked?.dataset.card === undefined ? null : linked.querySelector("details");
	if (card) card.open = true;
	if (!linked?.parentElement?.closest("details:not([open])")) return;
	unfold(linked.parentElement);
	linked.scrollIntoView({ block: card ? "start" : "center" });
};

/** Opens every fold around something. */
export const unfold = (within: Element | null): void => {
	for (let fold = within?.closest("details"); fold; fold = fold.parentElement?.closest("details"))
		fold.open = true;
};

const entriesOf = (item: Element | null): HTMLElement | null =>
	item?.classList.contains("folded") ? item.querySelector<HTMLElement>("ol") : null;

const retitle = (fold: HTMLElement, entries: HTMLElement): void => {
	const all = [...entries.children].filter((one) => one instanceof HTMLElement);
	const [title, until] = [part("fold-title", fold), part("fold-until", fold)];
	if (title) title.textContent = machineryTitle(all.map(({ dataset }) => dataset.folded ?? ""));
	const last = all.at(-1)?.querySelector("time");
	if (until && last) until.replaceChildren(", until ", last.cloneNode(true));
};
