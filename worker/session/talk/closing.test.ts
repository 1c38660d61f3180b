// Closing says what was done; a button reopens it, which a reply of who asked is answered with.
import { beforeEach, describe, expect, test, vi } from "vitest";
import { problemOf } from "../erasure/request.ts";
import { strike } from "../erasure/strike.ts";
import { sessionView } from "../show/session-view.ts";
import { noticeKey, sessionState } from "../show/views.ts";
import { now, person, sam, sessionWith, snapshotOf, tom } from "../testing/session.ts";
import { inLists } from "../testing/surfaces.ts";
import { close, closing, reopen } from "./closing.ts";
import * as desk from "./desk.ts";
import { said } from "./talking.ts";

const dana = person(5, "Dana", "requester");
const eve = person(6, "Eve", "requester");
const by = ({ name, identities: [identity = ""] }: typeof dana) => ({ identity, name });

let it: ReturnType<typeof sessionWith>;
let message = 0;
beforeEach(() => {
	vi.useFakeTimers({ toFake: ["Date"], now });
	it = sessionWith({ surface: "slack", person: dana.id, identity: "slack:T1:U5", name: "Dana", label: null });
	it.snapshot = snapshotOf([sam, tom, dana, eve]);
	it.store.session.keepSnapshot(it.snapshot);
	return () => void vi.useRealTimers();
});

const visit = (who: typeof dana) => it.visit(by(who), now);
const say = (who: typeof dana, text: string) =>
	said(
		it.core,
		{
			by: by(who),
			place: it.core.self().place,
			ref: { workspace: "slack:T1", channel: "C1", message: `m${++message}` },
			text,
			expected: [],
		},
		"whole",
		visit(who),
	);
const notices = () => it.sent.flatMap((one) => (one.type === "notice" ? [one.notice] : []));
const state = () => sessionState(it.core);

describe("a closed session", () => {
	beforeEach(() => void close(it.core, " Restarted the spooler ", visit(tom)));

	test("tells who asked what was done, in words that the record has", () => {
		expect(it.store.events.ofKinds("session.closed").map(({ body }) => body)).toEqual([
			{ kind: "session.closed", did: "Restarted the spooler" },
		]);
		expect(notices()).toMatchObject([
			{ turn: "closed", by: "Tom", text: "Restarted the spooler", to: [{ name: "Dana" }] },
		]);
	});

	test.each([
		["who asked", dana, true],
		["someone else", eve, false],
		["a technician", tom, false],
	])("stays closed when %s writes; who asked is offered to reopen it", (_, who, closed) => {
		expect(say(who, "It jams again")).toMatchObject({ ok: true, closed });
		expect(state()).toBe("closed");
	});

	test("waits for a technician again once it is reopened, and who is on call hears it if no one has it", () => {
		it.snapshot.msp.onCall = [{ identities: ["slack:T1:U4"], name: "Tom" }];
		it.store.session.keepSnapshot(it.snapshot);
		reopen(it.core, visit(dana));
		expect(state()).toBe("waiting-for-technician");
		expect(say(dana, "It jams again")).toMatchObject({ closed: false });
		expect(notices().at(-1)).toMatchObject({ turn: "reopened", by: "Dana", to: [{ name: "Tom" }] });
		expect(it.sent).toContainEqual({ type: "root" });
	});

	test.each([
		["who asked", dana, ["Tom"]],
		["who has it", tom, ["Dana"]],
		["another technician", sam, ["Dana", "Tom"]],
	])("that %s reopens tells the others whom it concerns", (_, who, others) => {
		reopen(it.core, visit(dana));
		desk.take(it.core, visit(tom));
		close(it.core, "", visit(tom));
		reopen(it.core, visit(who));
		expect(notices().at(-1)).toMatchObject({ turn: "reopened", to: others.map((name) => ({ name })) });
	});

	test("is reopened by the button for who asked and for a technician, not for others", () => {
		expect(reopen(it.core, visit(eve))).toMatchObject({ refusal: { code: "may-not-reopen" } });
		expect(state()).toBe("closed");
		expect(reopen(it.core, visit(tom))).toEqual({ ok: true });
		expect(reopen(it.core, visit(dana))).toEqual({ ok: true });
		expect(it.store.events.ofKinds("session.reopened")).toHaveLength(1);
	});

	test("whose words about its end are erased shows them in chat and lists no longer, and stays closed", async () => {
		const [event] = it.store.events.ofKinds("session.closed");
		const target = { seq: event?.seq ?? 0 };
		expect(await problemOf(it.core, [target])).toBeNull();
		it.core.change(() => strike(it.core, target, "a name", visit(tom).actor, now));
		const [told] = it.sent.flatMap((one) => (one.type === "notice" ? [one.key] : []));
		expect(it.sent.flatMap((one) => (one.type === "unsay" ? one.keys : []))).toEqual([
			noticeKey(it.core, told ?? ""),
		]);
		expect(it.sent).toContainEqual({ type: "listed" });
		expect(state()).toBe("closed");
		expect(await inLists(it.core)).toBe("closed");
	});

	test("can be closed again once it was reopened, and says so again", () => {
		reopen(it.core, visit(dana));
		expect(close(it.core, "Cleaned the rollers", visit(tom))).toEqual({ ok: true });
		expect(state()).toBe("closed");
		const keys = it.sent.flatMap((one) => (one.type === "notice" ? [one.key] : []));
		expect(new Set(keys).size).toBe(keys.length);
	});
});

test("what was done can't hold a password", () => {
	const answer = close(it.core, "password: Tr0ub4dor-and-3", visit(tom));
	expect(answer).toMatchObject({ refusal: { code: "looks-secret", in: "answer" } });
	expect(state()).not.toBe("closed");
});

test("the dialog opens only for someone who may close it", () => {
	expect(closing(it.core, visit(eve))).toMatchObject({ refusal: { code: "may-not-close" } });
	expect(closing(it.core, visit(dana))).toEqual({ ok: true, did: "" });
});

describe("a session", () => {
	test("tells who asked that a technician has it", () => {
		desk.take(it.core, visit(tom));
		expect(notices()).toMatchObject([{ turn: "taken", by: "Tom", to: [{ name: "Dana" }] }]);
	});

	test("that is handed over tells its new holder and who asked", () => {
		desk.take(it.core, visit(tom));
		expect(desk.takers(it.core, visit(tom))).toEqual({
			ok: true,
			people: [{ person: sam.id, name: "Sam" }],
		});
		expect(desk.handOver(it.core, sam.id, visit(tom))).toEqual({ ok: true });
		expect(sessionView(it.core, { kind: "own", workspace: "slack:T1" }).takenBy).toBe(
			"Sam (approver, technician)",
		);
		expect(notices().at(-1)).toMatchObject({
			turn: "handed",
			by: "Tom",
			text: "Sam",
			to: [{ name: "Sam" }, { name: "Dana" }],
		});
	});

	test("goes to no one who couldn't take it, and from no one who can't", () => {
		expect(desk.handOver(it.core, eve.id, visit(tom))).toMatchObject({ refusal: { code: "bad-field" } });
		expect(desk.handOver(it.core, tom.id, visit(dana))).toMatchObject({
			refusal: { code: "technicians-only" },
		});
		expect(sessionView(it.core, { kind: "own", workspace: "slack:T1" }).takenBy).toBeNull();
	});
});
