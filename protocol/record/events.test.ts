// What a session's events may say.
import { expect, test } from "vitest";
import { SessionEventBody } from "./events.ts";

test("an event names a conversation or leaves its name out, and never has an empty one", () => {
	const place = { workspace: "slack:T1", channel: "C1", thread: "1" };
	const opened = (called: object) =>
		SessionEventBody.safeParse({ kind: "thread.opened", thread: "own", place, ...called }).success;
	expect([opened({ called: "#front-desk" }), opened({}), opened({ called: "" })]).toEqual([
		true,
		true,
		false,
	]);
});
