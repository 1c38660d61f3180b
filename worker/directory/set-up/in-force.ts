// What of the set-up is in force at each client: a change of approvers, policy or channels waits there until an approver confirms it.
// Channels are connected and people sign in by this, not by the file.
import { accountsWith } from "../../../domain/accounts.ts";
import { may } from "../../../domain/authority.ts";
import type { Setup } from "../../../protocol/setup.ts";
import { list } from "../../../words/amounts.ts";
import type { InForce } from "../../contracts/values/set-up.ts";
import { conversationOf, workspaceOfIdentity } from "../../durable/places.ts";
import type { Core, DirectoryOutbox } from "../core.ts";
import { listedAt, stillListed } from "./members.ts";

type Store = Pick<Core, "people" | "inForceAt">;
const idOf = ({ people }: Store, key: string, { jurisdiction }: Setup["clients"][string]): string =>
	people.clientId(key, jurisdiction);

/** Inside a transaction: clients of before this was kept have what their set-up said. */
export const keepFormer = (core: Store, before: Setup): void => {
	for (const [key, client] of Object.entries(before.clients)) {
		const id = idOf(core, key, client);
		const is = {
			version: 0,
			channels: client.channels,
			confirmers: approversAt(before, key),
			breakGlass: null,
			differs: null,
		};
		if (!core.inForceAt.of(id)) core.inForceAt.keep(id, is);
	}
};

/** Of those who can be reached, by name. */
const approversAt = ({ staff, clients }: Setup, key: string): string[] =>
	Object.values({ ...staff, ...clients[key]?.people })
		.filter(
			({ roles, identities, email }) =>
				may("decide", roles) && (identities.length > 0 || email !== undefined),
		)
		.map(({ name }) => name);

/** A workspace's conversations that belong to a client. One that two have in force stays the first one's. */
const boundIn = (core: Store, { clients }: Setup, workspace: string) => {
	const all = Object.entries(clients).flatMap(([key, client]) => {
		const id = idOf(core, key, client);
		const channels = core.inForceAt.of(id)?.channels ?? [];
		return channels
			.filter((one) => workspaceOfIdentity(one) === workspace)
			.map((one) => ({ channel: conversationOf(one), client: id }));
	});
	return all.filter(({ channel }, i) => all.findIndex((one) => one.channel === channel) === i);
};

/** What a workspace learns. `token`: sealed; null: it keeps what it has. */
export const workspaceBody = (
	core: Store,
	setup: Setup,
	workspace: string,
	token: string | null,
): Extract<DirectoryOutbox, { type: "workspace" }> => {
	const { desk } = setup.msp;
	const listed = setup.workspaces[workspace] !== undefined;
	return {
		...{ type: "workspace", workspace, token, listed },
		bound: listed ? boundIn(core, setup, workspace) : [],
		desks: desk && workspaceOfIdentity(desk) === workspace ? [conversationOf(desk)] : [],
	};
};

/** A client says what is in force there now: its channels are connected, and its people sign in. An older state that comes late changes nothing. */
export const takeInForce = (core: Core, client: string, is: InForce): void => {
	core.change(() => {
		const was = core.inForceAt.of(client);
		if (was && was.version > is.version) return;
		core.inForceAt.keep(client, is);
		const { setup } = core.setUp.stored();
		if (is.people)
			core.people.setMembers(client, stillListed(is.people, listedAt(core.people, setup, client)));
		const before = was?.channels ?? [];
		const moved = [
			...before.filter((one) => !is.channels.includes(one)),
			...is.channels.filter((one) => !before.includes(one)),
		];
		// One that the set-up no longer lists has lost its channels with that.
		if (!Object.entries(setup.clients).some(([key, one]) => idOf(core, key, one) === client)) return;
		for (const workspace of new Set(moved.map(workspaceOfIdentity)))
			core.put(`bound:${workspace}`, workspace, workspaceBody(core, setup, workspace, null));
	});
};

/** What can't be applied yet, as something else still has to be confirmed. */
export const unconfirmedProblems = (core: Store, before: Setup, after: Setup): string[] => [
	...Object.entries(before.clients).flatMap(([key, client]) => {
		const named = core.inForceAt.of(idOf(core, key, client))?.breakGlass;
		if (!named) return [];
		const who = core.people.keyOf(named.person)?.key ?? "";
		const person = after.clients[key]?.people[who];
		const is = person ? accountsWith(person.identities, person.email) : [];
		if (person && named.identities.every((one) => is.includes(one))) return [];
		return [
			`client ${key}: ${who} confirms changes there when no approver can be reached. Keep this person, with these accounts, until an approver has confirmed another breakGlass, or none`,
		];
	}),
	...Object.entries(after.clients).flatMap(([key, { channels }]) =>
		channels
			.filter((one) => !before.clients[key]?.channels.includes(one))
			.flatMap((channel) =>
				Object.entries(after.clients)
					.filter(([other]) => other !== key)
					.filter(([other, client]) => {
						const is = core.inForceAt.of(idOf(core, other, client));
						return is && is.confirmers.length > 0 && is.channels.includes(channel);
					})
					.map(
						([other]) =>
							`client ${key}: channel ${channel} is client ${other}'s until an approver there confirms that it goes. Apply that first, then this`,
					),
			),
	),
];

/** For who looks before applying. */
export const waitWarnings = (core: Store, after: Setup, changed: (client: string) => boolean): string[] =>
	Object.entries(after.clients).flatMap(([key, client]) => {
		const { confirmers = [] } = core.inForceAt.of(idOf(core, key, client)) ?? {};
		return changed(key) && confirmers.length > 0
			? [
					`client ${key}: what changes approvers, policy or channels waits until ${list(confirmers, 6, "or")} confirms it`,
				]
			: [];
	});
