// Keeps the page up to date: new entries, the state of each run, its growing output.

import { showPlan } from "./decide.ts";
import { elements, hashId, part, say } from "./dom.ts";
import { addToTimeline, unfold } from "./fold.ts";
import { addressOf } from "./output/address.ts";
import { pressing } from "./pressing.ts";
import { repeat } from "./repeat.ts";
import { replace } from "./replace.ts";
import { localTimes } from "./times.ts";
import type { Viewer } from "./viewer.ts";
import { ask, Update } from "./wire.ts";

/** `now`: asks at once. */
export const live = (article: HTMLElement): { now(): void } => {
	const viewers = watched(article);
	let last = Number(article.dataset.last);
	const openAddress = () => {
		const place = addressOf(location.hash);
		const section = place && document.getElementById(place.run);
		if (!place || !section) return;
		const output = section.querySelector(".output");
		unfold(output);
		output?.scrollIntoView({ block: "center" });
		void viewers.of(section).then((made) => made.open(place));
	};
	const openEntry = (link: HTMLAnchorElement | null | undefined) => {
		const section = link?.closest<HTMLElement>("section.run");
		const id = link?.hash.slice(1) ?? "";
		if (!link || !section || document.getElementById(id)) return;
		void viewers.of(section).then((made) => made.showEntry(id, Number(link.dataset.record)));
	};
	openAddress();
	// Such a link may have been pressed before this script was here: then the address alone has it.
	openEntry(entryLinks(article).find(({ hash }) => hash === location.hash));
	addEventListener("hashchange", openAddress);
	article.addEventListener("click", ({ target }) => {
		openEntry(target instanceof Element ? target.closest<HTMLAnchorElement>(entryLink) : null);
	});
	const released = pressing();
	const turn = async (): Promise<number | null> => {
		const update = await ask(`${article.dataset.session}/events?after=${last}`, Update, patience);
		if (update === null) {
			notice("You are signed out, or can no longer see this session. Reload the page.");
			return null;
		}
		await released();
		notice("");
		show(article, update, viewers);
		last = update.last;
		return update.more ? 0 : update.busy ? 1_000 : update.closed ? 12 * slow : slow;
	};
	return repeat(turn, () => notice("No connection. Trying again…"));
};

/** To what the shell reported. */
const entryLink = "a[data-record]";
const entryLinks = (article: HTMLElement) => [...article.querySelectorAll<HTMLAnchorElement>(entryLink)];

const slow = 5_000;
const patience = 30_000;

/** `grow` is tried again with the next update if the connection failed. */
type Viewers = {
	of(section: HTMLElement): Promise<Viewer>;
	grow(section: HTMLElement): void;
	again(): void;
};

/** A viewer for each run, started when the run comes into view. */
const watched = (article: HTMLElement): Viewers => {
	const made = new Map<HTMLElement, Promise<Viewer>>();
	const failed = new Set<HTMLElement>();
	/** Its script comes when a run is looked at: the page itself is light. */
	const of = (section: HTMLElement): Promise<Viewer> => {
		const found = made.get(section) ?? import("./viewer.ts").then(({ viewer }) => viewer(section));
		made.set(section, found);
		found.catch(() => made.delete(section));
		return found;
	};
	const grow = (section: HTMLElement) => {
		failed.delete(section);
		of(section)
			.then((found) => found.grow())
			.catch(() => failed.add(section));
	};
	const seen = new IntersectionObserver((entries) => {
		for (const { isIntersecting, target } of entries)
			if (isIntersecting && target instanceof HTMLElement) grow(target);
	});
	const observe = (root: ParentNode) => {
		for (const section of root.querySelectorAll<HTMLElement>("section.run")) seen.observe(section);
	};
	observe(article);
	new MutationObserver((changes) => {
		for (const { addedNodes } of changes)
			for (const node of addedNodes) if (node instanceof HTMLElement) observe(node);
	}).observe(part("entries") ?? article, { childList: true });
	return {
		of,
		grow,
		again: () => {
			for (const section of [...failed]) grow(section);
		},
	};
};

const show = (article: HTMLElement, update: Update, viewers: Viewers): void => {
	const follows = isFollowing();
	const fresh = update.events.filter(({ seq }) => !document.getElementById(`e${seq}`));
	for (const { html } of fresh) addEntry(html);
	for (const { plan, html } of update.plans) showPlan(plan, html);
	viewers.again();
	for (const run of update.runs) showRun(run, viewers);
	const put = Object.entries(update.parts).map(([name, html]) => replace(part(name, article), html));
	if (fresh.length > 0 || update.plans.length > 0 || put.includes(true)) localTimes(article);
	if (fresh.length === 0) return;
	say(`${fresh.length} new ${fresh.length === 1 ? "entry" : "entries"}`);
	if (follows) scrollTo({ top: document.documentElement.scrollHeight });
};

/** Whoever is at the page's end sees what comes; not someone who was led to a place, or decides there. */
const isFollowing = (): boolean => {
	const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 80;
	const hash = hashId();
	const linked = hash === "newest" ? null : document.getElementById(hash);
	const places = [linked, part("decided")].map((place) => place?.getBoundingClientRect());
	return atEnd && !places.some((place) => place && place.top < innerHeight && place.bottom > 0);
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
	viewers.grow(section);
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
