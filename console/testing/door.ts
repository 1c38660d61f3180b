// Who may come in: one person, one personal link, sessions in memory; the double of the Worker's side of the port.
import type { ApproversView } from "../../protocol/read/approver-key.ts";
import type { AnswerForm, SecretForm } from "../../protocol/read/secret-form.ts";
import type { Passkey, SignIn } from "../../protocol/read/sign-ins.ts";
import type { Refusal } from "../../protocol/refusal.ts";
import type { SetupEdit } from "../../protocol/setup-edit.ts";
import type { ChangeFound, ClientShown } from "../clients/view.ts";
import type { ClientMachines, PlanOfMachine, RunThere } from "../machines/view.ts";
import type { AuditedEntry, SignedIn } from "../options.ts";
import type { ConsoleOptions } from "../routes.ts";
import type { SearchResult, SearchWish } from "../search/wish.ts";
import type { SessionRow, SessionsFound } from "../sessions/wish.ts";
import type { SnippetAsked, SnippetDone, SnippetsFound } from "../snippets/view.ts";
import { type MemoryAway, memoryAway } from "./away.ts";
import { cancelling } from "./cancelling.ts";
import { memoryGoverning } from "./governing.ts";
import { listedAt, noneFound } from "./lists.ts";
import type { MemorySession } from "./memory.ts";
import { memoryProposing, newProposing, type Proposing } from "./proposing.ts";
import { ids } from "./sample.ts";
import { memoryShares } from "./shares.ts";

type Vote = Parameters<ConsoleOptions["vote"]>[1];

/** What is true now; tests change it. */
export type Door = {
	options: ConsoleOptions;
	shares: ReturnType<typeof memoryShares>;
	token: string;
	link: "good" | "used" | "expired";
	next: string;
	role: boolean;
	cookie: string;
	/** Who is signed in. */
	me: SignedIn;
	votes: Vote[];
	/** What comes of a vote; null: it counts while the person has a role. */
	voted: ((vote: Vote) => Awaited<ReturnType<ConsoleOptions["vote"]>>) | null;
	/** What was entered. */
	entered: Parameters<ConsoleOptions["enterSecrets"]>[1][];
	/** The secrets that a plan wants; null: none. */
	secrets: SecretForm | null;
	/** The secret that a running step asks for, or why no one may enter it now. */
	question: { ok: true; form: AnswerForm } | { ok: false; refusal: Refusal };
	answers: Parameters<ConsoleOptions["answer"]>[1][];
	/** Who approves, at the clients where the reader may see it. */
	approvers: ApproversView[];
	cancelled: Parameters<ConsoleOptions["cancel"]>[1][];
	away: MemoryAway;
	/** The saved commands; null: the reader doesn't keep them. What was asked to change, and what comes of it. */
	snippets: SnippetsFound["snippets"] | null;
	changedSnippets: SnippetAsked[];
	snippetDone: SnippetDone;
	/** Blocked endpoints. */
	quarantined: { client: string; endpoint: string }[];
	/** How the last plan of every session went, as the list has it. */
	went: Pick<SessionRow, "outcome" | "went">;
	/** What was kept in the audit log, by whom. */
	recorded: (Parameters<ConsoleOptions["record"]>[2] & { by: string })[];
	/** The audit log, newest first, and the logs that the reader may see. */
	audit: AuditedEntry[];
	logs: { id: string; name: string }[];
	signIns: SignIn[];
	passkeys: Passkey[];
	/** What else the list of sessions says. */
	listed: Omit<SessionsFound, "sessions">;
	/** What was searched for, and what is found, whatever that was. */
	searched: SearchWish[];
	found: SearchResult;
	/** The machines of clients, and the runs on each; the tokens that were made and ended, by their machines. */
	machines: ClientMachines[];
	plansThere: PlanOfMachine[];
	runsThere: RunThere[];
	tokens: string[];
	/** The tokens of links whose owners wanted another one mailed. */
	mailedAgain: string[];
	fresh: boolean;
	/** What comes of proposals, and what was proposed. */
	proposing: Proposing;
	/** What the set-up says of clients; what was asked to change there, and what comes of it. */
	clients: ClientShown[];
	asked: { edit: SetupEdit; confirmed: object | null }[];
	causes: (confirmed: object | null) => ChangeFound;
	/** The requested erasures, and the answers. */
	erasures: (Parameters<ConsoleOptions["askErasure"]>[1] | Parameters<ConsoleOptions["answerErasure"]>[1])[];
};

const unwanted = { ok: false, refusal: { code: "no-secret-wanted" } } as const;
export const door = (sessions: MemorySession[]): Door => {
	const found = (id: string) => sessions.find(({ opening }) => opening.session === id);
	const shares = memoryShares(() => it.options.now());
	const away = memoryAway();
	const it: Door = {
		shares,
		token: "tok-1",
		link: "good",
		next: sessions[0] ? `/s/${sessions[0].opening.session}` : "/",
		role: true,
		cookie: "caisey=me",
		me: { person: ids.tom, name: "Tom Okafor", roles: ["technician"] },
		...{ votes: [], voted: null, entered: [], secrets: null, answers: [], erasures: [] },
		question: { ok: false, refusal: { code: "not-found", what: "question" } },
		...{ machines: [], plansThere: [], runsThere: [], tokens: [] },
		fresh: true,
		proposing: newProposing(),
		...{ clients: [], asked: [], quarantined: [], approvers: [], away },
		causes: () => ({
			...{ ok: true, revision: 1, changes: [], vouch: [], warnings: [], proposed: [] },
			told: { changes: [], channels: [], unbound: [], waiting: [], waitsFor: [] },
		}),
		...{ recorded: [], audit: [], logs: [], signIns: [], passkeys: [], mailedAgain: [] },
		listed: listedAt(sessions.length),
		searched: [],
		found: noneFound(),
		...{ snippets: [], changedSnippets: [], cancelled: [] },
		snippetDone: { ok: true, id: "sn_g0123456789abcdef" },
		went: { outcome: null, went: null },
		options: {
			source: async (session, person) => {
				const known = found(session);
				if (!known) return { ok: false, status: 404 };
				return it.role && person === it.me.person
					? { ok: true, source: known.source() }
					: { ok: false, status: 403 };
			},
			signedIn: async (request) => (request.headers.get("Cookie")?.includes(it.cookie) ? it.me : null),
			signOut: async () => {
				it.cookie = "caisey=nobody";
				return "caisey=; Max-Age=0; Path=/";
			},
			peek: async (token) => {
				if (token !== it.token) return { state: "unknown" };
				if (it.link !== "good") return { state: it.link };
				const { client = "", session = "" } = sessions[0]?.opening ?? {};
				return { state: "good", person: it.me.name, client, session };
			},
			mailAgain: async (token) => void it.mailedAgain.push(token),
			ownLink: async (token, person) =>
				token === it.token && person === it.me.person ? (sessions[0]?.opening.session ?? null) : null,
			providers: ["slack", "microsoft"],
			signIns: async () => ({ here: it.signIns[0]?.id ?? "", signIns: it.signIns, passkeys: it.passkeys }),
			endSignIn: async (_me, which) => {
				it.signIns = it.signIns.filter(({ id }) => "id" in which && id !== which.id);
				if ("passkeys" in which && which.passkeys) it.passkeys = [];
			},
			passkeys: {
				ask: async () => ({ cookie: "caisey-browser=b; Path=/", body: { state: "s", options: {} } }),
				signIn: async (_request, { state }) =>
					state === "s" ? { ok: true, cookie: `${it.cookie}; Path=/` } : { ok: false, why: "strange" },
				askToAdd: async () => ({
					ok: true,
					cookie: "caisey-browser=b; Path=/",
					body: { state: "s", options: {} },
				}),
				add: async (_request, _me, { state }) =>
					state === "s" ? { ok: true } : { ok: false, why: "strange" },
				rename: async (_me, id, name) => {
					it.passkeys = it.passkeys.map((one) => (one.id === id ? { ...one, name } : one));
				},
				remove: async (_me, id) => {
					it.passkeys = it.passkeys.filter((one) => one.id !== id);
				},
			},
			record: async (_request, me, done) => {
				it.recorded.push({ ...done, by: me.person });
			},
			auditLogs: async () => it.logs,
			audited: async (_logs, { limit, behind }) => {
				const from = behind === null ? 0 : it.audit.findIndex(({ n }) => n === behind.n) + 1;
				const entries = it.audit.slice(from, from + limit);
				const last = entries.at(-1);
				const next =
					last && from + limit < it.audit.length ? { at: last.at, log: last.log.id, n: last.n } : null;
				return { entries, next };
			},
			spend: async (_request, token) => {
				if (token !== it.token) return { ok: false, why: "unknown" };
				if (it.link !== "good") return { ok: false, why: it.link };
				it.link = "used";
				return { ok: true, cookie: `${it.cookie}; Path=/; HttpOnly; SameSite=Lax`, next: it.next };
			},
			vote: async (_session, vote) => {
				it.votes.push(vote);
				if (it.voted) return it.voted(vote);
				return it.role ? { ok: true, decided: true } : { ok: false, refusal: { code: "expired", at: 0 } };
			},
			toSign: async () => ({ ok: true, toSign: { challenge: "c2lnbg", credentials: ["a2V5"], policy: 1 } }),
			proposing: memoryProposing(() => it.proposing),
			...memoryGoverning,
			approvers: {
				of: async () => it.approvers,
				register: async () => ({ ok: true }),
				change: async () => ({ ok: true }),
				toVouch: async () => ({ challenge: "c2lnbg", credentials: ["a2V5"] }),
			},
			away: away.options,
			secretForm: async () => (it.secrets ? { ok: true, form: it.secrets } : unwanted),
			enterSecrets: async (_session, entered) => {
				it.entered.push(entered);
				return it.secrets ? { ok: true } : unwanted;
			},
			answerForm: async () => it.question,
			answer: async (_session, given) => {
				it.answers.push(given);
				return it.question;
			},
			machines: {
				list: async () => it.machines,
				one: async (_person, client, name) => {
					const there = it.machines.find((one) => one.client === client);
					const machine = there?.machines.find((one) => one.name === name);
					if (!there) return { ok: false, status: 403 };
					return machine
						? { ok: true, found: { ...there, machine, plans: it.plansThere } }
						: { ok: false, status: 404 };
				},
				runs: async (_found, before) => ({
					runs: it.runsThere.filter(({ at }) => before === null || at < before.at),
					more: false,
				}),
				makeToken: async (_by, client, machine) => {
					it.tokens.push(`made ${machine}`);
					const url = "https://caisey.example.com";
					return {
						ok: true,
						token: `${client}.made-up-token`,
						expires: Date.parse("2024-01-16T09:00:00Z"),
						url,
					};
				},
				confirm: async (by, _client, machine, shown) => {
					it.tokens.push(`confirmed ${machine} for ${by.name}: ${shown.to}`);
					return { ok: true, confirmed: shown.to !== "GONE" };
				},
				endToken: async (_by, _client, machine) => {
					it.tokens.push(`ended ${machine}`);
					return { ok: true };
				},
			},
			setUps: {
				list: async () => it.clients,
				one: async (_person, client) => it.clients.find(({ id }) => id === client) ?? null,
				change: async (_by, _client, edit, confirmed) => {
					it.asked.push({ edit, confirmed });
					return it.causes(confirmed);
				},
				file: async () => (it.clients.some(({ may }) => may.export) ? "v: 1\n" : null),
			},
			cancel: cancelling(() => it),
			snippets: {
				list: async () => (it.snippets ? { snippets: it.snippets, clients: [] } : null),
				change: async (_by, asked) => {
					it.changedSnippets.push(asked);
					return it.snippetDone;
				},
			},
			isFresh: async () => it.fresh,
			quarantined: async () => it.quarantined,
			shares,
			askErasure: async (_session, asked) => {
				it.erasures.push(asked);
				return it.role
					? { ok: true, erasure: ids.erasure }
					: { ok: false, refusal: { code: "legal-hold", client: "Acme Dental" } };
			},
			answerErasure: async (_session, answered) => {
				it.erasures.push(answered);
				return it.role ? { ok: true } : { ok: false, refusal: { code: "own-erasure" } };
			},
			sessions: async () => ({
				...it.listed,
				sessions: sessions.map(({ opening, state, erasures }) => ({
					...{ session: opening.session, client: opening.client, request: opening.request, state },
					...{ requester: opening.requester, takenBy: null, ticket: null, ...it.went },
					...{ openedAt: opening.openedAt, erasing: erasures.length > 0 },
				})),
			}),
			report: async () => async (wish) => {
				const [client] = it.listed.clients;
				const all = sessions.map((one) => one.source());
				const found = await Promise.all(
					all.map(async (one) => (({ header, runs }) => ({ header, runs }))(await one.moment())),
				);
				const within = found.filter(
					({ header }) => header.openedAt >= wish.from && header.openedAt < wish.to,
				);
				const known = client && { client: client.client, name: client.name };
				return { clients: known ? [known] : [], client: known ?? null, sessions: within, next: null };
			},
			search: async (_person, wish, keep) => {
				it.searched.push(wish);
				return keep(it.found.searched).then(() => it.found);
			},
			// A fetched response, as the Worker's: its headers can't be changed.
			asset: (name) => fetch(`data:text/plain,${name}`),
			now: () => Date.parse("2024-01-15T09:00:00Z"),
		},
	};
	return it;
};
