// Acks of what is stored. A run that prints as fast as it can would keep its thread busy, and each step of someone's request would wait
// for another frame of it. So while people are served on this thread, an agent waits for its ack, and with it for sending more.
import type { DataFromWorker } from "../../protocol/record/data-socket.ts";

/** In ms. All that an agent sends without an ack takes about half as long: so most of the thread is left to people. */
const pause = 40;
/** What follows from a press or a request goes on after its answer, in ms. */
const lingering = 1_000;

/** A request that takes longer no longer counts, in ms: the platform may end one that no one waits for, without a word. */
const longest = 30_000;

/** Of this thread: objects that share it share this module. `now`: until when each counts, the oldest first. */
const people = { now: new Set<{ until: number }>(), until: Number.NEGATIVE_INFINITY };

/** Someone's request, while it is answered. `changes`: it may have more to be done afterwards. */
export const serving = async <T>(answer: () => Promise<T>, changes = true): Promise<T> => {
	const begun = Date.now();
	const one = { until: begun + longest };
	forgetLong(begun);
	people.now.add(one);
	try {
		return await answer();
	} finally {
		people.now.delete(one);
		if (changes) people.until = Date.now() + lingering;
	}
};

/** How long an ack is to wait, in ms. */
export const pauseNow = (now: number): number => {
	forgetLong(now);
	return people.now.size > 0 || now < people.until ? pause : 0;
};

const forgetLong = (now: number): void => {
	for (const one of people.now) {
		if (now < one.until) return;
		people.now.delete(one);
	}
};

/** `tail`: the number of the last record. */
export const acks = (tail: () => number) => {
	const waiting = new Set<WebSocket>();
	/** The output gate holds this until what was written before is durable. */
	const now = (socket: WebSocket): void =>
		socket.send(JSON.stringify({ type: "ack", n: tail() } satisfies DataFromWorker));
	return {
		now,
		/** After a pause where people are served: once for all that came meanwhile. */
		inTurn: (socket: WebSocket): void => {
			const wait = pauseNow(Date.now());
			if (wait === 0) now(socket);
			if (wait === 0 || waiting.has(socket)) return;
			waiting.add(socket);
			setTimeout(() => {
				waiting.delete(socket);
				if (socket.readyState === WebSocket.OPEN) now(socket);
			}, wait);
		},
	};
};
