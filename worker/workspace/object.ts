// The Workspace object: one Slack team. Its token, which channel is whose, which thread is which session, and all posting.
import { z } from "zod";
import { slackPoster } from "../../bots/slack/poster.ts";
import type { Place } from "../../protocol/events.ts";
import { Base } from "../base.ts";
import { seal, unseal } from "../crypto.ts";
import { type Env, settings } from "../env.ts";
import { objectOf } from "../places.ts";
import { row } from "../sql.ts";
import { attempt, type Sent } from "./attempt.ts";
import { lanes } from "./lanes.ts";
import { type Head, type Post, type PostRow, type PostStore, postStore } from "./posts.ts";
import { migrations } from "./tables.ts";

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

/** So many calls to the platform at once. */
const atOnce = 5;

export class Workspace extends Base<WorkspaceOutbox> {
	readonly #posts: PostStore;
	readonly #lanes = lanes<Head>(
		atOnce,
		() => this.#posts.due(Date.now()),
		({ key }) => this.#attempt(key),
	);

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
	/** Not set up yet: setting it up begins. */
	protected override nextTime(): number | null {
		return row(this.sql, SelfRow, "SELECT id, token FROM workspace")?.token ? this.#posts.nextAt() : null;
	}

	async #drainPosts(): Promise<void> {
		if (this.nextTime() !== null) await this.#lanes.run();
	}

	async #attempt(key: string): Promise<void> {
		const self = row(this.sql, SelfRow, "SELECT id, token FROM workspace");
		const token = await this.token().catch((error) => void console.error("token:", error));
		if (!token || !self) return void this.#posts.later(key, Date.now() + 60_000, "no token");
		const poster = slackPoster({ token, workspace: self.id, apiUrl: settings(this.env).SLACK_API_URL });
		const posted = (post: PostRow, sent: Sent) => this.#posted(self.id, post, sent);
		await attempt({ store: this.#posts, poster, now: Date.now, posted }, key);
	}

	#posted(workspace: string, post: PostRow, { channel, message, sent }: Sent): void {
		this.change(() => {
			this.#posts.posted(post.key, post.version, channel, message);
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
