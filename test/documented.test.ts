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
