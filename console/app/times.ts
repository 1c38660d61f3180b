// The reader's own zone in place of UTC, which stays on hover.

/** Every time below `root`, and the date at the first entry of each local day. */
export const localTimes = (root: ParentNode): void => {
	for (const time of root.querySelectorAll<HTMLTimeElement>("time[data-form]")) {
		const at = new Date(time.dateTime);
		time.textContent = time.dataset.form === "clock" ? clock.format(at) : long.format(at);
	}
	for (const timeline of document.querySelectorAll<HTMLElement>("[data-part=entries]")) days(timeline, "");
};

/** The date at the first entry of each day; within a fold, of each day but the fold's own first. */
const days = (timeline: HTMLElement, before: string): void => {
	let today = before;
	for (const entry of timeline.querySelectorAll<HTMLElement>(":scope > li")) {
		const time = entry.querySelector<HTMLTimeElement>(".at time");
		const day = entry.querySelector<HTMLElement>(".at .day");
		if (!time || !day) continue;
		day.textContent = date.format(new Date(time.dateTime));
		entry.classList.toggle("newday", day.textContent !== today);
		today = day.textContent;
		const folded = entry.classList.contains("folded") ? entry.querySelector("ol") : null;
		if (folded) days(folded, today);
	}
};

export const zoneNote = (): string =>
	`Times are in your time zone (${Intl.DateTimeFormat().resolvedOptions().timeZone}); hover over one for UTC, as recorded.`;

/** Times of pieces of output: with thousandths, as they are close together. */
export const pieceTimes = (root: ParentNode): void => {
	for (const piece of root.querySelectorAll<HTMLElement>(".rec:not([data-time])")) {
		const at = new Date(Number(piece.dataset.at));
		piece.dataset.time = exact.format(at);
		piece.title = `${at.toISOString().replace("T", " ").replace("Z", " UTC")}, the endpoint's clock`;
	}
};

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const exact = new Intl.DateTimeFormat(undefined, {
	hour: "numeric",
	minute: "2-digit",
	second: "2-digit",
	fractionalSecondDigits: 3,
});
const long = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const date = new Intl.DateTimeFormat(undefined, {
	weekday: "short",
	day: "numeric",
	month: "short",
	year: "numeric",
});
