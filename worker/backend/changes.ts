// Changes of approvers, policy and channels that wait for an approver: what they say to them in chat.
import type { Backend } from "../../bots/backend.ts";
import { AmendmentId, ClientId } from "../../protocol/ids.ts";
import type { AmendmentEnd } from "../../protocol/read/amendment.ts";
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { type Door, toConversationLog } from "./door.ts";
import { isKnown, workspaceFrom } from "./known.ts";

/** Only from a workspace of the deployment, and of a client that there is. The client judges, and keeps refusals in its log. */
export const changes = (env: Env, door: Door): Pick<Backend, "answerChange"> => ({
	answerChange: (intent) =>
		door<{ how: AmendmentEnd }>(intent, "change", async () => {
			const { by, place, client, change, answer } = intent;
			const here =
				ClientId.safeParse(client).success &&
				AmendmentId.safeParse(change).success &&
				(await isKnown(env, client)) &&
				(await (await workspaceFrom(env, place.workspace)).isThere());
			return here
				? objectOf(env.CLIENT, client).answerAmendment({ by, amendment: change, answer })
				: toConversationLog({ code: "not-found", what: "change" }, client.slice(0, 100));
		}),
});
