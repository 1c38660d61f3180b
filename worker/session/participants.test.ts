// Who took part in a session, by its events.
import { expect, test } from "vitest";
import type { Actor, Person } from "../../protocol/people.ts";
import type { SessionEventBody } from "../../protocol/record/events.ts";
import { strike } from "./erasure/strike.ts";
import { participants } from "./participants.ts";
import { record } from "./record.ts";
import { ada, now, olga, sam, sessionWith, tom } from "./testing/session.ts";

const actor = ({ id, name, identities }: Person): Actor => ({
	surface: "slack",
	person: id,
	identity: identities[0] ?? null,
	name,
	label: null,
});
const ref = (message: string) => ({ workspace: "slack:T1", channel: "C1", message });
const said = (message: string): SessionEventBody => ({
	kind: "message.said",
	ref: ref(message),
	text: "hello",
	attachments: [],
	missing: [],
});

test("who asked and who wrote in the thread took part; a refused press or a personal link is no part in it", () => {
	const { core } = sessionWith();
	record(core, now, actor(ada), said("1"));
	record(core, now, actor(sam), {
		kind: "attempt.refused",
		plan: null,
		action: "vote",
		refusal: { code: "own-erasure" },
	});
	record(core, now, actor(olga), { kind: "link.issued", to: olga.id });
	expect(participants(core).sort()).toEqual([tom.id, ada.id].sort());
});

test("a session of an earlier version keeps who took part from when it is read or goes on", () => {
	for (const goesOn of [false, true]) {
		const { core, store } = sessionWith();
		record(core, now, actor(ada), said("1"));
		store.participants.forget();
		if (goesOn) record(core, now, actor(sam), said("2"));
		expect(participants(core).sort()).toEqual([tom.id, ada.id, ...(goesOn ? [sam.id] : [])].sort());
		expect(store.participants.read()).toEqual(participants(core));
	}
});

test("someone whose only message is erased took no part", () => {
	const { core } = sessionWith();
	const seq = record(core, now, actor(ada), said("1"));
	record(core, now, actor(sam), said("2"));
	strike(core, { seq }, "It has a password.", actor(sam), now);
	expect(participants(core).sort()).toEqual([tom.id, sam.id].sort());
});

test("the client's list hears of the first message of each person, not of every message", () => {
	const { core, sent } = sessionWith();
	const listed = () => sent.filter(({ type }) => type === "listed").length;
	const before = listed();
	record(core, now, actor(ada), said("1"));
	record(core, now, actor(ada), said("2"));
	record(core, now, actor(sam), said("3"));
	expect(listed() - before).toBe(2);
});
