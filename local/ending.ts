// How `npm start` ends: once, not amid a start, and in an order in which the last results still arrive.
import { setTimeout as delay } from "node:timers/promises";
import { onStop } from "../agent/home/signals.ts";

/** First the agents, whose results the Worker still takes; last what the Worker posts to. */
const order = ["agent", "windows", "worker", "signIn", "mail", "teams", "slack"] as const;

/** How to stop what was started, each; `leave` makes a waiting agent stop at once. */
export type Stops = Partial<Record<(typeof order)[number] | "leave", () => Promise<void>>>;

/** How long a stop waits for a start that is under way, in ms: what is being started would outlive this program. */
const startPatience = 15_000;

/** Ends the program on SIGINT, SIGTERM and SIGHUP, and when `failed` is called; `release` comes last. */
export const newEnding = (stops: Stops, say: (line: string) => void, release: () => void) => {
	const started = Promise.withResolvers<void>();
	let ending = false;
	const end = async (code: number) => {
		ending = true;
		for (const part of order) await stops[part]?.().catch((error) => say(String(error)));
		release();
		process.exit(code);
	};
	const leave = () => void stops.leave?.();
	const stop = async () => {
		if (ending) return leave();
		ending = true;
		await Promise.race([started.promise, delay(startPatience)]);
		await end(0);
	};
	onStop(() => void stop(), leave);
	// The terminal is gone: nobody sees what is waited for, and nothing can be printed.
	process.stdout.on("error", () => {});
	process.on("SIGHUP", () => {
		void stop();
		leave();
	});
	return {
		/** The start is over, well or not. */
		started: started.resolve,
		isEnding: () => ending,
		/** Says why and ends with 1; on the way to the end, a further failure follows from it. */
		failed(what: string) {
			if (ending) return;
			say(what);
			void end(1);
		},
	};
};
