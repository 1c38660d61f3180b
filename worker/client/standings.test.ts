// How a client counts the runs of a standing approval: never one more than it was given for, and what isn't used comes back.
import { beforeEach, expect, test } from "vitest";
import { ada, tom } from "../../domain/testing/people.ts";
import { Policy } from "../../protocol/people.ts";
import { Msp } from "../contracts/values/snapshot.ts";
import { migrate } from "../durable/sql.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import * as deputies from "./deputies.ts";
import { snapshotOf } from "./snapshot.ts";
import * as standings from "./standings.ts";
import { clientStore } from "./store.ts";
import { migrations } from "./tables.ts";

const now = Date.UTC(2026, 11, 1);
const client = "c_g0000000000000001";
const session = "s_g0000000000000001";
const covered = { id: "e_g0000000000000001", key: "ab".repeat(32) };
const digest = "cd".repeat(32);

let parts: standings.Parts;
beforeEach(() => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	const store = clientStore(storage.sql);
	parts = { store, change: (write) => storage.transactionSync(write), post: () => {} };
	deputies.configure(
		{ ...parts, keep: () => {}, tellSession: () => {} },
		{
			...{ id: client, name: "Acme Dental", policy: Policy.parse({}), people: [ada, tom], revision: 1 },
			...{ emails: {}, channels: [], msp: Msp.parse({}), endpoints: [] },
		},
	);
	const matter = {
		...{ digest, session, plan: "pl_g0000000000000001", shell: "sh", changes: "", steps: [] },
		endpoints: [{ ...covered, name: "FRONT-01" }],
	};
	const proposer = { person: tom.id, account: null };
	const given = standings.give(
		parts,
		snapshotOf(parts.store, now),
		{ matter, proposer, times: 3, until: now + 86_400_000 },
		{ person: ada.id, name: ada.name },
		now,
	);
	expect(given).toMatchObject({ ok: true });
});

const use = (once: string): number | null => {
	const ask = {
		...{ once, digest, endpoints: [covered], session, starts: now },
		proposer: { person: tom.id, account: null, name: tom.name },
	};
	const ruled = standings.use(parts, snapshotOf(parts.store, now), ask, now);
	return ruled?.by === "standing" ? ruled.n : null;
};

test("each proposal gets one run, however often it comes, and there is never one too many", () => {
	expect(["a", "a", "b", "a", "c", "d", "e", "b"].map(use)).toEqual([1, 1, 2, 1, 3, null, null, 2]);
});

test("what came to nothing is given back, once, and the next proposal gets its number", () => {
	expect(["a", "b"].map(use)).toEqual([1, 2]);
	standings.giveBack(parts, "a");
	standings.giveBack(parts, "a");
	standings.giveBack(parts, "never asked");
	expect(["c", "d", "e", "b"].map(use)).toEqual([1, 3, null, 2]);
});
