import { expect, test } from "vitest";
import { atZone, inZone } from "./zone.ts";

const at = Date.UTC(2024, 0, 12, 16, 41);

test("a time on the wall means the same instant there and back", () => {
	expect(inZone(at, "Europe/Berlin")).toEqual({ date: "2024-01-12", time: "17:41" });
	for (const zone of ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"]) {
		const { date, time } = inZone(at, zone);
		expect(atZone(date, time, zone)).toBe(at);
	}
});

test("an hour that comes twice is its first, one that never comes is the hour it leaps to", () => {
	expect(atZone("2024-10-27", "02:30", "Europe/Berlin")).toBe(Date.UTC(2024, 9, 27, 0, 30));
	expect(atZone("2024-03-31", "02:30", "Europe/Berlin")).toBe(Date.UTC(2024, 2, 31, 1, 30));
});

test("an invalid date gives no instant, and an unknown zone is UTC", () => {
	expect(atZone("tomorrow", "02:30", "UTC")).toBeNull();
	expect(atZone("2024-13-45", "02:30", "UTC")).toBeNull();
	expect(atZone("2024-01-12", "16:41", "Nowhere/Land")).toBe(at);
});
