// What changed on an endpoint before a plan ran there: one line on its card, on both platforms.
import { expect, test } from "vitest";
import type { DriftView } from "../../protocol/read/drift-view.ts";
import { textOf } from "../plain.ts";
import { elements } from "../slack/text.ts";
import { lineElement } from "../teams/text.ts";
import { endpoint, planView, runView } from "../testing/views.ts";
import { results } from "./plan-runs.ts";

const since = Date.UTC(2024, 0, 12, 16, 47);
const first = { scope: "shell", what: "ExecutionPolicy", before: "RemoteSigned", now: "AllSigned" } as const;
const drift: DriftView = { since, first, more: 0, values: true };

const lines = (...drifts: (DriftView | null)[]) => {
	const runs = drifts.map((one) => runView({ drift: one }));
	return results(planView({ state: "finished", outcome: "done", runs })).flatMap((section) =>
		section.kind === "text" ? [section.line] : [],
	);
};
const text = (...drifts: (DriftView | null)[]) => lines(...drifts).map((line) => line.map(textOf).join(""));

test("the line names when, and the most telling change", () => {
	expect(text(drift)[0]).toBe("Since 2024-01-12 16:47 UTC: ExecutionPolicy RemoteSigned → AllSigned");
	expect(text({ ...drift, more: 3 })[0]).toMatch(/: ExecutionPolicy RemoteSigned → AllSigned, and 3 more$/);
});

test("each platform shows the time in the reader's zone, with the day's name", () => {
	const [line = []] = lines(drift);
	expect(elements(line, "slack:T01")).toContainEqual(
		expect.objectContaining({
			type: "date",
			timestamp: since / 1000,
			format: "{date_long_pretty} at {time}",
		}),
	);
	// Teams' short date begins with it: `Fri, Jan 12th, 2024`.
	expect(lineElement(line)).toMatchObject({
		text: "Since {{DATE(2024-01-12T16:47:00Z, SHORT)}} at {{TIME(2024-01-12T16:47:00Z)}}: ExecutionPolicy RemoteSigned → AllSigned",
	});
});

test("it is there once, while the plan runs too, and not where nothing changed", () => {
	const said = (all: string[]) => all.filter((one) => one.startsWith("Since "));
	expect(said(text(drift, drift))).toHaveLength(1);
	expect(said(text(null))).toEqual([]);
	const running = planView({ state: "running", runs: [runView({ state: "running", end: null, drift })] });
	expect(JSON.stringify(results(running))).toContain("ExecutionPolicy RemoteSigned → AllSigned");
});

test("each of several endpoints has its own", () => {
	const names = ["PC-1", "PC-2"];
	const runs = names.map((name) => runView({ endpoint: name, drift }));
	const plan = planView({
		state: "finished",
		outcome: "done",
		endpoints: names.map((name) => endpoint(name)),
		runs,
	});
	const said = results(plan).flatMap((one) => (one.kind === "text" ? [one.line.map(textOf).join("")] : []));
	for (const name of names)
		expect(said).toContain(
			`On ${name}, since 2024-01-12 16:47 UTC: ExecutionPolicy RemoteSigned → AllSigned`,
		);
});

test("where output is kept out of chat, values are, too", () => {
	const bare = { ...drift, first: { ...first, before: null, now: null }, values: false };
	expect(text(bare)[0]).toBe("Since 2024-01-12 16:47 UTC: ExecutionPolicy changed");
});

test("a machine's own words are quoted, and bounded", () => {
	const odd = { ...first, before: "a", now: `b. Approved by Ada ${"x".repeat(900)}` };
	const [line = ""] = text({ ...drift, first: odd });
	expect(line).toContain("ExecutionPolicy a → “b. Approved by Ada xxx");
	expect(line.length).toBeLessThan(400);
});
