// One Durable Object of the simulated world: its storage and alarm stay, what it holds in memory may be lost at any await.
import { pingText, pongText } from "../../../../protocol/wire.ts";
import { Client } from "../../../../worker/client/object.ts";
import { Directory } from "../../../../worker/directory/object.ts";
import { Endpoint } from "../../../../worker/endpoint/object.ts";
import type { Env } from "../../../../worker/env.ts";
import { Recording } from "../../../../worker/recording/object.ts";

import { Session } from "../../../../worker/session/object.ts";
import { Shares } from "../../../../worker/share/object.ts";
import { Workspace } from "../../../../worker/workspace/object.ts";
import { type Database, giveBack } from "./databases.ts";
import { Lost } from "./lost.ts";
import type { End } from "./sockets.ts";
import { newStorage } from "./storage.ts";
import type { Life, Machine, Task } from "./time.ts";
import { Unsearched } from "./unsearched.ts";
import { world } from "./world.ts";

export const classes = {
	SESSION: Session,
	RECORDING: Recording,
	ENDPOINT: Endpoint,
	CLIENT: Client,
	WORKSPACE: Workspace,
	DIRECTORY: Directory,
	SEARCH: Unsearched,
	SHARES: Shares,
};
export type Kind = keyof typeof classes;

type Methods = Record<string, (...args: unknown[]) => unknown>;
type Memory = { life: Life; object: object; busy: number };

export type Held = ReturnType<typeof newHeld>;
export type Left = { kind: Kind; name: string; database: Database; alarm: number | null };

/** How long after a failed or interrupted alarm it is rung again, in ms. */
const ringAgain = 2_000;

/** `left`: what it goes on with. */
export const newHeld = (kind: Kind, name: string, env: Env, left: Left | null) => {
	const machine: Machine = { skew: world().chance.between(-20, 20) };
	const full = `${kind.toLowerCase()} ${name}`;
	const sockets = new Set<End>();
	const pings = new WeakMap<End, Date>();
	/** What callers wait for. */
	const waiting = new Set<(error: Error) => void>();
	let memory: Memory | null = null;
	let alarm: Task | null = null;
	let rings = 0;

	const setAlarm = (at: number) => {
		if (alarm) alarm.gone = true;
		const { time, faults } = world();
		alarm = time.world(Math.max(0, at - machine.skew - time.now()) + faults.delay(), `${full}: alarm`, ring);
	};
	const soon = () => setAlarm(world().time.now() + machine.skew + ringAgain);
	const ring = () => {
		alarm = null;
		rings++;
		run("alarm", [])
			.catch(() => {
				if (!alarm) soon();
			})
			.finally(() => {
				rings--;
			});
	};
	const acceptWebSocket = (socket: End) => {
		sockets.add(socket);
		socket.start({
			message: (message) => {
				if (message === pingText) {
					pings.set(socket, new Date(world().time.now() + machine.skew));
					return socket.send(pongText);
				}
				const given = typeof message === "string" ? message : message.slice().buffer;
				run("webSocketMessage", [socket, given]).catch(() => {});
			},
			close: (code, reason) => {
				sockets.delete(socket);
				run("webSocketClose", [socket, code, reason]).catch(() => {});
			},
		});
	};
	const storage = newStorage(kind, left?.database ?? null, setAlarm);
	if (left && left.alarm !== null) setAlarm(left.alarm + machine.skew);
	const ctx = {
		...{ storage, acceptWebSocket, getWebSockets: () => [...sockets] },
		getWebSocketAutoResponseTimestamp: (socket: End) => pings.get(socket) ?? null,
		...{ waitUntil: () => {}, setWebSocketAutoResponse: () => {} },
	};
	const wake = (): Memory => {
		if (memory) return memory;
		const { time } = world();
		const life = time.born(full, machine);
		const object = time.in(life, () => new classes[kind](ctx as unknown as DurableObjectState, env));
		memory = { life, object, busy: 0 };
		return memory;
	};
	/** Within its life; rejects when that ends before the answer. */
	const run = (method: string, args: unknown[]): Promise<unknown> =>
		new Promise((resolve, reject) => {
			const one = wake();
			one.busy++;
			waiting.add(reject);
			world()
				.time.in(one.life, async () => (one.object as Methods)[method]?.(...args))
				.then(resolve, (error) => {
					if (!(error instanceof Lost)) world().broken.push(`${full}: ${method} threw ${error}`);
					reject(error);
				})
				.finally(() => {
					one.busy--;
					waiting.delete(reject);
				});
		});
	const lose = () => {
		if (memory) world().time.end(memory.life);
		memory = null;
	};
	return {
		...{ kind, name, full, machine, storage, run },
		/** What outlives it: to be set up again in another schedule. */
		left: (): Left => {
			storage.database.keep();
			return { kind, name, database: storage.database, alarm: alarm?.at ?? null };
		},
		/** The schedule is over. */
		giveBack: () => giveBack(storage.database),
		object: () => wake().object,
		/** It waits for answers of others. */
		waits: () => memory !== null && memory.life.waits > 0,
		/** It ends in the middle of what it does: callers get an error, connections are lost. */
		crash: () => {
			if (!memory) return;
			world().note(`  ${full} is restarted`);
			lose();
			for (const reject of [...waiting]) reject(new Lost("the Durable Object was reset"));
			waiting.clear();
			for (const socket of sockets) socket.abandon();
			sockets.clear();
			if (rings > 0 && !alarm) soon();
		},
		/** It has nothing to do and leaves memory; its connections stay. */
		sleep: () => {
			if (!memory || memory.busy > 0 || memory.life.waits > 0) return;
			world().note(`  ${full} sleeps`);
			lose();
		},
	};
};
