// Proposing a plan, and every press on one.
import type { Backend, ProposalForm } from "../../bots/backend.ts";
import { may, personOf, standingOf } from "../../domain/authority.ts";
import { SessionId } from "../../protocol/ids.ts";
import type { PlanView } from "../../protocol/read/view.ts";
import { objectOf, workspaceOf } from "../durable/places.ts";
import { matching } from "../endpoint/names.ts";
import type { Env } from "../env.ts";
import type { Door } from "./door.ts";
import { choices, choicesShown } from "./endpoints.ts";
import type { Finding } from "./finding.ts";

type Plans = Pick<
	Backend,
	"form" | "searchEndpoints" | "propose" | "vote" | "ask" | "show" | "askCancel" | "cancel"
>;

export const plans = (env: Env, door: Door, find: Finding): Plans => {
	const session = (id: string) => objectOf(env.SESSION, id);
	return {
		form({ by, place, from, chosen = [], sent }) {
			const wish = sent ? "propose" : "form";
			return door({ by, place }, wish, async () => {
				const found =
					from.from === "session" ? await find.byId(place, from.session) : await find.byThread(place);
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
			});
		},
		async searchEndpoints({ by, session: id, query }) {
			if (!SessionId.safeParse(id).success) return [];
			const client = await session(id).client();
			if (!client) return [];
			const snapshot = await objectOf(env.CLIENT, client).snapshot();
			if (!may("propose", standingOf(snapshot, personOf(snapshot, by.identity)))) return [];
			return choices(snapshot.endpoints, matching(snapshot.endpoints, query).slice(0, choicesShown));
		},
		propose: (intent) =>
			door<{ plan: string }>(intent, "propose", async () => {
				const found = await find.byId(intent.place, intent.session);
				return found.ok ? session(found.session).propose(intent) : found;
			}),

		vote: (intent) =>
			door(intent, "vote", () => {
				const { verdict, reason } = intent;
				return find.onCard<{ decided: boolean }>(intent, async (id, wish) =>
					session(id).vote({ ...wish, verdict, reason }),
				);
			}),
		ask: (intent) =>
			door(intent, "ask", () => {
				const { question, once } = intent;
				return find.onCard(intent, (id, wish) => session(id).ask({ ...wish, question, once }));
			}),
		show: (intent) =>
			door(intent, "show", () =>
				find.onCard<{ view: PlanView; decides: boolean }>(intent, async (id, wish) => {
					const answer = await session(id).show(wish);
					const { workspace, channel, message } = wish.pressed.ref;
					const press = { channel, message, plan: wish.plan, by: intent.by.identity };
					if (answer.ok && message !== "") await workspaceOf(env.WORKSPACE, workspace).copyFound(id, press);
					return answer;
				}),
			),
		askCancel: (intent) =>
			door(intent, "cancel", () =>
				find.onCard<{ view: PlanView }>(intent, async (id, wish) => session(id).askCancel(wish)),
			),
		cancel: (intent) =>
			door(intent, "cancel", () => find.onCard(intent, (id, wish) => session(id).cancel(wish))),
	};
};
