// What Home shows to whom: what waits for their own decision, and to technicians and owners, the client's endpoints and sessions.
import { expect, test } from "vitest";
import { Policy, type Role } from "../../protocol/people.ts";
import type { Listed } from "../contracts/values/listed.ts";
import { Msp, type Snapshot } from "../contracts/values/snapshot.ts";
import type { Env } from "../env.ts";
import { endpoint, id, olga, settingsOnly } from "../session/testing/session.ts";
import { homeOf } from "./home.ts";

const session = (n: number, proposer: string): Listed => ({
	session: id("s", n),
	request: `request ${n}`,
	requester: "Dana",
	people: [],
	state: "waiting-for-approval",
	openedAt: n,
	closedAt: null,
	pending: [
		{
			plan: id("pl", n),
			proposer,
			proposerAccount: null,
			changes: `change ${n}`,
			endpoints: [endpoint.name],
			decideBy: n,
		},
	],
	ticket: null,
	takenBy: null,
	erasures: [
		{
			erasure: "x_1",
			eraser: n === 1 ? id("p", 1) : olga.id,
			eraserAccount: null,
			by: "Olga",
			what: `event ${n}`,
			reason: "a name",
			expires: n,
		},
		{
			erasure: "x_1",
			eraser: olga.id,
			eraserAccount: "slack:T1:U1",
			by: "Olga",
			what: `remapped ${n}`,
			reason: "a name",
			expires: n,
		},
	],
	...{ asker: null, taker: null, machines: [] },
	outcome: null,
	went: null,
});

/** Home of someone with these roles, who proposed the second of two plans that wait. */
const homeWith = async (...roles: Role[]) => {
	const me = { id: id("p", 1), name: "Me", label: null, identities: ["slack:T1:U1"], roles };
	const snapshot: Snapshot = {
		client: id("c", 1),
		name: "Acme Dental",
		version: 1,
		policy: Policy.parse({}),
		people: [me, olga],
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
			glance: async () => ({
				requests: [session(3, id("p", 2))],
				queue: waiting.map((one) => ({ ...one, queue: "approval" as const })),
				queued: { mine: 0, unclaimed: 0, approval: 12, running: 0 },
				recent: waiting,
				erasing: waiting,
			}),
		}),
	} as unknown as Env;
	const home = await homeOf(env, { by: { identity: "slack:T1:U1", name: "Me" }, workspace: "slack:T1" });
	return {
		pending: home.pending.map(({ changes }) => changes),
		endpoints: home.endpoints.length,
		requests: home.requests.length,
		queue: home.queue.length,
		waiting: home.queued.approval,
		sessions: home.sessions.length,
		erasures: home.erasures.map(({ what }) => what),
	};
};

const nothing = { pending: [], endpoints: 0, requests: 1, queue: 0, waiting: 0, sessions: 0, erasures: [] };
const overseen = { endpoints: 1, queue: 2, waiting: 12, sessions: 2 };

test.each([
	["a requester is shown what they asked for", ["requester"], nothing],
	[
		"an approver sees what someone else proposed or wants erased",
		["approver"],
		{ ...nothing, pending: ["change 1"], erasures: ["event 2"] },
	],
	["a technician is shown endpoints and sessions", ["technician"], { ...nothing, ...overseen }],
	["an owner is shown the same", ["owner"], { ...nothing, ...overseen }],
	[
		"a person with both roles sees both",
		["approver", "technician"],
		{ ...nothing, ...overseen, pending: ["change 1"], erasures: ["event 2"] },
	],
] satisfies [string, Role[], object][])("%s", async (_, roles, shown) => {
	expect(await homeWith(...roles)).toEqual(shown);
});
