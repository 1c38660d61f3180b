// What an open plan's card shows in a conversation is in the record: the last is what is there now.
import { expect, test } from "vitest";
import { propose } from "../plan/proposing.ts";
import { now, proposal, sessionWith } from "../testing/session.ts";
import { posted } from "./posted.ts";

test("a card that looks again as it did before is recorded again; one that is reported twice is not", () => {
	const it = sessionWith();
	const wanted = proposal(it.core);
	const answer = propose(it.core, wanted, it.visit(wanted.by));
	if (!answer.ok) throw new Error(answer.refusal.code);
	const { plan } = answer;
	const ref = { workspace: "slack:T1", channel: "C1", message: "9" };
	for (const sent of ["online", "offline", "offline", "online"])
		posted(it.core, { key: `plan:${plan}`, plan, ref, sent, open: true }, now);
	const cards = it.store.events
		.ofKinds("card.shown")
		.map(({ body }) => body?.kind === "card.shown" && body.card);
	expect(cards).toEqual(["online", "offline", "online"]);
});
