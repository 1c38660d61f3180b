// A database of a released version opens in this one, and what it held in other places is found where it is looked for now.
import { beforeEach, expect, test } from "vitest";
import { utf8 } from "../../../protocol/bytes.ts";
import { PlanDraft, planBytes, planDigest } from "../../../protocol/plan/plan.ts";
import { migrate } from "../../durable/sql.ts";
import { sha256 } from "../../keys/crypto.ts";
import { memoryStorage } from "../../workspace/testing/sql.ts";
import { planOf } from "../plan/rules.ts";
import { endpoint, id, now, proposal, sessionWith, tom } from "../testing/session.ts";
import { migrations } from "./migrations.ts";
import { type SessionStore, sessionStore } from "./store.ts";

/** How many migrations had been run when `once` held what is known of runs, plans and questions. */
const beforeColumns = 7;

const plan = (n: number) => {
	const fixed = { id: id("pl", n), client: id("c", 1), session: id("s", 1), proposedBy: tom.id };
	const draft = PlanDraft.parse(proposal(sessionWith().core).draft);
	return planBytes(planOf(draft, { ...fixed, proposedAt: now }, [endpoint], null));
};

let store: SessionStore;
beforeEach(() => {
	const storage = memoryStorage();
	migrate(storage, migrations.slice(0, beforeColumns));
	for (const n of [1, 2]) {
		const bytes = plan(n);
		storage.sql.exec(
			"INSERT INTO plans (id, bytes, digest, state, proposer, decide_by) VALUES (?, ?, ?, 'open', ?, ?)",
			...[id("pl", n), bytes, planDigest(bytes, sha256), "{}", now],
		);
		storage.sql.exec(
			"INSERT INTO runs (id, plan, endpoint, step, phase) VALUES (?, ?, ?, 0, 'command')",
			...[id("r", n), id("pl", n), endpoint.id],
		);
	}
	storage.sql.exec(
		"INSERT INTO votes (plan, person, verdict, reason, at, actor) VALUES (?, 'p', 'deny', 'Not now.', 7, '{}')",
		id("pl", 1),
	);
	storage.sql.exec(
		"INSERT INTO cards (workspace, channel, message, plan, key) VALUES ('w', 'c', 'm', NULL, 'k')",
	);
	for (const one of [2, 1])
		storage.sql.exec(
			"INSERT INTO deliveries (plan, endpoint, state, detail) VALUES (?, ?, 'accepted', 'runtime')",
			...[id("pl", 1), id("e", one)],
		);
	storage.sql.exec("INSERT INTO endpoint_keys (endpoint, key) VALUES (?, 'key')", id("e", 2));
	storage.sql.exec(
		`INSERT INTO threads (name, kind, workspace, channel, thread, root_key, since)
		VALUES ('own', 'own', 'w', 'c', NULL, 'root', 3), ('desk', 'desk', 'w', 'd', '1', 'at the desk', 4)`,
	);
	const once = {
		[`integrity:${id("r", 2)}`]: "record 5 came after the end",
		"propose:proposed:1": id("pl", 1),
		[`proposed:${id("d", 1)}`]: id("pl", 2),
		"ask:V7": id("pl", 1),
		"question:12": "question:V7",
		"said:slack:T1:C1:2": "said",
	};
	for (const [key, value] of Object.entries(once))
		storage.sql.exec("INSERT INTO once (key, value) VALUES (?, ?)", key, value);
	for (const [seq, payload] of ["{", JSON.stringify({ v: 1, body: { run: id("r", 1) } })].entries())
		storage.sql.exec(
			"INSERT INTO events (seq, at, kind, payload, hash, link) VALUES (?, ?, 'run.started', ?, x'00', x'00')",
			...[seq + 1, now + seq, utf8(payload)],
		);
	migrate(storage, migrations);
	store = sessionStore(storage.sql);
});

test("the session still knows of a run with rejected records, and why", () => {
	expect(store.runs.all().map(({ rejected }) => rejected)).toEqual([null, "record 5 came after the end"]);
});

test("the session still knows when it heard of a run's start", () => {
	expect(store.runs.all().map(({ start_heard }) => start_heard)).toEqual([now + 1, null]);
});

test("a draft that became a plan still leads to it", () => {
	expect(store.plans.ofDraft(id("d", 1))?.id).toBe(id("pl", 2));
	expect(store.plans.ofDraft(id("d", 2))).toBeNull();
});

test("a question is still found in its notice", () => {
	expect(store.quoting.noticesOf(12)).toEqual(["question:V7"]);
	expect(store.quoting.noticesOf(13)).toEqual([]);
});

test("a repeat of an old wish still changes nothing", () => {
	expect(store.once.before("said:slack:T1:C1:2")).toBe("said");
	expect(store.once.before("propose:proposed:1")).toBe(id("pl", 1));
});

test("votes, cards, deliveries, keys and threads are as they were, in their order", () => {
	const vote = { plan: id("pl", 1), person: "p", verdict: "deny", reason: "Not now.", at: 7 };
	expect(store.votes.of(id("pl", 1))).toMatchObject([vote]);
	expect(store.votes.all()).toMatchObject([vote]);
	expect(store.cards.at({ workspace: "w", channel: "c", message: "m" })).toEqual({
		...{ workspace: "w", plan: null, key: "k", shown: [] },
	});
	const delivery = { plan: id("pl", 1), state: "accepted", detail: "runtime", disk: "room" };
	expect(store.deliveries.of(id("pl", 1))).toEqual(
		[2, 1].map((one) => ({ ...delivery, endpoint: id("e", one) })),
	);
	expect(store.endpointKeys.all()).toEqual([{ endpoint: id("e", 2), key: "key" }]);
	const thread = { workspace: "w", heard: null, called: null };
	expect(store.threads.all()).toEqual([
		{ ...thread, name: "own", kind: "own", channel: "c", thread: null, root_key: "root", since: 3 },
		{ ...thread, name: "desk", kind: "desk", channel: "d", thread: "1", root_key: "at the desk", since: 4 },
	]);
});
