// What the browser adds to a page that is complete without it: local times, live entries, the whole output, search.
import { markChanges } from "./changes.ts";
import { copying } from "./copy.ts";
import { decisions } from "./decide.ts";
import { part } from "./dom.ts";
import { showLinked } from "./fold.ts";
import { keyboard } from "./keys.ts";
import { live } from "./live.ts";
import { menus } from "./menus.ts";
import { copyLinks, followContents, keepClearOf } from "./places.ts";
import { printing } from "./printing.ts";
import { search } from "./search.ts";
import { signing } from "./signing.ts";
import { localTimes, zoneNote } from "./times.ts";
import { verify } from "./verify.ts";
import { noLongerWait } from "./waits.ts";

localTimes(document);
menus();
keyboard();
printing();
copying();
signing();
noLongerWait();
const article = document.querySelector<HTMLElement>("article.transcript");
if (article) transcript(article);

function transcript(article: HTMLElement): void {
	const [entries, form, control] = [part("entries"), part("search"), part("verify")];
	const [zone, bar] = [part("zone"), part("bar")];
	const panel = document.getElementById("verification");
	if (zone) zone.textContent = zoneNote();
	if (entries && form instanceof HTMLFormElement) search(form, entries);
	if (control instanceof HTMLAnchorElement && panel) verify(control, panel);
	if (entries) new MutationObserver(() => markChanges(entries)).observe(entries, { childList: true });
	if (entries) markChanges(entries);
	copyLinks(article);
	if (bar) keepClearOf(bar);
	followContents();
	showLinked();
	addEventListener("hashchange", showLinked);
	const updates = live(article);
	decisions(article, updates.now);
}
