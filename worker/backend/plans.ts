// Proposing a plan, and every press on one.
import type { Backend, ProposalForm } from "../../bots/backend.ts";
import type * as Intent from "../../bots/intent.ts";
import { may, personOf, standingOf } from "../../domain/authority.ts";
import { SessionId } from "../../protocol/ids.ts";
import type { PlanView } from "../../protocol/view.ts";
import { objectOf, workspaceOf } from "../durable/places.ts";
import { matching } from "../endpoint/names.ts";
import type { Env } from "../env.ts";
import { choices, choicesShown } from "./endpoints.ts";
import type { Finding } from "./finding.ts";

type Plans = Pick<Backend, "form" | "searchEndpoints" | "propose" | "vote" | "ask" | "show" | "cancel">;

export const plans = (env: Env, { heardAt, namedAt, onCard }: Finding): Plans => {
	const session = (id: string) => objectOf(env.SESSION, id);
	return {
		async form({ by, place, from, chosen = [], sent }) {
			const wish = sent ? "propose" : "form";
			const found =
				from.from === "session"
					? await namedAt({ by, place }, wish, from.session)
					: await heardAt({ by, place }, wish);
			if (!found.ok) return found;
			const answer = await session(found.session).form(by, from, wish);
			if (!answer.ok) return answer;
			const endpoints = await objectOf(env.CLIENT, answer.client).endpoints();
			const wanted = [...chosen, ...(answer.draft.endpoints ?? [])];
			const offered = endpoints.filter(({ id }, i) => i < choicesShown || wanted.includes(id));
			const form: ProposalForm = {
				session: found.session,
				client: (await objectOf(env.CLIENT, answer.client).snapshot()).name,
				endpoints: choices(endpoints, offered),
				more: endpoints.length > choicesShown,
				policy: answer.policy,
				draft: answer.draft,
			};
			return { ok: true, form };
		},
		async searchEndpoints({ by, session: id, query }) {
			if (!SessionId.safeParse(id).success) return [];
			const client = await session(id).client();
			if (!client) return [];
			const snapshot = await objectOf(env.CLIENT, client).snapshot();
			if (!may("propose", standingOf(snapshot, personOf(snapshot, by.identity)))) return [];
			return choices(snapshot.endpoints, matching(snapshot.endpoints, query).slice(0, choicesShown));
		},
		async propose(intent) {
			const found = await namedAt(intent, "propose", intent.session);
			return found.ok ? session(found.session).propose(intent) : found;
		},

		vote: (intent) =>
			onCard<Intent.Vote, { decided: boolean }>(intent, "vote", async (id, kept, ofPlan) =>
				session(id).vote(kept, ofPlan),
			),
		ask: (intent) => onCard(intent, "ask", (id, kept, ofPlan) => session(id).ask(kept, ofPlan)),
		show: (intent) =>
			onCard<Intent.OnPlan, { view: PlanView; decides: boolean }>(
				intent,
				"show",
				async (id, kept, ofPlan) => {
					const answer = await session(id).show(kept, ofPlan);
					const { workspace, channel, message } = kept.ref;
					if (answer.ok && message !== "")
						await workspaceOf(env.WORKSPACE, workspace).copyFound(id, {
							channel,
							message,
							plan: kept.plan,
							by: kept.by.identity,
						});
					return answer;
				},
			),
		cancel: (intent) => onCard(intent, "cancel", (id, kept, ofPlan) => session(id).cancel(kept, ofPlan)),
	};
};
