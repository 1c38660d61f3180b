// docs/transcript.md is the reference for readers of an export.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SessionEventBody } from "../protocol/record/events.ts";
import { RunEvent } from "../protocol/record/records.ts";

const text = readFileSync(new URL("../docs/transcript.md", import.meta.url), "utf8");

test("every kind of event, of a session and inside a run, is explained in docs/transcript.md", () => {
	const kinds = [
		...SessionEventBody.options.map(({ shape }) => shape.kind.value),
		...RunEvent.options.map(({ shape }) => shape.type.value),
	];
	expect(kinds).toContain("message.attached");
	expect(kinds.filter((kind) => !text.includes(`\`${kind}\``))).toEqual([]);
});

test("each row of docs/security.md's attacks names a test that there is", () => {
	const root = new URL("../", import.meta.url);
	const security = readFileSync(new URL("docs/security.md", root), "utf8");
	const [, table = ""] = security.split("## Attacks, and the test of each");
	const [section = ""] = table.split("\n## ");
	const rows = section
		.split("\n")
		.filter((line) => line.startsWith("| ") && !/^\| (?:attack|---)/.test(line));
	expect(rows.length).toBeGreaterThan(20);
	const missing = rows.filter((row) => {
		const [, file, name] = /`([\w./-]+\.test\.ts)`: "(.+)" \|$/.exec(row) ?? [];
		return !file || !name || !readFileSync(new URL(file, root), "utf8").includes(name);
	});
	expect(missing).toEqual([]);
});
