// A recording's parts: Durable Objects that each hold as much as one may. The first is found by the run's id, and knows
// where the others begin.
import type { RecordingContract } from "../contracts/recording.ts";
import { type Cut, Spec } from "../contracts/values/recording.ts";
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import type { EventTotals, SpecRow } from "./store.ts";

/** The object that holds a part; 0 is the first. */
export const partOf = (env: Env, run: string, part: number) =>
	objectOf(env.RECORDING, part === 0 ? run : `${run}.${part}`);

const header = "caisey-part";

/** What a part tells an agent's socket that should go on with another one. */
export const goesOnIn = (part: number): Response =>
	new Response("this recording goes on in another part", {
		status: 421,
		headers: { [header]: String(part) },
	});

/** Has the next part take what follows, and returns which it is. A crash in between does no harm: this part takes nothing any more,
 * so everything comes out the same the next time; and no one sends to a part before the first one knows of it. */
export const rollOver = async (
	env: Env,
	self: Pick<RecordingContract, "goesOn">,
	spec: SpecRow,
	{ start, events }: { start: Cut; events: EventTotals },
): Promise<number> => {
	const next = spec.part + 1;
	await partOf(env, spec.run, next).prepare(Spec.parse(spec), next, start, events);
	await (spec.part === 0 ? self : partOf(env, spec.run, 0)).goesOn(next, start);
	return next;
};

/** Brings an agent's socket to the part that takes records now. */
export const openDataSocket = async (env: Env, run: string, request: Request): Promise<Response> => {
	for (let part = 0; ; ) {
		const response = await partOf(env, run, part).fetch(request);
		const next = response.headers.get(header);
		if (next === null) return response;
		part = Number(next);
	}
};
