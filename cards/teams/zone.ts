// Dates and times of a wall clock in some zone, and the instants that they mean.
import type { Instant } from "../../protocol/ids.ts";

/** `{ date: "2024-01-12", time: "17:41" }`; in UTC if the zone is unknown. */
export const inZone = (at: Instant, zone: string): { date: string; time: string } => {
	const parts = Object.fromEntries(
		clock(zone)
			.formatToParts(at)
			.map(({ type, value }) => [type, value]),
	);
	return {
		date: `${parts.year}-${parts.month}-${parts.day}`,
		time: `${parts.hour}:${parts.minute}`,
	};
};

/** The instant of `2024-01-12` `17:41` there; null: not a date or time. Of an hour that the clock goes through
 * twice, the first; in one that it leaps over, the time that it leaps to. */
export const atZone = (date: string, time: string, zone: string): Instant | null => {
	const wall = Date.parse(`${date}T${time}:00Z`);
	if (!/^\d{4}-\d\d-\d\d$/.test(date) || !/^\d\d:\d\d$/.test(time) || Number.isNaN(wall)) return null;
	const before = wall - offset(wall - day, zone);
	const after = wall - offset(wall + day, zone);
	return [before, after].find((at) => at + offset(at, zone) === wall) ?? Math.max(before, after);
};

const day = 86_400_000;

const offset = (at: Instant, zone: string): number => {
	const { date, time } = inZone(at, zone);
	return Date.parse(`${date}T${time}:00Z`) - Math.floor(at / 60_000) * 60_000;
};

const clock = (zone: string): Intl.DateTimeFormat => {
	const shape = {
		year: "numeric",
		month: "2-digit",
		day: "2-digit",
		hour: "2-digit",
		minute: "2-digit",
		hourCycle: "h23",
	} as const;
	try {
		return new Intl.DateTimeFormat("en-CA", { ...shape, timeZone: zone });
	} catch {
		return new Intl.DateTimeFormat("en-CA", { ...shape, timeZone: "UTC" });
	}
};
