// A client's standing approvals in its real tables: each run is counted once, and none too many.
import { beforeEach, expect, test } from "vitest";
import { ada, dana, sam, tom } from "../../domain/testing/people.ts";
import { newId } from "../../protocol/ids.ts";
import { type Person, Policy } from "../../protocol/people.ts";
import type { StandingAsk } from "../../protocol/read/standing.ts";
import { Msp } from "../contracts/values/snapshot.ts";
import { migrate } from "../durable/sql.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import * as deputies from "./deputies.ts";
import { snapshotOf } from "./snapshot.ts";
import * as standings from "./standings.ts";
import { clientStore } from "./store.ts";
import { migrations } from "./tables.ts";
import type { News } from "./telling.ts";

const now = Date.now();
const day = 86_400_000;
const endpoints = [{ id: newId("endpoint", "none"), name: "A", key: "00".repeat(32) }];
const matter = {
	...{ digest: "aa".repeat(32), session: newId("session", "none"), plan: newId("plan", "none"), endpoints },
	...{ shell: "sh", changes: "x", steps: [] },
};

let store: ReturnType<typeof clientStore>;
let parts: standings.Parts;
let news: News[];
const configure = (people: Person[], revision: number) =>
	deputies.configure(
		{ ...parts, keep: () => {}, tellSession: () => {} },
		{
			...{ id: "c_g0000000000000001", name: "Acme", policy: Policy.parse({}), people, revision },
			...{ emails: {}, channels: [], msp: Msp.parse({}), endpoints: [] },
		},
	);
const client = () => snapshotOf(store, now);
beforeEach(() => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	store = clientStore(storage.sql);
	news = [];
	parts = { store, change: (write) => storage.transactionSync(write), post: (one) => void news.push(one) };
	configure([dana, tom, ada, sam], 1);
});

const gives = (some: { times?: number; onlyAsks?: boolean; once?: string } = {}) => {
	const given = { matter, times: 2, until: now + day, proposer: { person: tom.id, account: null }, ...some };
	const answer = standings.give(parts, client(), given, { person: ada.id, name: ada.name }, now);
	if (!answer.ok) throw new Error(answer.refusal.code);
	return answer.standing ?? "";
};
const uses = (once: string, some: Partial<StandingAsk> = {}, at = now) => {
	const ask = {
		...{ once, digest: matter.digest, endpoints: endpoints.map(({ id, key }) => ({ id, key })) },
		...{
			session: matter.session,
			proposer: { person: tom.id, account: null, name: "Tom" },
			starts: at,
			...some,
		},
	};
	const ruled = standings.use(parts, client(), ask, at);
	return ruled?.by === "standing" ? `${ruled.n} of ${ruled.of}` : null;
};
const markOf = (once: string) => {
	const ask = {
		...{ once, digest: matter.digest, endpoints: endpoints.map(({ id, key }) => ({ id, key })) },
		...{ session: matter.session, proposer: { person: tom.id, account: null, name: "Tom" }, starts: now },
	};
	const ruled = standings.use(parts, client(), ask, now);
	return ruled?.by === "standing" ? ruled.voters.map(({ unconfirmed }) => unconfirmed ?? null) : null;
};
const used = () => client().standing?.map(({ used }) => used) ?? [];

test("each proposal gets a run, the last one too, and none after it", () => {
	gives();
	expect(["a", "b", "c"].map((once) => uses(once))).toEqual(["1 of 2", "2 of 2", null]);
	expect(used()).toEqual([2]);
});

test("another try of one proposal gets the same run, also of one that is used up by then", () => {
	gives();
	expect(["a", "a", "b", "a", "b"].map((once) => uses(once))).toEqual([
		"1 of 2",
		"1 of 2",
		"2 of 2",
		"1 of 2",
		"2 of 2",
	]);
	expect(used()).toEqual([2]);
});

test("another try gets none once the approval was revoked, is over, or its approver doesn't decide any more", () => {
	const standing = gives();
	uses("a");
	expect(uses("a", {}, now + day)).toBeNull();
	configure([dana, tom, { ...ada, roles: ["requester"] }, sam], 2);
	expect(uses("a")).toBeNull();
	configure([dana, tom, ada, sam], 3);
	expect(uses("a")).toBe("1 of 2");
	standings.alter(parts, client(), { step: "revoke", standing }, { person: ada.id, name: ada.name }, now);
	expect(uses("a")).toBeNull();
});

test("another try gets none for other bytes, another endpoint, or a later start", () => {
	gives();
	uses("a");
	expect(uses("a", { digest: "bb".repeat(32) })).toBeNull();
	expect(uses("a", { endpoints: [{ id: newId("endpoint", "none"), key: "00".repeat(32) }] })).toBeNull();
	expect(uses("a", { starts: now + day })).toBeNull();
	expect(used()).toEqual([1]);
});

test("who only asks gives nothing, and no one hears of it", () => {
	expect(gives({ onlyAsks: true })).toBe("");
	expect([store.standings.all(), news]).toEqual([[], []]);
	const standing = gives();
	expect([gives({ onlyAsks: true }), gives()]).toEqual([standing, standing]);
});

test("one that is used up is given again as another", () => {
	const first = gives({ times: 1 });
	uses("a");
	const second = gives({ times: 1 });
	expect(second).not.toBe(first);
	expect(uses("b")).toBe("1 of 1");
});

test("one wish gives one, however often it comes, also once that one is used up or revoked; another wish gives another", () => {
	const first = gives({ times: 1, once: "w1" });
	expect(gives({ times: 1, once: "w1", onlyAsks: true })).toBe(first);
	uses("a");
	expect(gives({ times: 1, once: "w1" })).toBe(first);
	const by = { person: ada.id, name: ada.name };
	standings.alter(parts, client(), { step: "revoke", standing: first }, by, now);
	expect(gives({ times: 1, once: "w1" })).toBe(first);
	expect([store.standings.all().length, uses("b")]).toEqual([1, null]);
	expect(gives({ times: 1, once: "w2" })).not.toBe(first);
	expect(uses("b")).toBe("1 of 1");
});

test("a run is marked as a vote of that moment would be", () => {
	gives({ times: 3 });
	expect(markOf("a")).toEqual(["first"]);
	store.amendments.confirm(ada.id, sam.id, "break-glass", now);
	expect([markOf("b"), markOf("a")]).toEqual([["break-glass"], ["break-glass"]]);
	store.amendments.confirm(ada.id, sam.id, "approver", now);
	expect(markOf("c")).toEqual([null]);
	expect(store.standings.all()[0]?.by[0]).not.toHaveProperty("unconfirmed");
});

test("one ends when who gave it doesn't decide any more, and the log says so", () => {
	gives();
	configure([dana, tom, { ...ada, roles: ["requester"] }, sam], 2);
	parts.change(() => standings.endFallen(parts, client(), now, []));
	expect(client().standing).toBeUndefined();
	expect(store.audit.list(0, 10).at(-1)).toMatchObject({
		...{ kind: "changed", what: "a standing approval", person: null },
		who: "Caisey, as Ada no longer approves",
	});
	configure([dana, tom, ada, sam], 3);
	expect(uses("a")).toBeNull();
});

test("one ends when an account of who gave it is taken away", () => {
	gives();
	const lost = configure([dana, tom, { ...ada, identities: ["slack:T1:UNEW"] }, sam], 2);
	parts.change(() => standings.endFallen(parts, client(), now, lost));
	expect(client().standing).toBeUndefined();
	expect(store.audit.list(0, 10).at(-1)?.who).toBe("Caisey, as Ada's accounts changed");
});
