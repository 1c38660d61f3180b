// What a host says over its channel. It shares a process with the step, so anything may come: frames are bounded, and decoded.
import { z } from "zod";
import { Asked, type HandedAnswer } from "../../protocol/prompt.ts";
import { InsideEntry } from "../../protocol/record/inside.ts";

/** The most bytes of one frame: an entry fits into a record. */
export const maxHostFrame = 262_144;

/** More than the first frame has. */
const maxHello = 1_000;

/** The first frame. `token` proves that it is the process which the agent started. */
const Hello = z.strictObject({ type: z.literal("hello"), v: z.literal(1), token: z.string() });

const { kind, text, choices, several, suggested, ends } = Asked.shape;

/** What the agent alone says: a script could else make up a question, or who answered it. */
const agentsOwn: readonly InsideEntry["what"][] = [
	...(["question", "answered", "unanswered", "unopened", "cut-off"] as const),
];
const HostEntry = InsideEntry.refine(({ what }) => !agentsOwn.includes(what), "is the agent's to say");

/** All others. */
export const FromHost = z.discriminatedUnion("type", [
	/** Asks how many bytes of both streams the agent has; the host waits for the answer. */
	z.strictObject({ type: z.literal("place") }),
	/** `at` counts microseconds since the hello. What is told with an id is as told, unless an error is `shown` later, or a program
	 * `returned`. */
	z.strictObject({ type: z.literal("entry"), entry: HostEntry, id: z.int().min(1).exactOptional() }),
	/** Asks a person; the host waits for the reply. */
	z.strictObject({
		type: z.literal("question"),
		...{ kind, text },
		choices: choices.default([]),
		several: several.default(false),
		suggested: suggested.default([]),
		ends: ends.default(false),
		...{ at: InsideEntry.options[0].shape.at, place: InsideEntry.options[0].shape.place },
	}),
	z.strictObject({ type: z.literal("shown"), id: z.int().min(1) }),
	/** A program that was told with an id, and without a code, has ended. */
	z.strictObject({ type: z.literal("returned"), id: z.int().min(1), code: z.int() }),
	/** Last: the step has ended, its process not yet. */
	z.strictObject({ type: z.literal("end") }),
]);
export type FromHost = z.infer<typeof FromHost>;

/** Takes frames apart: a length (u32, little-endian), then UTF-8 JSON. Throws on anything else. */
export const newFrames = (take: (message: FromHost) => void) => {
	let rest = Buffer.alloc(0);
	// A replacement would be longer than what it replaces, and an entry then longer than a record.
	const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
	return (bytes: Uint8Array): void => {
		rest = rest.length === 0 ? Buffer.from(bytes) : Buffer.concat([rest, bytes]);
		let from = 0;
		while (rest.length - from >= 4) {
			const length = rest.readUInt32LE(from);
			if (length > maxHostFrame) throw new RangeError("a frame is too long");
			if (rest.length - from < 4 + length) break;
			take(FromHost.parse(JSON.parse(utf8.decode(rest.subarray(from + 4, from + 4 + length)))));
			from += 4 + length;
		}
		rest = rest.subarray(from);
	};
};

/** Waits for the first frame. What follows it, once it is whole; null: it isn't yet. Throws if somebody else speaks. */
export const newGreeting = (token: string) => {
	let all = Buffer.alloc(0);
	return (bytes: Uint8Array): Uint8Array | null => {
		all = Buffer.concat([all, bytes]);
		if (all.length < 4) return null;
		const end = 4 + all.readUInt32LE();
		if (end > maxHello) throw new RangeError("a hello is too long");
		if (all.length < end) return null;
		if (Hello.parse(JSON.parse(all.toString("utf8", 4, end))).token !== token)
			throw new TypeError("another token");
		return all.subarray(end);
	};
};

/** Answers a host's question for the place. */
export const placeAnswer = ({ stdout, stderr }: { stdout: number; stderr: number }): Uint8Array => {
	const answer = Buffer.alloc(16);
	answer.writeBigUInt64LE(BigInt(stdout), 0);
	answer.writeBigUInt64LE(BigInt(stderr), 8);
	return answer;
};

/** Replies to a host's question; null: no one may answer it. */
export const questionReply = (answer: HandedAnswer | null): Uint8Array => {
	const [kind, bytes] = replyOf(answer);
	const head = Buffer.alloc(5);
	head.writeUInt32LE(1 + bytes.length, 0);
	head.writeUInt8(kind, 4);
	return Buffer.concat([head, bytes]);
};

const replyOf = (answer: HandedAnswer | null): [kind: number, bytes: Buffer] => {
	switch (answer?.is) {
		case "choices":
			return [1, Buffer.concat(answer.chosen.map(int32))];
		case "text":
			return [2, Buffer.from(answer.text)];
		case "nothing":
			return [3, Buffer.alloc(0)];
		case "secret":
			return [4, Buffer.from(answer.value)];
		default:
			return [0, Buffer.alloc(0)];
	}
};

const int32 = (value: number): Buffer => {
	const bytes = Buffer.alloc(4);
	bytes.writeInt32LE(value);
	return bytes;
};
