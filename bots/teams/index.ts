// The Teams bot: what its connector posts, verified, answered.
import { limits } from "../../cards/model/limits.ts";
import type { Backend } from "../backend.ts";
import { readUpTo } from "../files.ts";
import { begin } from "./answer.ts";
import { isLoopback, type TeamsApp } from "./app.ts";
import { connector } from "./call/connector.ts";
import { downloader } from "./call/download.ts";
import type { TokenSource } from "./call/token.ts";
import { take } from "./handle/turn.ts";
import type { Kit } from "./kit.ts";
import { doorOf } from "./verify/door.ts";
import { tokenJudge } from "./verify/inbound-token.ts";

export type TeamsOptions = {
	app: TeamsApp;
	tokens: TokenSource;
	backend: Backend;
	meet: Kit["meet"];
	identityOf: Kit["identityOf"];
	came: Kit["came"];
	named: Kit["named"];
	now(): number;
	/** Logs a bug and returns the id that the person sees. */
	log(error: unknown): string;
};

type Context = { waitUntil(work: Promise<unknown>): void };
export type Teams = { handle(request: Request, ctx: Context): Promise<Response> };

const maxBytes = 1_048_576;

export const createTeams = ({
	app,
	tokens,
	backend,
	meet,
	identityOf,
	came,
	named,
	now,
	log,
}: TeamsOptions): Teams => {
	const door = doorOf(app, tokenJudge(app, now, log));
	const call = connector(app, tokens);
	const download = downloader(app, tokens);
	const bot = botId(app);
	return {
		handle: async (request, ctx) => {
			if (fromPage(request, app)) return new Response("not from Teams", { status: 403 });
			if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? ""))
				return new Response("JSON only", { status: 415 });
			const body = await readJson(request);
			if (body === null) return new Response("malformed", { status: 400 });
			const afterwards = (work: Promise<unknown>) => ctx.waitUntil(work.catch(log));
			const { inputText } = limits.teams;
			const kit: Kit = {
				backend,
				begin,
				confirms: false,
				inputText,
				call,
				download,
				bot,
				meet,
				identityOf,
				came,
				named,
				now,
				afterwards,
				log,
			};
			const authorization = request.headers.get("authorization") ?? "";
			const turn = await door(authorization, body, (activity) => take(kit, activity));
			if (!turn.ok) return new Response(turn.reason, { status: turn.status });
			const taken = turn.answer;
			if ("answer" in taken) return Response.json(taken.answer);
			return taken.stored ? new Response("") : new Response("not stored", { status: 500 });
		},
	};
};

/** What Teams calls the bot. */
export const botId = ({ id }: TeamsApp): string => `28:${id === "" ? "caisey" : id}`;

/** A browser says which page a request is from, and sends no JSON elsewhere unasked. Where no one has to say who they are,
 * the request must not even come by another name of this address. */
const fromPage = (request: Request, { id }: TeamsApp): boolean =>
	request.headers.has("origin") || (id === "" && !isLoopback(new URL(request.url).hostname));

/** Null: none, or too large. */
const readJson = async (request: Request): Promise<unknown> => {
	const body = await readUpTo(request, maxBytes);
	try {
		return body && JSON.parse(body.toString("utf8"));
	} catch {
		return null;
	}
};
