import { expect, test } from "vitest";
import { utf8 } from "../../protocol/bytes.ts";
import { startRun } from "../testing/play.ts";
import { approvedSession, friday, runStart } from "../testing/sample.ts";
import { inliner } from "./inline.ts";

const at = friday("16:47:31");

test("events fill the page's first part of a run as output does", async () => {
	const session = approvedSession();
	const run = session.run(runStart("before"));
	startRun(session, run, at);
	for (let i = 0; i < 50; i++) run.note(at, { type: "note", v: 1, text: "x".repeat(20_000) });
	run.write(at, "stdout", utf8("never reached"));
	const { html, next, whole } = await inliner(session.source())(run.transcript());
	expect({ next: next < 10, whole }).toEqual({ next: true, whole: false });
	expect(String(await html)).not.toContain("never reached");
});
