// The Workspace object: one Slack team. Its token, which channel is whose, which thread is which session, and all posting.
import { z } from "zod";
import type { Poster, PostResult, Target } from "../../bots/poster.ts";
import { slackPoster } from "../../bots/slack/poster.ts";
import type { Place } from "../../protocol/events.ts";
import { Base } from "../base.ts";
import { seal, unseal } from "../crypto.ts";
import { type Env, settings } from "../env.ts";
import { outboxTable } from "../outbox.ts";
import { objectOf } from "../places.ts";
import { row } from "../sql.ts";
import { slackRates, take } from "./pace.ts";
import { type Post, type PostRow, type PostStore, postStore, postsTable } from "./posts.ts";

const migrations = [
	`${outboxTable}${postsTable}
	CREATE TABLE workspace (id TEXT PRIMARY KEY, token TEXT) STRICT;
	CREATE TABLE channels (channel TEXT PRIMARY KEY, client TEXT NOT NULL) STRICT;
	CREATE TABLE sessions (id TEXT PRIMARY KEY, client TEXT NOT NULL, channel TEXT NOT NULL, thread TEXT, once TEXT NOT NULL UNIQUE, root_key TEXT NOT NULL) STRICT;
	CREATE UNIQUE INDEX sessions_by_thread ON sessions (channel, thread);`,
];

const WorkspaceOutbox = z.object({
	session: z.string(),
	post: z.object({
		key: z.string(),
		plan: z.string().nullable(),
		ref: z.object({ workspace: z.string(), channel: z.string(), message: z.string() }),
		sent: z.string(),
		open: z.boolean(),
	}),
});
type WorkspaceOutbox = z.infer<typeof WorkspaceOutbox>;

const SessionRow = z.object({
	id: z.string(),
	client: z.string(),
	channel: z.string(),
	thread: z.string().nullable(),
	root_key: z.string(),
});
type SessionRow = z.infer<typeof SessionRow>;
const ClientRow = z.object({ client: z.string() });
const SelfRow = z.object({ id: z.string(), token: z.string().nullable() });

const longestPause = 60_000;

export class Workspace extends Base<WorkspaceOutbox> {
	readonly #posts: PostStore;
	#posting: Promise<void> | null = null;

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env, migrations, WorkspaceOutbox);
		this.#posts = postStore(ctx.storage.sql);
	}

	/** Sets the bot's token (kept encrypted) and which channels are whose. */
	async configure(
		id: string,
		token: string | null,
		channels: { channel: string; client: string }[],
	): Promise<void> {
		const sealed = token === null ? null : await seal(this.env, `token ${id}`, token);
		this.ctx.storage.transactionSync(() => {
			this.sql.exec(
				"INSERT INTO workspace (id, token) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET token = coalesce(excluded.token, token)",
				id,
				sealed,
			);
			this.sql.exec("DELETE FROM channels");
			for (const { channel, client } of channels)
				this.sql.exec("INSERT INTO channels (channel, client) VALUES (?, ?)", channel, client);
			this.#posts.retry();
		});
		this.#go();
	}

	/** The bot's token, for calls that a bot makes itself; null where the workspace is not set up. */
	async token(): Promise<string | null> {
		const self = row(this.sql, SelfRow, "SELECT id, token FROM workspace");
		return self?.token ? unseal(this.env, `token ${self.id}`, self.token) : null;
	}

	/** The client that a conversation is bound to. */
	async clientOf(channel: string): Promise<string | null> {
		return row(this.sql, ClientRow, "SELECT client FROM channels WHERE channel = ?", channel)?.client ?? null;
	}

	/** Ties a session to its conversation, once: a redelivered wish finds the session of the first time. */
	async openThread(wanted: {
		id: string;
		client: string;
		place: Place;
		once: string;
		rootKey: string;
	}): Promise<{ session: string; rootKey: string }> {
		const { id, client, place, once, rootKey } = wanted;
		this.sql.exec(
			"INSERT INTO sessions (id, client, channel, thread, once, root_key) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
			id,
			client,
			place.channel,
			place.thread,
			once,
			rootKey,
		);
		const query = "SELECT * FROM sessions WHERE once = ? OR (channel = ? AND thread = ?)";
		const found = row(this.sql, SessionRow, query, once, place.channel, place.thread) as SessionRow;
		return { session: found.id, rootKey: found.root_key };
	}

	/** The session whose thread this is. */
	async sessionIn(channel: string, thread: string): Promise<{ session: string; client: string } | null> {
		const found = row(
			this.sql,
			SessionRow,
			"SELECT * FROM sessions WHERE channel = ? AND thread = ?",
			channel,
			thread,
		);
		return found && { session: found.id, client: found.client };
	}

	/** The session of a press: that of the thread it was made in, or of the card's own message where we sent it directly. */
	async sessionOfCard(
		channel: string,
		thread: string | null,
		message: string | null,
	): Promise<string | null> {
		const found = thread === null ? null : await this.sessionIn(channel, thread);
		if (found || message === null) return found?.session ?? null;
		return this.#posts.sessionAt(channel, message);
	}

	/** Puts a message into the queue, or the newest state of one that is there. */
	async post(post: Post): Promise<void> {
		this.#posts.put(post, Date.now());
		this.#go();
	}

	#go(): void {
		this.wake();
		this.ctx.waitUntil(this.#drainPosts().catch((error) => console.error("posting:", error)));
	}

	protected override async onTime(): Promise<void> {
		await this.#drainPosts();
	}
	protected override nextTime(): number | null {
		return this.#posts.nextAt();
	}

	/** One drain at a time: messages of one conversation keep their order. */
	async #drainPosts(): Promise<void> {
		while (this.#posting) await this.#posting;
		this.#posting = this.#postAll().finally(() => {
			this.#posting = null;
		});
		await this.#posting;
	}

	async #postAll(): Promise<void> {
		const token = await this.token();
		const self = row(this.sql, SelfRow, "SELECT id, token FROM workspace");
		// Not set up yet: looked at again in a minute, or at once when it is.
		if (!token || !self)
			return void this.#posts
				.due(Date.now())
				.map(({ key }) => this.#posts.wait(key, Date.now() + longestPause));
		const poster = slackPoster({ token, workspace: self.id, apiUrl: settings(this.env).SLACK_API_URL });
		for (let due = this.#posts.due(Date.now()); due.length > 0; due = this.#posts.due(Date.now()))
			for (const { key } of due) await this.#show(poster, self.id, this.#posts.at(key) as PostRow);
	}

	async #show(poster: Poster, workspace: string, post: PostRow): Promise<void> {
		const now = Date.now();
		const to = this.#target(post);
		// Its thread's first message is not there yet: that one's posting wakes it.
		if (!to) return this.#wait(post, now + 500);
		const [lane, rate] = post.ref
			? (["edit", slackRates.edit] as const)
			: ([`post:${"channel" in to ? to.channel : to.person}`, slackRates.post] as const);
		const turn = take(rate, this.#posts.pace(lane), now);
		if (!turn.ok) return this.#wait(post, turn.at);
		this.#posts.setPace(lane, turn.bucket.tokens, turn.bucket.at);
		this.#settle(workspace, post, await this.#send(poster, post, to));
	}

	#wait(post: PostRow, at: number): void {
		this.#posts.wait(post.key, at);
	}

	#target(post: PostRow): Target | null {
		if ("person" in post.target) return { person: post.target.person.split(":")[2] as string };
		const session = row(this.sql, SessionRow, "SELECT * FROM sessions WHERE id = ?", post.session);
		if (!session) return null;
		if (session.thread) return { channel: session.channel, thread: session.thread };
		return post.key === session.root_key ? { channel: session.channel, thread: null } : null;
	}

	async #send(poster: Poster, post: PostRow, to: Target): Promise<PostResult> {
		if (post.ref && post.channel)
			return poster.edit({ channel: post.channel, message: post.ref }, post.message);
		if (post.state === "uncertain") {
			const found = await poster.find(post.key, to, post.at);
			if (found) return poster.edit(found, post.message);
		}
		return poster.post(post.key, to, post.message);
	}

	#settle(workspace: string, post: PostRow, result: PostResult): void {
		if (result.ok) this.#posted(workspace, post, result);
		else if (result.kind === "rate-limited") this.#posts.wait(post.key, Date.now() + result.retryAfterMs);
		else this.#failed(post, result);
	}

	#failed(post: PostRow, result: Exclude<PostResult, { ok: true } | { kind: "rate-limited" }>): void {
		console.error(`posting ${post.key}: ${result.kind}: ${result.error}`);
		const pause = Math.min(longestPause, 500 * 2 ** Math.min(post.attempts, 10));
		if (result.kind === "refused") return void this.#posts.refused(post.key, post.version, result.error);
		if (result.kind === "uncertain") this.#posts.uncertain(post.key);
		this.#posts.later(post.key, Date.now() + pause, result.error);
	}

	#posted(workspace: string, post: PostRow, result: Extract<PostResult, { ok: true }>): void {
		const { channel, message, sent } = result;
		this.change(() => {
			this.#posts.posted(post.key, post.version, channel, message);
			this.sql.exec(
				"UPDATE sessions SET thread = ? WHERE root_key = ? AND thread IS NULL",
				message,
				post.key,
			);
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

	protected override deliver(body: WorkspaceOutbox): Promise<void> {
		return objectOf(this.env.SESSION, body.session).posted(body.post);
	}
}
