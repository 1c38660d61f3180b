// Our Worker, with recordings that belong to no session, and an index that is told of them by the bench.
import { z } from "zod";
import { Spec } from "../../worker/contracts/values/recording.ts";
import { objectOf } from "../../worker/durable/places.ts";
import type { Env } from "../../worker/env.ts";
import app, { Session as OurSession } from "../../worker/index.ts";
import { indexOf, monthOf } from "../../worker/search/places.ts";

export {
	Client,
	Directory,
	Endpoint,
	Recording,
	SearchIndex,
	Shares,
	Workspace,
} from "../../worker/index.ts";

/** Those that were never opened take what recordings report, and keep nothing. */
export class Session extends OurSession {
	override async reported(...report: Parameters<OurSession["reported"]>): Promise<void> {
		if (this.store.session.read()) await super.reported(...report);
	}
	override async words(after: number) {
		return this.store.session.read() ? super.words(after) : { lines: [], last: after };
	}
}

const Told = z.object({
	session: z.string(),
	client: z.string(),
	run: z.string(),
	openedAt: z.int(),
	size: z.int(),
});

const route = async (request: Request, env: Env): Promise<Response | null> => {
	const [, bench, what = ""] = new URL(request.url).pathname.split("/");
	if (bench !== "bench") return null;
	if (what === "prepare") {
		const spec = Spec.parse(await request.json());
		await objectOf(env.RECORDING, spec.run).prepare(spec);
		return new Response();
	}
	const { run, size, ...told } = Told.parse(await request.json());
	await indexOf(env, told.client, monthOf(told.openedAt)).told({
		...{ ...told, people: [], request: "made by a bench", words: false, last: 0, struck: [], again: false },
		runs: [{ run, endpoint: "BENCH", over: true, size, erased: false, struck: [] }],
	});
	return new Response();
};

export default {
	fetch: async (request: Request, env: Env, ctx: ExecutionContext): Promise<Response> =>
		(await route(request, env)) ?? app.fetch(request, env, ctx),
};
