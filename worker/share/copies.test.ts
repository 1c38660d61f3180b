// Copies with their real tables and passcodes: who opens them, until when, and what ends them.
import { beforeEach, expect, test } from "vitest";
import { migrate } from "../durable/sql.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { copiesIn } from "./copies.ts";
import { migrations, shareStore } from "./tables.ts";

const session = "s_g0000000000000001";
const hour = 3_600_000;
const passcode = "correct horse";
const choice = { run: null, events: [], outputs: [], words: [] };

const tom = { session, person: "p_g0000000000000001", name: "Tom" };

const newCopies = () => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	const clock = { now: 1_000_000 };
	const ends: string[][] = [];
	const told: string[][] = [];
	const copies = copiesIn(
		shareStore(storage.sql),
		(write) => storage.transactionSync(write),
		() => clock.now,
		({ share, because }) => void ends.push([share, because]),
		({ name, did, share }) => void told.push([name, did, share]),
	);
	const draft = (html: string, again: string | null = null) => {
		const id = copies.begin({ session, by: "Tom", choice, again }) ?? "none";
		copies.fill(id, html);
		return id;
	};
	const publish = (id: string, token: string) =>
		copies.publish(id, { token, passcode, expires: clock.now + 24 * hour }, tom);
	const revoke = (id: string) => copies.revoke(id, tom);
	return { ...copies, clock, ends, told, draft, publishAs: publish, revoked: revoke };
};

let it: ReturnType<typeof newCopies>;
beforeEach(() => {
	it = newCopies();
});

test("opens with its passcode, and counts it", async () => {
	const id = it.draft("<p>a copy</p>");
	expect(await it.publishAs(id, "t")).toEqual({ ok: true, id });
	expect(it.peek("t")).toEqual({ state: "asks" });
	expect(await it.open("t", passcode)).toEqual({ state: "open", html: "<p>a copy</p>", id });
	expect(it.list()).toMatchObject([{ id, opened: 1, lastOpened: it.clock.now, ended: null }]);
	expect([it.peek("other"), await it.open("other", passcode)]).toEqual([
		{ state: "unknown" },
		{ state: "unknown" },
	]);
});

test("ends after ten wrong passcodes in a row, also at once", async () => {
	await it.publishAs(it.draft("x"), "t");
	for (let left = 9; left > 4; left--) expect(await it.open("t", "guess")).toMatchObject({ left });
	await it.open("t", passcode);
	const many = await Promise.all(Array.from({ length: 12 }, () => it.open("t", "guess")));
	expect(many.map(({ state }) => state)).toEqual([...Array(10).fill("wrong"), "ended", "ended"]);
	expect(await it.open("t", passcode)).toMatchObject({ state: "ended", because: "guessed" });
});

test("ends when its time is over, and keeps no bytes", async () => {
	const id = it.draft("x");
	await it.publishAs(id, "t");
	expect(it.nextEnd()).toBe(it.clock.now + 24 * hour);
	it.clock.now += 24 * hour;
	expect(await it.open("t", passcode)).toMatchObject({ state: "ended", because: "expired" });
	expect([it.revoked(id), it.nextEnd()]).toEqual([false, null]);
	expect(it.ends).toEqual([[id, "expired"]]);
});

test("can be published within an hour of being looked at, once", async () => {
	const [late, once] = [it.draft("late"), it.draft("once")];
	expect((await it.publishAs(once, "t")).ok).toBe(true);
	expect((await it.publishAs(once, "u")).ok).toBe(false);
	it.clock.now += hour;
	expect((await it.publishAs(late, "v")).ok).toBe(false);
});

test("can't be published before it was looked at", async () => {
	const id = it.begin({ session, by: "Tom", choice, again: null }) ?? "none";
	expect((await it.publishAs(id, "t")).ok).toBe(false);
});

test("gives its link and passcode to the copy that refreshes it", async () => {
	const first = it.draft("first");
	await it.publishAs(first, "t");
	expect(await it.publish(it.draft("second", first), null, tom)).toEqual({ ok: true, id: first });
	expect(await it.open("t", passcode)).toMatchObject({ html: "second" });
	expect(it.list()).toHaveLength(1);
});

test("leads nowhere once it is revoked, and can't be refreshed", async () => {
	const id = it.draft("x");
	await it.publishAs(id, "t");
	expect([it.revoked(id), it.revoked(id)]).toEqual([true, false]);
	expect(it.peek("t")).toEqual({ state: "ended", because: "revoked" });
	expect(it.ends).toEqual([]);
	expect(it.begin({ session, by: "Tom", choice, again: id })).toBeNull();
});

test("tells the log what someone did once it is so, with the id of the copy that can be opened", async () => {
	const first = it.draft("first");
	await it.publishAs("h_g0000000000000009", "t");
	expect(it.told).toEqual([]);
	await it.publishAs(first, "t");
	const second = it.draft("second", first);
	await it.publish(second, null, tom);
	await it.publish(second, null, tom);
	it.revoked(first);
	it.revoked(first);
	expect(it.told).toEqual([
		["Tom", "published", first],
		["Tom", "refreshed", first],
		["Tom", "revoked", first],
	]);
});

test("an erasure ends all copies, and takes away a draft that was begun before it", async () => {
	const id = it.draft("x");
	await it.publishAs(id, "t");
	const [seen, begun] = [it.draft("seen"), it.begin({ session, by: "Tom", choice, again: null }) ?? ""];
	it.endAll("erased");
	it.endAll("erased");
	expect(it.ends).toEqual([[id, "erased"]]);
	expect(it.peek("t")).toEqual({ state: "ended", because: "erased" });
	expect((await it.publishAs(seen, "u")).ok).toBe(false);
	expect(it.fill(begun, "what was erased")).toBe(false);
});
