// Whom a client's messages go to, and what they say: set-up changes, endpoints in trouble, approvers' passkeys. Pure.
import { may } from "../../domain/authority.ts";
import type { Hold } from "../../protocol/machine.ts";
import type { Person, Role } from "../../protocol/people.ts";
import type { ClientNotice } from "../../protocol/read/client-notice.ts";
import type { KeptStanding } from "../../protocol/read/standing.ts";
import { announced } from "../../words/amendments.ts";
import { standingChange } from "../../words/standing.ts";
import type { Announcement, Configuration } from "../contracts/values/set-up.ts";
import type { Msp } from "../contracts/values/snapshot.ts";
import { conversationOf, workspaceOfIdentity } from "../durable/places.ts";
import { directly } from "../session/show/homes.ts";
import type { KeyNews } from "./approver-key-rules.ts";

/** One message; `key` and where it goes are its name, so that it is posted once. */
export type News = {
	key: string;
	workspace: string;
	to: { person: string } | { channel: string };
	view: ClientNotice;
	/** It is edited in place: which of its states this is. Missing: it is posted once. */
	asOf?: number;
};
export type EndpointNews = { turn: "endpoint-quarantined" } | { turn: "endpoint-held"; hold: Hold };

const toChannel = (channel: string): Pick<News, "workspace" | "to"> => ({
	workspace: workspaceOfIdentity(channel),
	to: { channel: conversationOf(channel) },
});

export const setUpNews = (
	{ id, name: client, version }: Pick<Configuration, "id" | "name"> & { version: number },
	by: string,
	{ changes, channels, unbound, note }: Announcement & { note: string | null },
): News[] => {
	// Of one apply, a part may take effect at once, and another later.
	const key = `set-up:${id}:version ${version}`;
	return [
		...(changes.length > 0 ? channels : []).map((channel) => ({
			...{ key, ...toChannel(channel) },
			view: {
				...{ turn: "set-up-changed" as const, client, by, changes: announced(changes) },
				...(note !== null && { note }),
			},
		})),
		...unbound.map((channel) => ({
			...{ key: `${key}:unbound`, ...toChannel(channel) },
			view: { turn: "channel-unbound" as const, client, by },
		})),
	];
};

type Around = { name: string; people: Person[]; msp: Msp };

/** To the client's channels, its approvers and the person whom it names for emergencies: one card each, which shows how it ends.
 * `deciders`: the ids of those who get buttons. `inChannels`: the change as channels read it. */
export const amendmentNews = (
	{
		id: client,
		people,
		msp,
		channels,
		breakGlass,
	}: Around & {
		id: string;
		channels: string[];
		breakGlass: string | null;
	},
	id: string,
	view: Extract<ClientNotice, { turn: "amendment" }>,
	deciders: string[],
	inChannels: string[],
): News[] => {
	const toAll = { ...view, changes: inChannels };
	const card = { key: `amendment:${id}`, asOf: view.ended ? 2 : 1 };
	const offers = `${client}.${id}`;
	return [
		...people
			.filter((person) => person.id === breakGlass || may("decide", person.roles))
			.flatMap((person) =>
				directly({ msp }, person, []).map(({ identity, workspace }) => ({
					...{ ...card, workspace, to: { person: identity } },
					view: deciders.includes(person.id) ? { ...view, offers } : view,
				})),
			),
		...channels.map((channel) => ({ ...card, ...toChannel(channel), view: toAll })),
		// An edited card notifies nobody; what was confirmed is announced as any change.
		...(view.ended?.how === "refused" || view.ended?.how === "expired" ? channels : []).map((channel) => ({
			...{ key: `amendment:${id}:over`, ...toChannel(channel), view: toAll },
		})),
	];
};

/** To each owner directly; without any owner, to the technicians. */
export const ownersNews = (
	{ name: client, people, msp }: Around,
	endpoint: string,
	key: string,
	what: EndpointNews,
): News[] => {
	const having = (role: Role) => people.filter((person) => person.roles.includes(role));
	const owners = having("owner");
	return (owners.length > 0 ? owners : having("technician")).flatMap((person) =>
		directly({ msp }, person, []).map(({ identity, workspace }) => {
			const to = { identities: person.identities, name: person.name };
			return { key, workspace, to: { person: identity }, view: { ...what, to, client, endpoint } };
		}),
	);
};

/** To the client's channels, its approvers and the deputy: who decides for whom. */
export const deputyNews = (
	{ name: client, people, msp, channels }: Around & { channels: string[] },
	by: string,
	{ deputy, change }: { deputy: string | null; change: string },
): News[] => {
	const key = `deputy:${crypto.randomUUID()}`;
	const view = { turn: "set-up-changed" as const, client, by, changes: [change] };
	return [
		...people
			.filter(({ id, roles }) => id === deputy || may("decide", roles))
			.flatMap((person) => directly({ msp }, person, []))
			.map(({ identity, workspace }) => ({ key, workspace, to: { person: identity }, view })),
		...channels.map((channel) => ({ key, ...toChannel(channel), view })),
	];
};

/** To the client's channels, and directly to those who decide. */
export const standingNews = (
	{ name: client, people, msp, channels }: Around & { channels: string[] },
	by: string,
	one: KeptStanding,
	did: StandingDid,
): News[] => {
	const key = `standing:${one.id}:${did}:${crypto.randomUUID()}`;
	const view = {
		turn: "standing" as const,
		client,
		by,
		did: standingChange(did, one),
		stops: did === "given",
	};
	const approvers = people.filter(({ roles }) => may("decide", roles));
	return [
		...approvers
			.flatMap((person) => directly({ msp }, person, []))
			.map(({ identity, workspace }) => ({ key, workspace, to: { person: identity }, view })),
		...channels.map((channel) => ({ key, ...toChannel(channel), view })),
	];
};
type StandingDid = Parameters<typeof standingChange>[0];

/** To those who decide or confirm, and to the key's person; and to the client's channels, where what counts has changed. */
export const keyNews = (
	{ name: client, people, msp, channels }: Around & { channels: string[] },
	by: string,
	news: KeyNews,
): News[] => {
	const key = `approver-key:${crypto.randomUUID()}`;
	const view = { turn: "set-up-changed" as const, client, by, changes: [news.change] };
	const own = "kept" in news ? news.kept.key.person : news.asked.key.person;
	const concerned = people.filter(
		({ id, roles }) => id === own || may("decide", roles) || may("confirm a passkey", roles),
	);
	const counts = "kept" in news && (news.kept.state === "counts" || news.kept.state === "revoked");
	return [
		...concerned
			.flatMap((person) => directly({ msp }, person, []))
			.map(({ identity, workspace }) => ({ key, workspace, to: { person: identity }, view })),
		...(counts ? channels : []).map((channel) => ({ key, ...toChannel(channel), view })),
	];
};
