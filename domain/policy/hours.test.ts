import { describe, expect, test } from "vitest";
import { Hours } from "../../protocol/rules.ts";
import { closesAt, isOpen, opensAt } from "./hours.ts";

const at = (text: string) => Date.parse(text);
const utc = (found: number | null) => (found === null ? null : new Date(found).toISOString());
const weekdays = ["mon", "tue", "wed", "thu", "fri"];
const berlin = (from: string, to: string, days = weekdays) =>
	Hours.parse({ zone: "Europe/Berlin", windows: [{ days, from, to }] });
const office = berlin("08:00", "18:00");
const night = berlin("22:00", "05:00");
const early = berlin("02:15", "02:45", ["sun"]);

describe("when plans may start", () => {
	test.each([
		// Berlin is UTC+1 in winter, UTC+2 in summer; 2026-12-04 is a Friday.
		{ what: "within", hours: office, now: "2026-12-04T10:00Z", opens: "2026-12-04T10:00:00.000Z" },
		{ what: "before", hours: office, now: "2026-12-04T06:59:59Z", opens: "2026-12-04T07:00:00.000Z" },
		{ what: "over the weekend", hours: office, now: "2026-12-04T17:00Z", opens: "2026-12-07T07:00:00.000Z" },
		{ what: "in summer", hours: office, now: "2026-07-03T05:00Z", opens: "2026-07-03T06:00:00.000Z" },
		{
			what: "across a change to summer",
			hours: office,
			now: "2027-03-26T18:00Z",
			opens: "2027-03-29T06:00:00.000Z",
		},
		{
			what: "across a change to winter",
			hours: office,
			now: "2026-10-23T18:00Z",
			opens: "2026-10-26T07:00:00.000Z",
		},
		{ what: "at night", hours: night, now: "2026-12-04T20:00Z", opens: "2026-12-04T21:00:00.000Z" },
		{
			what: "after Friday's midnight",
			hours: night,
			now: "2026-12-05T02:00Z",
			opens: "2026-12-05T02:00:00.000Z",
		},
		{
			what: "not on Saturday night",
			hours: night,
			now: "2026-12-05T22:00Z",
			opens: "2026-12-07T21:00:00.000Z",
		},
		{
			what: "an hour that is skipped",
			hours: early,
			now: "2027-03-27T12:00Z",
			opens: "2027-04-04T00:15:00.000Z",
		},
		{
			what: "an hour that comes twice",
			hours: early,
			now: "2026-10-25T00:50Z",
			opens: "2026-10-25T01:15:00.000Z",
		},
	])("$what", ({ hours, now, opens }) => {
		expect(utc(opensAt(hours, at(now)))).toBe(opens);
	});

	test.each([
		{
			what: "at the window's end",
			hours: office,
			now: "2026-12-04T10:00Z",
			closes: "2026-12-04T17:00:00.000Z",
		},
		{
			what: "on the day of a change",
			hours: berlin("00:00", "24:00", ["sun"]),
			now: "2027-03-28T12:00Z",
			closes: "2027-03-28T22:00:00.000Z",
		},
		{
			what: "never, if it is always open",
			hours: berlin("00:00", "24:00", [...weekdays, "sat", "sun"]),
			now: "2026-12-04T10:00Z",
			closes: null,
		},
	])("a window closes $what", ({ hours, now, closes }) => {
		expect(utc(closesAt(hours, at(now)))).toBe(closes);
	});

	test("without hours it is always open", () => {
		expect([isOpen(undefined, 0), opensAt(undefined, 5), closesAt(undefined, 5)]).toEqual([true, 5, null]);
	});

	test.each(["America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu"])(
		"each hour of a year agrees with what the wall's clock shows in %s",
		(zone) => {
			const hours = Hours.parse({ zone, windows: [{ days: ["mon", "sat"], from: "00:30", to: "02:30" }] });
			const shown = new Intl.DateTimeFormat("en-GB", {
				...{ timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
			});
			for (let now = at("2026-01-01T00:00Z"); now < at("2027-01-01T00:00Z"); now += 5_400_000) {
				const [day = "", time = ""] = shown.format(now).replace(",", "").split(" ");
				const open = (day === "Mon" || day === "Sat") && time >= "00:30" && time < "02:30";
				expect(isOpen(hours, now), `${day} ${time}`).toBe(open);
			}
		},
	);

	test("the first open moment is open, and the one before it isn't", () => {
		for (let now = at("2026-03-25T00:00Z"); now < at("2026-04-06T00:00Z"); now += 7_919_000) {
			const opens = opensAt(early, now) as number;
			expect(isOpen(early, opens)).toBe(true);
			if (opens > now) expect(isOpen(early, opens - 1)).toBe(false);
		}
	});

	test.each([{ zone: "Berlin" }, { from: "8:00" }, { to: "25:00" }, { from: "18:00" }, { days: [] }])(
		"%o is refused",
		({ zone = "Europe/Berlin", ...some }) => {
			const window = { days: ["mon"], from: "08:00", to: "18:00", ...some };
			expect(Hours.safeParse({ zone, windows: [window] }).success).toBe(false);
		},
	);
});
