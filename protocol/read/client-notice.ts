// What concerns a client, not one session.
import { z } from "zod";
import { most, Text } from "../bounds.ts";
import { Hold } from "../machine.ts";
import { AmendmentEnd } from "./amendment.ts";
import { Mention } from "./mention.ts";

/** What concerns a client, not one session: to its conversations, or to one person directly. */
export const ClientNotice = z.discriminatedUnion("turn", [
	/** `changes`: one sentence each. */
	z.strictObject({
		turn: z.literal("set-up-changed"),
		client: Text,
		by: Text,
		changes: z.array(Text).max(most),
		/** Who confirmed it, or that nobody could: a sentence. */
		note: Text.exactOptional(),
	}),
	/** A change that waits for one of these people, or what became of it; `changes` as above. */
	z.strictObject({
		turn: z.literal("amendment"),
		client: Text,
		by: Text,
		changes: z.array(Text).max(most),
		waitsFor: z.array(Text).max(most),
		/** What became of it and who did that; null: it waits. */
		ended: z.strictObject({ how: AmendmentEnd, by: Text }).nullable(),
		link: Text,
		/** The buttons' id: only on the card of who may confirm it, and where chat shows all of it exactly. */
		offers: Text.nullable(),
		/** It takes the approver's passkey, or more room than chat has. */
		review: z.enum(["passkey", "long"]).nullable(),
	}),
	/** What someone did with a standing approval, after their name. `stops`: it says how to stop it. */
	z.strictObject({ turn: z.literal("standing"), client: Text, by: Text, did: Text, stops: z.boolean() }),
	/** To a conversation that was this client's until now. */
	z.strictObject({
		turn: z.literal("channel-unbound"),
		client: Text,
		by: Text,
	}),
	z.strictObject({
		turn: z.literal("endpoint-quarantined"),
		to: Mention,
		client: Text,
		endpoint: Text,
	}),
	/** Nothing is taken from Caisey in a conversation, or in a workspace. `text`: where, why and what to do, in sentences. */
	z.strictObject({ turn: z.literal("unposted"), to: Mention, client: Text, text: Text }),
	z.strictObject({
		turn: z.literal("endpoint-held"),
		hold: Hold,
		to: Mention,
		client: Text,
		endpoint: Text,
	}),
]);
export type ClientNotice = z.infer<typeof ClientNotice>;
