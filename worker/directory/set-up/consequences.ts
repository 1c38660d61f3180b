// What follows from an apply elsewhere: each client's configuration, each workspace's channels and token.
import type { ApplyResponse, Setup } from "../../../protocol/setup.ts";
import type { Msp } from "../../contracts/values/snapshot.ts";
import { conversationOf, objectOf, workspaceOf, workspaceOfIdentity } from "../../durable/places.ts";
import { unseal } from "../../keys/crypto.ts";
import type { Core, DirectoryOutbox } from "../core.ts";
import { announcement } from "./announcing.ts";
import type { ChannelNames } from "./channel-names.ts";

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
		if (!setup.clients[key]) tellClient(core, change, key, { ...client, people: {}, channels: [] }, {});
};

const tellClient = (
	core: Core,
	{ before, setup, changes, by, names, revision }: Change,
	key: string,
	client: Setup["clients"][string],
	staff: Setup["staff"],
): void => {
	const id = core.people.clientId(key, client.jurisdiction);
	const people = [
		...Object.entries(staff).map(([name, person]) => core.people.person("staff", name, person)),
		...Object.entries(client.people).map(([name, person]) => core.people.person(id, name, person)),
	];
	const endpoints = Object.entries(client.endpoints).map(([name, { description }]) => ({
		name,
		description,
	}));
	const emails = {
		...emailsOf(setup.staff, (key) => core.people.personId("staff", key)),
		...emailsOf(client.people, (key) => core.people.personId(id, key)),
	};
	const { name, policy, channels } = client;
	const mine = changes.filter(
		({ what }) => what.startsWith(`client ${key}:`) || /^(?:staff |the MSP:)/.test(what),
	);
	core.put(`client:${id}:${revision}`, id, {
		type: "client",
		to: { id, name, policy, people, channels, msp: mspOf(setup), emails, endpoints, revision },
		applied: {
			by: by.name,
			person: by.person,
			changes: mine.map(({ sign, what }) => `${sign} ${what}`),
			announced: announcement(key, before, setup, names),
		},
	});
	core.people.setMembers(id, people, emails);
};

/** By the person's id. */
const emailsOf = (people: Setup["staff"], idOf: (key: string) => string): Record<string, string> =>
	Object.fromEntries(
		Object.entries(people).flatMap(([key, { email }]) => (email === undefined ? [] : [[idOf(key), email]])),
	);

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
		const bound = Object.entries(setup.clients).flatMap(([key, client]) =>
			client.channels
				.filter((channel) => workspaceOfIdentity(channel) === workspace)
				.map((channel) => ({
					channel: conversationOf(channel),
					client: core.people.clientId(key, client.jurisdiction),
				})),
		);
		const token = tokens.find((one) => one.workspace === workspace)?.sealed ?? null;
		const { desk } = setup.msp;
		const desks = desk && workspaceOfIdentity(desk) === workspace ? [conversationOf(desk)] : [];
		const listed = setup.workspaces[workspace] !== undefined;
		const body = { type: "workspace", workspace, listed, token, bound, desks } as const;
		core.put(`workspace:${workspace}:${revision}`, workspace, body);
	}
};

export const deliver = async ({ env }: Core, body: DirectoryOutbox): Promise<void> => {
	if (body.type === "client") return objectOf(env.CLIENT, body.to.id).configure(body.to, body.applied);
	const { workspace, listed, bound, desks } = body;
	const token = body.token === null ? null : await unseal(env, sealedAs(workspace), body.token);
	await workspaceOf(env.WORKSPACE, workspace).configure(workspace, { listed, token, bound, desks });
};
