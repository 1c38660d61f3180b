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

const hearsOtherwise = (core: Core, place: string): void => {
	for (const channel of core.contacts.comings.conversationsOf(place)) tellAll(core, Date.now(), { channel });
};

/** People may still write in the threads of a closed session, which are recorded as well: for so long after it began, in ms. */
const remembered = 30 * 86_400_000;
/** So many sessions are told in each second, so that no new request waits for a workspace's old ones. */
const toldInASecond = 25;

/** Inside a transaction: sessions learn what they hear, after their opening. With `since` they first learn that messages are
 * missing since then: that row is replaced by no other. */
const tellAll = (
	core: Pick<Core, "threads" | "put">,
	now: number,
	{ channel, since }: { channel?: string; since?: number } = {},
): void => {
	for (const [i, of] of core.threads.withSession(now - remembered, channel).entries()) {
		const key = `hears:${of.session}:${of.channel}${since === undefined ? "" : `:${since}`}`;
		const hears = { ...of, ...(since !== undefined && { since }) };
		core.put(key, openingOf(of.session), { hears }, now + Math.floor(i / toldInASecond) * 1_000);
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
			tellAll(core, now, { since: from });
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
	core.change(() => tellAll(core, now));
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
