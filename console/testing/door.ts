// Who may come in: one person, one personal link, sessions in memory; the double of the Worker's side of the port.
import type { SecretForm } from "../../protocol/read/secret-form.ts";
import type { SessionRow } from "../options.ts";
import type { ConsoleOptions } from "../routes.ts";
import type { MemorySession } from "./memory.ts";
import { ids } from "./sample.ts";

/** What is true now; tests change it. */
export type Door = {
	options: ConsoleOptions;
	token: string;
	link: "good" | "used" | "expired";
	next: string;
	role: boolean;
	cookie: string;
	/** Who is signed in. */
	me: { person: string; name: string };
	votes: Parameters<ConsoleOptions["vote"]>[1][];
	/** What was entered. */
	entered: Parameters<ConsoleOptions["enterSecrets"]>[1][];
	/** The secrets that a plan wants; null: none. */
	secrets: SecretForm | null;
	/** Blocked endpoints. */
	quarantined: { client: string; endpoint: string }[];
	/** How the last plan of every session went, as the list has it. */
	went: Pick<SessionRow, "outcome" | "went">;
	/** The requested erasures, and the answers. */
	erasures: (Parameters<ConsoleOptions["askErasure"]>[1] | Parameters<ConsoleOptions["answerErasure"]>[1])[];
};

const unwanted = { ok: false, refusal: { code: "no-secret-wanted" } } as const;

export const door = (sessions: MemorySession[]): Door => {
	const found = (id: string) => sessions.find(({ opening }) => opening.session === id);
	const it: Door = {
		token: "tok-1",
		link: "good",
		next: sessions[0] ? `/s/${sessions[0].opening.session}` : "/",
		role: true,
		cookie: "caisey=me",
		me: { person: ids.tom, name: "Tom Okafor" },
		votes: [],
		entered: [],
		secrets: null,
		erasures: [],
		quarantined: [],
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
			spend: async (token) => {
				if (token !== it.token) return { ok: false, why: "unknown" };
				if (it.link !== "good") return { ok: false, why: it.link };
				it.link = "used";
				return { ok: true, cookie: `${it.cookie}; Path=/; HttpOnly; SameSite=Lax`, next: it.next };
			},
			vote: async (_session, vote) => {
				it.votes.push(vote);
				return it.role ? { ok: true, decided: true } : { ok: false, refusal: { code: "expired", at: 0 } };
			},
			secretForm: async () => (it.secrets ? { ok: true, form: it.secrets } : unwanted),
			enterSecrets: async (_session, entered) => {
				it.entered.push(entered);
				return it.secrets ? { ok: true } : unwanted;
			},
			quarantined: async () => it.quarantined,
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
			sessions: async () =>
				sessions.map(({ opening, state }) => ({
					session: opening.session,
					client: opening.client,
					request: opening.request,
					state,
					...it.went,
					openedAt: opening.openedAt,
				})),
			// A fetched response, as the Worker's: its headers can't be changed.
			asset: (name) => fetch(`data:text/plain,${name}`),
			now: () => Date.parse("2024-01-15T09:00:00Z"),
		},
	};
	return it;
};
