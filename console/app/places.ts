// Places on the page: a link to one is copied when it is pressed, and the contents show where the reader is.
import { part, say } from "./dom.ts";

/** The address of a place goes to the clipboard; the link itself says so. */
export const copyLinks = (root: HTMLElement): void => {
	root.addEventListener("click", ({ target }) => {
		const link = target instanceof Element ? target.closest<HTMLAnchorElement>("a[data-copy]") : null;
		if (link) void copy(link);
	});
};

const copy = async (link: HTMLAnchorElement): Promise<void> => {
	const copied = await navigator.clipboard?.writeText(link.href).then(
		() => true,
		() => false,
	);
	// Where the browser doesn't let a page copy, the address bar has it.
	if (!copied) return;
	say("Link copied");
	link.classList.add("copied");
	link.addEventListener("animationend", () => link.classList.remove("copied"), { once: true });
};

/** Marks the last place that the reader has come to, and closes the phone's menu when a place is chosen. */
export const followContents = (): void => {
	const contents = part("contents");
	if (!contents) return;
	let waits = false;
	const mark = () => {
		waits = false;
		const links = [...contents.querySelectorAll<HTMLAnchorElement>("a")];
		const passed = links.filter(({ hash }) => isPassed(hash.slice(1)));
		const here = passed.at(-1) ?? links[0];
		for (const link of links)
			if (link === here) link.setAttribute("aria-current", "true");
			else link.removeAttribute("aria-current");
	};
	const soon = () => {
		if (!waits) requestAnimationFrame(mark);
		waits = true;
	};
	addEventListener("scroll", soon, { passive: true });
	new MutationObserver(soon).observe(contents, { childList: true });
	contents.addEventListener("click", ({ target }) => {
		if (target instanceof Element && target.closest("a") && contents.matches(":popover-open"))
			contents.hidePopover();
	});
	soon();
};

const isPassed = (id: string): boolean => {
	const place = document.getElementById(id);
	return place?.checkVisibility() === true && place.getBoundingClientRect().top < barHeight + 60;
};

let barHeight = 64;

/** What an address names comes to rest below the bar, however high that is. */
export const keepClearOf = (bar: HTMLElement): void => {
	const { style } = document.documentElement;
	new ResizeObserver(() => {
		barHeight = bar.offsetHeight;
		style.setProperty("--bar", `${barHeight}px`);
		const linked = document.querySelector(":target");
		const top = linked?.getBoundingClientRect().top ?? -1;
		if (top >= 0 && top < barHeight) linked?.scrollIntoView();
	}).observe(bar);
};
