// What every Durable Object of ours shares: an outbox with an alarm, and timers that survive restarts.
import { DurableObject } from "cloudflare:workers";
import type { z } from "zod";
import { type Env, settings } from "../env.ts";
import { Outbox } from "./outbox.ts";
import { type Fresh, migrate } from "./sql.ts";

export abstract class Base<Body> extends DurableObject<Env> {
	protected readonly sql: SqlStorage;
	protected readonly outbox: Outbox<Body>;

	constructor(
		ctx: DurableObjectState,
		env: Env,
		migrations: string[],
		schema: z.ZodType<Body>,
		fresh: Fresh | null = null,
	) {
		super(ctx, env);
		settings(env);
		this.sql = ctx.storage.sql;
		migrate(ctx.storage, migrations, fresh);
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
		const soon = Date.now() + 1000;
		this.#arm(soon, soon);
	}

	async #timed(): Promise<void> {
		await this.onTime(Date.now());
	}

	/** For what is due next, rows and clock each not before. An alarm at 0, when a new row is due, would never come. */
	#arm(rowsFrom = 1, clockFrom = 1): void {
		const [rows, clock] = [this.outbox.nextAt(), this.nextTime()];
		const due = [
			...(rows === null ? [] : [Math.max(rows, rowsFrom)]),
			...(clock === null ? [] : [Math.max(clock, clockFrom)]),
		];
		if (due.length > 0) void this.ctx.storage.setAlarm(Math.min(...due));
	}
}
