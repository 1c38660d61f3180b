import { beforeEach, expect, test } from "vitest";
import type { DraftCommand, Propose } from "../../../bots/intent.ts";
import type { Person } from "../../../protocol/people.ts";
import { scannedHere } from "../../testing/scans.ts";
import * as talking from "../talk/talking.ts";
import { id, now, olga, proposal, sam, sessionWith, signedIn, tom } from "../testing/session.ts";
import { drop, draft as keep } from "./drafting.ts";
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
	[
		"is edited",
		() => talking.edited(it.core, { by, place, ref, text: "no", once: "e" }, scannedHere, it.snapshot, now),
	],
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

test("its author may put another text in its place, and it goes with its message still", () => {
	const puts = (who: Person, of = draft, command = "echo plain") => {
		const identity = who.identities[0] ?? "";
		const wish = { ...typed, by: { identity, name: who.name }, command, once: `plain:${of}`, of };
		const answer = keep(it.core, wish, it.visit(wish.by));
		return answer.ok ? answer.draft : answer.refusal.code;
	};
	expect([puts(sam), puts(olga)]).toEqual(["not-your-draft", "not-a-technician"]);
	expect(it.store.drafts.get(draft)?.command).toBe("echo typed");
	expect([puts(tom), puts(tom, draft, "echo again")]).toEqual([draft, draft]);
	expect(it.store.drafts.get(draft)?.command).toBe("echo again");
	expect(puts(tom, draft, "echo -Password Tr0ub4dor-3")).toBe("looks-secret");
	talking.edited(it.core, { by, place, ref, text: "no", once: "e" }, scannedHere, it.snapshot, now);
	expect([it.store.drafts.get(draft), puts(tom)]).toEqual([null, "not-found"]);
});

test("a command that was typed is kept until it is proposed, and a dialog that is sent again proposes nothing more", () => {
	const intent: Propose = { ...proposal(it.core), from: { from: "draft", draft } };
	const answer = propose(it.core, intent, it.visit(by));
	expect(answer.ok).toBe(true);
	expect(it.store.drafts.get(draft)).toBeNull();
	expect(propose(it.core, intent, it.visit(by, now + 1))).toEqual(answer);
	expect(it.store.plans.all().map(({ plan }) => plan.proposedBy)).toEqual([tom.id]);
});
