// A search index that no one asks: it hears of every session, and keeps nothing.
import type { Env } from "../../../../worker/env.ts";

export class Unsearched {
	readonly ctx: DurableObjectState;
	readonly env: Env;

	constructor(ctx: DurableObjectState, env: Env) {
		this.ctx = ctx;
		this.env = env;
	}
	async told(): Promise<void> {}
}
