// Our Worker, with recordings that belong to no session: a bench prepares, reads and verifies them by themselves.
import { DurableObject } from "cloudflare:workers";
import { Stream } from "../../protocol/record/records.ts";
import type { Env } from "../../worker/env.ts";
import app from "../../worker/index.ts";
import { verifyRecording } from "../../worker/recording/check.ts";
import { recordingOf } from "../../worker/recording/whole.ts";
import { dataSocket, prepare } from "../fed/recordings.ts";

export * from "../../worker/index.ts";

/** Takes what recordings report, and verifies one as a session does. */
export class Session extends DurableObject<Env> {
	async reported(_run: string, report: { type: string }): Promise<void> {
		this.ctx.storage.kv.put(report.type, report);
	}
	override async fetch(request: Request): Promise<Response> {
		const [, , what, run = ""] = new URL(request.url).pathname.split("/");
		if (what === "verify") return Response.json(await verifyRecording(this.env, run));
		return Response.json(this.ctx.storage.kv.get("ended") ?? null);
	}
}

const route = async (request: Request, env: Env): Promise<Response | null> => {
	const url = new URL(request.url);
	const [, scale, what = "", run = ""] = url.pathname.split("/");
	if (scale !== "scale") return null;
	const number = (name: string) => Number(url.searchParams.get(name));
	if (what === "prepare") return prepare(env, request);
	if (what === "parts") return Response.json((await recordingOf(env, run).outline()).starts.length);
	if (what === "records") {
		const page = await recordingOf(env, run).records(number("after"), number("bytes"));
		return Response.json(page.map(({ n, length }) => ({ n, length })));
	}
	if (what === "blocks") {
		const { blocks, complete, next } = await recordingOf(env, run).blocks(number("after"));
		const last = next ?? blocks.at(-1)?.id ?? number("after");
		return Response.json({ found: blocks.length, last, complete });
	}
	if (what === "block") {
		const block = await recordingOf(env, run).block(number("id"), 0);
		return Response.json((block?.records ?? []).reduce((sum, { length }) => sum + length, 0));
	}
	const stream = Stream.safeParse(what);
	if (stream.success)
		return new Response(await recordingOf(env, run).stream(stream.data, number("from"), number("to")));
	return env.SESSION.getByName(url.searchParams.get("session") ?? "").fetch(request);
};

export default {
	fetch: async (request: Request, env: Env, ctx: ExecutionContext): Promise<Response> =>
		(await (dataSocket(env, request) ?? route(request, env))) ?? app.fetch(request, env, ctx),
};
