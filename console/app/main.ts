// What the browser adds to a page that is complete without it: local times, live entries, the whole output, search.
import { markChanges } from "./changes.ts";
import { part } from "./dom.ts";
import { showLinked } from "./fold.ts";
import { live } from "./live.ts";
import { search } from "./search.ts";
import { localTimes, pieceTimes, zoneNote } from "./times.ts";
import { verify } from "./verify.ts";

localTimes(document);
const article = document.querySelector<HTMLElement>("article.transcript");
if (article) transcript(article);

function transcript(article: HTMLElement): void {
	const [entries, form, control] = [part("entries"), part("search"), part("verify")];
	const zone = part("zone");
	const panel = document.getElementById("verification");
	if (zone) zone.textContent = zoneNote();
	if (entries && form instanceof HTMLFormElement) search(form, entries);
	if (control instanceof HTMLAnchorElement && panel) verify(control, panel);
	if (entries) new MutationObserver(() => markChanges(entries)).observe(entries, { childList: true });
	if (entries) markChanges(entries);
	pieceTimes(article);
	closeMenus();
	showLinked();
	addEventListener("hashchange", showLinked);
	live(article);
}

/** A menu closes when something else is pressed, and on Escape. */
function closeMenus(): void {
	const close = (keep: Node | null) => {
		for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu"))
			if (!menu.contains(keep)) menu.open = false;
	};
	addEventListener("click", (event) => close(event.target instanceof Node ? event.target : null));
	addEventListener("keydown", (event) => {
		if (event.key === "Escape") close(null);
	});
}
