// What follows from an apply elsewhere: each client's configuration, each workspace's channels and token.
import type { ApplyResponse, Setup } from "../../../protocol/setup.ts";
import type { Msp } from "../../contracts/values/snapshot.ts";
import { conversationOf, objectOf, workspaceOf, workspaceOfIdentity } from "../../durable/places.ts";
import { unseal } from "../../keys/crypto.ts";
import type { Core, DirectoryOutbox } from "../core.ts";
import type { ChannelNames } from "./channel-names.ts";
import { takeInForce, workspaceBody } from "./in-force.ts";
import { accountsAmong, peopleAt, stillListed } from "./members.ts";

/** A bot token as it may be kept: sealed, and a tag that tells whether it is the same as before. */
export type SealedToken = { workspace: string; sealed: string; tag: string };

/** One apply, judged: from which set-up to which, by whom. */
export type Change = {
	before: Setup;
	setup: Setup;
	tokens: SealedToken[];
	changes: ApplyResponse["changes"];
	vouch: ApplyResponse["vouch"];
	/** `person`: the id of someone who is signed in; null: whoever holds the owner's token, under a name that proves nothing. */
	by: { name: string; person: string | null };
	/** Of the channels that change. */
	names: ChannelNames;
	/** Of the new set-up. */
	revision: number;
};

/** The context that a sealed token is bound to on its way. */
export const sealedAs = (workspace: string): string => `applied ${workspace}`;

/** Inside a transaction. Clients that the file no longer lists keep their records, and everyone loses their role there. */
export const tellClients = (core: Core, change: Change): void => {
	const { before, setup } = change;
	for (const [key, client] of Object.entries(setup.clients))
		tellClient(core, change, key, client, setup.staff);
	for (const [key, client] of Object.entries(before.clients))
		if (!setup.clients[key]) tellClient(core, change, key, { ...client, people: {}, channels: [] }, {}, true);
};

const tellClient = (
	core: Core,
	{ setup, changes, by, names, revision }: Change,
	key: string,
	client: Setup["clients"][string],
	staff: Setup["staff"],
	gone = false,
): void => {
	const id = core.people.clientId(key, client.jurisdiction);
	const { people, emails } = peopleAt(core.people, id, client.people, staff);
	const endpoints = Object.entries(client.endpoints).map(([name, { description }]) => ({
		name,
		description,
	}));
	const { name, policy, channels, breakGlass } = client;
	const named = breakGlass === undefined || gone ? null : core.people.personId(id, breakGlass);
	const mine = changes.filter(
		({ what }) => what.startsWith(`client ${key}:`) || /^(?:staff |the MSP:)/.test(what),
	);
	core.put(`client:${id}:${revision}`, id, {
		type: "client",
		to: {
			...{ id, name, policy, people, channels, msp: mspOf(setup), emails, endpoints, revision },
			...{ breakGlass: named, ...(gone && { gone }) },
		},
		applied: {
			by: by.name,
			person: by.person,
			changes: mine.map(({ sign, what }) => `${sign} ${what}`),
			names: Object.fromEntries(names),
		},
	});
	// Whom it adds, the client says once that is in force.
	core.people.setMembers(id, stillListed(core.people.members(id), accountsAmong({ people, emails })));
};

/** What of the MSP matters to every client. */
const mspOf = ({ msp, workspaces, staff }: Setup): Msp => ({
	desk: msp.desk ? { workspace: workspaceOfIdentity(msp.desk), channel: conversationOf(msp.desk) } : null,
	remindDeskAfter: msp.remindDeskAfter,
	onCall: (msp.onCall ?? []).flatMap((key) => {
		const person = staff[key];
		return person ? [{ identities: person.identities, name: person.name }] : [];
	}),
	ticketLink: msp.ticketLink ?? null,
	workspaces: Object.entries(workspaces).map(([id, { enterprise }]) => ({
		id,
		enterprise: enterprise ?? null,
	})),
});

/** Inside a transaction. Workspaces that are gone from the file learn that they are. */
export const tellWorkspaces = (core: Core, { before, setup, tokens, revision }: Change): void => {
	const workspaces = new Set([...Object.keys(before.workspaces), ...Object.keys(setup.workspaces)]);
	for (const workspace of workspaces) {
		core.known.keep(workspace);
		const token = tokens.find((one) => one.workspace === workspace)?.sealed ?? null;
		const body = workspaceBody(core, setup, workspace, token);
		core.put(`workspace:${workspace}:${revision}`, workspace, body);
	}
};

export const deliver = async (core: Core, body: DirectoryOutbox): Promise<void> => {
	const { env } = core;
	if (body.type === "client")
		return takeInForce(
			core,
			body.to.id,
			await objectOf(env.CLIENT, body.to.id).configure(body.to, body.applied),
		);
	const { workspace, listed, bound, desks } = body;
	const token = body.token === null ? null : await unseal(env, sealedAs(workspace), body.token);
	await workspaceOf(env.WORKSPACE, workspace).configure(workspace, { listed, token, bound, desks });
};
