// The Workspace object: one Slack team or Teams tenant. Its token, which channel is whose, which thread is which session, and all posting.
import { z } from "zod";
import type { Attached } from "../../bots/intent.ts";
import type { Poster } from "../../bots/poster.ts";
import * as slackFiles from "../../bots/slack/files.ts";
import type { Installed } from "../../bots/slack/install.ts";
import { slackPoster } from "../../bots/slack/poster.ts";
import type { Coming, Met } from "../../bots/teams/contacts.ts";
import * as teamsFiles from "../../bots/teams/files.ts";
import { teamsPoster } from "../../bots/teams/poster.ts";
import { type Hearing, ThreadKind } from "../../protocol/events.ts";
import type { AwaitedFile } from "../contracts/values/awaited.ts";
import { type Post, Posted } from "../contracts/values/post.ts";
import { type WantedThread, Wish } from "../contracts/values/wish.ts";
import type {
	Bound,
	CardPress,
	FoundCard,
	FoundThread,
	OpenedThread,
	SetUp,
	Standing,
	WorkspaceContract,
	WorkspaceStatus,
} from "../contracts/workspace.ts";
import { Base } from "../durable/base.ts";
import { lanes } from "../durable/lanes.ts";
import { directoryOf, objectOf } from "../durable/places.ts";
import { row, rows } from "../durable/sql.ts";
import { type Env, settings } from "../env.ts";
import { teamsCall } from "../http/teams.ts";
import { seal, unseal } from "../keys/crypto.ts";
import { attempt, type Sent } from "./attempt.ts";
import { type ChannelStore, channelStore, following } from "./channels.ts";
import { type ContactStore, contactStore } from "./contacts.ts";
import { digestOf, type InstallationStore, installationStore, type Kept } from "./installation.ts";
import { type Head, type PostRow, type PostStore, postStore } from "./posts.ts";
import { migrations } from "./tables.ts";

const PostedTo = z.object({ session: z.string(), post: Posted });

/** What the owner reads in the deployment's log, and each of these clients in its own. */
const Told = z.object({
	workspace: z.string(),
	clients: z.array(z.string()),
	who: z.string(),
	what: z.string(),
	detail: z.string(),
});
/** A session to be opened, where whoever wished for it got no further. */
const Wished = z.object({ session: z.string(), client: z.string(), rootKey: z.string(), wish: Wish });

/** What a session hears in this conversation is otherwise than before. */
const Hears = z.object({ hears: z.object({ session: z.string(), channel: z.string() }) });
const WorkspaceOutbox = z.union([PostedTo, z.object({ told: Told }), z.object({ wished: Wished }), Hears]);
type WorkspaceOutbox = z.infer<typeof WorkspaceOutbox>;

const ThreadRow = z.object({
	session: z.string(),
	client: z.string(),
	kind: ThreadKind,
	root_key: z.string(),
});
type ThreadRow = z.infer<typeof ThreadRow>;
const threadColumns = "session, client, kind, root_key";
/** The state of the session whose first message is `p`; empty where that can't be read. */
const stateIn = `CASE WHEN json_valid(p.message) THEN coalesce(json_extract(p.message, '$.view.state'), '') ELSE '' END`;

const Open = z.object({ session: z.string() });
/** Sessions with a thread in a conversation that are not closed. */
const openIn = `SELECT t.session FROM threads t LEFT JOIN posts p ON p.key = t.root_key WHERE t.channel = ?
	AND ${stateIn} <> 'closed'`;

/** How long whoever wished for a session has to open it, in ms. */
const openWithin = 3_000;
/** How long reading a file may take, in ms: less than what is left to work that nobody waits for. */
const readWithin = 25_000;

/** Reads a file by what its platform's bot kept of where it is; in ms, it takes no longer than `within`. */
type ReadAgain = (file: { name: string; source: string }, within: number) => Promise<Attached["content"]>;

const isTenant = (workspace: string): boolean => workspace.startsWith("teams:");

/** So many calls to the platform at once. */
const atOnce = 5;

export class Workspace extends Base<WorkspaceOutbox> implements WorkspaceContract {
	readonly #posts: PostStore;
	readonly #channels: ChannelStore;
	readonly #installation: InstallationStore;
	readonly #contacts: ContactStore;
	readonly #lanes = lanes<Head>(
		atOnce,
		(most) => this.#posts.due(Date.now(), most),
		({ key }) => this.#attempt(key),
	);

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env, migrations, WorkspaceOutbox);
		this.#posts = postStore(ctx.storage.sql);
		this.#channels = channelStore(ctx.storage.sql);
		this.#installation = installationStore(ctx.storage.sql);
		this.#contacts = contactStore(ctx.storage.sql);
	}

	/** Sets whether the set-up file names this workspace, which channels are whose, which is the MSP's desk, and the bot's
	 * token (kept encrypted) where the file gives one. */
	async configure(id: string, to: SetUp): Promise<void> {
		const { listed, token, bound, desks } = to;
		const kept = token === null ? null : await this.#kept(id, token);
		this.ctx.storage.transactionSync(() => {
			this.#installation.known(id);
			this.#installation.list(listed);
			if (kept) this.#installation.given(kept, Date.now());
			this.#channels.bind(bound, desks);
			this.#posts.retry();
		});
		this.#go();
	}

	/** The app was installed, perhaps anew: what waited is posted. The answer is how many channels are bound to a client. */
	async installed({ workspace, name, by, token }: Installed): Promise<number> {
		const kept = await this.#kept(workspace, token);
		const bound = this.change(() => {
			this.#installation.known(workspace);
			this.#installation.installed(kept, { name, by }, Date.now());
			this.#posts.retry();
			const bound = this.#channels.bound().length;
			this.#tell(
				by,
				"installed",
				`${name}: ${bound === 0 ? "bound to no client" : `${bound} channels bound`}`,
			);
			return bound;
		});
		this.#go();
		return bound;
	}

	/** The app or its token was taken away at this time (ms): nothing is posted from now on, and nothing from there counts. */
	async left(at: number, because: string): Promise<void> {
		this.change(() => {
			if (!this.#installation.left(because, at)) return;
			const waiting = this.#posts.waiting();
			this.#tell(
				"slack",
				because,
				`nothing can be posted or approved there; ${waiting} messages undelivered`,
			);
		});
	}

	/** The platform gave a conversation another id at this time (ms). */
	async moved(from: string, to: string, at: number): Promise<void> {
		this.change(() => {
			const client = this.#channels.clientOf(from);
			this.#channels.moved(from, to, at);
			this.#channels.bind(this.#channels.bound(), this.#channels.desks());
			this.#posts.retry();
			if (client) this.#tell("slack", "channel id changed", `${from} is ${to} now`, [client]);
		});
		this.#go();
	}

	async status(): Promise<WorkspaceStatus> {
		const self = this.#installation.self();
		return {
			installed: this.#isThere(),
			name: self?.name ?? null,
			by: self?.installed_by ?? null,
			at: self?.installed_at ?? 0,
			left: self?.left_at ? { at: self.left_at, because: self.left_because ?? "" } : null,
			organisation: self?.organisation ?? null,
			channels: this.#channels.bound().length,
			undelivered: this.#posts.waiting(),
			away: this.#contacts.comings.away(),
			renamed: this.#channels.renamed(),
		};
	}

	/** How a token that the set-up file brings would stand. */
	async standing(token: string): Promise<Standing> {
		return this.#installation.standing(digestOf(token));
	}

	/** The bot's token, for calls that a bot makes itself; null where the app is not installed, or the set-up file does not
	 * name the workspace. `organisation`: of which the
	 * platform says that this is. */
	async token(organisation: string | null = null): Promise<string | null> {
		if (organisation !== null) this.#installation.isOf(organisation);
		const self = this.#installation.self();
		return self?.token && self.listed ? unseal(this.env, `token ${self.id}`, self.token) : null;
	}

	/** The client that a conversation is bound to, and the id under which the conversation is kept. */
	async clientOf(channel: string): Promise<Bound | null> {
		const client = this.#isThere() ? this.#channels.clientOf(channel) : null;
		return client === null ? null : { client, channel: this.#channels.keptAs(channel) };
	}

	/** The id under which the MSP's desk is kept, where this conversation is it. */
	async deskAt(channel: string): Promise<string | null> {
		return this.#isThere() && this.#channels.isDesk(channel) ? this.#channels.keptAs(channel) : null;
	}

	/** A tenant's posts are made with the deployment's own token: to be set up is enough. */
	#isThere(): boolean {
		const self = this.#installation.self();
		return self?.listed === true && (self.token !== null || isTenant(self.id));
	}

	async #kept(id: string, token: string): Promise<Kept> {
		return { token: await seal(this.env, `token ${id}`, token), digest: digestOf(token) };
	}

	/** Inside a transaction. */
	#tell(who: string, what: string, detail: string, clients?: string[]): void {
		const workspace = this.#installation.self()?.id ?? "";
		const all = clients ?? [...new Set(this.#channels.bound().map(({ client }) => client))];
		const told = { workspace, clients: all, who, what, detail: `${workspace} ${detail}` };
		this.outbox.put(`told:${crypto.randomUUID()}`, "told", { told });
	}

	/**
	 * Ties a session's thread to its conversation, once: a redelivered wish finds the session of the first time. What was to
	 * be posted there before goes out now. `wish`: the session, which the caller opens; should that come to nothing, it is
	 * opened from here. `lost`: what is there is another client's.
	 */
	async openThread(wanted: WantedThread, wish: Wish | null): Promise<OpenedThread> {
		const { id, session, kind, client, place, once, rootKey } = wanted;
		const found = this.ctx.storage.transactionSync(() => {
			const { rowsWritten } = this.sql.exec(
				`INSERT INTO threads (id, session, client, kind, channel, thread, once, root_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT DO NOTHING`,
				...[id, session, client, kind, place.channel, place.thread, once, rootKey],
			);
			const wished = wish && { session, client, rootKey, wish };
			if (wished && rowsWritten > 0)
				this.outbox.put(`wished:${id}`, `wished:${id}`, { wished }, Date.now() + openWithin);
			const query = `SELECT ${threadColumns} FROM threads WHERE once = ? OR (channel = ? AND thread = ?)`;
			return row(this.sql, ThreadRow, query, once, place.channel, place.thread) as ThreadRow;
		});
		this.#go();
		const heard = this.#hearing(place.channel);
		return { session: found.session, rootKey: found.root_key, lost: found.client !== client, heard };
	}

	/** Keeps how a conversation and a person of this tenant are reached; the id under which what was said was first heard.
	 * Null where the tenant is not one of the deployment's: nothing is kept. Heard from verified activities alone. */
	async meet({ channel, team, at, conversation, person, said }: Met): Promise<string | null> {
		if (!this.#isThere()) return null;
		const before = this.#contacts.conversation(channel);
		this.#contacts.keep(channel, conversation);
		if (person) this.#contacts.keepUser(person.identity, person.userId);
		if (team) this.#contacts.comings.inTeam(channel, team);
		const back = [channel, team ?? channel].filter((place) => this.#contacts.comings.heardFrom(place, at));
		for (const place of back) this.#hearsOtherwise(place);
		if (!before || back.length > 0) {
			this.#posts.retry();
			this.#go();
		}
		if (said && !said.addressed) this.#contacts.heardWhole(channel, Date.now());
		return said && this.#contacts.heard(said, Date.now());
	}

	/** Whom this tenant's Teams calls so; null where nobody was met, or more than one. */
	async identityOf(userId: string): Promise<string | null> {
		return this.#isThere() ? this.#contacts.identityOf(userId) : null;
	}

	/** The app was added to a conversation of this tenant, or to a team with all of its channels, or removed there. */
	async came({ place, here, at, who }: Coming): Promise<void> {
		if (!this.#isThere()) return;
		this.change(() => {
			if (!this.#contacts.comings.came({ place, here, at })) return;
			this.#hearsOtherwise(place);
			if (here) return void this.#posts.retry();
			const all = this.#contacts.comings.conversationsOf(place);
			for (const channel of all) this.#contacts.heardNoMore(channel);
			const clients = all.flatMap((channel) => this.#channels.clientOf(channel) ?? []);
			const detail = `${place}: nothing can be posted there until it is added again`;
			this.#tell(who, "app removed", detail, [...new Set(clients)]);
		});
		this.#go();
	}
	/** Told to the sessions there that are not closed. */
	#hearsOtherwise(place: string): void {
		for (const channel of this.#contacts.comings.conversationsOf(place))
			for (const { session } of rows(this.sql, Open, openIn, channel))
				this.outbox.put(`hears:${session}:${channel}`, session, { hears: { session, channel } });
	}

	/** The session whose thread this is; where a chat has no threads, its newest open one, but on the desk. `channel` as we keep it. */
	async sessionIn(channel: string, thread: string | null): Promise<FoundThread | null> {
		if (!this.#isThere()) return null;
		const kept = this.#channels.keptAs(channel);
		const found = thread === null ? this.#newestIn(kept) : this.#sessionOf(kept, thread);
		if (!found) return null;
		const { session, client } = found;
		return { session, client, channel: kept, lost: this.#lost(found, kept), heard: this.#hearing(kept) };
	}
	#hearing(kept: string): Hearing {
		return isTenant(this.#installation.self()?.id ?? "") ? this.#contacts.hearing(kept) : "whole";
	}

	#sessionOf(kept: string, thread: string): ThreadRow | null {
		const query = `SELECT ${threadColumns} FROM threads WHERE channel = ? AND thread = ?`;
		return row(this.sql, ThreadRow, query, kept, thread);
	}
	#newestIn(kept: string): ThreadRow | null {
		const kind = this.#contacts.conversation(kept)?.kind ?? "channel";
		if (kind === "channel") return null;
		const query = `SELECT t.session, t.client, t.kind, t.root_key FROM threads t LEFT JOIN posts p ON p.key = t.root_key WHERE t.channel = ?
			AND t.client = ? AND t.kind <> 'desk' AND ${stateIn} <> 'closed'
			ORDER BY t.rowid DESC LIMIT 1`;
		return row(this.sql, ThreadRow, query, kept, this.#channels.clientOf(kept) ?? "");
	}
	#lost({ client, kind }: ThreadRow, channel: string): boolean {
		return kind === "desk" ? !this.#channels.isDesk(channel) : this.#channels.clientOf(channel) !== client;
	}

	/** The session of a press on a plan: that of the thread it was made in, or of the card's own message. `ofPlan`: that is a
	 * card of that plan. Where there are no threads, one may be pressed before we hear that it stands, or without that we ever
	 * do: it is known by what was sent there. */
	async sessionOfCard(press: CardPress): Promise<FoundCard | null> {
		const { channel, thread, message, plan, by } = press;
		const found = thread === null ? null : await this.sessionIn(channel, thread);
		if (found) return { ...found, ofPlan: false };
		if (message === "" || !this.#isThere()) return null;
		const kept = this.#channels.keptAs(channel);
		const card = this.#posts.sessionAt(kept, message);
		const sent =
			card ?? this.#posts.sentTo(plan, { ...this.#conversation(kept, by), threads: thread !== null });
		if (!sent) return null;
		const { session, direct } = sent;
		const lost = !direct && this.#tied(session, kept).every((one) => this.#lost(one, kept));
		const ofPlan = !card || new RegExp(`^plan:${plan}(?![0-9a-z])`).test(card.key);
		return { session, channel: kept, lost, ofPlan };
	}
	#conversation(kept: string, identity: string) {
		return { channel: kept, own: this.#isOwnChat(kept, identity) ? identity : null };
	}
	/** https://docs.slack.dev/reference/objects/conversation-object: direct messages alone begin with D. */
	#isOwnChat(kept: string, identity: string): boolean {
		if (!isTenant(this.#installation.self()?.id ?? "")) return kept.startsWith("D");
		return this.#contacts.ownChat(identity) === kept;
	}

	/** Where a session has a thread in this conversation: whether that is another client's by now. Null where it has none. */
	async tied(session: string, channel: string): Promise<{ lost: boolean } | null> {
		if (!this.#isThere()) return null;
		const kept = this.#channels.keptAs(channel);
		const tied = this.#tied(session, kept);
		return tied.length === 0 ? null : { lost: tied.every((one) => this.#lost(one, kept)) };
	}
	#tied(session: string, kept: string): ThreadRow[] {
		const query = `SELECT ${threadColumns} FROM threads WHERE session = ? AND channel = ?`;
		return rows(this.sql, ThreadRow, query, session, kept);
	}

	/** Whether anything from there counts: it is in the set-up file, and has the app. */
	async isThere(): Promise<boolean> {
		return this.#isThere();
	}

	/** Somebody looks at a plan's card there: it is edited from now on, also where its post was thought lost. */
	async copyFound(session: string, press: Omit<CardPress, "thread">): Promise<void> {
		const { channel, message, plan, by } = press;
		const at = this.#conversation(this.#channels.keptAs(channel), by);
		this.#posts.copyFound(session, plan, at, message, Date.now());
		this.#go();
	}

	/** Puts a message into the queue, or the newest state of one that is there. */
	async post(post: Post): Promise<void> {
		this.#posts.put(post, Date.now());
		this.#go();
	}

	/** Takes what was erased out of these posts and their copies; of one run, or all. */
	async unsay(keys: string[], run: string | null): Promise<void> {
		this.ctx.storage.transactionSync(() => {
			for (const key of keys) this.#posts.unsay(key, run, Date.now());
		});
		this.#go();
	}

	/** Reads a file that a session still awaits, and hands it over; what does not come of it, the session asks for again. */
	async readAgain(session: string, awaited: AwaitedFile): Promise<void> {
		this.ctx.waitUntil(
			this.#readAgain(session, awaited).catch((error) => console.error("reading again:", error)),
		);
	}
	async #readAgain(session: string, { source, ...awaited }: AwaitedFile): Promise<void> {
		const read = source === null ? null : await this.#reader();
		if (source === null || read === null) return;
		const content = await read({ name: awaited.name, source }, readWithin);
		await objectOf(this.env.SESSION, session).attached({ ...awaited, content });
	}

	/** Null where nothing can be read now. */
	async #reader(): Promise<ReadAgain | null> {
		if (isTenant(this.#installation.self()?.id ?? "")) {
			const teams = teamsCall(this.env);
			return teams && ((file, within) => teamsFiles.readAgain(teams.download, file, within));
		}
		const token = await this.token();
		const apiUrl = settings(this.env).SLACK_API_URL;
		return token === null ? null : (file, within) => slackFiles.readAgain({ token, apiUrl }, file, within);
	}

	#go(): void {
		this.wake();
		this.ctx.waitUntil(this.#drainPosts().catch((error) => console.error("posting:", error)));
	}

	protected override async onTime(): Promise<void> {
		await this.#drainPosts();
	}
	/** Without the app everything waits for it. */
	protected override nextTime(): number | null {
		return this.#isThere() ? this.#posts.nextAt() : null;
	}

	async #drainPosts(): Promise<void> {
		if (this.nextTime() !== null) await this.#lanes.run();
	}

	async #attempt(key: string): Promise<void> {
		const self = this.#installation.self();
		const poster = self && (await this.#poster(self.id));
		if (!poster) return void this.#posts.later(key, Date.now() + 60_000, "no token");
		const posted = (post: PostRow, sent: Sent) => this.#posted(self.id, post, sent);
		const given = { workspace: self.id, store: this.#posts, poster, now: Date.now, posted };
		await attempt(given, key);
	}

	/** Null where it can't post now. */
	async #poster(workspace: string): Promise<Poster | null> {
		if (isTenant(workspace)) {
			const teams = teamsCall(this.env);
			return teams && teamsPoster({ ...teams, workspace, contacts: this.#contacts });
		}
		const token = await this.token().catch((error) => void console.error("token:", error));
		const apiUrl = settings(this.env).SLACK_API_URL;
		return token ? following(this.#channels, slackPoster({ token, workspace, apiUrl })) : null;
	}

	#posted(workspace: string, post: PostRow, { channel, message, sent }: Sent): void {
		this.change(() => {
			this.#posts.posted(post, channel, message, Date.now());
			const plan = post.message.type === "plan" ? post.message.view : null;
			const open = plan?.state === "open";
			if (post.once || (post.ref && !open)) return;
			const report = {
				key: post.key,
				plan: plan?.plan ?? null,
				ref: { workspace, channel, message },
				sent,
				open,
			};
			this.outbox.put(`posted:${post.key}:${post.version}`, post.session, {
				session: post.session,
				post: report,
			});
		});
	}

	protected override async deliver(body: WorkspaceOutbox): Promise<void> {
		if ("post" in body) return objectOf(this.env.SESSION, body.session).posted(body.post);
		if ("wished" in body) {
			const { session, client, rootKey, wish } = body.wished;
			const heard = this.#hearing(wish.place.channel);
			return objectOf(this.env.SESSION, session).open(session, { ...wish, heard }, client, rootKey);
		}
		if ("hears" in body) {
			const { session, channel } = body.hears;
			const workspace = this.#installation.self()?.id ?? "";
			return objectOf(this.env.SESSION, session).hears({ workspace, channel }, this.#hearing(channel));
		}
		const { workspace, clients, who, what, detail } = body.told;
		await directoryOf(this.env.DIRECTORY).heardOf(workspace, who, what, detail);
		for (const client of clients) await objectOf(this.env.CLIENT, client).audit(who, what, detail);
	}
}
