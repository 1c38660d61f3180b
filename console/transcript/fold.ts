// Bookkeeping between two entries of the matter: one quiet line, which opens to the entries.
import { html } from "hono/html";
import type { SessionEvent } from "../../protocol/record/events.ts";
import { machineryOf, machineryTitle } from "../../words/machinery.ts";
import { clock, day } from "../../words/times.ts";
import type { Html } from "../html/escape.ts";
import { moment } from "../html/moment.ts";
import type { Item } from "./timeline.ts";

/** In a few words, what an event is folded away as; null for what belongs to the matter. */
export const foldedAs = ({ body }: SessionEvent): string | null => body && machineryOf(body);

type Group = [Item, ...Item[]];

/** Items in their order: each of the matter alone, bookkeeping in a row together. */
export const grouped = (items: Item[]): Group[] => {
	const groups: Group[] = [];
	for (const item of items) {
		const group = groups.at(-1);
		if (group && isFolded(group[0]) && isFolded(item)) group.push(item);
		else groups.push([item]);
	}
	return groups;
};

export const isFolded = ({ event }: Item): boolean => foldedAs(event) !== null;

/** `entries` in the order of `items`. The browser adds to it what comes later (app/fold.ts). */
export const fold = (items: Group, entries: Html[], newDay: boolean): Html => {
	const first = items[0].event.at;
	const last = items.at(-1)?.event.at ?? first;
	return html`<li class="folded${newDay ? " newday" : ""}">
		<span class="at"><span class="day">${day(first)}</span>${moment(first)}</span>
		<details><summary><span data-part="fold-title">${machineryTitle(items.flatMap(({ event }) => foldedAs(event) ?? []))}</span><span data-part="fold-until">${until(first, last)}</span></summary>
			<ol class="timeline" data-list>${entries}</ol>
		</details>
	</li>`;
};

/** Nothing if it all was in one second. */
const until = (first: number, last: number): Html | string => {
	if (day(first) !== day(last)) return html`, until ${moment(last, "long")}`;
	return clock(first) === clock(last) ? "" : html`, until ${moment(last)}`;
};
