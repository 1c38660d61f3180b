// A PowerShell that the agent can't see into: the record says what is missing, and a step that may ask doesn't start.
import { expect, test } from "vitest";
import type { InputKind } from "../../protocol/plan/plan.ts";
import type { RunEvent } from "../../protocol/record/records.ts";
import type { Launch } from "../process/launch.ts";
import { cantAsk, openCapture } from "./capture.ts";

const because = "it runs as another account, which can't open the agent's channel";

/** As the user who is logged on. */
const plain = async () => {
	const events: RunEvent[] = [];
	const recording = { event: (event: RunEvent) => void events.push(event) };
	const deps = { pipes: "", hosts: "", recording, graceMs: 0, ask: async () => "refused" as const };
	const launch = { shell: "powershell", account: { session: 1 } };
	const capture = await openCapture(deps as never, launch as Launch);
	capture.announce();
	return { capture, events };
};

test("the record of a plain PowerShell says that it can't ask", async () => {
	const { events } = await plain();
	expect(events).toMatchObject([
		{
			by: "plain",
			unseen: expect.arrayContaining([
				{ what: "questions: it can't ask, and goes on without an answer", because },
			]),
		},
	]);
});

test.each([
	[["text"], `The plan lets the command ask for a text, but PowerShell can't ask here: ${because}.`],
	[["choices"], null],
	[[], null],
] as [InputKind[], string | null][])(
	"where the plan allows %j, a plain one starts or not",
	async (input, why) => {
		expect(cantAsk((await plain()).capture, { input })).toBe(why);
	},
);
