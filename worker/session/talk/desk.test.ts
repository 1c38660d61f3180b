// How the desk and the transcript name someone who asked and has no role.
import { expect, test } from "vitest";
import type { Actor } from "../../../protocol/people.ts";
import { transcriptHeader } from "../show/transcript.ts";
import { sessionWith } from "../testing/session.ts";
import { withoutKeys } from "../testing/surfaces.ts";
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
	expect((await transcriptHeader(withoutKeys(it.core), [])).requester).toBe(name);
	await onTime(it.core, nextTime(it.core) ?? 0);
	expect(it.sent.flatMap((one) => (one.type === "notice" ? [one.notice.by] : []))).toEqual([name]);
});

test("a guest's name is cut within its quotes", async () => {
	const it = sessionOf("T".repeat(200));
	await onTime(it.core, nextTime(it.core) ?? 0);
	const [by] = it.sent.flatMap((one) => (one.type === "notice" ? [one.notice.by] : []));
	expect(by).toBe(`“${"T".repeat(59)}…” (no role here)`);
});
