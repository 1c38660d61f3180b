// Our Worker, which also counts the rows that each statement of each class of Durable Object writes: `GET /written`.

import type { Env } from "../../worker/env.ts";
import app, * as ours from "../../worker/index.ts";

/** Rows by class and statement. Objects of one process share this module, so all of a class count together. */
const written: Record<string, Record<string, number>> = {};

type Made<T> = new (ctx: DurableObjectState, env: Env) => T;

const counted = <T extends object>(name: string, Ours: Made<T>): Made<T> =>
	new Proxy(Ours, {
		construct: (target, [ctx, env]: [DurableObjectState, Env], self) => {
			count(name, ctx.storage);
			return Reflect.construct(target, [ctx, env], self);
		},
	});

const count = (name: string, storage: DurableObjectStorage): void => {
	const { sql } = storage;
	const of = written[name] ?? {};
	written[name] = of;
	const add = (statement: string, rows: number): void => {
		if (rows > 0) of[statement] = (of[statement] ?? 0) + rows;
	};
	const exec = sql.exec.bind(sql);
	sql.exec = (query, ...values) => {
		// A cursor counts the last statement of its text alone.
		const statements = values.length > 0 ? [query] : query.split(";").filter((one) => one.trim() !== "");
		const last = statements.pop() ?? "";
		for (const one of statements) add(one, exec(one).rowsWritten);
		const cursor = exec(last, ...values);
		add(last, cursor.rowsWritten);
		// biome-ignore lint/suspicious/noExplicitAny: it is the cursor of the rows that were asked for
		return cursor as any;
	};
	// Cloudflare bills an alarm that is set as a row.
	const setAlarm = storage.setAlarm.bind(storage);
	storage.setAlarm = (...args) => {
		add("set an alarm", 1);
		return setAlarm(...args);
	};
};

/** Each class of ours: the type check names one that is left out. */
const all = {
	Client: counted("Client", ours.Client),
	Directory: counted("Directory", ours.Directory),
	Endpoint: counted("Endpoint", ours.Endpoint),
	Recording: counted("Recording", ours.Recording),
	SearchIndex: counted("SearchIndex", ours.SearchIndex),
	Session: counted("Session", ours.Session),
	Shares: counted("Shares", ours.Shares),
	Workspace: counted("Workspace", ours.Workspace),
} satisfies Record<Exclude<keyof typeof ours, "default">, unknown>;
export const { Client, Directory, Endpoint, Recording, SearchIndex, Session, Shares, Workspace } = all;

export default {
	fetch: (request: Request, env: Env, ctx: ExecutionContext): Response | Promise<Response> =>
		new URL(request.url).pathname === "/written" ? Response.json(written) : app.fetch(request, env, ctx),
};
