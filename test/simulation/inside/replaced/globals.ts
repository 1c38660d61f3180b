// The globals that know time, chance or the network, as the simulated world has them. esbuild puts these in place of the real
// ones in the whole bundle.

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
type Interval = { task: Task | null };

const setTimeout = (call: Call, ms = 0, ...args: unknown[]): Task =>
	world().time.after(Math.max(1, ms), null, () => call(...args));
const clearTimeout = (task: Task | undefined): void => {
	if (task) task.gone = true;
};
const setInterval = (call: Call, ms: number): Interval => {
	const one: Interval = { task: null };
	const again = () => {
		one.task = world().time.after(ms, null, () => {
			again();
			call();
		});
	};
	again();
	return one;
};
const clearInterval = (one: Interval | undefined): void => clearTimeout(one?.task ?? undefined);
const setImmediate = (call: Call): Task => world().time.after(0, null, call);

const performance = {
	now: (): number => world().time.now() - world().time.life().began,
};

const console = {
	error: (...said: unknown[]): void => world().note(`  ${said.map(String).join(" ")}`),
	log: (...said: unknown[]): void => world().note(`  ${said.map(String).join(" ")}`),
	warn: (...said: unknown[]): void => world().note(`  ${said.map(String).join(" ")}`),
};

const fuzzy = Object.create(globalThis.Math) as Math;
fuzzy.random = () => world().chance.next();

type Schema = { parse: (row: object) => unknown };
const decoded = new WeakMap<object, Map<Schema, unknown>>();
/** A row of storage, decoded; the same row is the same value, which no one may change. Bundled code calls it (bundle.ts). */
const decodedOnce = (schema: Schema, row: object): unknown => {
	const known = decoded.get(row) ?? new Map<Schema, unknown>();
	decoded.set(row, known);
	if (!known.has(schema)) known.set(schema, frozen(schema.parse(row)));
	return known.get(schema);
};

const frozen = (value: unknown): unknown => {
	if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value))
		return value;
	for (const part of Object.values(Object.freeze(value))) frozen(part);
	return value;
};

export { Response, WebSocket, WebSocketPair, WebSocketRequestResponsePair } from "../world/sockets.ts";
export {
	clearInterval,
	clearTimeout as clearImmediate,
	clearTimeout,
	console,
	decodedOnce,
	fuzzy as Math,
	performance,
	setImmediate,
	setInterval,
	setTimeout,
	WorldDate as Date,
	webcrypto as crypto,
};
