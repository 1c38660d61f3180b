// Naming a deputy, and the end of it.
import { beforeEach, describe, expect, test } from "vitest";
import { ada, bea, dana, olga, sam, tom } from "../../domain/testing/people.ts";
import { type Person, Policy } from "../../protocol/people.ts";
import { Msp } from "../contracts/values/snapshot.ts";
import { migrate } from "../durable/sql.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import * as deputies from "./deputies.ts";
import { snapshotOf } from "./snapshot.ts";
import { type ClientStore, clientStore } from "./store.ts";
import { migrations } from "./tables.ts";
import type { News } from "./telling.ts";

const now = Date.UTC(2026, 11, 1);
const hour = 3_600_000;
const client = "c_g0000000000000001";

let store: ClientStore;
let posts: News[];
let kept: string[];
let parts: Parameters<typeof deputies.name>[0];
beforeEach(() => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	store = clientStore(storage.sql);
	[posts, kept] = [[], []];
	parts = {
		store,
		change: (write) => storage.transactionSync(write),
		post: (news) => void posts.push(news),
		keep: (what, who, detail) => void kept.push(`${who} ${what}: ${detail}`),
		tellSession: () => {},
	};
	configure([dana, tom, ada, sam, bea, olga], 1);
});
const configure = (people: Person[], revision: number, emails: Record<string, string> = {}) =>
	deputies.configure(parts, {
		...{ id: client, name: "Acme Dental", policy: Policy.parse({}), people, revision, emails },
		...{ channels: ["slack:T1:C1"], msp: Msp.parse({}), endpoints: [] },
	});
const names = (by: Person, deputy: Person | string | null, until: number | null = now + hour) => {
	const wish = { deputy: typeof deputy === "object" ? (deputy?.id ?? null) : deputy, until };
	const me = { person: by.id, name: by.name };
	const answer = deputies.name(parts, snapshotOf(store, now), me, wish, now);
	if (answer.ok) return "ok";
	return "why" in answer.refusal ? answer.refusal.why : answer.refusal.code;
};
const told = () =>
	posts.flatMap(({ view, to }) =>
		"channel" in to && view.turn === "set-up-changed" ? [`${view.by}: ${view.changes.join()}`] : [],
	);

describe("a deputy", () => {
	test.each([
		["by an approver, someone of the client", ada, bea, now + hour, "ok"],
		["another approver, though a technician too", ada, sam, now + hour, "ok"],
		["for later, without an absence", ada, bea, null, "ok"],
		["by someone who doesn't approve", dana, bea, now + hour, "no-deputies"],
		["by a technician", tom, bea, now + hour, "no-deputies"],
		["themselves", ada, ada, now + hour, "yourself"],
		["a technician", ada, tom, now + hour, "provider"],
		["an owner", ada, olga, now + hour, "provider"],
		["someone unknown", ada, "p_g9999999999999999", now + hour, "unknown"],
		["until now", ada, bea, now, "past"],
		["for two years", ada, bea, now + 2 * 366 * 24 * hour, "past"],
		["no one, but an absence", ada, null, now + hour, "nobody"],
	])("is named or not: %s", (_, by, deputy, until, answer) => {
		expect(names(by, deputy, until)).toBe(answer);
		expect(store.deputies.all()).toHaveLength(answer === "ok" ? 1 : 0);
	});

	test("is told in the client's channel and kept in its log, as is the end, which comes by itself", () => {
		names(ada, bea);
		deputies.endOver(parts, now + hour - 1);
		expect(deputies.nextEnd(store.deputies.all())).toBe(now + hour);
		deputies.endOver(parts, now + hour);
		deputies.endOver(parts, now + hour);
		expect(told()).toEqual([
			"Ada: Bea decides for Ada, who is away until 2026-12-01 01:00 UTC",
			"Caisey: Ada is back. Bea stays their deputy, for plans that nobody decides in time",
		]);
		expect(kept).toHaveLength(2);
		expect(deputies.nextEnd(store.deputies.all())).toBeNull();
		names(ada, null, null);
		expect(told().at(-1)).toBe("Ada: Ada has no deputy any more");
	});

	test("counts as one of an absence no longer from its end on, told or not", () => {
		names(ada, bea);
		expect(snapshotOf(store, now + hour - 1).deputies?.[0]?.until).toBe(now + hour);
		expect(snapshotOf(store, now + hour).deputies?.[0]?.until).toBeNull();
	});

	test.each([
		["account", [{ ...bea, identities: ["slack:T1:UOTHER"] }], {}],
		["address", [bea], { [bea.id]: "bea@msp.example" }],
	])("who gets another account or address is one no more: %s", (_, [changed], emails) => {
		names(ada, bea);
		configure([dana, tom, ada, sam, changed ?? bea, olga], 2, emails);
		expect(store.deputies.all()).toEqual([]);
		expect(told().at(-1)).toBe(
			"Caisey: Bea is no longer Ada's deputy, because their accounts changed. Ada can name them again",
		);
	});

	test.each([
		["the deputy", [{ ...bea, identities: [] }], "their"],
		["the approver who named them", [{ ...ada, identities: ["slack:T1:UNEW"] }], "Ada's"],
	])("is one no more once an account is taken from %s", (_, [changed], whose) => {
		names(ada, bea);
		const all = [dana, tom, ada, sam, bea, olga].map((one) => (changed?.id === one.id ? changed : one));
		configure(all, 2);
		expect(store.deputies.all()).toEqual([]);
		expect(told().at(-1)).toBe(
			`Caisey: Bea is no longer Ada's deputy, because ${whose} accounts changed. Ada can name them again`,
		);
	});

	test("stays one where the set-up changes nothing about them", () => {
		names(ada, bea);
		configure([dana, ada, sam, { ...bea, name: "Beatrice" }, olga], 2);
		expect(store.deputies.all()).toHaveLength(1);
	});
});
