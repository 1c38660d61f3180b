// What every Durable Object of ours shares: an outbox with an alarm, and timers that survive restarts.
import { DurableObject } from "cloudflare:workers";
import type { z } from "zod";
import { type Env, settings } from "./env.ts";
import { Outbox } from "./outbox.ts";
import { migrate } from "./sql.ts";

export abstract class Base<Body> extends DurableObject<Env> {
	protected readonly sql: SqlStorage;
	protected readonly outbox: Outbox<Body>;

	constructor(ctx: DurableObjectState, env: Env, migrations: string[], schema: z.ZodType<Body>) {
		super(ctx, env);
		settings(env);
		this.sql = ctx.storage.sql;
		migrate(ctx.storage, migrations);
		this.outbox = new Outbox(ctx.storage, schema, (body) => this.deliver(body));
	}

	/** Sends one outbox row on its way; throws to have it tried again. */
	protected abstract deliver(body: Body): Promise<void>;

	/** What is due by the clock (expiry, reminders); called by the alarm, beside the outbox. */
	protected onTime(_now: number): Promise<void> | void {}

	/** When `onTime` wants to be called next, in ms since 1970; null: not at all. */
	protected nextTime(): number | null {
		return null;
	}

	/** One change of state with the outbox rows that follow from it, together or not at all; then they are on their way. */
	protected change<T>(write: () => T): T {
		const result = this.ctx.storage.transactionSync(write);
		this.wake();
		return result;
	}

	/** Drains in the background; the alarm is the safety net should this object die before it is done. */
	protected wake(): void {
		this.#arm(Date.now() + 1000);
		this.ctx.waitUntil(
			this.outbox.drain().then(
				() => this.#arm(),
				(error) => console.error("outbox:", error),
			),
		);
	}

	// The platform gives up on an alarm after six failures: so it never fails, and always re-arms.
	override async alarm(): Promise<void> {
		await Promise.allSettled([this.#timed(), this.outbox.drain()]).then((results) => {
			for (const result of results) if (result.status === "rejected") console.error("alarm:", result.reason);
		});
		this.#arm(undefined, Date.now() + 1000);
	}

	async #timed(): Promise<void> {
		await this.onTime(Date.now());
	}

	#arm(atLatest?: number, notBefore = 0): void {
		const due = [atLatest ?? null, this.outbox.nextAt(), this.nextTime()].filter((at) => at !== null);
		if (due.length > 0) void this.ctx.storage.setAlarm(Math.max(Math.min(...due), notBefore));
	}
}
