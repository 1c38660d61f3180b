// Conversations come, go and change their ids: what we keep of that, and what sessions hear there because of it.
import type { Coming, Met } from "../../../bots/teams/contacts.ts";
import { channelWithId } from "../../../words/places.ts";
import { audit, type Core, isThere } from "../core.ts";
import { openingOf } from "./opening.ts";

/** Keeps how a conversation and a person of this tenant are reached; the id under which what was said was first heard.
 * Null if the tenant is not one of the deployment's: nothing is kept. Heard from verified activities alone. */
export const meet = (core: Core, { channel, team, at, conversation, person, said }: Met): string | null => {
	if (!isThere(core)) return null;
	const { contacts, posts } = core;
	const before = contacts.conversation(channel);
	contacts.keep(channel, conversation);
	if (person) contacts.keepUser(person.identity, person.userId);
	if (team) contacts.comings.inTeam(channel, team);
	const back = [channel, team ?? channel].filter((place) => contacts.comings.heardFrom(place, at));
	for (const place of back) hearsOtherwise(core, place);
	if (!before || back.length > 0) {
		posts.retry();
		core.go();
	}
	if (said && !said.addressed) contacts.heardWhole(channel, Date.now());
	return said && contacts.heard(said, Date.now());
};

/** The app was added to a conversation of this tenant, or to a team with all of its channels, or removed there. */
export const came = (core: Core, { place, here, at, who }: Coming): void => {
	if (!isThere(core)) return;
	core.change(() => {
		const { comings } = core.contacts;
		if (!comings.came({ place, here, at })) return;
		hearsOtherwise(core, place);
		if (here) return void core.posts.retry();
		const all = comings.conversationsOf(place);
		for (const channel of all) core.contacts.heardNoMore(channel);
		const clients = all.flatMap((channel) => core.channels.clientOf(channel) ?? []);
		const called = core.names.ofTeam(place) ?? core.names.of(place);
		const detail = `${channelWithId({ called, workspace: core.id() }, place)}: nothing can be posted there until it is added again`;
		audit(core, who, "app removed", detail, [...new Set(clients)]);
	});
	core.go();
};

/** Its sessions learn it, closed ones too: what people say in their threads is recorded as well. */
const hearsOtherwise = (core: Core, place: string): void => {
	for (const channel of core.contacts.comings.conversationsOf(place))
		tellAll(core, core.threads.withSession(channel));
};

/** Inside a transaction: they learn what they hear, after their opening. With `since` they first learn that messages are missing
 * since then: that row is replaced by no other. */
const tellAll = (
	core: Pick<Core, "put">,
	threads: { session: string; channel: string }[],
	since?: number,
): void => {
	for (const { session, channel } of threads) {
		const key = `hears:${session}:${channel}${since === undefined ? "" : `:${since}`}`;
		core.put(key, openingOf(session), { hears: { session, channel, ...(since !== undefined && { since }) } });
	}
};

/** A platform that reported dropped messages may still drop some for so long, in ms: it reports once a minute. */
const settled = 60_000;

/** The platform dropped messages from this time on (ms), for a minute at least, in any conversation of the workspace. */
export const dropped = (
	core: Pick<Core, "id" | "platform" | "installation" | "channels" | "threads" | "change" | "put" | "go">,
	from: number,
	now: number,
): void => {
	if (!isThere(core)) return;
	const until = Math.max(from + 60_000, now) + settled;
	core.change(() => {
		const before = drops(core, now);
		if (!before || from < (core.installation.self()?.dropping_from ?? 0)) {
			core.installation.dropsFrom(from);
			tellAll(core, core.threads.withSession(), from);
		}
		core.installation.dropsUntil(until);
		core.put(`listening:${until}`, "listening", { listening: "again" }, until);
		if (!before)
			audit(core, "slack", "messages dropped", "sends more than Slack delivers: transcripts say since when");
	});
	core.go();
};

export const drops = ({ installation }: Pick<Core, "installation">, now: number): boolean =>
	now < (installation.self()?.dropping_until ?? 0);

/** Tells sessions what they hear, if nothing was dropped since. */
export const listens = (
	core: Pick<Core, "installation" | "threads" | "change" | "put" | "go">,
	now: number,
): void => {
	if (drops(core, now)) return;
	core.change(() => tellAll(core, core.threads.withSession()));
	core.go();
};

/** The platform gave a conversation another id at this time (ms). */
export const moved = (core: Core, from: string, to: string, at: number): void => {
	const { channels, posts } = core;
	core.change(() => {
		const client = channels.clientOf(from);
		channels.moved(from, to, at);
		channels.bind(channels.bound(), channels.desks());
		posts.retry();
		const called = core.names.of(channels.firstIdOf(from));
		const name = channelWithId({ called, workspace: core.id() }, from);
		if (client) audit(core, "slack", "channel id changed", `${name} is ${to} now`, [client]);
	});
	core.go();
};
