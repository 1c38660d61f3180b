// A page that shows a message as it looks in Slack and in Teams, beside each other.
import { flushSync } from "react-dom";
import { createRoot, type Root } from "react-dom/client";
import type {} from "../shown.ts";
import { SlackCard } from "./slack.tsx";
import { drawTeams } from "./teams.ts";

const part = (id: string): HTMLElement => {
	const found = document.getElementById(id);
	if (!found) throw new Error(`no ${id}`);
	return found;
};

// As laid out: each paragraph on its own line.
// biome-ignore lint/performance/useDomNodeTextContent: text content knows no lines
const seenIn = (place: HTMLElement): string => place.innerText;

const wide = ({ scrollWidth, clientWidth }: HTMLElement): boolean => scrollWidth > clientWidth;

const above = (place: HTMLElement, selector: string): number => {
	const first = place.querySelector(selector);
	return first ? first.getBoundingClientRect().top - place.getBoundingClientRect().top : Number.NaN;
};

let root: Root | null = null;
window.show = ({ slack, teams }) => {
	root ??= createRoot(part("slack"));
	flushSync(() => root?.render(<SlackCard blocks={slack} />));
	const place = part("teams");
	if (typeof teams === "string") place.innerHTML = teams.replaceAll("at>", "b>");
	const drawn = typeof teams === "string" ? null : drawTeams(teams);
	if (drawn) place.replaceChildren(drawn.element);
	return {
		text: seenIn(place),
		codes: drawn?.codes() ?? [],
		sticksOut: wide(place) || wide(part("slack")),
		above: [above(part("slack"), "pre"), above(place, '[style*="240, 240, 240"]')],
	};
};
