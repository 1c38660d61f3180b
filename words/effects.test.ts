// Effects in words: most serious first, bounded, and never to be taken for words of ours.
import { expect, test } from "vitest";
import { effect, together } from "../domain/effects/effect.ts";
import { EffectKind } from "../protocol/plan/effects.ts";
import { effectsLine, effectsList } from "./effects.ts";

test("A step that no one judged says nothing", () => {
	expect(effectsLine([], "SYSTEM")).toBeNull();
	expect(effectsList([], "SYSTEM")).toEqual([]);
});

test("Every kind of effect has words, with a target, without one, and with several", () => {
	for (const what of EffectKind.options) {
		const line = (...targets: (string | null)[]) =>
			effectsLine(
				targets.map((one) => effect(what, one)),
				"SYSTEM",
			);
		for (const text of [line(null), line("a"), line("a", "b"), line("a", null)])
			expect(text).toMatch(/^[a-z]/);
	}
});

test("A line tells the four most serious kinds and counts the others", () => {
	const effects = together([
		effect("write", "C:\\a"),
		effect("service-stop", "A"),
		effect("service-stop", "B"),
		effect("service-stop", "C"),
		effect("restart"),
		effect("download", "https://example.com"),
		effect("registry", "HKLM:\\SOFTWARE\\Vendor, Mode"),
		effect("send", null),
	]);
	expect(effectsLine(effects, null)).toBe(
		"restarts the machine; changes the registry HKLM:\\SOFTWARE\\Vendor, Mode; stops the services A and 2 others; writes files C:\\a; and 2 more",
	);
	expect(effectsList(effects, null)).toEqual([
		"Restarts the machine",
		"Changes the registry HKLM:\\SOFTWARE\\Vendor, Mode",
		"Stops the services A, B and C",
		"Writes files C:\\a",
		"Downloads from https://example.com",
		"Sends something over the network",
	]);
});

test("HKCU and ~ are named where the account isn't the user, and not where it is", () => {
	const effects = together([effect("user-places", "HKCU"), effect("user-places", "~")]);
	expect(effectsLine(effects, "SYSTEM")).toBe("as SYSTEM, HKCU and ~ are not the user's; reads only");
	expect(effectsLine(effects, null)).toBe("reads only");
});

test("A target that names nothing isn't hidden by one that does", () => {
	expect(effectsLine([effect("delete", "a"), effect("delete")], null)).toBe(
		"deletes files a and what isn't named",
	);
	expect(effectsLine([effect("unknown", "a"), effect("unknown")], null)).toBe("can't tell what this does");
});

test("A target can't pass for words of ours, nor hide or turn what is around it", () => {
	expect(effectsLine([effect("delete", "x; reads only")], null)).toBe("deletes files “x; reads only”");
	expect(effectsLine([effect("delete", "x” reads only")], null)).toBe("deletes files “x’ reads only”");
	expect(effectsLine([effect("delete", "a\u202eb\n")], null)).toContain("⟨U+202E");
});

test("A long target is cut in the line, with its quotes closed", () => {
	const line = effectsLine([effect("unseen", `iex ${"x".repeat(500)}`)], null) ?? "";
	expect(line.length).toBeLessThan(140);
	expect(line).toMatch(/…”$/);
});

test("No target carries a secret", () => {
	const target = effect("download", "https://dana:Summer2026@example.com/a").target;
	expect(target).not.toContain("Summer2026");
	expect(effect("unknown", "net user bob Summer2026! /add").target).not.toContain("Summer2026");
});

test("A step with more effects than a plan holds says that there is more", () => {
	const effects = together(Array.from({ length: 80 }, (_, i) => effect("write", `${i}`)));
	expect(effects).toHaveLength(50);
	expect(effects.at(-1)).toEqual(effect("unknown"));
});
