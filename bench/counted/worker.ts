// Our Worker, which also counts the rows that each class of Durable Object writes: `GET /written`.

import type { Env } from "../../worker/env.ts";
import app, * as ours from "../../worker/index.ts";

/** Objects of one process share this module, so all of a class count together. */
const written: Record<string, number> = {};

type Made<T> = new (ctx: DurableObjectState, env: Env) => T;

const counted = <T extends object>(name: string, Ours: Made<T>): Made<T> =>
	new Proxy(Ours, {
		construct: (target, [ctx, env]: [DurableObjectState, Env], self) => {
			count(name, ctx.storage.sql);
			return Reflect.construct(target, [ctx, env], self);
		},
	});

const count = (name: string, sql: SqlStorage): void => {
	const exec = sql.exec.bind(sql);
	sql.exec = (query, ...values) => {
		const cursor = exec(query, ...values);
		written[name] = (written[name] ?? 0) + cursor.rowsWritten;
		// biome-ignore lint/suspicious/noExplicitAny: it is the cursor of the rows that were asked for
		return cursor as any;
	};
};

export class Client extends counted("Client", ours.Client) {}
export class Directory extends counted("Directory", ours.Directory) {}
export class Endpoint extends counted("Endpoint", ours.Endpoint) {}
export class Recording extends counted("Recording", ours.Recording) {}
export class Session extends counted("Session", ours.Session) {}
export class Workspace extends counted("Workspace", ours.Workspace) {}

export default {
	fetch: (request: Request, env: Env, ctx: ExecutionContext): Response | Promise<Response> =>
		new URL(request.url).pathname === "/written" ? Response.json(written) : app.fetch(request, env, ctx),
};
