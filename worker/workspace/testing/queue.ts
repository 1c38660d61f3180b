// A workspace's posting queue on its real tables, with a clock of its own and a platform that answers as told.
import type { FindResult, Poster, PostResult, Target } from "../../../bots/poster.ts";
import type { ChatMessage } from "../../../protocol/read/view.ts";
import { lanes } from "../../durable/lanes.ts";
import { migrate } from "../../durable/sql.ts";
import { slackPace } from "../platform/slack.ts";
import { attempt } from "../posting/attempt.ts";
import type { Pace } from "../posting/pace.ts";
import { postStore } from "../posting/posts.ts";
import type { Head } from "../posting/row.ts";
import { migrations } from "../tables.ts";
import { memoryStorage } from "./sql.ts";

/** A platform that answers as told, and says what it was asked. */
const platform = () => {
	const asked: string[] = [];
	const answers = new Map<string, PostResult[]>();
	const found = new Map<string, FindResult>();
	const where = (to: Target) => ("channel" in to ? `${to.channel}/${to.thread ?? ""}` : to.person);
	const next = (key: string, channel: string): PostResult =>
		answers.get(key)?.shift() ?? { ok: true, channel, message: `ts-${key}`, sent: "{}" };
	/** What happens before a post is sent, while its poster asks the platform for something else. */
	const before = new Map<string, () => Promise<void>>();
	const poster: Poster = {
		post: async (key, to, _message, silence) => {
			await before.get(key)?.();
			const retryAfterMs = silence();
			if (retryAfterMs > 0) return { ok: false, kind: "rate-limited", retryAfterMs };
			asked.push(`post ${key} in ${where(to)}`);
			return next(key, "channel" in to ? to.channel : "D1");
		},
		edit: async ({ channel, message }) => {
			asked.push(`edit ${message}`);
			return next(message.slice(3), channel);
		},
		editPressed: async (address, { channel, message }) => {
			asked.push(`edit ${message} at ${address}`);
			return answers.get(address)?.shift() ?? { ok: true, channel, message, sent: "{}" };
		},
		wordWithin: 0,
		find: async (key, _to, _since, cursor) => {
			asked.push(`find ${key}${cursor && ` from ${cursor}`}`);
			return found.get(key) ?? { is: "absent" };
		},
	};
	return { poster, asked, answers, found, before };
};

/** `claims`: as when the queue is worked through right after each post. */
export const startQueue = (pace: Pace = slackPace, claims = false) => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	const store = postStore(storage.sql, () => pace);
	const chat = platform();
	let clock = 1_000_000;
	const tries: string[] = [];
	const posted: Parameters<typeof attempt>[0]["posted"] = (post, { channel, message }) =>
		store.posted(post, channel, message, clock);
	const found: Parameters<typeof attempt>[0]["found"] = (post, { channel, message }) =>
		store.found(post.key, channel, message);
	const failures: string[] = [];
	const failed = ({ key }: { key: string }, error: string) => void failures.push(`${key}: ${error}`);
	const given = { found, failed, pace, store, poster: chat.poster, now: () => clock, posted };
	const line = lanes<Head>(
		5,
		(most) => store.due(clock, most),
		({ key }) => {
			tries.push(key);
			return attempt(given, key);
		},
	);
	return {
		...chat,
		pace,
		tries,
		failures,
		store,
		sql: storage.sql,
		storage,
		bind: (channel: string, client: string) =>
			storage.sql.exec("INSERT OR REPLACE INTO channels (channel, client) VALUES (?, ?)", channel, client),
		session: (id: string, channel: string, thread: string | null = null, client = "acme") =>
			storage.sql.exec(
				"INSERT INTO threads (id, session, client, kind, channel, thread, once, root_key) VALUES (?, ?, ?, 'own', ?, ?, ?, ?)",
				id,
				id,
				client,
				channel,
				thread,
				id,
				`root:${id}`,
			),
		put: (key: string, session: string, message: ChatMessage, to: Target | null = null, once = false) =>
			store.put(
				{ key, session, message, once, to: to && "person" in to ? to : { thread: session } },
				clock,
				claims,
			),
		/** `asOf`: which of its session's states it is. */
		show: (key: string, session: string, message: ChatMessage, asOf: number) =>
			store.put({ key, session, message, once: false, to: { thread: session }, asOf }, clock, claims),
		run: line.run,
		/** The queue as a new object finds it. */
		restarted: () => postStore(storage.sql, () => pace),
		later: (ms: number) => {
			clock += ms;
			return line.run();
		},
		/** Goes on until nothing has a time at which it is due. */
		toTheEnd: async () => {
			for (let at = store.nextAt(); at !== null; at = store.nextAt()) {
				clock = Math.max(clock, at);
				await line.run();
			}
		},
		now: () => clock,
	};
};
