// How the parts of the Worker reach Durable Objects: a call may be lost, or its answer, and calls overtake each other.
import type { Env } from "../../../../worker/env.ts";
import { classes, type Held, type Kind, newHeld } from "./held.ts";
import { world } from "./world.ts";

export type Objects = {
	env: Env;
	find: (kind: Kind, name: string) => Held;
	all: () => Held[];
	call: (target: Held, method: string, args: unknown[]) => Promise<unknown>;
};

/** `settings`: the deployment's. */
export const newObjects = (settings: Record<string, string>): Objects => {
	const all = new Map<string, Held>();
	const find = (kind: Kind, name: string): Held => {
		const key = `${kind} ${name}`;
		const known = all.get(key) ?? newHeld(kind, name, env);
		all.set(key, known);
		return known;
	};
	const namespaceOf = (kind: Kind) => {
		const calling = (name: string): ProxyHandler<object> => ({
			get: (_target, method) =>
				method === "then" ? undefined : (...args: unknown[]) => call(find(kind, name), String(method), args),
		});
		return { getByName: (name: string) => new Proxy({}, calling(name)) };
	};
	const namespaces = Object.fromEntries(
		(Object.keys(classes) as Kind[]).map((kind) => [kind, namespaceOf(kind)]),
	);
	const env = { ...settings, ...namespaces } as unknown as Env;
	return { env, find, all: () => [...all.values()], call };
};

/** How long a call outlives its caller, in ms, before it is lost. */
const underWay = 20;

const call = (target: Held, method: string, args: unknown[]): Promise<unknown> =>
	world().time.awaited(
		new Promise((resolve, reject) => {
			const { time, faults } = world();
			const caller = time.life();
			const given = copied(args) as unknown[];
			const lost = (what: string) => {
				const settle = () => reject(new Error("network connection lost"));
				time.after(faults.delay(), `${what} of ${method} to ${target.full} is lost`, settle, caller);
			};
			if (faults.happens("lostCall")) return lost("the call");
			time.world(faults.delay(), `${caller.name} → ${target.full}: ${method}`, () => {
				if (time.isForgotten(caller, underWay)) return;
				target.run(method, given).then(
					(result) => {
						if (faults.happens("lostAnswer")) return lost("the answer");
						const back = copied(result);
						time.after(faults.delay(), null, () => resolve(back), caller);
					},
					(error) => void time.after(faults.delay(), null, () => reject(error), caller),
				);
			});
		}),
	);

/** As a call copies what it takes along; streams and what opens a socket are handed over. */
const copied = (value: unknown): unknown => {
	if (typeof value !== "object" || value === null) return value;
	if (Array.isArray(value)) return value.some(isHandedOver) ? value : structuredClone(value);
	return isHandedOver(value) ? value : structuredClone(value);
};

const isHandedOver = (value: unknown): boolean =>
	typeof value === "object" && value !== null && (value instanceof ReadableStream || "headers" in value);
