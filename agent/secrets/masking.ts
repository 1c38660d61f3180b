// Replaces a plan's secrets in what a step puts out, before anything is kept or sent. A step may be handed another one while it
// runs.

import { secretBytes } from "../../protocol/plan/secret-name.ts";
import type { RunContext, RunEnd, RunEvent, Stream } from "../../protocol/record/records.ts";
import { newFinder } from "./finder.ts";
import { formsOf } from "./forms.ts";
import { newMask } from "./mask.ts";

export type Counts = Record<Stream | "inside", number>;

export type Masking = {
	/** What of the stream may be kept now. */
	output: (stream: Stream, bytes: Uint8Array) => Uint8Array[];
	/** Masks this value too, from what comes next on. Call it before the step can have the value. */
	learn: (secret: string) => void;
	/** The rest of both: the stream has ended. The beginning of a secret isn't kept either. */
	rest: () => [Stream, Uint8Array][];
	event: (event: RunEvent) => RunEvent;
	/** A whole text. */
	text: (value: string) => string;
	end: (end: RunEnd) => RunEnd;
	counts: () => Counts;
};

/** `page`: the console's code page, if it has one. */
export const newMasking = (secrets: Iterable<string>, page: number | null): Masking => {
	let forms = [...secrets].flatMap((secret) => formsOf(secret, page));
	let finder = newFinder(forms);
	const counts: Counts = { stdout: 0, stderr: 0, inside: 0 };
	const streams = {
		stdout: newMask(finder, () => counts.stdout++),
		stderr: newMask(finder, () => counts.stderr++),
	};
	const text = (value: string): string => {
		const [words = ""] = cut.exec(value) ?? [];
		return whole(value.slice(0, value.length - words.length)) + words;
	};
	const whole = (value: string): string => {
		const bytes = Buffer.from(value, "utf8");
		if (forms.length === 0 || bytes.length < secretBytes.least) return value;
		const before = counts.inside;
		const mask = newMask(finder, () => counts.inside++);
		const kept = [...mask.take(bytes), ...mask.rest()];
		return counts.inside === before ? value : Buffer.concat(kept).toString("utf8");
	};
	return {
		output: (stream, bytes) => (forms.length === 0 ? [bytes] : streams[stream].take(bytes)),
		learn(secret) {
			forms = [...forms, ...formsOf(secret, page)];
			finder = newFinder(forms);
			for (const mask of Object.values(streams)) mask.use(finder);
		},
		rest: () =>
			(["stdout", "stderr"] as const).flatMap((stream) =>
				streams[stream].rest().map((bytes): [Stream, Uint8Array] => [stream, bytes]),
			),
		event: (event) => (forms.length === 0 ? event : maskedEvent(event, text)),
		text,
		end: (end) => (end.outcome === "not-started" ? { ...end, reason: text(end.reason) } : end),
		counts: () => ({ ...counts }),
	};
};

type Text = (value: string) => string;

/** What the host adds where it has cut a text: what stands before may end with the beginning of a secret. */
const cut = /… \(\d+ more characters\)$/;

/** What the step can bring into an event. The rest is the agent's own, or the plan's. */
const maskedEvent = (event: RunEvent, text: Text): RunEvent => {
	if (event.type === "context") return { ...event, env: event.env.map((one) => maskedVariable(one, text)) };
	if (event.type === "note") return { ...event, text: text(event.text) };
	if (event.type === "inside") return { ...event, entries: event.entries.map((one) => deeply(one, text)) };
	return event;
};

const maskedVariable = (one: RunContext["env"][number], text: Text): RunContext["env"][number] =>
	text(one.value) === one.value ? one : { ...one, value: "", masked: true };

/** Every text in a value of that shape. */
const deeply = <T>(value: T, text: Text): T => {
	const walk = (inner: unknown): unknown => {
		if (typeof inner === "string") return text(inner);
		if (Array.isArray(inner)) return inner.map(walk);
		if (inner === null || typeof inner !== "object") return inner;
		return Object.fromEntries(Object.entries(inner).map(([name, one]) => [name, walk(one)]));
	};
	return walk(value) as T;
};
