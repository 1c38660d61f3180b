// One attempt at one row of the posting queue: send it, and write down what follows from the answer.
import type { FindResult, Poster, PostResult, Target } from "../../../bots/poster.ts";
import { ofPress } from "./buckets.ts";
import { type Pace, pause, silence, take } from "./pace.ts";
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
	/** It is in chat. The caller writes that to the store, together with what follows. `pressed`: it was edited where it was pressed,
	 * which needs no access of ours. */
	posted: (post: PostRow, sent: Sent, pressed: boolean) => void;
	/** It is in chat there, after its answer was lost; in which version isn't known. The caller writes that, too. */
	found: (post: PostRow, at: Place) => void;
	/** The platform didn't take it, by its own error. */
	failed: (post: PostRow, error: string) => void;
};
type Place = { channel: string; message: string };

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
		console.error(`posting ${key}: skipped at ${now()}, ${store.held()} in all:`, error);
	}
};

const show = async (given: With, post: PostRow): Promise<void> => {
	const { store, now } = given;
	const target = store.target(post);
	if ("hold" in target) return void store.hold(post.key, "lane", never, target.hold);
	if (post.state === "uncertain" && post.ref === null && !(await isAbsent(given, post, target.to))) return;
	const bucket = store.bucket(post.key);
	if (bucket === ofPress) return editPressed(given, post);
	const turn = take(given.pace[post.ref ? "edit" : "post"], store.pace(bucket), now(), post.urgency);
	if (!turn.ok) return void store.wait(bucket, turn.at, post.urgency);
	store.setPace(bucket, turn.bucket);
	store.serve(post.key);
	const result = await send(given, post, target.to, bucket);
	if (result.ok) given.posted(post, result, false);
	else {
		trouble(given, post, bucketNow(store, post, bucket), result);
		if (result.kind !== "rate-limited") given.failed(post, result.error);
	}
};

/** Someone's own chat may have been begun meanwhile: from then on it is known by its own name, and what the platform asks for counts
 * for all that goes there. */
const bucketNow = (store: PostStore, { key, ref }: PostRow, before: string): string =>
	(ref === null && store.bucket(key)) || before;

/** Edits a card where it was pressed; what the platform doesn't take there is an edit like others. */
const editPressed = async ({ store, poster, now, posted }: With, post: PostRow): Promise<void> => {
	const { key, channel, ref, message } = post;
	const address = store.spendPress(key, now());
	if (address === null || channel === null || ref === null) return;
	const result = await poster.editPressed?.(address, { channel, message: ref }, message);
	if (result?.ok) return posted(post, result, true);
	store.forgetPress(key);
	if (result?.kind === "uncertain") store.later(key, now() + stray, result.error);
};
/** How long an edit without an answer may take to show, in ms: the next one waits, so that it is the last. */
const stray = 10_000;

/** Whether a post whose answer was lost is certainly not in chat, or no one can know. Else it was found and is an edit from
 * now on, or it waits for more. */
const isAbsent = async (given: With, post: PostRow, to: Target): Promise<boolean> => {
	const { store, poster, now } = given;
	const { key } = post;
	const word = store.word(key);
	if (word) {
		given.found(post, word);
		return false;
	}
	const silentUntil = store.pace(reading)?.at ?? 0;
	if (silentUntil > now()) {
		store.waitToRead(silentUntil);
		return false;
	}
	const found = await poster.find(key, to, post.at, post.read_from);
	store.readFrom(key, found.is === "more" ? found.cursor : "");
	const place = store.word(key) ?? (found.is === "found" ? found : null);
	if (place) {
		given.found(post, place);
		return false;
	}
	if (found.is === "unknown") notRead({ store, now }, post, found);
	return found.is === "absent" || found.is === "blind";
};

/** The pace of reading is its own: where it must wait, only later posts to the same thread or person do, too. An answer must not
 * come before its question, and by then the platform's own word of the post is overdue: it is probably not there. */
const reading = "read";

const notRead = (
	{ store, now }: Pick<With, "store" | "now">,
	post: PostRow,
	{ error, retryAfterMs }: Unknown,
) => {
	if (retryAfterMs === null) {
		console.error(`looking for ${post.key}: ${error}`);
		return void store.later(post.key, now() + backOff(shortPause, longestPause, post.attempts), error);
	}
	const until = now() + retryAfterMs;
	store.readFrom(post.key, post.read_from);
	store.setPace(reading, pause(store.pace(reading), until));
	store.waitToRead(until);
};
type Unknown = Extract<FindResult, { is: "unknown" }>;

const send = async (
	{ store, poster, now }: With,
	post: PostRow,
	to: Target,
	bucket: string,
): Promise<PostResult> => {
	if (post.ref && post.channel)
		return poster.edit({ channel: post.channel, message: post.ref }, post.message);
	// Should this object die before the answer, it looks before it posts again.
	store.sending(post.key, now() + poster.wordWithin);
	const left = () => silence(store.pace(bucketNow(store, post, bucket)), now());
	const result = await poster.post(post.key, to, post.message, left);
	if (!result.ok && result.kind !== "uncertain") store.unsent(post.key);
	return result;
};

const trouble = ({ store, now, poster }: With, post: PostRow, bucket: string, result: Trouble): void => {
	const at = now();
	if (result.kind === "rate-limited")
		return void store.setPace(bucket, pause(store.pace(bucket), at + result.retryAfterMs));
	console.error(`posting ${post.key}: ${result.kind}: ${result.error}`);
	if (result.kind === "gone" && !post.once) return void store.postAgain(post.key);
	if (result.kind === "gone" && post.ref !== null) return void store.gone(post.key);
	if (result.kind === "unreachable")
		return void store.hold(
			post.key,
			"lane",
			at + backOff(shortHold, longestHold, post.attempts),
			result.error,
		);
	if (result.kind === "refused" || result.kind === "gone")
		return void store.hold(post.key, "alone", never, result.error);
	const pauseFor = backOff(shortPause, longestPause, post.attempts);
	const word = result.kind === "uncertain" && post.ref === null ? poster.wordWithin : 0;
	store.later(post.key, at + Math.max(pauseFor, word), result.error);
};

const backOff = (first: number, longest: number, attempts: number): number =>
	Math.min(longest, first * 2 ** Math.min(attempts, 10));
