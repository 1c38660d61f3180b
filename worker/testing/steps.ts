// A session in real workerd with as many plans as a test wants, which counts the rows that the last one's steps read.
import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import * as planClock from "../session/plan/clock.ts";
import * as runClock from "../session/run/clock.ts";
import { follow } from "../session/run/delivered.ts";
import { sessionView } from "../session/show/session-view.ts";
import { planView } from "../session/show/views.ts";
import * as desk from "../session/talk/desk.ts";
import { endpoint, sessionWith } from "../session/testing/session.ts";
import { planStates, proposed } from "../session/testing/states.ts";

export class Steps extends DurableObject<Env> {
	override async fetch(request: Request): Promise<Response> {
		const plans = Number(new URL(request.url).searchParams.get("plans"));
		const read = countReads(this.ctx.storage.sql);
		const it = sessionWith(undefined, this.ctx.storage);
		const before = () => planStates.finished(proposed({}, it));
		this.ctx.storage.transactionSync(() => {
			for (let n = 1; n < plans; n++) before();
		});
		read();
		const last = proposed({}, it);
		const steps = { propose: read() };
		planStates.finished(last);
		const run = read();
		planView(it.core, last.row());
		sessionView(it.core, { kind: "own", workspace: "slack:T1" });
		const show = read();
		for (const clock of [planClock, runClock, desk]) clock.nextTime(it.core);
		follow(it.core, endpoint.id);
		return Response.json({ ...steps, run, show, clock: read() });
	}
}

/** Gives the rows that were read since it was last asked. */
const countReads = (sql: SqlStorage): (() => number) => {
	const cursors: { readonly rowsRead: number }[] = [];
	const exec = sql.exec.bind(sql);
	sql.exec = (query, ...values) => {
		const cursor = exec(query, ...values);
		cursors.push(cursor);
		// biome-ignore lint/suspicious/noExplicitAny: it is the cursor of the rows that were asked for
		return cursor as any;
	};
	return () => cursors.splice(0).reduce((sum, { rowsRead }) => sum + rowsRead, 0);
};
