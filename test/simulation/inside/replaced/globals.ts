// The globals that know time, chance or the network, as the simulated world has them. esbuild puts these in place of the real
// ones in the whole bundle.

import { Lost } from "../world/lost.ts";
import type { Task } from "../world/time.ts";
import { enter, world } from "../world/world.ts";
import { webcrypto } from "./node-crypto.ts";

void enter;
const RealDate = globalThis.Date;

class WorldDate extends RealDate {
	constructor(...given: []) {
		if (given.length === 0) super(world().time.clock());
		else super(...given);
	}
	static override now(): number {
		return world().time.clock();
	}
}

type Call = (...args: unknown[]) => void;

class Timer {
	task: Task | null = null;
	/** Only its process's end ends it. */
	unref(): this {
		return this;
	}
}

const timer = (ms: number, call: () => void): Timer => {
	const one = new Timer();
	one.task = world().time.after(ms, null, call);
	return one;
};
const setTimeout = (call: Call, ms = 0, ...args: unknown[]): Timer =>
	timer(Math.max(1, ms), () => call(...args));
const clearTimeout = (one: Timer | undefined): void => {
	if (one?.task) one.task.gone = true;
};
const setInterval = (call: Call, ms: number): Timer => {
	const one = new Timer();
	const again = () => {
		one.task = world().time.after(ms, null, () => {
			again();
			call();
		});
	};
	again();
	return one;
};
const setImmediate = (call: Call): Timer => timer(0, call);

const performance = {
	now: (): number => world().time.now() - world().time.life().began,
};

const console = {
	/** An error that is only logged is one that nobody planned, too. */
	error: (...said: unknown[]): void => {
		const text = said.map(String).join(" ");
		world().note(`  ${text}`);
		if (said.some((one) => one instanceof Error && !(one instanceof Lost))) world().broken.push(text);
	},
	log: (...said: unknown[]): void => world().note(`  ${said.map(String).join(" ")}`),
	warn: (...said: unknown[]): void => world().note(`  ${said.map(String).join(" ")}`),
};

const fuzzy = Object.create(globalThis.Math) as Math;
fuzzy.random = () => world().chance.next();

export { Response, WebSocket, WebSocketPair, WebSocketRequestResponsePair } from "../world/sockets.ts";
export { decodedOnce, foundOnce, RememberingJson as JSON, ranOnce } from "./remembering.ts";
export {
	clearTimeout as clearImmediate,
	clearTimeout as clearInterval,
	clearTimeout,
	console,
	fuzzy as Math,
	performance,
	setImmediate,
	setInterval,
	setTimeout,
	WorldDate as Date,
	webcrypto as crypto,
};
