// Proposing a plan, and every press on one.
import type { Backend, EndpointChoice, ProposalForm } from "../../bots/backend.ts";
import type * as Intent from "../../bots/intent.ts";
import { allow, may, standingOf } from "../../domain/authority.ts";
import { SessionId } from "../../protocol/ids.ts";
import type { PlanView } from "../../protocol/read/view.ts";
import { type Answer, refuse } from "../../protocol/refusal.ts";
import type { Caller } from "../contracts/values/caller.ts";
import type { LastChoices } from "../contracts/values/last-choices.ts";
import { textsOfDraft } from "../contracts/values/scan.ts";
import type { EndpointRow } from "../contracts/values/snapshot.ts";
import { directoryOf, objectOf, workspaceOf } from "../durable/places.ts";
import { matching } from "../endpoint/names.ts";
import type { Env } from "../env.ts";
import { scanned } from "../scan.ts";
import { personBehind } from "../session/core.ts";
import { type Door, toTranscript } from "./door.ts";
import { choices, choicesShown } from "./endpoints.ts";
import type { Finding } from "./finding.ts";
import { mayFind } from "./presses.ts";

type Plans = Pick<
	Backend,
	| "form"
	| "snippets"
	| "searchEndpoints"
	| "propose"
	| "vote"
	| "ask"
	| "show"
	| "served"
	| "askCancel"
	| "cancel"
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
				return formOf(env, found.session, by, { from, chosen, wish });
			});
		},
		snippets: (intent) =>
			door(intent, "form", async () => {
				const found = await find.byId(intent.place, intent.session);
				if (!found.ok) return found;
				const seen = await seenBy(env, found.session, intent.by);
				if (!seen) return refuse({ code: "not-found", what: "session" });
				const allowed = allow("propose", seen.snapshot, seen.person);
				if (!allowed.ok) return toTranscript(allowed.refusal, found.session);
				const snippets = await directoryOf(env.DIRECTORY).snippetsFor(seen.id, allowed.person.id);
				return { ok: true, snippets };
			}),
		async searchEndpoints({ by, session: id, query }) {
			return SessionId.safeParse(id).success ? endpointsOf(env, id, by, query) : [];
		},
		propose: (intent) =>
			door<{ plan: string }>(intent, "propose", async () => {
				const found = await find.byId(intent.place, intent.session);
				if (!found.ok) return found;
				const answer = await session(found.session).propose(
					intent,
					await scanned(...textsOfDraft(intent.draft)),
				);
				if (answer.ok) await keepChoices(env, found.session, intent.by, intent.draft);
				return answer;
			}),

		vote: (intent) =>
			door(intent, "vote", () => {
				const { verdict, reason } = intent;
				return find.onCard<{ decided: boolean }>(intent, async (id, wish) =>
					session(id).vote({ ...wish, verdict, reason }, await scanned(reason ?? "")),
				);
			}),
		ask: (intent) =>
			door(intent, "ask", () => {
				const { question, once } = intent;
				return find.onCard(intent, async (id, wish) =>
					session(id).ask({ ...wish, question, once }, await scanned(question)),
				);
			}),
		show: (intent) =>
			door(
				intent,
				"show",
				() =>
					find.onCard<{ view: PlanView; decides: boolean }>(intent, async (id, wish) => {
						const answer = await session(id).show(wish);
						const { workspace, channel, message } = wish.pressed.ref;
						const press = { channel, message, plan: wish.plan, by: intent.by.identity };
						if (answer.ok && message !== "") await workspaceOf(env.WORKSPACE, workspace).copyFound(id, press);
						return answer;
					}),
				intent.answers === "press",
			),
		// It belongs to the look that came before it, and was judged with that.
		async served(intent) {
			await find.onCard(intent, async (id, wish) => {
				await session(id).served({ ...wish, card: intent.card });
				return { ok: true };
			});
		},
		askCancel: (intent) =>
			door(intent, "cancel", () =>
				find.onCard<{ view: PlanView }>(intent, async (id, wish) => session(id).askCancel(wish)),
			),
		cancel: (intent) =>
			door(intent, "cancel", () => find.onCard(intent, (id, wish) => session(id).cancel(wish))),
	};
};

/** The client of a session, and who this is there; null: there is no such session. */
const seenBy = async (env: Env, session: string, by: Caller) => {
	const id = await objectOf(env.SESSION, session).client();
	if (!id) return null;
	const client = objectOf(env.CLIENT, id);
	const snapshot = await client.snapshot();
	return { id, client, snapshot, person: personBehind(by, snapshot) };
};

type Wanted = { from: Intent.FormFrom; chosen: string[]; wish: "form" | "propose" };

/** What a proposal's form starts from, for who may propose. */
export const formOf = async (
	env: Env,
	session: string,
	by: Caller,
	{ from, chosen, wish }: Wanted,
): Promise<Answer<{ form: ProposalForm }>> => {
	const answer = await objectOf(env.SESSION, session).form(by, from, wish);
	if (!answer.ok) return answer;
	const client = objectOf(env.CLIENT, answer.client);
	const snapshot = await client.snapshot();
	const { endpoints } = snapshot;
	const last = from.from === "plan" ? null : await client.lastChoices(personBehind(by, snapshot)?.id ?? "");
	const before = stillThere(last, endpoints);
	const draft = { ...before, ...answer.draft };
	const wanted = [...chosen, ...(draft.endpoints ?? [])];
	const offered = endpoints.filter(({ id }, i) => i < choicesShown || wanted.includes(id));
	const form: ProposalForm = {
		session,
		client: snapshot.name,
		endpoints: choices(endpoints, offered),
		more: endpoints.length > choicesShown,
		policy: answer.policy,
		draft,
		last: (["endpoints", "shell"] as const).filter((one) => draft[one] === before[one] && one in before),
	};
	return { ok: true, form };
};

/** Those that fit what someone typed, for who may propose. None for who asks too often. */
export const endpointsOf = async (
	env: Env,
	session: string,
	by: Caller,
	query: string,
): Promise<EndpointChoice[]> => {
	if (!mayFind(env, "person" in by ? by.person : by.identity, Date.now())) return [];
	const seen = await seenBy(env, session, by);
	if (!seen) return [];
	const { snapshot, person } = seen;
	if (!may("propose", standingOf(snapshot, person))) return [];
	return choices(snapshot.endpoints, matching(snapshot.endpoints, query).slice(0, choicesShown));
};

/** Of what someone chose last, what they could choose again. */
const stillThere = (last: LastChoices | null, all: EndpointRow[]): Partial<LastChoices> => {
	if (!last) return {};
	const chosen = all.filter(({ id }) => last.endpoints.includes(id));
	const runs = chosen.every(({ inventory }) => inventory.shells.some(({ shell }) => shell === last.shell));
	if (chosen.length === 0) return {};
	return {
		endpoints: chosen.map(({ id }) => id),
		runAs: last.runAs,
		...(runs && { shell: last.shell }),
	};
};

/** The next form starts from them. */
export const keepChoices = async (
	env: Env,
	session: string,
	by: Caller,
	{ endpoints, shell, runAs }: LastChoices,
): Promise<void> => {
	const seen = await seenBy(env, session, by);
	if (seen?.person) await seen.client.keepChoices(seen.person.id, { endpoints, shell, runAs });
};
