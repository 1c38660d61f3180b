// When plans may start, by the clock on a client's wall: also on the days when that clock is changed. Pure.
import type { Instant } from "../../protocol/ids.ts";
import { Day, type Hours } from "../../protocol/rules.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** A week has every window once; two, since a change of the clock may skip one. */
const ahead = 15 * day;

/** The first moment from `at` on in which a plan may start; null: there is none within two weeks. */
export const opensAt = (hours: Hours | undefined, at: Instant): Instant | null =>
	hours === undefined ? at : find(hours, at, true);

/** The first moment from `at` on in which none may; null: it is open for more than two weeks. */
export const closesAt = (hours: Hours | undefined, at: Instant): Instant | null =>
	hours === undefined ? null : find(hours, at, false);

export const isOpen = (hours: Hours | undefined, at: Instant): boolean =>
	hours === undefined || within(hours, at + offset(hours.zone, at));

/** Minute by minute, as a wall's clock shows minutes; the zone is asked once an hour, and each minute where its clock is changed. */
const find = (hours: Hours, at: Instant, open: boolean): Instant | null => {
	if (isOpen(hours, at) === open) return at;
	let minutes = Math.floor(at / minute) * minute + minute;
	while (minutes <= at + ahead) {
		const end = Math.floor(minutes / hour) * hour + hour;
		const from = offset(hours.zone, minutes);
		const same = from === offset(hours.zone, end - minute);
		for (; minutes < end; minutes += minute)
			if (within(hours, minutes + (same ? from : offset(hours.zone, minutes))) === open) return minutes;
	}
	return null;
};

/** `wall`: what the clock shows, as if it were UTC. */
const within = ({ windows }: Hours, wall: number): boolean => {
	const today = new Date(wall).getUTCDay();
	const time = Math.floor((wall % day) / minute);
	return windows.some(({ days, from, to }) => {
		const [start, end] = [minutesOf(from), minutesOf(to)];
		const begins = days.includes(dayOf(today));
		if (start < end) return begins && time >= start && time < end;
		return (begins && time >= start) || (days.includes(dayOf(today + 6)) && time < end);
	});
};

/** Sunday is 0. */
const dayOf = (n: number): Day => Day.options[(n + 6) % 7] as Day;

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** How far a zone's clock is ahead of UTC, in ms. */
const offset = (zone: string, at: Instant): number => {
	const parts = Object.fromEntries(
		formatOf(zone)
			.formatToParts(at)
			.map(({ type, value }) => [type, Number(value)]),
	);
	const { year = 0, month = 1, day: date = 1, hour: hours = 0, minute: minutes = 0, second = 0 } = parts;
	return Date.UTC(year, month - 1, date, hours, minutes, second) - Math.floor(at / 1000) * 1000;
};

const formats = new Map<string, Intl.DateTimeFormat>();
const formatOf = (zone: string): Intl.DateTimeFormat => {
	const known = formats.get(zone);
	if (known) return known;
	const number = "numeric";
	const made = new Intl.DateTimeFormat("en-US", {
		...{ timeZone: zone, calendar: "gregory", numberingSystem: "latn", hourCycle: "h23" },
		...{ year: number, month: number, day: number, hour: number, minute: number, second: number },
	});
	formats.set(zone, made);
	return made;
};
