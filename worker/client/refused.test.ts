// What someone tries in the console and is refused is in the client's log: deputies, standing approvals, passkeys for approvals.
import { beforeEach, expect, test } from "vitest";
import { ada, bea, dana, tom } from "../../domain/testing/people.ts";
import { type Person, Policy } from "../../protocol/people.ts";
import { Msp } from "../contracts/values/snapshot.ts";
import { migrate } from "../durable/sql.ts";
import type { Env } from "../env.ts";
import { settingsOnly } from "../session/testing/session.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { changeKey } from "./changing-keys.ts";
import * as deputies from "./deputies.ts";
import { snapshotOf } from "./snapshot.ts";
import * as standings from "./standings.ts";
import { type ClientStore, clientStore } from "./store.ts";
import { migrations } from "./tables.ts";

const now = Date.UTC(2026, 11, 1);
const standing = "a_g0000000000000001";
let store: ClientStore;
let parts: Parameters<typeof changeKey>[0] & Parameters<typeof deputies.name>[0];

beforeEach(() => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	store = clientStore(storage.sql);
	parts = {
		...{ store, env: settingsOnly as unknown as Env },
		change: (write) => storage.transactionSync(write),
		...{ post: () => {}, keep: () => {}, tellSession: () => {}, nameApprovers: () => {} },
	};
	deputies.configure(parts, {
		...{ id: "c_g0000000000000001", name: "Acme Dental", policy: Policy.parse({}), revision: 1 },
		...{ people: [dana, tom, ada, bea], emails: {}, channels: [], msp: Msp.parse({}), endpoints: [] },
	});
});
const by = ({ id, name }: Person) => ({ person: id, name });
const client = () => snapshotOf(store, now);
const log = () =>
	store.audit.list(0, 10).map(({ kind, who, person, what, detail }) => ({ kind, who, person, what, detail }));
const refused = (who: Person, what: string, detail: string) => ({
	...{ kind: "refused", who: who.name, person: who.id, what, detail },
});

test("naming a deputy, by someone who doesn't approve", () => {
	const wish = { deputy: bea.id, until: null };
	expect(deputies.name(parts, client(), by(dana), wish, now).ok).toBe(false);
	expect(log()).toEqual([refused(dana, "name a deputy", `no-deputies ${bea.id}`)]);
});

test("no mistake in the deputy's form, and nothing that the door of chat keeps", () => {
	deputies.name(parts, client(), by(ada), { deputy: ada.id, until: null }, now);
	const account = { identity: dana.identities[0] ?? "", name: "Dana" };
	deputies.name(parts, client(), account as never, { deputy: bea.id, until: null }, now);
	expect(log()).toEqual([]);
});

test.each(["join", "revoke"] as const)("the step “%s” of a standing approval", (step) => {
	expect(standings.alter(parts, client(), { step, standing }, by(dana), now).ok).toBe(false);
	const [code] = log().map(({ detail }) => detail.split(" ")[0]);
	expect(log()).toEqual([refused(dana, "a standing approval", `${code} ${step} ${standing}`)]);
});

test("a step in the life of a passkey for approvals", () => {
	const change = { step: "revoke", credential: "a2V5" } as const;
	expect(changeKey(parts, client(), change, by(dana)).ok).toBe(false);
	const why = "this passkey has changed in the meantime";
	expect(log()).toEqual([refused(dana, "a passkey for approvals", `passkey-fails (${why}) revoke a2V5`)]);
});
