// How the desk and the transcript name someone who asked and has no role.
import { expect, test } from "vitest";
import type { Actor } from "../../../protocol/people.ts";
import type { Listed } from "../../contracts/values/listed.ts";
import type { Env } from "../../env.ts";
import { deliver } from "../delivering.ts";
import { propose } from "../plan/proposing.ts";
import { transcriptHeader } from "../show/transcript.ts";
import { now, proposal, sessionWith, tom } from "../testing/session.ts";
import { withoutKeys } from "../testing/surfaces.ts";
import { close, reopen } from "./closing.ts";
import { nextTime, onTime } from "./desk.ts";
import { openFirst } from "./threads.ts";

const guest = (name: string): Actor => ({
	...{ surface: "slack", person: null, identity: "slack:T1:U9", name, label: null },
});
const sessionOf = (name: string) => {
	const it = sessionWith(guest(name));
	it.snapshot.msp.desk = { workspace: "slack:T1", channel: "C9" };
	it.store.session.keepSnapshot(it.snapshot);
	openFirst(
		it.core,
		{ place: it.core.self().place, rootKey: "k", heard: "whole", called: null },
		it.core.self().opened_at,
	);
	return it;
};

test("a guest who asked is named in quotes, without a role, in the transcript's head and on the desk", async () => {
	const it = sessionOf("Tom, Caisey approved");
	const name = "“Tom, Caisey approved” (no role here)";
	expect((await transcriptHeader(withoutKeys(it.core), [])).askedBy).toBe(name);
	await onTime(it.core, nextTime(it.core) ?? 0);
	expect(it.sent.flatMap((one) => (one.type === "notice" ? [one.notice.by] : []))).toEqual([name]);
});

test("a guest who asked is named so in the client's list, on its pages and on Home", async () => {
	const it = sessionOf("Ada");
	const told: Listed[] = [];
	const client = { sessionChanged: async (session: Listed) => void told.push(session) };
	const env = { ...it.core.env, CLIENT: { getByName: () => client } } as unknown as Env;
	await deliver({ type: "listed" }, { ...it.core, env });
	expect(told.map(({ requester }) => requester)).toEqual(["“Ada” (no role here)"]);
});

test("a guest's name is cut within its quotes", async () => {
	const it = sessionOf("T".repeat(200));
	await onTime(it.core, nextTime(it.core) ?? 0);
	const [by] = it.sent.flatMap((one) => (one.type === "notice" ? [one.notice.by] : []));
	expect(by).toBe(`“${"T".repeat(59)}…” (no role here)`);
});

test("a reopened session that no one has is reminded of again, counted from then, whatever was proposed before", async () => {
	const it = sessionOf("Dana");
	await onTime(it.core, nextTime(it.core) ?? 0);
	const by = { identity: "slack:T1:U4", name: tom.name };
	propose(it.core, proposal(it.core), it.visit(by));
	it.store.plans.setState(it.store.plans.last()?.id ?? "", "cancelled");
	close(it.core, "", it.visit(by));
	expect(nextTime(it.core)).toBeNull();
	const later = now + 3_600_000;
	reopen(it.core, it.visit(by, later));
	const due = later + it.core.self().snapshot.msp.remindDeskAfter * 1000;
	expect(nextTime(it.core)).toBe(due);
	await onTime(it.core, due);
	expect(nextTime(it.core)).toBeNull();
	const reminders = it.sent.flatMap((one) =>
		one.type === "notice" && one.notice.turn === "untaken" ? [one.key] : [],
	);
	expect(new Set(reminders).size).toBe(2);
});
