// Changes of approvers, policy and channels for the console: of each client where a person may see them, and what they say to them.
import type { AmendmentsView } from "../../protocol/read/amendment.ts";
import type { ToSign } from "../../protocol/read/approver-key.ts";
import { type Answer, refuse } from "../../protocol/refusal.ts";
import type { AnswerAmendment } from "../contracts/client.ts";
import type { SignedIn } from "../contracts/values/caller.ts";
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { isMember, viewsOf } from "./membership.ts";

export const amendmentsFor = (env: Env, person: string): Promise<AmendmentsView[]> =>
	viewsOf(env, person, async (client) => objectOf(env.CLIENT, client).amendments(person));

export const answer = async (
	env: Env,
	{ person, name }: SignedIn,
	client: string,
	wish: Omit<AnswerAmendment, "by">,
): Promise<Answer<object>> =>
	(await isMember(env, { person, name }, client))
		? objectOf(env.CLIENT, client).answerAmendment({ ...wish, by: { person, name } })
		: refuse({ code: "not-found", what: "change" });

export const toSign = async (
	env: Env,
	me: SignedIn,
	client: string,
	amendment: string,
): Promise<ToSign | null> =>
	(await isMember(env, me, client))
		? objectOf(env.CLIENT, client).toSignAmendment(me.person, amendment)
		: null;
