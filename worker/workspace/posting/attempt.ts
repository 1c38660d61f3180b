// One attempt at one row of the posting queue: send it, and write down what follows from the answer.
import type { FindResult, Poster, PostResult, Target } from "../../../bots/poster.ts";
import { type Pace, pause, take } from "./pace.ts";
import type { PostStore } from "./posts.ts";
import { never, type PostRow } from "./row.ts";

export type Sent = Extract<PostResult, { ok: true }>;
type Trouble = Exclude<PostResult, { ok: true }>;

type With = {
	/** The platform's. */
	pace: Pace;
	store: PostStore;
	poster: Poster;
	now: () => number;
	/** It is in chat. The caller writes that to the store, together with what follows. */
	posted: (post: PostRow, sent: Sent) => void;
};

const [shortPause, longestPause] = [500, 60_000];
const [shortHold, longestHold] = [15_000, 600_000];

/** Never throws: it skips a row that can't be read or rendered, so that the others go on. */
export const attempt = async (given: With, key: string): Promise<void> => {
	const { store, now } = given;
	try {
		const post = store.at(key);
		if (post) await show(given, post);
	} catch (error) {
		store.hold(key, "alone", never, String(error));
		console.error(`posting ${key}: laid aside at ${now()}, ${store.held()} in all:`, error);
	}
};

const show = async (given: With, post: PostRow): Promise<void> => {
	const { store, now } = given;
	const target = store.target(post);
	if ("hold" in target) return void store.hold(post.key, "lane", never, target.hold);
	const bucket = store.bucket(post.key);
	const turn = take(given.pace[post.ref ? "edit" : "post"], store.pace(bucket), now(), post.passing);
	if (!turn.ok) return void store.wait(bucket, turn.at, post.passing);
	store.setPace(bucket, turn.bucket);
	const result = await send(given, post, target.to);
	if (result.ok) given.posted(post, result);
	else trouble(given, post, bucket, result);
};

const send = async ({ store, poster }: With, post: PostRow, to: Target): Promise<PostResult> => {
	if (post.ref && post.channel)
		return poster.edit({ channel: post.channel, message: post.ref }, post.message);
	if (post.state === "uncertain") {
		const found = await poster.find(post.key, to, post.at);
		if (found.is === "found") return poster.edit(found, post.message);
		if (found.is === "unknown") return unsure(found);
	}
	// Should this object die before the answer, it looks before it posts again.
	store.sending(post.key);
	const result = await poster.post(post.key, to, post.message);
	if (!result.ok && result.kind !== "uncertain") store.unsent(post.key);
	return result;
};

const unsure = ({ error, retryAfterMs }: Extract<FindResult, { is: "unknown" }>): Trouble =>
	retryAfterMs === null
		? { ok: false, kind: "uncertain", error }
		: { ok: false, kind: "rate-limited", retryAfterMs };

const trouble = ({ store, now }: With, post: PostRow, bucket: string, result: Trouble): void => {
	const at = now();
	if (result.kind === "rate-limited")
		return void store.setPace(bucket, pause(store.pace(bucket), at + result.retryAfterMs));
	console.error(`posting ${post.key}: ${result.kind}: ${result.error}`);
	if (result.kind === "gone" && !post.once) return void store.postAgain(post.key);
	if (result.kind === "unreachable")
		return void store.hold(
			post.key,
			"lane",
			at + backOff(shortHold, longestHold, post.attempts),
			result.error,
		);
	if (result.kind === "refused" || result.kind === "gone")
		return void store.hold(post.key, "alone", never, result.error);
	store.later(post.key, at + backOff(shortPause, longestPause, post.attempts), result.error);
};

const backOff = (first: number, longest: number, attempts: number): number =>
	Math.min(longest, first * 2 ** Math.min(attempts, 10));
