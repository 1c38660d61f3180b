// A question that nobody answers in its time stops the whole step.
import { expect, test } from "vitest";
import { agentOfTests } from "../testing/suite.ts";

const { peer } = await agentOfTests({ answerMs: 300 });

test.skipIf(process.platform !== "linux")(
	"a step whose question got no answer in time is stopped with all that it started, and the record says at which question [Linux]",
	async () => {
		const plan = peer.makePlan("trap '' TERM; printf 'Name: '; read name; echo on; read more", {
			input: ["text"],
		});
		const [run = ""] = await peer.start(plan);
		expect((await peer.asked(run, 1)).within).toBe(300);
		expect((await peer.ended(run)).end).toEqual({ outcome: "signalled", signal: "SIGTERM" });
		const entries = peer.events(run).flatMap((event) => (event.type === "inside" ? event.entries : []));
		expect(entries.at(-1)).toMatchObject({ what: "unanswered", id: 1, because: "time", text: "Name: " });
		peer.answer(run, 1, { is: "text", text: "late" });
		expect(peer.bytesOf(run, "stdout").toString()).toBe("Name: ");
	},
);
