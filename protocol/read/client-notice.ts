// What concerns a client, not one session.
import { z } from "zod";
import { Hold } from "../machine.ts";
import { Mention } from "./mention.ts";

/** What concerns a client, not one session: to its conversations, or to one person directly. */
export const ClientNotice = z.discriminatedUnion("turn", [
	/** `changes`: one sentence each. */
	z.strictObject({
		turn: z.literal("set-up-changed"),
		client: z.string(),
		by: z.string(),
		changes: z.array(z.string()),
	}),
	/** To a conversation that was this client's until now. */
	z.strictObject({ turn: z.literal("channel-unbound"), client: z.string(), by: z.string() }),
	z.strictObject({
		turn: z.literal("endpoint-quarantined"),
		to: Mention,
		client: z.string(),
		endpoint: z.string(),
	}),
	z.strictObject({
		turn: z.literal("endpoint-held"),
		hold: Hold,
		to: Mention,
		client: z.string(),
		endpoint: z.string(),
	}),
]);
export type ClientNotice = z.infer<typeof ClientNotice>;
