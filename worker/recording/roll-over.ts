// A recording's parts: Durable Objects that each hold as much as one may. The first is found by the run's id, and knows
// where the others begin.

import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";

/** The object that holds a part; 0 is the first. */
export const partOf = (env: Env, run: string, part: number) =>
	objectOf(env.RECORDING, part === 0 ? run : `${run}.${part}`);

const header = "caisey-part";

/** What a part says to an agent's socket that is to go on with another one. */
export const goesOnIn = (part: number): Response =>
	new Response("this recording goes on in another part", {
		status: 421,
		headers: { [header]: String(part) },
	});

/** Brings an agent's socket to the part that takes records now. */
export const openDataSocket = async (env: Env, run: string, request: Request): Promise<Response> => {
	for (let part = 0; ; ) {
		const response = await partOf(env, run, part).fetch(request);
		const next = response.headers.get(header);
		if (next === null) return response;
		part = Number(next);
	}
};
