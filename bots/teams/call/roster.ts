// What Teams calls people who have not spoken to us yet: asked of a conversation's list of members.
import { z } from "zod";
import type { Contacts } from "../contacts.ts";
import { type Call, type Called, pathOf } from "./connector.ts";

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context */
const Page = z.looseObject({
	members: z.array(
		z.looseObject({
			id: z.string(),
			aadObjectId: z.string().nullish(),
			/** As older connectors call it. */
			objectId: z.string().nullish(),
		}),
	),
	continuationToken: z.string().nullish(),
});
const mostPages = 10;

type Silence = Extract<Called<never>, { kind: "rate-limited" }>;

/** Keeps those among the wanted (`teams:<tenant>:<object id>`) who are members, and who are not. On a failure they are
 * named, not mentioned, and have the card in their own chat. Returns the silence that Teams asked for, if any. */
export const learn = async (
	call: Call,
	contacts: Contacts,
	{ serviceUrl, channel, workspace }: { serviceUrl: string; channel: string; workspace: string },
	wanted: string[],
): Promise<Silence | null> => {
	const unknown = new Set(
		wanted.filter(
			(identity) =>
				identity.startsWith(`${workspace}:`) &&
				contacts.userId(identity) === null &&
				!contacts.isNoMember(channel, identity),
		),
	);
	let token: string | null = null;
	for (let page = 0; page < mostPages && unknown.size > 0; page++) {
		const query = new URLSearchParams({ pageSize: "500", ...(token && { continuationToken: token }) });
		const path = `${pathOf(channel, "pagedmembers")}?${query}`;
		const answer: Awaited<ReturnType<typeof call<z.infer<typeof Page>>>> = await call(
			serviceUrl,
			"GET",
			path,
			null,
			Page,
		);
		if (!answer.ok) return answer.kind === "rate-limited" ? answer : null;
		for (const { id, aadObjectId, objectId } of answer.body.members) {
			const identity = `${workspace}:${aadObjectId ?? objectId}`;
			if (unknown.delete(identity)) contacts.keepUser(identity, id);
		}
		token = answer.body.continuationToken ?? null;
		if (!token) {
			contacts.keepNoMembers(channel, [...unknown]);
			break;
		}
	}
	return null;
};
