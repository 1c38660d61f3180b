// Our Worker, with recordings that belong to no session, and an index that is told of them by the bench.
import { z } from "zod";
import type { Env } from "../../worker/env.ts";
import app, { Session as OurSession } from "../../worker/index.ts";
import { recordingOf } from "../../worker/recording/whole.ts";
import { indexOf, monthOf } from "../../worker/search/places.ts";
import { dataSocket, prepare } from "../fed/recordings.ts";

export * from "../../worker/index.ts";

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
	const [, bench, what = "", run = ""] = new URL(request.url).pathname.split("/");
	if (bench !== "bench") return null;
	if (what === "prepare") return prepare(env, request);
	if (what === "stdout") {
		const { stdout } = await recordingOf(env, run).totals();
		return new Response(await recordingOf(env, run).stream("stdout", 0, stdout));
	}
	await tell(env, Told.parse(await request.json()));
	return new Response();
};

const tell = async (env: Env, { run, size, ...told }: z.infer<typeof Told>): Promise<void> =>
	indexOf(env, told.client, monthOf(told.openedAt)).told({
		...{ ...told, people: [], request: "made by a bench", words: false, last: 0, struck: [], again: false },
		runs: [{ run, endpoint: "BENCH", over: true, size, erased: false, struck: [] }],
	});

export default {
	fetch: async (request: Request, env: Env, ctx: ExecutionContext): Promise<Response> =>
		(await (dataSocket(env, request) ?? route(request, env))) ?? app.fetch(request, env, ctx),
};
