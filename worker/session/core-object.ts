// The Session object as its own parts see it: tables, outbox, the client's newest facts, and what is due by the clock.
import type { Snapshot } from "../contracts/values/snapshot.ts";
import { Base } from "../durable/base.ts";
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import * as clocks from "./clocks.ts";
import { type Core, SessionOutbox, statesOf } from "./core.ts";
import { deliver } from "./delivering.ts";
import { fresh } from "./tables/fresh.ts";
import { migrations } from "./tables/migrations.ts";
import type { SessionRow } from "./tables/session.ts";
import { type SessionStore, sessionStore } from "./tables/store.ts";
import { withGone } from "./with-gone.ts";

export abstract class CoreObject extends Base<SessionOutbox> implements Core {
	readonly store: SessionStore;
	override readonly env: Env;
	readonly asOf: () => number;

	constructor(ctx: DurableObjectState, env: Env) {
		// Anyone who is signed in can name a session that there isn't: it is asked, and stays without tables.
		super(ctx, env, migrations, SessionOutbox, fresh, "things", "when it begins");
		this.env = env;
		this.store = sessionStore(ctx.storage.sql);
		this.asOf = statesOf(this.store);
	}

	override change<T>(write: () => T): T {
		return super.change(write);
	}
	put(key: string, lane: string, body: SessionOutbox, notBefore?: number): void {
		this.outbox.put(key, lane, body, notBefore);
	}
	self(): SessionRow {
		const self = this.store.session.read();
		if (!self) throw new Error("this session was never opened");
		return self;
	}
	/** Keeps it, too: what is shown and who hears of it follow it from now on. An older version is ignored. */
	async snapshot(): Promise<Snapshot> {
		const newest = await objectOf(this.env.CLIENT, this.self().client).snapshot();
		const before = this.self().snapshot;
		if (newest.version >= before.version) this.store.session.keepSnapshot(withGone(newest, before));
		return newest;
	}

	protected override async onTime(now: number): Promise<void> {
		const due = this.nextTime();
		if (due === null || due > now) return;
		await this.snapshot();
		await clocks.onTime(this, now);
	}
	protected override nextTime(): number | null {
		return clocks.nextTime(this);
	}

	protected override async deliver(body: SessionOutbox): Promise<void> {
		await deliver(body, this);
	}
}
