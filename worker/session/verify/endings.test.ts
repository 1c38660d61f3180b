// The other table beside that of attacks: nobody changed anything, so both judges must accept it, however it ended.
import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { TranscriptExport } from "../../../protocol/read/export.ts";
import { cases, ended } from "./testing/endings.ts";
import { exportOf } from "./testing/making.ts";
import { ask, unsealed } from "./testing/script.ts";
import { judged } from "./testing/stored.ts";

type Run = z.infer<typeof TranscriptExport>["runs"][number];

/** How it is shown, in a word or two. */
const shown = ({ state, end, doubted }: Run): string => {
	if (doubted) return `doubted ${doubted.claim.outcome}: ${doubted.doubts.map(({ what }) => what).join("+")}`;
	if (!end) return state;
	const { outcome, ...how } = end;
	return [outcome, ...Object.values(how)].join(" ");
};

describe("both judges accept a plan if", () => {
	test.each(cases)("$how", async (one) => {
		const made = await ended(one);
		const text = await exportOf(made);
		expect(TranscriptExport.parse(JSON.parse(text)).runs.map(shown).join(", ")).toBe(one.runs);
		const inside = await judged(made, () => {});
		expect(inside.ok, inside.said.join("\n")).toBe(true);
		const sealed = await ask(text, made.key.key);
		expect(sealed.code, sealed.lines.join("\n")).toBe(0);
		const plain = await ask(JSON.stringify(unsealed(JSON.parse(text))), made.key.key);
		expect(plain.lines.filter((line) => line.startsWith("BROKEN"))).toEqual([]);
		expect(plain.code).toBe(3);
	});
});
