// Posting in Teams: a bot can't look for its messages there, so a second copy may appear beside one whose answer was lost. Both
// carry the plan's id, and a press on either counts alike.
import { card } from "../../cards/kinds/message.ts";
import { renderTeams, type TeamsMessage, type Viewer } from "../../cards/teams/card.ts";
import type { ChatMessage } from "../../protocol/read/view.ts";
import type { Poster, PostResult, Target } from "../poster.ts";
import type { Call, Called } from "./call/connector.ts";
import { learn } from "./call/roster.ts";
import { beginThread, change, type Posted, personalChat, sendTo } from "./call/send.ts";
import type { Contacts, Conversation } from "./contacts.ts";
import { away, unmet } from "./trouble.ts";

type Options = {
	call: Call;
	/** `28:<app id>`. */
	bot: string;
	/** `teams:<tenant>`. */
	workspace: string;
	contacts: Contacts;
};

export const teamsPoster = ({ call, bot, workspace, contacts }: Options): Poster => {
	const from = { bot, tenant: workspace.slice("teams:".length) };
	const render = (message: ChatMessage, viewer: Viewer): TeamsMessage =>
		renderTeams(card(message), { ids: idsOf(message, contacts) }, viewer);
	return {
		post: async (_, to, message, silence) => {
			if (contacts.isAway("channel" in to ? to : { person: `${workspace}:${to.person}` })) return removed;
			const place = await placeOf({ call, from, workspace, contacts }, to);
			// Nothing was posted yet: whatever went wrong, it can be tried again.
			if (!place.ok) return place.kind === "uncertain" ? { ...place, kind: "failed" } : place;
			const { channel, thread, serviceUrl, kind } = place.body;
			if (kind !== "personal") {
				const refused = await learn(call, contacts, { serviceUrl, channel, workspace }, namedIn(message));
				if (refused) return refused;
			}
			const retryAfterMs = silence();
			if (retryAfterMs > 0) return { ok: false, kind: "rate-limited", retryAfterMs };
			const rendered = render(message, viewerOf(place.body, message));
			const sent = JSON.stringify(rendered);
			const answer =
				kind === "channel" && thread === null
					? await beginThread(call, { serviceUrl, channel }, from, rendered)
					: await sendTo(call, { serviceUrl, channel, thread: kind === "channel" ? thread : null }, sent);
			return result(answer, sent);
		},
		edit: async (at, message) => {
			const known = contacts.conversation(at.channel);
			if (!known) return { ok: false, kind: "unreachable", error: unmet };
			if (contacts.isAway(at)) return removed;
			const sent = JSON.stringify(render(message, viewerOf(known, message)));
			return result(await change(call, known.serviceUrl, at, sent), sent);
		},
		wordWithin: 0,
		find: async () => ({ is: "blind" }),
	};
};

const result = (answer: Called<Posted>, sent: string): PostResult =>
	answer.ok ? { ok: true, ...answer.body, sent } : answer;

type With = Omit<Options, "bot"> & { from: { bot: string; tenant: string } };
type Place = Conversation & { channel: string; thread: string | null };

/** There is no point in asking: Teams reports when the app is added again. */
const removed = { ok: false, kind: "unreachable", error: away } as const;

/** The conversation; a person's own is created, which does nothing if there is one. */
const placeOf = async ({ call, from, workspace, contacts }: With, to: Target): Promise<Called<Place>> => {
	if ("channel" in to) {
		const known = contacts.conversation(to.channel);
		return known ? { ok: true, body: { ...known, ...to } } : { ok: false, kind: "unreachable", error: unmet };
	}
	const serviceUrl = contacts.serviceUrl();
	if (serviceUrl === null)
		return { ok: false, kind: "unreachable", error: `no one has written to us in ${workspace} yet` };
	const identity = `${workspace}:${to.person}`;
	const user = contacts.userId(identity) ?? to.person;
	const chat = await personalChat(call, serviceUrl, from, user);
	if (!chat.ok) return chat;
	const place = { serviceUrl, kind: "personal" as const, person: identity };
	contacts.keep(chat.body.channel, place);
	return { ok: true, body: { ...place, channel: chat.body.channel, thread: null } };
};

/** In their own chat, who may decide is shown the buttons; elsewhere Teams asks for each of them. */
const viewerOf = ({ person }: Conversation, message: ChatMessage): Viewer =>
	person !== null &&
	message.type === "plan" &&
	message.view.approvers.some(({ identities }) => identities.includes(person))
		? "entitled"
		: "everyone";

/** What Teams calls those whom a message names. */
const idsOf = (message: ChatMessage, contacts: Contacts): ReadonlyMap<string, string> =>
	new Map(
		namedIn(message).flatMap((identity) => {
			const id = contacts.userId(identity);
			return id === null ? [] : [[identity, id] as const];
		}),
	);

const namedIn = (message: ChatMessage): string[] => {
	if (message.type === "notice") return message.view.to.flatMap(({ identities }) => identities);
	if (message.type === "session")
		return [message.view.requester, ...message.view.served].flatMap(({ identities }) => identities);
	if (message.type === "head" || message.type === "relay" || message.type === "prompt") return [];
	if (message.type === "client") return "to" in message.view ? message.view.to.identities : [];
	return [message.view.proposer, ...message.view.approvers].flatMap(({ identities }) => identities);
};
