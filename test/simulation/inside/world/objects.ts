// How the parts of the Worker reach Durable Objects: a call may be lost, or its answer, and calls overtake each other.
import type { Env } from "../../../../worker/env.ts";
import { copied } from "./copying.ts";
import { classes, type Held, type Kind, type Left, newHeld } from "./held.ts";
import { Lost } from "./lost.ts";
import { world } from "./world.ts";

export type Objects = {
	env: Env;
	find: (kind: Kind, name: string) => Held;
	/** Goes on with what such an object left. */
	goOn: (left: Left) => void;
	all: () => Held[];
	call: (target: Held, method: string, args: unknown[]) => Promise<unknown>;
	/** What sessions granted. */
	grants: Grant[];
};

/** `settings`: the deployment's. */
export const newObjects = (settings: Record<string, string>): Objects => {
	const all = new Map<string, Held>();
	const find = (kind: Kind, name: string): Held => {
		const key = `${kind} ${name}`;
		const known = all.get(key) ?? newHeld(kind, name, env, null);
		all.set(key, known);
		return known;
	};
	const goOn = (left: Left): void =>
		void all.set(`${left.kind} ${left.name}`, newHeld(left.kind, left.name, env, left));
	const namespaceOf = (kind: Kind) => {
		const stub = (name: string): ProxyHandler<object> => ({
			get: (_target, method) =>
				method === "then" ? undefined : (...args: unknown[]) => call(find(kind, name), String(method), args),
		});
		return { getByName: (name: string) => new Proxy({}, stub(name)) };
	};
	const namespaces = Object.fromEntries(
		(Object.keys(classes) as Kind[]).map((kind) => [kind, namespaceOf(kind)]),
	);
	const grants: Grant[] = [];
	const call = calling(grants);
	const env = { ...settings, ...namespaces } as unknown as Env;
	return { env, find, goOn, all: () => [...all.values()], call, grants };
};

/** `asked`, `made`: between these moments a session granted it. */
export type Grant = { plan: string; endpoint: string; asked: number; made: number };

const granted = (ask: unknown, answer: unknown, asked: number): Grant[] => {
	const { plan, endpoint } = ask as Pick<Grant, "plan" | "endpoint">;
	return (answer as { ok: boolean }).ok ? [{ plan, endpoint, asked, made: world().time.now() }] : [];
};

/** How long a call outlives its caller, in ms, before it is lost: one that shows a state, for as long as any call takes. */
const outlives = (method: string): number => (method === "post" ? 30_000 : 20);

const calling =
	(grants: Grant[]) =>
	(target: Held, method: string, args: unknown[]): Promise<unknown> =>
		world().time.awaited(
			new Promise((resolve, reject) => {
				const { time, faults } = world();
				const caller = time.life();
				const given = copied(args) as unknown[];
				const lost = (what: string) => {
					const settle = () => reject(new Lost("network connection lost"));
					time.after(faults.delay(), `${what} of ${method} to ${target.full} is lost`, settle, caller);
				};
				if (faults.happens("lostCall")) return lost("the call");
				time.world(faults.delay(), `${caller.name} → ${target.full}: ${method}`, () => {
					if (time.isForgotten(caller, outlives(method))) return;
					const asked = time.now();
					target.run(method, given).then(
						(result) => {
							if (method === "grant" && target.kind === "SESSION")
								grants.push(...granted(given[0], result, asked));
							if (faults.happens("lostAnswer")) return lost("the answer");
							const back = copied(result);
							time.after(faults.delay(), null, () => resolve(back), caller);
						},
						(error) => void time.after(faults.delay(), null, () => reject(error), caller),
					);
				});
			}),
		);
