import { beforeEach, expect, test } from "vitest";
import type { Person, Role } from "../../protocol/people.ts";
import { Policy } from "../../protocol/people.ts";
import { Msp, type Snapshot } from "../client/snapshot.ts";
import type { Env } from "../env.ts";
import { migrate } from "../sql.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import type { Core, SessionOutbox } from "./core.ts";
import * as erasing from "./erasing.ts";
import { answer, ask, erasureDays, nextTime, onTime } from "./erasure.ts";
import { mayAnswerErasure, mayAskErasure } from "./erasure-rules.ts";
import { migrations, sessionStore } from "./store.ts";

const day = 86_400_000;
const now = Date.UTC(2026, 0, 1);
const id = (kind: string, n: number) => `${kind}_g${String(n).padStart(16, "0")}`;
const person = (n: number, name: string, ...roles: Role[]): Person => ({
	id: id("p", n),
	name,
	label: null,
	identities: [`slack:T1:U${n}`],
	roles,
});
const [ada, sam, olga, tom] = [
	person(1, "Ada", "approver"),
	person(2, "Sam", "approver", "technician"),
	person(3, "Olga", "owner"),
	person(4, "Tom", "technician"),
] as const;

const snapshotOf = (people: Person[], policy: object = {}): Snapshot => ({
	client: id("c", 1),
	name: "Acme Dental",
	version: 1,
	policy: Policy.parse(policy),
	people,
	endpoints: [],
	channels: [],
	msp: Msp.parse({ workspaces: [{ id: "slack:T1", enterprise: null }] }),
});

/** Nothing here signs, seals or calls: but settings are all there, or none. */
const settingsOnly = {
	MODE: "local",
	PUBLIC_URL: "https://caisey.example",
	SIGNING_KEY: "A".repeat(64),
	SECRET_KEY: `${"A".repeat(43)}=`,
	OWNER_TOKEN: "0".repeat(32),
	SLACK_SIGNING_SECRET: "0".repeat(16),
	SLACK_API_URL: "https://slack.example",
};

/** A session with its real tables, which keeps what it would send. */
const sessionWith = () => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	const store = sessionStore(storage.sql);
	const sent: SessionOutbox[] = [];
	const place = { workspace: "slack:T1", channel: "C1", thread: "1" };
	const it = {
		snapshot: snapshotOf([ada, sam, olga, tom]),
		sent,
		store,
		told: () =>
			sent.flatMap((one) => (one.type === "tell" ? [`${one.notice.turn} ${one.notice.to[0]?.name}`] : [])),
		kinds: () => store.events(0, 100).map(({ kind }) => kind),
		core: {} as Core,
	};
	it.core = {
		env: settingsOnly as unknown as Env,
		store,
		change: (write) => storage.transactionSync(write),
		put: (_key, _lane, body) => void sent.push(body),
		snapshot: async () => it.snapshot,
		self: () => store.self() as NonNullable<ReturnType<typeof store.self>>,
	};
	const by = { surface: "slack", person: tom.id, identity: "slack:T1:U4", name: "Tom", label: null } as const;
	store.open({
		id: id("s", 1),
		client: id("c", 1),
		at: now,
		request: "r",
		requester: by,
		openedBy: null,
		place,
		rootKey: "k",
		snapshot: it.snapshot,
		once: "o",
	});
	store.append(now, by, { kind: "session.opened", request: "r", source: "command", place, original: null });
	const ref = { workspace: "slack:T1", channel: "C1", message: "2" };
	store.append(now, by, { kind: "message.said", ref, text: "too much", attachments: [], missing: [] });
	return it;
};

let it: ReturnType<typeof sessionWith>;
beforeEach(() => {
	it = sessionWith();
});
const asks = (of: Person) => ask(it.core, { person: of.id, targets: [{ seq: 2 }], reason: "too much" }, now);
const waiting = () => it.store.openErasures()[0]?.id as string;
const text = () => it.store.events(1, 1)[0]?.payload ?? null;

test.each([
	["an approver asks, the owner answers", ada, ["Olga"]],
	["an owner asks, each approver may answer", olga, ["Ada", "Sam"]],
])("%s", (_what, asker, others) => {
	const may = mayAskErasure(it.snapshot, asker);
	expect(may.ok && may.others.map(({ name }) => name)).toEqual(others);
});

test("nobody asks who is neither, and nobody alone: owner and approver in one person is one person", () => {
	expect(mayAskErasure(it.snapshot, tom)).toMatchObject({ refusal: { code: "may-not-erase" } });
	expect(mayAskErasure(it.snapshot, null)).toMatchObject({ refusal: { code: "may-not-erase" } });
	const both = person(5, "Boss", "owner", "approver");
	expect(mayAskErasure(snapshotOf([both, tom]), both)).toMatchObject({
		refusal: { code: "nobody-to-confirm" },
	});
	expect(mayAnswerErasure(snapshotOf([both]), both.id, both)).toMatchObject({
		refusal: { code: "own-erasure" },
	});
});

test("two of one side don't agree for both; roles are those of the moment of the answer", () => {
	expect(mayAnswerErasure(it.snapshot, ada.id, sam)).toMatchObject({
		refusal: { code: "not-the-other-side", wanted: ["Olga"] },
	});
	expect(mayAnswerErasure(snapshotOf([tom, olga, sam]), ada.id, olga)).toMatchObject({
		refusal: { code: "not-the-other-side", wanted: [] },
	});
});

test("a request is told to the other side alone, and erases nothing; a confirmation does, once", async () => {
	expect(await asks(olga)).toMatchObject({ ok: true });
	expect(it.told()).toEqual(["erasure-asked Ada", "erasure-asked Sam"]);
	expect(text()).not.toBeNull();
	const said = { person: ada.id, erasure: waiting(), answer: "confirm" } as const;
	expect(await answer(it.core, said, now + 1)).toEqual({ ok: true });
	expect(text()).toBeNull();
	expect(await answer(it.core, said, now + 2)).toMatchObject({
		refusal: { code: "erasure-over", how: "confirmed" },
	});
	expect(it.kinds().filter((kind) => kind === "erased")).toHaveLength(1);
	expect(it.told()).toContain("erasure-done Olga");
});

test("a request that nobody answered expires after its days: told to who asked, and a late confirmation does nothing", async () => {
	await asks(ada);
	const at = now + erasureDays * day;
	expect(nextTime(it.core)).toBe(at);
	onTime(it.core, at - 1);
	expect(it.kinds()).not.toContain("erasure.ended");
	const late = { person: olga.id, erasure: waiting(), answer: "confirm" } as const;
	expect(await answer(it.core, late, at)).toMatchObject({
		refusal: { code: "erasure-over", how: "expired" },
	});
	onTime(it.core, at);
	onTime(it.core, at + day);
	expect(it.kinds().filter((kind) => kind === "erasure.ended")).toHaveLength(1);
	expect(it.told()).toContain("erasure-expired Ada");
	expect(nextTime(it.core)).toBeNull();
	expect(text()).not.toBeNull();
});

test("a reason that looks like a secret is not kept", async () => {
	const reason = "it says password=hunter2hunter2";
	const answer = await ask(it.core, { person: ada.id, targets: [{ seq: 2 }], reason }, now);
	expect(answer).toMatchObject({ refusal: { code: "looks-secret" } });
	expect(it.store.openErasures()).toEqual([]);
});

test("a closed session's output goes when its days have passed, by the policy of that day, and is looked at once a day", async () => {
	const run = { id: id("r", 1), plan: id("pl", 1), endpoint: id("e", 1), step: 0, phase: "command" } as const;
	it.store.addRun(run);
	it.core.change(() => it.store.close(now));
	const summary = { v: 1, run: run.id, end: { outcome: "exited", code: 0 } } as never;
	it.store.endRun(run.id, now, summary, true, {} as never);
	it.snapshot = snapshotOf([ada], { retentionDays: 3 });
	await erasing.onTime(it.core, now + 1);
	expect(erasing.nextTime(it.core)).toBe(now + 1 + day);
	it.snapshot = snapshotOf([ada], { retentionDays: 1, legalHold: true });
	await erasing.onTime(it.core, now + 2 * day);
	expect(it.kinds()).not.toContain("erased");
	it.snapshot = snapshotOf([ada], { retentionDays: 1 });
	await erasing.onTime(it.core, now + 3 * day);
	expect(it.kinds()).toContain("erased");
	expect(it.sent).toContainEqual({ type: "erase", run: run.id, records: null });
	expect(it.store.run(run.id)?.erased).toBe("kept for 1 days after the session was closed");
	expect(erasing.nextTime(it.core)).toBeNull();
});
