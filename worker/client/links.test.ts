// Personal links: whom they let in, and until when; a mailed one is renewed once.
import { beforeEach, describe, expect, test } from "vitest";
import { ada, tom } from "../../domain/testing/people.ts";
import { Policy } from "../../protocol/people.ts";
import { Msp } from "../contracts/values/snapshot.ts";
import { migrate } from "../durable/sql.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import * as links from "./links.ts";
import { type ClientStore, clientStore } from "./store.ts";
import { migrations } from "./tables.ts";

const minute = 60_000;
const [client, session] = ["c_g0000000000000001", "s_1"];
let storage: DurableObjectStorage;
let store: ClientStore;
let asked: links.Renewed[];

beforeEach(() => {
	storage = memoryStorage();
	migrate(storage, migrations);
	store = clientStore(storage.sql);
	asked = [];
	configure(1, "ada@acme.example");
});
const configure = (revision: number, email: string | null, identities = ada.identities) =>
	store.configure({
		...{ id: client, name: "Acme Dental", policy: Policy.parse({}), revision, channels: [], endpoints: [] },
		...{ people: [tom, { ...ada, identities }], emails: email === null ? {} : { [ada.id]: email } },
		msp: Msp.parse({}),
	});
const mailed = (now = 0, address = "ada@acme.example") =>
	links.issue(store, ada.id, session, { address }, now);
const peek = (token: string, now = 1) => {
	const { state, ...rest } = links.peek(store, token, now);
	return "renews" in rest ? `${state}, renews` : state;
};
const spend = (token: string, now = 1) => {
	const spent = links.spend(store, token, now);
	return spent.ok ? "in" : spent.why;
};
const renew = (token: string, now: number, ask = (of: links.Renewed) => void asked.push(of)) =>
	links.renew({ store, change: (write) => storage.transactionSync(write), ask }, token, now);

describe("a mailed link", () => {
	test("signs in as whoever has that address", () => {
		const token = mailed();
		expect(links.peek(store, token, 1)).toMatchObject({ state: "good", identity: "mailto:ada@acme.example" });
		expect([spend(token), spend(token), peek(token)]).toEqual(["in", "used", "used, renews"]);
	});

	test.each([
		["is another one", "ada@new.example"],
		["was taken away", null],
	])("lets no one in once the address %s, and has none mailed", (_what, email) => {
		const token = mailed();
		configure(2, email);
		expect([peek(token), spend(token)]).toEqual(["unknown", "unknown"]);
		renew(token, 31 * minute);
		expect(asked).toEqual([]);
	});

	test("of an older version, which says no address, is over; the next one says it", () => {
		const token = mailed();
		storage.sql.exec("UPDATE links SET identity = NULL");
		expect([peek(token), spend(token)]).toEqual(["expired, renews", "expired"]);
	});

	test("that is over is renewed once", () => {
		const token = mailed();
		renew(token, 29 * minute);
		expect(asked).toEqual([]);
		for (let n = 0; n < 2; n++) renew(token, 30 * minute);
		expect(asked).toMatchObject([{ person: ada.id, session }]);
		expect(peek(token, 30 * minute)).toBe("expired");
	});

	test("isn't renewed if the wish for the next mail can't be kept, so that it can be tried again", () => {
		const token = mailed();
		const fails = () => {
			throw new Error("the outbox is full");
		};
		expect(() => renew(token, 30 * minute, fails)).toThrow("the outbox is full");
		renew(token, 30 * minute);
		expect(asked).toHaveLength(1);
	});
});

test("a link from chat lets no one in once its account isn't the person's", () => {
	const [identity = ""] = ada.identities;
	const token = links.issue(store, ada.id, session, { identity }, 0);
	expect(peek(token)).toBe("good");
	configure(2, "ada@acme.example", ["slack:T1:UNEW"]);
	expect([peek(token), spend(token)]).toEqual(["unknown", "unknown"]);
});
