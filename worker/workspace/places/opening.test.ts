// A wish for a session: kept once, and opened by the outbox, for anyone who asks.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { utf8 } from "../../../protocol/bytes.ts";
import type { WantedThread, Wish } from "../../contracts/values/wish.ts";
import { Outbox } from "../../durable/outbox.ts";
import { scansOf } from "../../durable/scans.ts";
import { migrate } from "../../durable/sql.ts";
import { sha256Hex } from "../../keys/crypto.ts";
import { type Core, WorkspaceOutbox } from "../core.ts";
import { migrations } from "../tables.ts";
import { memoryStorage } from "../testing/sql.ts";
import { answered, opened, wish } from "./opening.ts";
import { quotaStore } from "./quotas.ts";
import { threadStore } from "./threads.ts";

const place = { workspace: "slack:T1", channel: "C1", thread: null };
const wished: Wish = {
	by: { identity: "slack:T1:U1", name: "Dana" },
	place,
	request: "label printer offline",
	source: "command",
	once: "1",
	original: null,
	caller: null,
};
const asker = { identity: "slack:T1:U1", answerAt: null };
const wanted = (session: string, client = "acme"): WantedThread => ({
	id: session,
	session,
	kind: "own",
	client,
	place,
	once: "1",
	rootKey: `session:${session}`,
});

/** The request was looked through, and nothing was found. */
const looked = scansOf([{ of: sha256Hex(utf8(wished.request)), secret: null, masked: null }]);

/** Sessions that were opened, in this order. */
let open: string[];
let fails: boolean;
let outbox: Outbox<WorkspaceOutbox>;
let core: Pick<Core, "threads" | "change" | "put" | "release" | "hurry" | "quotas">;
beforeEach(() => {
	vi.useFakeTimers({ toFake: ["Date"] });
	const storage = memoryStorage();
	migrate(storage, migrations);
	[open, fails] = [[], false];
	outbox = new Outbox(storage, WorkspaceOutbox, async (body) => {
		if (fails) throw new Error("the session can't be reached");
		if ("wished" in body) open.push(body.wished.session);
	});
	core = {
		threads: threadStore(storage.sql),
		quotas: quotaStore(storage.sql, () => 1),
		change: (write) => storage.transactionSync(write),
		put: (...row) => outbox.put(...row),
		release: (key) => outbox.release(key),
		hurry: (key) => outbox.hurry(key),
	};
});

afterEach(() => void vi.useRealTimers());

/** Past the time that an answer may take. */
const later = () => vi.advanceTimersByTime(3_000);

test("a session opens once its wish has its answer, and not before", async () => {
	wish(core, wanted("s1"), wished, asker, looked);
	await outbox.drain();
	expect(open).toEqual([]);
	answered(core, "s1");
	await outbox.drain();
	expect(open).toEqual(["s1"]);
});

test("a session opens even if its wish never gets its answer", async () => {
	wish(core, wanted("s1"), wished, asker, looked);
	later();
	await outbox.drain();
	expect(open).toEqual(["s1"]);
});

test("a repeated wish has the session of the first time, which opens once", async () => {
	expect(wish(core, wanted("s1"), wished, asker, looked)).toEqual({ session: "s1", lost: false });
	expect(wish(core, wanted("s2"), wished, asker, looked)).toEqual({ session: "s1", lost: false });
	later();
	await outbox.drain();
	expect(open).toEqual(["s1"]);
});

test("a wish in the place of another client's session opens none", async () => {
	wish(core, wanted("s1"), wished, asker, looked);
	expect(wish(core, wanted("s2", "other"), wished, asker, looked)).toEqual({ session: "s1", lost: true });
	later();
	await outbox.drain();
	expect(open).toEqual(["s1"]);
});

test("a question to a session that isn't open yet opens it first, and fails if that fails", async () => {
	wish(core, wanted("s1"), wished, asker, looked);
	fails = true;
	await expect(opened(core, "s1")).rejects.toThrow("can't be reached");
	fails = false;
	await opened(core, "s1");
	await opened(core, "s1");
	later();
	await outbox.drain();
	expect(open).toEqual(["s1"]);
});

test("a person's flood of requests is stopped, and says when the next one may come; others go on", () => {
	const ask = (n: number, client = "acme", person = "slack:T1:U1") =>
		wish(
			core,
			{ ...wanted(`s${n}${client}`, client), once: `${n}${client}` },
			{ ...wished, once: `${n}${client}` },
			{ ...asker, identity: person },
			looked,
		);
	const answers = Array.from({ length: 40 }, (_, n) => ask(n));
	expect(answers.filter((one) => "session" in one)).toHaveLength(20);
	expect(answers.at(-1)).toEqual({ tooManyUntil: Date.now() + 60_000 });
	// Delivered again, it is the one of the first time.
	expect(ask(3)).toEqual({ session: "s3acme", lost: false });
	expect(ask(1, "globex", "slack:T1:U2")).toEqual({ session: "s1globex", lost: false });
	vi.advanceTimersByTime(61_000);
	expect(ask(40)).toEqual({ session: "s40acme", lost: false });
	expect("tooManyUntil" in ask(41)).toBe(true);
});

test("a restart forgets no flood", () => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	const asking = { person: "p", client: "c" };
	const quotas = quotaStore(storage.sql, () => 1);
	for (let n = 0; n < 20; n++) expect(quotas.request(asking, 1_000).ok).toBe(true);
	expect(quotaStore(storage.sql, () => 1).request(asking, 1_000)).toEqual({ ok: false, at: 61_000 });
	expect(quotaStore(storage.sql, () => 1).request({ ...asking, person: "q" }, 1_000).ok).toBe(true);
});

/** How many of these ask before one is refused, and until when that one waits. */
const asked = (all: { person: string; client: string }[]): [number, unknown] => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	const quotas = quotaStore(storage.sql, () => 1);
	const answers = all.map((one) => quotas.request(one, 1_000));
	const first = answers.findIndex(({ ok }) => !ok);
	return [first, answers[first]];
};
const many = Array.from({ length: 400 }, (_, n) => n);

test("a client's many people have a quota together, whoever asks; another client's people go on", () => {
	const flood = many.slice(0, 60).map((n) => ({ person: `p${n}`, client: "c" }));
	const another = { person: "q", client: "d" };
	expect(asked([...flood, another, { person: "new", client: "c" }])).toEqual([61, { ok: false, at: 11_000 }]);
});

test("a workspace has a quota for all of its clients", () => {
	expect(asked(many.map((n) => ({ person: `p${n}`, client: `c${n}` })))).toEqual([
		300,
		{ ok: false, at: 2_000 },
	]);
});

test("a request that no one looked through, or with a secret in it, isn't kept", async () => {
	const of = sha256Hex(utf8(wished.request));
	const other = { of: sha256Hex(utf8("another text")), secret: null, masked: null };
	for (const scans of [[], [other], [{ of, secret: "a password", masked: null }]])
		expect(() => wish(core, wanted("s1"), wished, asker, scansOf(scans))).toThrow(
			/without its scan|a secret/,
		);
	later();
	await outbox.drain();
	expect(open).toEqual([]);
	expect(wish(core, wanted("s2"), wished, asker, looked)).toEqual({ session: "s2", lost: false });
});
