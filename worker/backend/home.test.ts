// What Home shows to whom: what waits for their own decision, and to technicians and owners, the client's endpoints and sessions.
import { expect, test } from "vitest";
import { Policy, type Role } from "../../protocol/people.ts";
import type { Listed } from "../contracts/values/listed.ts";
import { Msp, type Snapshot } from "../contracts/values/snapshot.ts";
import type { Env } from "../env.ts";
import { endpoint, id, settingsOnly } from "../session/testing/session.ts";
import { homeOf } from "./home.ts";

const session = (n: number, proposer: string): Listed => ({
	session: id("s", n),
	request: `request ${n}`,
	requester: "Dana",
	state: "waiting-for-approval",
	openedAt: n,
	closedAt: null,
	pending: [{ plan: id("pl", n), proposer, changes: `change ${n}`, endpoints: [endpoint.name], decideBy: n }],
	ticket: null,
	takenBy: null,
	outcome: null,
	went: null,
});

/** Home of somebody with these roles, who proposed the second of two plans that wait. */
const homeWith = async (...roles: Role[]) => {
	const me = { id: id("p", 1), name: "Me", label: null, identities: ["slack:T1:U1"], roles };
	const snapshot: Snapshot = {
		client: id("c", 1),
		name: "Acme Dental",
		version: 1,
		policy: Policy.parse({}),
		people: [me],
		endpoints: [endpoint],
		channels: [],
		msp: Msp.parse({}),
	};
	const waiting = [session(1, id("p", 2)), session(2, me.id)];
	const objects = <T>(object: T) => ({ getByName: () => object });
	const env = {
		...settingsOnly,
		DIRECTORY: objects({
			lists: async () => true,
			memberships: async () => [{ client: snapshot.client, person: me.id, name: me.name }],
		}),
		CLIENT: objects({
			snapshot: async () => snapshot,
			pendingSessions: async () => waiting,
			sessions: async () => waiting,
		}),
	} as unknown as Env;
	const home = await homeOf(env, { by: { identity: "slack:T1:U1", name: "Me" }, workspace: "slack:T1" });
	return {
		pending: home.pending.map(({ changes }) => changes),
		endpoints: home.endpoints.length,
		sessions: home.sessions.length,
	};
};

test.each([
	["a requester is shown nothing", ["requester"], { pending: [], endpoints: 0, sessions: 0 }],
	[
		"an approver is shown what somebody else proposed",
		["approver"],
		{ pending: ["change 1"], endpoints: 0, sessions: 0 },
	],
	[
		"a technician is shown endpoints and sessions",
		["technician"],
		{ pending: [], endpoints: 1, sessions: 2 },
	],
	["an owner is shown the same", ["owner"], { pending: [], endpoints: 1, sessions: 2 }],
	[
		"whoever is both is shown both",
		["approver", "technician"],
		{ pending: ["change 1"], endpoints: 1, sessions: 2 },
	],
] satisfies [string, Role[], object][])("%s", async (_, roles, shown) => {
	expect(await homeWith(...roles)).toEqual(shown);
});
