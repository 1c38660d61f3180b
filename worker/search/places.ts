// Which index has what: one for each client and month in which sessions were opened, in parts where one is too large.
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";

/** `2026-11` of an instant, in UTC. */
export const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7);

/** Part 0 is the first. */
export const indexOf = (env: Env, client: string, month: string, part = 0) =>
	objectOf(env.SEARCH, `${client}.${month}${part === 0 ? "" : `.${part}`}`);
