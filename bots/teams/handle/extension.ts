// “Start a Caisey session” on any message that somebody already wrote: it becomes the transcript's first entry.
import { z } from "zod";
import { startShortcut } from "../../../cards/model/actions.ts";
import { closing, type InvokeAnswer, refusalLine } from "../answer.ts";
import type { Kit } from "../kit.ts";
import { type Activity, Activity as ActivityShape, type Turn } from "../read/activity.ts";
import { spoken } from "../read/exact.ts";

const Id = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);
const Named = z.looseObject({ id: Id, displayName: z.string().nullish() });
const Started = z.looseObject({
	commandId: z.literal(startShortcut),
	messagePayload: z.looseObject({
		id: z.string().min(1),
		replyToId: z.string().nullish(),
		createdDateTime: z.string().nullish(),
		body: z.looseObject({ content: z.string().nullish(), contentType: z.string().nullish() }).nullish(),
		from: z.looseObject({ user: Named.nullish(), application: Named.nullish() }).nullish(),
	}),
});
type Started = z.infer<typeof Started>;

export const onExtension = async (kit: Kit, turn: Turn, activity: Activity): Promise<InvokeAnswer> => {
	const read = Started.safeParse(activity.value);
	if (!read.success) return closing(refusalLine({ code: "unknown-action" }));
	const { by, place: at, kind } = turn;
	const { messagePayload: message } = read.data;
	const own = kind === "channel" ? (at.thread ?? message.replyToId ?? message.id) : null;
	const place = { ...at, thread: own };
	const ref = { workspace: at.workspace, channel: at.channel, message: message.id };
	const answer = await kit.backend.open({
		by,
		place,
		request: spoken(asSaid(activity, message)),
		source: "shortcut",
		once: `${ref.channel}:${ref.message}`,
		original: { ref, author: authorOf(at.workspace, message), at: instantOf(message, kit.now()) },
		whom: null,
	});
	return closing(answer.ok ? "The session is open." : refusalLine(answer.refusal));
};

/** The message as it would have been delivered. */
const asSaid = (activity: Activity, { body }: Started["messagePayload"]): Activity =>
	ActivityShape.parse({
		...activity,
		text: body?.content ?? "",
		attachments:
			body?.contentType === "html" ? [{ contentType: "text/html", content: body.content ?? "" }] : [],
	});

const authorOf = (workspace: string, { from }: Started["messagePayload"]) => {
	const author = from?.user ?? from?.application ?? { id: "unknown" };
	return { identity: `${workspace}:${author.id}`, name: `${author.displayName ?? author.id}`.slice(0, 200) };
};

const instantOf = ({ createdDateTime }: Started["messagePayload"], now: number): number => {
	const at = Date.parse(createdDateTime ?? "");
	return Number.isNaN(at) || at < 0 ? now : at;
};
