// Our messages in chat, and which plan's card each is.
import { z } from "zod";
import type { MessageRef } from "../../../../protocol/record/events.ts";
import { keyOf, thingsOf } from "../../../durable/things.ts";

const CardRow = z.object({
	workspace: z.string(),
	plan: z.string().nullable(),
	key: z.string(),
	/** The digest of what it showed last while its plan was open; in older ones, of all that it showed by then. */
	shown: z
		.string()
		.nullable()
		.transform((text) => text?.split(" ") ?? []),
});

const placeOf = ({ workspace, channel, message }: MessageRef): string => keyOf(workspace, channel, message);

export const cardsTable = (sql: SqlStorage) => {
	const cards = thingsOf(sql, "card", CardRow);
	return {
		/** `shown`: the digest of what it shows, if its plan is open. */
		add: (ref: MessageRef, plan: string | null, key: string, shown: string | null) =>
			cards.add(placeOf(ref), { workspace: ref.workspace, plan, key, shown }),
		/** Inside a transaction: it shows this now; of a message that was added. */
		show: (ref: MessageRef, digest: string) => cards.set(placeOf(ref), { shown: digest }),
		/** Who has a plan's card of their own in chat: each account, and in which workspace. */
		directOf: (plan: string): { identity: string; workspace: string }[] => {
			const own = `plan:${plan}:`;
			const direct = cards
				.all()
				.filter((card) => card.plan === plan && card.key.startsWith(own))
				.map(({ key, workspace }) => ({ identity: key.slice(own.length).replace(/~.*$/, ""), workspace }));
			const keys = direct.map(({ identity, workspace }) => keyOf(identity, workspace));
			return direct.filter((_, at) => keys.indexOf(keys[at] as string) === at);
		},
		/** Null: not one of our messages. */
		at: (ref: MessageRef) => cards.get(placeOf(ref)),
	};
};
