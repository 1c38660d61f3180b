// The reader's own zone instead of UTC, which stays on hover.

/** Every time below `root`, and the date at the first entry of each local day. */
export const localTimes = (root: ParentNode): void => {
	for (const time of root.querySelectorAll<HTMLTimeElement>("time[data-form]")) {
		const at = new Date(time.dateTime);
		const seen = new Date(time.dataset.seen ?? time.dateTime);
		const { form } = time.dataset;
		time.textContent = form === "day" ? dayBefore(at, seen) : (form === "clock" ? clock : long).format(at);
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

/** `Friday 16:47`, as long as a weekday says which; `12 January 16:47`, with its year if that is another. */
export const dayBefore = (at: Date, seen: Date): string => {
	const days = (midnight(seen) - midnight(at)) / 86_400_000;
	const year = at.getFullYear() === seen.getFullYear() ? {} : ({ year: "numeric" } as const);
	const day: Intl.DateTimeFormatOptions =
		days >= 0 && days < 7 ? { weekday: "long" } : { day: "numeric", month: "long", ...year };
	return `${new Intl.DateTimeFormat(undefined, day).format(at)} ${minute.format(at)}`;
};

/** Of that day in the reader's zone, counted as if all days had 24 hours. */
const midnight = (at: Date): number => Date.UTC(at.getFullYear(), at.getMonth(), at.getDate());

export const zoneNote = (): string =>
	`Times are in your time zone (${Intl.DateTimeFormat().resolvedOptions().timeZone}); hover over one for UTC, as recorded.`;

/** Times of rows of output: with thousandths, as they are close together. */
export const pieceTimes = (root: ParentNode): void => {
	for (const row of root.querySelectorAll<HTMLElement>(".row")) {
		const text = row.querySelector<HTMLElement>(".text:not([data-time])");
		if (!text) continue;
		const at = new Date(Number(row.dataset.at));
		text.dataset.time = exact.format(at);
		row.title = `${at.toISOString().replace("T", " ").replace("Z", " UTC")}, the endpoint's clock`;
	}
};

const minute = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
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
