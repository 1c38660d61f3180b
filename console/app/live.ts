// Keeps the page up to date: new entries, the state of each run, its growing output.
import { elements, part, say } from "./dom.ts";
import { addToTimeline } from "./fold.ts";
import { localTimes } from "./times.ts";
import { type Viewer, viewer } from "./viewer.ts";
import { ask, Update } from "./wire.ts";

export const live = (article: HTMLElement): void => {
	const viewers = watched(article);
	let last = Number(article.dataset.last);
	const turn = async (): Promise<void> => {
		if (document.hidden) return void document.addEventListener("visibilitychange", turn, { once: true });
		const update = await ask(`${article.dataset.session}/events?after=${last}`, Update).catch(
			() => "offline" as const,
		);
		if (update === null)
			return notice("You are signed out, or can no longer see this session. Reload the page.");
		if (update === "offline") {
			notice("No connection. Trying again…");
			return later(turn, slow);
		}
		notice("");
		last = update.last;
		show(article, update, viewers);
		later(turn, update.more ? 0 : update.busy ? 1_000 : update.closed ? 12 * slow : slow);
	};
	void turn();
};

const slow = 5_000;
const later = (turn: () => Promise<void>, ms: number) => void setTimeout(turn, ms);

type Viewers = { of(section: HTMLElement): Viewer };

/** A viewer for each run, started when the run comes into view. */
const watched = (article: HTMLElement): Viewers => {
	const made = new Map<HTMLElement, Viewer>();
	const of = (section: HTMLElement) => {
		const found = made.get(section) ?? viewer(section);
		made.set(section, found);
		return found;
	};
	const seen = new IntersectionObserver((entries) => {
		for (const { isIntersecting, target } of entries)
			if (isIntersecting && target instanceof HTMLElement) void of(target).grow();
	});
	const observe = (root: ParentNode) => {
		for (const section of root.querySelectorAll<HTMLElement>("section.run")) seen.observe(section);
	};
	observe(article);
	new MutationObserver((changes) => {
		for (const { addedNodes } of changes)
			for (const node of addedNodes) if (node instanceof HTMLElement) observe(node);
	}).observe(part("entries") ?? article, { childList: true });
	return { of };
};

const show = (article: HTMLElement, update: Update, viewers: Viewers): void => {
	const bottom = innerHeight + scrollY >= document.documentElement.scrollHeight - 80;
	const fresh = update.events.filter(({ seq }) => !document.getElementById(`e${seq}`));
	for (const { html } of fresh) addEntry(html);
	for (const { plan, html } of update.plans)
		document.querySelector(`[data-plan="${CSS.escape(plan)}"]`)?.replaceWith(...elements(html));
	for (const run of update.runs) showRun(run, viewers);
	const [state, waiting] = [part("state", article), part("waiting", article)];
	if (state && state.innerHTML !== update.state) state.innerHTML = update.state;
	if (waiting && waiting.innerHTML !== update.waiting) waiting.innerHTML = update.waiting;
	if (fresh.length === 0) return;
	localTimes(article);
	say(`${fresh.length} new ${fresh.length === 1 ? "entry" : "entries"}`);
	if (bottom) scrollTo({ top: document.documentElement.scrollHeight });
};

const addEntry = (html: string): void => {
	for (const entry of elements(html)) {
		// A run appears on the page once.
		const run = entry.querySelector("section.run");
		if (run && document.getElementById(run.id)) run.remove();
		entry.classList.add("new");
		const timeline = part("entries");
		if (timeline) addToTimeline(timeline, entry);
	}
};

const showRun = (
	{ run, state, bytes, lastRecord, parts }: Update["runs"][number],
	viewers: Viewers,
): void => {
	const section = document.getElementById(run);
	if (!section) return;
	Object.assign(section.dataset, { state, bytes: String(bytes), last: String(lastRecord) });
	const put = Object.entries(parts).map(([name, html]) => replace(part(name, section), html));
	if (put.includes(true)) localTimes(section);
	void viewers.of(section).grow();
};

/** Replaces a part's content, if it is another one; folds that the reader opened stay open. */
const replace = (target: HTMLElement | null, html: string): boolean => {
	if (!target || target.dataset.was === html) return false;
	const open = [...target.querySelectorAll("details")].map((fold) => fold.open);
	target.innerHTML = html;
	target.dataset.was = html;
	for (const [i, fold] of [...target.querySelectorAll("details")].entries()) fold.open = open[i] ?? false;
	return true;
};

const notice = (text: string): void => {
	const zone = document.getElementById("connection") ?? document.body.appendChild(banner());
	if (zone.textContent === text) return;
	zone.textContent = text;
	zone.hidden = text === "";
};

const banner = (): HTMLElement => {
	const made = document.createElement("p");
	made.id = "connection";
	made.setAttribute("role", "status");
	made.hidden = true;
	return made;
};
