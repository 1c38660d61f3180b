// An approver's answer to a change of approvers, policy or channels, on their own card of it.
import { type Doer, doneOr, type Hands, type Reply } from "./reply.ts";

/** `id`: the client's, and behind a dot the change's. */
export const answerChange = async (
	{ backend }: Hands,
	{ by, place }: Pick<Doer, "by" | "place">,
	id: string,
	answer: "confirm" | "refuse",
): Promise<Reply> => {
	const [client = "", change = ""] = id.split(".");
	return doneOr(await backend.answerChange({ by, place, client, change, answer }));
};
