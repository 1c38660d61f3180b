// What every Durable Object of ours shares: an outbox with an alarm, and timers that survive restarts.
import { DurableObject } from "cloudflare:workers";
import type { z } from "zod";
import { type Env, settings } from "../env.ts";
import { Outbox } from "./outbox.ts";
import type { OutboxTable } from "./outbox-lists.ts";
import { type Fresh, isMade, migrate } from "./sql.ts";

/** In ms: how soon after a crash its alarm revives an object that had something to do. Each alarm that is set counts as a row. */
const net = 5_000;
/** In ms: how soon what is due still, as something failed, is tried again. */
const again = 1_000;
const lost = 60_000;

export abstract class Base<Body> extends DurableObject<Env> {
	protected readonly sql: SqlStorage;
	protected readonly outbox: Outbox<Body>;
	/** Makes the tables, or changes them to today's. */
	protected readonly make: () => void;
	/** When the alarm rings, in ms; null: not known. */
	#alarm: number | null = null;
	/** What does so earlier, while this object lives. */
	#timer: { at: number; id: ReturnType<typeof setTimeout> } | null = null;

	constructor(
		ctx: DurableObjectState,
		env: Env,
		migrations: string[],
		schema: z.ZodType<Body>,
		fresh: Fresh | null = null,
		outbox: OutboxTable = "outbox",
		made: "at once" | "when it begins" = "at once",
	) {
		super(ctx, env);
		settings(env);
		this.sql = ctx.storage.sql;
		this.make = () => migrate(ctx.storage, migrations, fresh);
		if (made === "at once" || isMade(this.sql)) this.make();
		this.outbox = new Outbox(ctx.storage, schema, (body) => this.deliver(body), outbox);
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
		const result = this.outbox.transaction(write);
		this.wake();
		return result;
	}

	/** Drains in the background; the alarm is the safety net should this object die before it is done. */
	protected wake(): void {
		if (this.outbox.nextAt() !== null) this.#ring(Date.now() + net);
		this.ctx.waitUntil(
			this.outbox.drain().then(
				() => this.later(),
				(error) => console.error("outbox:", error),
			),
		);
	}

	// The platform gives up on an alarm after six failures: so it never fails, and always re-arms.
	override async alarm(): Promise<void> {
		this.#alarm = null;
		await this.#work();
	}

	/** All that is due. What fails, or is due still, is tried again in a second. */
	async #work(): Promise<void> {
		await Promise.allSettled([this.#timed(), this.outbox.drain()]).then((results) => {
			for (const result of results) if (result.status === "rejected") console.error("alarm:", result.reason);
		});
		this.outbox.clear(Date.now());
		this.later(Date.now() + again);
	}

	async #timed(): Promise<void> {
		await this.onTime(Date.now());
	}

	/** Sees to it that what is due next is done in time; what is due already, at `overdue`. What comes soon costs no alarm of its
	 * own, but the one that is behind it. */
	protected later(overdue = Date.now()): void {
		const times = [this.outbox.nextAt(), this.outbox.clearAt(), this.nextTime()];
		const all = times.filter((at) => at !== null);
		if (all.length === 0) return;
		const now = Date.now();
		const at = Math.min(...all.map((at) => (at <= now ? overdue : at)));
		this.#ring(at + (at < now + net ? net : 0));
		if (at < now + net) this.#inMemory(at, now);
	}

	#inMemory(at: number, now: number): void {
		if (this.#timer !== null && this.#timer.at <= at) return;
		if (this.#timer !== null) clearTimeout(this.#timer.id);
		const work = () => {
			this.#timer = null;
			this.ctx.waitUntil(this.#work());
		};
		this.#timer = { at, id: setTimeout(work, Math.max(0, at - now)) };
	}

	/** Sets the alarm unless it rings by then; one that is overdue for long was lost. If it rings too early, it finds nothing to
	 * do and is set again. */
	#ring(by: number): void {
		if (this.#alarm !== null && this.#alarm <= by && this.#alarm > Date.now() - lost) return;
		this.#alarm = by;
		void this.ctx.storage.setAlarm(by);
	}
}
