// The Backend port over Durable Objects: finds the session or client, and asks it.
import type { Backend, EndpointChoice, Home, ProposalForm, SessionLine } from "../../bots/backend.ts";
import type * as Intent from "../../bots/intent.ts";
import type { Place } from "../../protocol/events.ts";
import { DraftId, PlanId, SessionId } from "../../protocol/ids.ts";
import type { Answer, Refusal } from "../../protocol/refusal.ts";
import type { PlanView } from "../../protocol/view.ts";
import { linkMinutes } from "../contracts/client.ts";
import type { Listed } from "../contracts/values/listed.ts";
import type { EndpointRow, Snapshot } from "../contracts/values/snapshot.ts";
import { directoryOf, objectOf, workspaceOf } from "../durable/places.ts";
import { matching, similar } from "../endpoint/names.ts";
import { type Env, settings } from "../env.ts";
import { approversOf, mayAsk, personOf, refuse } from "../session/plan/rules.ts";
import { keptAs } from "./kept.ts";
import { open } from "./opening.ts";

/** As many as one of Slack's selects can hold. */
const choicesShown = 100;

export const backendOf = (env: Env): Backend => {
	const boundAt = ({ workspace, channel }: Place) => workspaceOf(env.WORKSPACE, workspace).clientOf(channel);
	const clientAt = async (place: Place) => {
		const bound = await boundAt(place);
		return bound && objectOf(env.CLIENT, bound.client);
	};
	const sessionAt = ({ workspace, channel, thread }: Place) =>
		workspaceOf(env.WORKSPACE, workspace).sessionIn(channel, thread);
	const session = (id: string) => objectOf(env.SESSION, id);
	/** Refused before any session: kept in the client's audit log. */
	const audited = async (snapshot: Snapshot, by: Intent.ChatUser, what: string, refusal: Refusal) => {
		await objectOf(env.CLIENT, snapshot.client).audit(`${by.identity} (${by.name})`, what, refusal.code);
		return refuse(refusal);
	};

	/** Tried outside any session: the log of the conversation's client holds it, or the deployment's where there is none. */
	const logged = async (
		{ by, place }: { by: Intent.ChatUser; place: Place },
		what: string,
		detail: string,
	) => {
		const log = (await clientAt(place)) ?? directoryOf(env.DIRECTORY);
		await log.audit(`${by.identity} (${by.name})`, what.slice(0, 500), detail.slice(0, 500));
	};
	/** In a thread whose conversation its session's client no longer has. Kept where it was tried, without what was said. */
	const notHeard = async (intent: { by: Intent.ChatUser; place: Place }, what: string, of: string) => {
		await logged(intent, what, `other-client ${of}`);
		return refuse({ code: "other-client" });
	};
	/** The session whose thread this is, where what happens there is that session's. */
	const heardAt = async (intent: { by: Intent.ChatUser; place: Place }, what: string) => {
		const found = await sessionAt(intent.place);
		if (!found) return refuse({ code: "no-thread" });
		return found.lost ? notHeard(intent, what, found.session) : { ok: true as const, ...found };
	};
	/** Kept where it was tried. */
	const tried = async (
		intent: { by: Intent.ChatUser; place: Place },
		action: string,
		refusal: Refusal,
		detail: string,
	) => {
		const found = await sessionAt(intent.place);
		if (found && !found.lost) await session(found.session).attempt(intent.by, action, refusal);
		else await logged(intent, action, `${refusal.code} ${detail}`);
	};
	/** A session that is named by its id, as buttons name it, has to have a thread in the conversation in which it is named. */
	const namedAt = async (
		intent: { by: Intent.ChatUser; place: Place },
		what: string,
		id: string,
	): Promise<Answer<{ session: string }>> => {
		const { workspace, channel } = intent.place;
		const tied = SessionId.safeParse(id).success
			? await workspaceOf(env.WORKSPACE, workspace).tied(id, channel)
			: null;
		if (tied) return tied.lost ? notHeard(intent, what, id) : { ok: true, session: id };
		const refusal = { code: "wrong-place" } as const;
		await tried(intent, what, refusal, id);
		return refuse(refusal);
	};
	/** A press on something that is no card of ours there. */
	const astray = async (intent: { by: Intent.ChatUser; place: Place; plan: string }, what: string) => {
		await logged(intent, what, `wrong-place ${intent.plan}`);
		return refuse({ code: "wrong-place" });
	};
	/** Asks the session whose card was pressed. */
	const onCard = async <I extends OnCard, T>(
		intent: I,
		what: string,
		then: (session: string, intent: I, ofPlan: boolean) => Promise<Answer<T>>,
	): Promise<Answer<T>> => {
		const found = await sessionOfPlan(env, intent);
		if (!found) return astray(intent, what);
		if (found.lost) return notHeard(intent, what, found.session);
		return then(found.session, keptAs(intent, found), found.ofPlan);
	};

	return {
		async clientAt(place) {
			const client = await clientAt(place);
			return client && (await client.snapshot()).name;
		},
		open: (intent, kept) => open(env, intent, { audited, logged, notHeard }, kept),

		isSession: async (place) => (await sessionAt(place)) !== null,
		async said(intent) {
			const found = await heardAt(intent, "said");
			if (!found.ok) return found;
			const { again, technician, secret } = await session(found.session).said(
				keptAs(intent, found),
				found.heard,
			);
			// What was heard before was answered then.
			return again ? { ok: true, technician: false, secret: null } : { ok: true, technician, secret };
		},
		async attached(intent) {
			const found = await heardAt(intent, "attached");
			if (!found.ok) return found;
			const secret = await session(found.session).attached(keptAs(intent, found));
			return secret ? refuse({ code: "looks-secret", what: secret, in: "file" }) : { ok: true };
		},
		async edited(intent) {
			const found = await heardAt(intent, "edited");
			if (!found.ok) return found;
			return { ok: true, secret: await session(found.session).edited(keptAs(intent, found)) };
		},
		async deleted(intent) {
			const found = await heardAt({ by: intent.author, place: intent.place }, "deleted");
			if (found.ok) await session(found.session).deleted(keptAs(intent, found));
		},

		async draft(intent) {
			const found = await heardAt(intent, "draft");
			if (!found.ok) return found;
			const kept = await session(found.session).draft(keptAs(intent, found));
			if (!kept.ok) return kept;
			const endpoints = await objectOf(env.CLIENT, found.client).endpoints();
			return {
				ok: true,
				draft: kept.draft,
				session: found.session,
				command: intent.command,
				endpoints: choices(endpoints, endpoints.slice(0, choicesShown)),
			};
		},
		async dropDraft({ session: id, draft }) {
			if (SessionId.safeParse(id).success && DraftId.safeParse(draft).success)
				await session(id).dropDraft(draft);
		},

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
			if (!personOf(snapshot, by.identity)?.roles.includes("technician")) return [];
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
		async close(intent) {
			const found = await namedAt(intent, "close", intent.session);
			return found.ok ? session(found.session).close(intent.by) : found;
		},

		async take(intent) {
			const found = await namedAt(intent, "take", intent.session);
			return found.ok ? session(found.session).take(intent.by) : found;
		},
		async setTicket(intent) {
			const found = await namedAt(intent, "ticket", intent.session);
			return found.ok ? session(found.session).setTicket(intent.by, intent.ticket) : found;
		},
		async ticket(intent) {
			const found = await namedAt(intent, "ticket", intent.session);
			return found.ok ? session(found.session).ticket(intent.by) : found;
		},

		async signInLink({ by, place, session: id }) {
			if (!(await workspaceOf(env.WORKSPACE, place.workspace).isThere())) {
				await logged({ by, place }, "link", `not-bound ${place.workspace}`);
				return refuse({ code: "not-bound" });
			}
			const client = SessionId.safeParse(id).success ? await session(id).client() : null;
			if (!client) {
				const refusal = { code: "not-found", what: "session" } as const;
				await tried({ by, place }, "link", refusal, id);
				return refuse(refusal);
			}
			const snapshot = await objectOf(env.CLIENT, client).snapshot();
			const may = mayAsk(snapshot, personOf(snapshot, by.identity));
			if (!may.ok) return audited(snapshot, by, "link", may.refusal);
			const token = await objectOf(env.CLIENT, client).issueLink(may.person.id, id);
			await session(id).linkIssued(by);
			return { ok: true, url: `${settings(env).PUBLIC_URL}/sign-in/${token}`, minutes: linkMinutes };
		},

		async home({ by, workspace }) {
			const directory = directoryOf(env.DIRECTORY);
			const listed = await directory.lists(workspace);
			const members = listed ? await directory.memberships({ identity: by.identity }) : [];
			const home: Home = {
				name: members[0]?.name ?? by.name,
				listed,
				clients: [],
				pending: [],
				endpoints: [],
				sessions: [],
			};
			for (const { client, person } of members) await addClient(env, home, client, person);
			return home;
		},

		async attempt({ by, place, action, code, detail }) {
			await tried({ by, place }, action, plainRefusal(code, detail), detail);
		},

		left: ({ workspace, at, because }) => workspaceOf(env.WORKSPACE, workspace).left(at, because),
		moved: ({ workspace, from, to, at }) => workspaceOf(env.WORKSPACE, workspace).moved(from, to, at),
	};
};

/** What a bot refused by itself, as it stands in the record. */
const plainRefusal = (code: Intent.Attempt["code"], detail: string): Refusal => {
	if (code === "styled-text" || code === "unknown-action" || code === "empty-command" || code === "no-thread")
		return { code };
	return { code: "bad-field", field: code, reason: detail };
};

type OnCard = Intent.OnPlan | Intent.Vote | Intent.Ask;

/** The session of the conversation in which a plan's card was pressed: its thread, or the card's own message. */
const sessionOfPlan = async (env: Env, { by, place, plan, ref }: OnCard) => {
	if (!PlanId.safeParse(plan).success) return null;
	const { workspace, channel, thread } = place;
	const press = { channel, thread, message: ref.message, plan, by: by.identity };
	return workspaceOf(env.WORKSPACE, workspace).sessionOfCard(press);
};

const choices = (all: EndpointRow[], some: EndpointRow[]): EndpointChoice[] =>
	some.map((endpoint) => ({
		id: endpoint.id,
		name: endpoint.name,
		description: endpoint.description,
		os: endpoint.inventory.os,
		loggedOn: endpoint.inventory.loggedOn,
		agentUser: endpoint.inventory.user,
		online: endpoint.online,
		lastSeen: endpoint.lastSeen,
		quarantined: endpoint.quarantined,
		shells: endpoint.inventory.shells.map((one) => one.shell),
		similarTo: similar(
			endpoint.name,
			all.map((one) => one.name),
		),
	}));

const addClient = async (env: Env, home: Home, id: string, personId: string): Promise<void> => {
	const client = objectOf(env.CLIENT, id);
	const snapshot = await client.snapshot();
	const person = snapshot.people.find((one) => one.id === personId);
	if (!person) return;
	home.clients.push({ name: snapshot.name, roles: person.roles });
	if (approversOf(snapshot).some((one) => one.id === personId))
		for (const session of await client.pendingSessions())
			home.pending.push(...pendingFor(env, snapshot, session, personId));
	if (!person.roles.some((role) => role === "technician" || role === "owner")) return;
	const all = snapshot.endpoints;
	home.endpoints.push(
		...choices(all, [...all].sort((a, b) => Number(b.quarantined) - Number(a.quarantined)).slice(0, 20)).map(
			(choice) => ({
				...choice,
				client: snapshot.name,
			}),
		),
	);
	home.sessions.push(...(await client.sessions(10)).map((session) => line(env, snapshot, session)));
};

const pendingFor = (env: Env, snapshot: Snapshot, session: Listed, person: string): Home["pending"] =>
	session.pending
		.filter((plan) => plan.proposer !== person)
		.map(({ plan, changes, endpoints, decideBy }) => ({
			plan,
			session: session.session,
			client: snapshot.name,
			changes,
			endpoints,
			decideBy,
			url: urlOf(env, session.session),
		}));

const line = (env: Env, snapshot: Snapshot, session: Listed): SessionLine => ({
	session: session.session,
	client: snapshot.name,
	request: session.request,
	state: session.state,
	openedAt: session.openedAt,
	ticket: session.ticket,
	takenBy: session.takenBy,
	url: urlOf(env, session.session),
});

const urlOf = (env: Env, session: string): string => `${settings(env).PUBLIC_URL}/s/${session}`;
