// A made-up chat platform behind the Poster port: it keeps messages, loses answers, asks for silence, and can be searched.
import type { FindResult, Poster, PostResult, Target } from "../../../../bots/poster.ts";
import type { ChatMessage } from "../../../../protocol/read/view.ts";
import { backendOf } from "../../../../worker/backend/backend.ts";
import type { Env } from "../../../../worker/env.ts";
import { world } from "./world.ts";

export type Message = {
	channel: string;
	/** Null: it begins a thread, or is alone. */
	thread: string | null;
	ts: string;
	key: string;
	shown: ChatMessage;
	/** Since when it shows that. */
	at: number;
	/** The answer to its post has arrived. */
	acknowledged: boolean;
};
export type Chat = ReturnType<typeof newChat>;

/** Slack can be searched, and tells of our own messages; Teams can't, and doesn't. `kept`: what is there already. */
export const tellingChat = (env: Env, workspace: string, kept: Message[]) => {
	const searched = workspace.startsWith("slack:");
	const told = ({ channel, ts, key }: Message): void => {
		const { time, faults } = world();
		if (!searched || faults.happens("lostPost")) return;
		time.world(faults.delay(), "chat tells of a message", () =>
			time.in(time.born("request of chat", { skew: 0 }), () => {
				backendOf(env)
					.posted({ ref: { workspace, channel, message: ts }, key })
					.catch(() => {});
			}),
		);
	};
	return newChat(kept, told, searched);
};

/** `told`: the platform's own word of a message of ours. `searched`: whether one can look for a message there. */
const newChat = (messages: Message[], told: (message: Message) => void, searched: boolean) => {
	let count = messages.length;
	const answered = <T>(what: string, ask: () => T, arrived: (result: T) => void = () => {}): Promise<T> =>
		world().time.awaited(
			new Promise((resolve) => {
				const { time, faults } = world();
				const caller = time.life();
				// Later than this it has given up.
				time.world(Math.min(faults.delay(), 5_000), `${caller.name} → chat: ${what}`, () => {
					if (time.isForgotten(caller, what.startsWith("edit") ? 20 : 1_000)) return;
					const result = ask();
					const back = () => {
						arrived(result);
						resolve(result);
					};
					time.after(faults.delay(), null, back, caller);
				});
			}),
		);
	const trouble = (): PostResult | null => {
		const { chance, faults } = world();
		if (!faults.happens("refusedPost")) return null;
		return chance.one<PostResult>([
			{ ok: false, kind: "rate-limited", retryAfterMs: 1_000 + chance.below(20_000) },
			{ ok: false, kind: "failed", error: "service unavailable" },
			{ ok: false, kind: "unreachable", error: "not_in_channel" },
			{ ok: false, kind: "uncertain", error: "no connection" },
		]);
	};
	const done = (message: Message): PostResult => {
		const { faults, note } = world();
		if (faults.happens("lostPost")) {
			note("  the platform's answer is lost");
			return { ok: false, kind: "uncertain", error: "the answer was lost" };
		}
		return { ok: true, channel: message.channel, message: message.ts, sent: JSON.stringify(message.shown) };
	};
	const channelOf = (to: Target) => ("channel" in to ? to.channel : `D${to.person.split(":")[2]}`);
	const poster: Poster = {
		wordWithin: 10_000,
		post: (key, to, shown) =>
			answered(
				`post ${nameOf(shown)}`,
				() => {
					const refused = trouble();
					if (refused) return refused;
					count++;
					const thread = "channel" in to ? to.thread : null;
					const message = {
						channel: channelOf(to),
						thread,
						ts: `${count}.0`,
						key,
						...{ shown, at: world().time.now() },
						acknowledged: false,
					};
					messages.push(message);
					told(message);
					return done(message);
				},
				(result) => {
					const message = result.ok && messages.find(({ ts }) => ts === result.message);
					if (message) message.acknowledged = true;
				},
			),
		edit: ({ channel, message: ts }, shown) =>
			answered(`edit ${nameOf(shown)}`, (): PostResult => {
				const refused = trouble();
				if (refused) return refused;
				const message = messages.find((one) => one.channel === channel && one.ts === ts);
				if (!message) return { ok: false, kind: "gone", error: "message_not_found" };
				Object.assign(message, { shown, at: world().time.now() });
				return done(message);
			}),
		find: (key, to) =>
			answered("find", (): FindResult => {
				if (!searched) return { is: "blind" };
				if (world().faults.happens("refusedPost"))
					return { is: "unknown", error: "ratelimited", retryAfterMs: world().chance.one([null, 3_000]) };
				const found = messages.find((one) => one.key === key && one.channel === channelOf(to));
				return found ? { is: "found", channel: found.channel, message: found.ts } : { is: "absent" };
			}),
	};
	/** A file of a message, asked for once more. */
	const read = (name: string) =>
		answered(`read ${name}`, () => {
			if (world().faults.happens("refusedPost")) return { name, retryAfterMs: 30_000 };
			return { name, type: "text/plain", bytes: new TextEncoder().encode(`bytes of ${name}`) };
		});
	return { poster, messages, searched, read };
};

const nameOf = (message: ChatMessage): string => {
	if (message.type === "notice") return `notice ${message.view.turn}`;
	if (message.type === "plan" || message.type === "session") return `${message.type} ${message.view.state}`;
	return message.type;
};
