// Recordings that a bench makes and feeds itself. No endpoint was granted their runs, so the Worker's own door knows none of them: a
// bench's Worker opens it for these, and leaves all others to it.
import { Spec } from "../../worker/contracts/values/recording.ts";
import { objectOf } from "../../worker/durable/places.ts";
import type { Env } from "../../worker/env.ts";
import { openDataSocket } from "../../worker/recording/roll-over.ts";

const prepared = new Set<string>();

/** Makes the recording of a run that the body names. */
export const prepare = async (env: Env, request: Request): Promise<Response> => {
	const spec = Spec.parse(await request.json());
	await objectOf(env.RECORDING, spec.run).prepare(spec);
	prepared.add(spec.run);
	return new Response();
};

/** The data socket of such a run; null: the request is for something else. */
export const dataSocket = (env: Env, request: Request): Promise<Response> | null => {
	const [, agent, , runs, run = "", data] = new URL(request.url).pathname.split("/");
	const isTheirs = agent === "agent" && runs === "runs" && data === "data" && prepared.has(run);
	return isTheirs ? openDataSocket(env, run, request) : null;
};
