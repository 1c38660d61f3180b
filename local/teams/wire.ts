// The messages between the Playground and the bot, as far as the relay reads them.
import { z } from "zod";

const cardType = "application/vnd.microsoft.card.adaptive";

export const Card = z.looseObject({
	type: z.literal("AdaptiveCard"),
	refresh: z.looseObject({ action: z.looseObject({}), userIds: z.array(z.string()) }).optional(),
});
export type Card = z.infer<typeof Card>;

/** From the Playground to the bot. */
export const Activity = z.looseObject({
	type: z.string(),
	replyToId: z.string().optional(),
	conversation: z.looseObject({ id: z.string() }),
	value: z.unknown().optional(),
});
export type Activity = z.infer<typeof Activity>;

const Fetches = z.looseObject({ msteams: z.looseObject({ type: z.literal("task/fetch") }) });
const Wide = z.looseObject({ msteams: z.looseObject({ width: z.literal("Full") }) });
const Opens = z.looseObject({ opens: z.literal("task/fetch") });

/** A press on a button that opens a dialog is dropped by the Playground's page: it gets such a button under a name that it
 * does not know, as one that sends its data. Under a card of full width, which it has not, it would say so. */
export const forPlayground = (json: string): string =>
	json === "" ? "" : JSON.stringify(JSON.parse(json, (_, value) => known(value)));

const known = (value: unknown): unknown => {
	const opens = Fetches.safeParse(value).data;
	if (opens) return opening(opens);
	const wide = Wide.safeParse(value).data;
	return wide ? { ...wide, msteams: undefined } : value;
};

const opening = ({ msteams, ...rest }: z.infer<typeof Fetches>) => ({ ...rest, opens: msteams.type });

/** What the button carried as the bot made it; null if it opens no dialog. */
export const openedBy = (value: unknown): object | null => {
	const read = Opens.safeParse(value).data;
	if (!read) return null;
	const { opens, ...rest } = read;
	return { msteams: { type: opens }, ...rest };
};

const Attachment = z.looseObject({ contentType: z.string(), content: z.unknown().optional() });
export const Message = z.looseObject({ attachments: z.array(Attachment).optional() });
export type Message = z.infer<typeof Message>;

/** The answer to an invoke: a dialog, the sentence that ends one, or a card as this person may see it. */
export const Task = z.object({
	task: z.discriminatedUnion("type", [
		z.object({
			type: z.literal("continue"),
			value: z.looseObject({ title: z.string(), card: z.looseObject({ content: Card }) }),
		}),
		z.object({ type: z.literal("message"), value: z.string() }),
	]),
});
export const Shown = z.looseObject({ type: z.literal(cardType), value: Card });

export const cardIn = (message: Message): Card | null => {
	const found = message.attachments?.find(({ contentType }) => contentType === cardType);
	return Card.safeParse(found?.content).data ?? null;
};

export const messageOf = (card: Card): object => ({
	type: "message",
	attachments: [{ contentType: cardType, content: card }],
});
