// Listens to one host: decodes what it reports, gives it the agent's time, and holds it up while there is no room to record.
import type { Socket } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import type { RunEnd } from "../../protocol/record/records.ts";
import type { Clock } from "../machine/clock.ts";
import type { Asking } from "../plan/questions.ts";
import { newGate } from "../process/gate.ts";
import { heldAfter, type Output } from "../process/output.ts";
import type { Recording } from "../record/recording.ts";
import { newEntries } from "./entries.ts";
import { type FromHost, newFrames, placeAnswer, questionReply } from "./wire.ts";

/** The most bytes of answers that wait to be read. */
const mostUnread = 4_096;

type Told = Pick<Recording, "event" | "hasRoom" | "onRoom">;
type Question = Extract<FromHost, { type: "question" }>;

/** `ask`: what becomes of the step's questions. */
export const openListener = (recording: Told, clock: Clock, ask: Asking["ask"]) => {
	const entries = newEntries(recording);
	const { promise: output, resolve: onOutput } = Promise.withResolvers<Pick<Output, "soFar">>();
	let socket: Socket | undefined;
	/** The agent's time of the hello, as far as known; null: no host came. */
	let since: number | null = null;
	let over = false;
	/** Of the process: nothing is told that happened before. */
	let startedAt = clock();

	/** A host waits for its answer, and reads it. */
	let waits = false;
	const awaits = (make: () => Promise<Uint8Array | null>): void => {
		if (waits || (socket?.writableLength ?? 0) > mostUnread) throw new TypeError("reads no answer");
		waits = true;
		void make().then((answer) => {
			if (answer === null) return;
			waits = false;
			if (socket && !socket.destroyed) socket.write(answer);
		});
	};
	const place = async () => placeAnswer(await (await output).soFar());
	/** Null: the step is about to end, or has ended. */
	const question = async ({ type: _, at, place, ...wanted }: Question): Promise<Uint8Array | null> => {
		const asked = timeOf(at);
		const given = await ask(wanted, (told) => {
			entries.add({ ...told, at: told.what === "question" ? asked : clock(), place });
			entries.flush();
		});
		return given === "over" ? null : questionReply(given === "refused" ? null : given);
	};
	// A busy agent hears a hello late: nothing is told before it happens.
	const timeOf = (at: number): number => {
		const now = clock();
		since = Math.max(startedAt, Math.min(since ?? now, now - at));
		return Math.min(now, since + at);
	};
	const take = (message: FromHost) => {
		if (message.type === "place") awaits(place);
		if (message.type === "question") awaits(() => question(message));
		if (message.type === "shown") entries.shown(message.id);
		if (message.type === "returned") entries.returned(message.id, message.code);
		if (message.type === "end") {
			over = true;
			entries.settle();
		}
		if (message.type === "entry") entries.add({ ...message.entry, at: timeOf(message.entry.at) }, message.id);
	};
	const frames = newFrames(take);
	const gate = newGate({
		output: (_, bytes) => {
			try {
				frames(bytes);
			} catch {
				broken();
			}
			return bytes.length;
		},
		hasRoom: recording.hasRoom,
		onRoom: recording.onRoom,
	});
	const broken = () => {
		gate.destroy();
		recording.event({
			type: "capture",
			v: 1,
			by: "plain",
			unseen: [
				{
					what: "what happened inside from here on",
					because: "something else than the agent's host spoke on its channel",
				},
			],
		});
	};
	return {
		/** The host has said hello, and this since. */
		connected(one: Socket, first: Uint8Array) {
			socket = one;
			since = clock();
			one.on("data", (bytes: Uint8Array) => gate.pass("stdout", bytes));
			gate.add(one);
			gate.pass("stdout", first);
		},
		started(output: Pick<Output, "soFar">) {
			startedAt = clock();
			onOutput(output);
		},
		/** Resolves when all is recorded; with true, if no host ever spoke. */
		async ended(end: RunEnd, graceMs: number): Promise<boolean> {
			// A hello may wait in its pipe.
			for (let turns = 0; !socket && turns < 10; turns++) await turn();
			if (socket) await heldAfter(gate, graceMs);
			const cut = since !== null && !over && (end.outcome === "exited" || end.outcome === "signalled");
			if (cut) entries.add({ what: "cut-off", at: clock(), place: await (await output).soFar() });
			entries.settle();
			return since === null && end.outcome === "exited";
		},
		close: gate.destroy,
	};
};
