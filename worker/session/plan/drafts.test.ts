import { beforeEach, expect, test } from "vitest";
import type { DraftCommand, Propose } from "../../../bots/intent.ts";
import type { Person } from "../../../protocol/people.ts";
import * as talking from "../talk/talking.ts";
import { id, now, olga, proposal, sam, sessionWith, signedIn, tom } from "../testing/session.ts";
import { drop } from "./drafting.ts";
import { propose } from "./proposing.ts";

const by = { identity: "slack:T1:U4", name: "Tom" };
const place = { workspace: "slack:T1", channel: "C1", thread: "1" };
const ref = { workspace: "slack:T1", channel: "C1", message: "3" };
const draft = id("d", 1);
const typed: DraftCommand = { by, place, ref, command: "echo typed", once: "C1:3" };

let it: ReturnType<typeof sessionWith>;
beforeEach(() => {
	it = sessionWith();
	it.store.drafts.add({ id: draft, at: now, by: by.identity, command: typed.command, ref });
	it.store.drafts.add({
		id: id("d", 2),
		at: now,
		by: by.identity,
		command: "echo other",
		ref: { ...ref, message: "4" },
	});
});

test.each([
	["is edited", () => talking.edited(it.core, { by, place, ref, text: "no", once: "e" }, it.snapshot, now)],
	["is deleted", () => talking.deleted(it.core, { author: by, place, ref }, it.snapshot, now)],
])("a command that was typed is kept no longer than its message: it goes when that %s", (_what, act) => {
	act();
	expect(it.store.drafts.get(draft)).toBeNull();
	expect(it.store.drafts.get(id("d", 2))?.command).toBe("echo other");
});

test("only the person who typed a command takes it back; one that is gone stays gone", () => {
	const drops = (who: Person) => {
		const answer = drop(it.core, draft, it.visit(signedIn(who)));
		return answer.ok ? "ok" : answer.refusal.code;
	};
	expect([sam, olga].map(drops)).toEqual(["not-your-draft", "not-your-draft"]);
	expect(it.store.drafts.get(draft)).not.toBeNull();
	expect([drops(tom), drops(tom)]).toEqual(["ok", "ok"]);
	expect(it.store.drafts.get(draft)).toBeNull();
});

test("a command that was typed is kept until it is proposed, and a dialog that is sent again proposes nothing more", () => {
	const intent: Propose = { ...proposal(it.core), from: { from: "draft", draft } };
	const answer = propose(it.core, intent, it.visit(by));
	expect(answer.ok).toBe(true);
	expect(it.store.drafts.get(draft)).toBeNull();
	expect(propose(it.core, intent, it.visit(by, now + 1))).toEqual(answer);
	expect(it.store.plans.all().map(({ plan }) => plan.proposedBy)).toEqual([tom.id]);
});
