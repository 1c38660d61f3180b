// A message that the platform doesn't take: whoever waits for it, and who can mend it, hears why at once, not the Worker's log alone.
import { platformIn } from "../../../protocol/platform.ts";
import type { Unposted } from "../../../protocol/read/unposted.ts";
import type { ChatMessage } from "../../../protocol/read/view.ts";
import { channelWithId } from "../../../words/places.ts";
import { unopenedText, unpostedBecause } from "../../../words/unposted.ts";
import { objectOf } from "../../durable/places.ts";
import type { Env } from "../../env.ts";
import { audit, type Core, type WorkspaceOutbox } from "../core.ts";
import type { PostRow } from "./row.ts";

/** Why nothing is even sent: there is no token. */
export const noToken = "no token";

type Told = Pick<
	Core,
	"threads" | "troubles" | "channels" | "names" | "installation" | "id" | "change" | "put" | "platform"
>;

/** The first message of a thread: the person who asked. An open plan for an approver: its session. Else, once for each place and as
 * long as it lasts: the client's owners, and the session whose thread can't be opened. */
export const tellOf = (core: Told, post: PostRow, error: string, now: number): void => {
	const { key, session, target, ref, message } = post;
	const because = error === noToken ? "access-refused" : core.platform().whyNot(error);
	if (because === null) return;
	if (!("person" in target)) core.change(() => tellOwners(core, post, because, error, now));
	if (ref !== null) return;
	if (message.type === "session" && core.threads.askerOf(key, now))
		core.change(() => core.put(unopened(key), unopened(key), { unopened: { rootKey: key, because } }));
	if (message.type === "plan" && message.view.state === "open" && "person" in target) {
		const { plan } = message.view;
		const told = { session, unreached: { plan, identity: target.person, because } };
		core.change(() => core.put(`unreached:${key}`, `unreached:${key}`, told));
	}
};

const unopened = (rootKey: string): string => `unopened:${rootKey}`;

/** Inside a transaction. */
const tellOwners = (core: Told, post: PostRow, because: Unposted, error: string, now: number): void => {
	const of = whose(core, post);
	if (of === null) return;
	const all = error === noToken || core.platform().isClosed(error);
	if (!all && (post.ref !== null || !concernsOwners(of, because))) return;
	// On the desk nobody writes before a request is there.
	if (core.platform().isUnmet?.(error) && !core.channels.isDesk(of.channel)) return;
	const isFirst = post.ref === null && of.begins && post.message.type === "session";
	const root = isFirst && !of.asked ? post.key : null;
	const place = all ? whole : of.channel;
	const trouble = begin(core, place, root ?? of.client, because, now);
	if (!trouble) return;
	const waits = root === null ? null : { session: post.session, key: root };
	const key = `trouble:${place}:${root ?? of.client}`;
	core.put(key, key, { client: of.client, trouble: trouble.told, root: waits });
	// That the app was taken away is in the log already; that there never was a token, `apply` says.
	if (!trouble.isNew || error === noToken) return;
	const what = all ? "" : `${channelWithId({ called: trouble.told.called, workspace: core.id() }, place)}: `;
	audit(core, platformIn(core.id()), "nothing can be posted", what + unpostedBecause[because], [of.client]);
};

/** Of one conversation. Where someone asked, they are told and can mend most. A thread may be closed to us alone. */
const concernsOwners = (
	{ begins, asked }: { begins: boolean; asked: boolean },
	because: Unposted,
): boolean => (begins ? !asked || because === "access-refused" : ofAllThreads.includes(because));

/** What doesn't depend on the thread. */
const ofAllThreads: Unposted[] = ["archived", "not-a-member", "access-refused"];

/** In the table of troubles: not one conversation alone. */
const whole = "";

/** Whose message it is, and where; `begins`: it isn't in a thread that is there; `asked`: it would be where someone asked. Null: no
 * client's. */
const whose = ({ threads, channels }: Told, { key, session, target }: PostRow) => {
	if ("thread" in target) {
		const found = threads.named(target.thread);
		return found && { ...found, begins: found.root_key === key, asked: found.kind === "own" };
	}
	if (!("channel" in target)) return null;
	const { channel } = target;
	const client = threads.ofSession(session, channel)[0]?.client ?? channels.clientOf(channel);
	return client === null ? null : { client, channel, begins: true, asked: false };
};

const begin = (core: Told, place: string, told: string, because: Unposted, now: number) => {
	const trouble = core.troubles.tell(place, told, because, now);
	const { since, isNew } = trouble ?? {};
	if (since === undefined) return null;
	const called = place === whole ? core.installation.self()?.name : core.names.of(place);
	const channel = place === whole ? null : place;
	const at = { workspace: core.id(), channel, called: called ?? null };
	return { isNew, told: { ...at, desk: channel !== null && core.channels.isDesk(channel), because, since } };
};

/** Inside a transaction: the app or its token was taken away, and the owners of all clients that are here hear it. */
export const tellGone = (core: Told, now: number): void => {
	const bound = core.channels.bound().map(({ client }) => client);
	for (const client of new Set([...bound, ...core.threads.clients()])) {
		const trouble = begin(core, whole, client, "access-refused", now);
		const key = `trouble:${whole}:${client}`;
		if (trouble) core.put(key, key, { client, trouble: trouble.told, root: null });
	}
};

/** Inside a transaction: it is in chat, so that nothing kept others like it from there when it was sent, in ms. */
export const isTaken = (core: Told, post: PostRow, sentAt: number): void => {
	if ("person" in post.target) return;
	core.troubles.over(whole, sentAt);
	const of = whose(core, post);
	if (of === null || post.ref !== null) return;
	if (of.begins) core.troubles.over(of.channel, sentAt);
	else for (const because of ofAllThreads) core.troubles.over(of.channel, sentAt, because);
};

/** Inside a transaction: the app has a new token. */
export const isBack = ({ troubles }: Pick<Core, "troubles">, now: number): void => troubles.over(whole, now);

/** The client's owners, then the session that waits for a thread there. Either may come twice. */
export const tellTrouble = async (
	env: Pick<Env, "CLIENT" | "SESSION">,
	{ client, trouble, root }: Extract<WorkspaceOutbox, { trouble: object }>,
	now: number,
): Promise<void> => {
	const anyone = await objectOf(env.CLIENT, client).unposted(trouble);
	if (!root) return;
	const told = anyone ? "directly" : "not";
	const of = { because: trouble.because, told, at: now, root: root.key } as const;
	await objectOf(env.SESSION, root.session).unopened(of);
};

type Telling = Pick<Core, "threads" | "change" | "put" | "platform" | "posts" | "names" | "go">;

/** Where they asked, if that can be; else directly. Throws if the answer was lost: then it is tried again. */
export const tellUnopened = async (
	core: Telling,
	{ rootKey, because }: { rootKey: string; because: Unposted },
	now: number,
): Promise<void> => {
	const asker = core.threads.askerOf(rootKey, now);
	const root = core.posts.at(rootKey);
	if (!asker || root?.message.type !== "session") return;
	const { session, url, request, requester } = root.message.view;
	const notice = (where: string): ChatMessage => ({
		type: "notice",
		view: {
			...{ turn: "unopened", to: [], session, request, plan: null, by: requester.name, endpoints: [] },
			...{ proposer: "", changes: "", text: unopenedText(because, where), outcomes: [], url },
		},
	});
	const answer = core.platform().answer;
	const answered =
		asker.answer_at === null || !answer ? "refused" : await answer(asker.answer_at, notice("this channel"));
	if (answered === "unknown") throw new Error("no answer at the response URL");
	// A direct message may not be taken either then, and would come when all is well again.
	const otherwise = because === "access-refused" ? "not" : "directly";
	const told = answered === "taken" ? "there" : otherwise;
	core.change(() => {
		core.threads.forgetAsker(rootKey);
		core.put(`not-opened:${rootKey}`, `not-opened:${rootKey}`, {
			session,
			notOpened: { because, told, at: now },
		});
		if (told !== "directly") return;
		const message = notice(core.names.of(asker.channel) ?? "that channel");
		const to = { person: asker.asker };
		core.posts.put({ key: unopened(rootKey), session, to, message, once: true }, now);
	});
	core.go();
};
