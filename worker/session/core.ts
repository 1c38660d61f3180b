// What the parts of a session work with: its tables, its outbox, its client, one transaction at a time.
import { z } from "zod";
import { personOf } from "../../domain/authority.ts";
import { EndpointId, PersonId, PlanId, RunId } from "../../protocol/ids.ts";
import type { Actor, Person } from "../../protocol/people.ts";
import { platformIn } from "../../protocol/platform.ts";
import { HeadView, Notice } from "../../protocol/read/view.ts";
import type { SessionEventBody } from "../../protocol/record/events.ts";
import type { Caller } from "../contracts/values/caller.ts";
import { PendingFile } from "../contracts/values/pending-file.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";
import type { Env } from "../env.ts";
import type { SessionRow } from "./tables/session.ts";
import type { SessionStore } from "./tables/store.ts";

/** What follows from a change of a session, elsewhere. */
export const SessionOutbox = z.discriminatedUnion("type", [
	/** A thread of the session is tied to its conversation. */
	z.object({ type: z.literal("thread"), name: z.string() }),
	/** Something said in one thread is shown in the others as it is now. */
	z.object({ type: z.literal("relay"), message: z.string() }),
	/** The session's own card shows its newest state. */
	z.object({ type: z.literal("root") }),
	/** Every copy of a plan's card shows its newest state, and the session's own card does. */
	z.object({ type: z.literal("card"), plan: PlanId }),
	z.object({ type: z.literal("notice"), key: z.string(), notice: Notice }),
	z.object({ type: z.literal("head"), key: z.string(), head: HeadView }),
	/** Sign and post the chain's head. */
	z.object({ type: z.literal("sign-head") }),
	/** Have the head of so many events stamped by the authority outside. */
	z.object({ type: z.literal("stamp"), count: z.int(), attempt: z.int() }),
	/** An approved plan goes to one endpoint, its recordings prepared first. */
	z.object({ type: z.literal("dispatch"), plan: PlanId, endpoint: EndpointId }),
	z.object({ type: z.literal("cancel"), plan: PlanId, endpoint: EndpointId, by: z.string() }),
	/** The card of a running step's question shows its newest state. */
	z.object({ type: z.literal("prompt"), run: RunId, prompt: z.int() }),
	/** An answer goes to its endpoint. */
	z.object({ type: z.literal("answer"), run: RunId, prompt: z.int() }),
	/** An endpoint keeps a sealed answer no longer. */
	z.object({ type: z.literal("drop-answer"), run: RunId, prompt: z.int(), endpoint: EndpointId }),
	/** The client counts how many runs were proposed. */
	z.object({ type: z.literal("runs"), plan: PlanId, runs: z.int(), proposedAt: z.int() }),
	/** The client takes back what a proposal got of a standing approval. */
	z.object({ type: z.literal("unused"), once: z.string() }),
	/** The client's list of sessions knows the newest state. */
	z.object({ type: z.literal("listed") }),
	/** The search index reads what is new. */
	z.object({ type: z.literal("index") }),
	/** Records whose bytes go; null: all output of the run. */
	z.object({ type: z.literal("erase"), run: z.string(), records: z.array(z.int()).nullable() }),
	/** No shared copy of the session stays. */
	z.object({ type: z.literal("end-shares") }),
	/** Removes what was erased from chat, now and later: from these posts and their copies; of one run, or all. What the notices
	 * among them say from now on: `notice`, or how this plan `ended`, with what its checks printed or without. */
	z.object({
		type: z.literal("unsay"),
		keys: z.array(z.string()),
		run: z.string().nullable(),
		notice: Notice.exactOptional(),
		ended: z.object({ plan: PlanId, printed: z.boolean() }).exactOptional(),
	}),
	/** Someone with the platform's token should read a file once more. */
	z.object({ type: z.literal("read-again"), awaited: PendingFile }),
	/** The plan's card to someone's address; `again`: which of their links is over, empty at first. */
	z.object({ type: z.literal("mail"), plan: PlanId, person: PersonId, again: z.string() }),
	/** For one person alone, wherever we can reach them. */
	z.object({ type: z.literal("tell"), key: z.string(), identities: z.array(z.string()), notice: Notice }),
]);
export type SessionOutbox = z.infer<typeof SessionOutbox>;

export interface Core {
	readonly env: Env;
	readonly store: SessionStore;
	/** One transaction; what it put into the outbox is then on its way. */
	change<T>(write: () => T): T;
	put(key: string, lane: string, body: SessionOutbox, notBefore?: number): void;
	/** The client's newest policy and people, fetched just now. */
	snapshot(): Promise<Snapshot>;
	/** Of the state that it has now: greater than of each that it showed before, in this life or another. */
	asOf(): number;
	/** The session; throws before it was opened: no one has its id by then. */
	self(): SessionRow;
}

/** So many states in one life, at most. */
const statesOfLife = 2 ** 24;

/** Numbers the states that a session shows. Kept is only how often it was started, once it shows something. */
export const statesOf = ({ session }: Pick<SessionStore, "session">): (() => number) => {
	let newest = 0;
	return () => {
		if (newest === 0) newest = session.addLife() * statesOfLife;
		newest++;
		return newest;
	};
};

/** An event that was just appended to the chain. `joins`: it is the first thing that its person did here. */
export type Recorded = { seq: number; by: Actor; body: SessionEventBody; joins: boolean };

/** The person who wants it, as the client knows them now. */
export const personBehind = (by: Caller, snapshot: Snapshot): Person | null =>
	"identity" in by
		? personOf(snapshot, by.identity)
		: (snapshot.people.find(({ id }) => id === by.person) ?? null);

/** Who did it, as the record will have it. */
export const actorFrom = (by: Caller, snapshot: Snapshot): Actor => {
	const person = personBehind(by, snapshot);
	const shown = {
		...{ name: person?.name ?? by.name, label: person?.label ?? null },
		...(person && { roles: person.roles }),
	};
	return "identity" in by
		? { surface: platformIn(by.identity), person: person?.id ?? null, identity: by.identity, ...shown }
		: { surface: "browser", person: by.person, identity: null, ...shown };
};

/** The Worker itself, when no one pressed anything. */
export const worker: Actor = { surface: "worker", person: null, identity: null, name: "Caisey", label: null };

/** The agent on an endpoint. */
export const agentActor = (endpoint: string): Actor => ({
	surface: "agent",
	person: null,
	identity: null,
	name: endpoint,
	label: null,
});

/** How long chat may lag behind the state, in ms: changes that follow each other closely are shown as one, and
 * an approved plan is on its way to its endpoint before people hear of it. */
export const lag = 75;

/** What a step begins with changes again soon: one that ends at once is shown as it ended. In ms. */
export const soonLag = 300;

/** Of the client's list, which no one waits for. */
const listLag = 1_500;

/** Marks the session's line in the client's list as out of date. */
export const refreshList = (core: Core): void =>
	core.put("listed", "client", { type: "listed" }, Date.now() + listLag);

/** Marks the cards that show a plan and its session as out of date. */
export const refresh = (core: Core, plan: string | null, within = lag): void => {
	const at = Date.now() + within;
	if (plan) refreshCard(core, plan, at);
	else core.put("root", "chat", { type: "root" }, at);
};

/** The same of the plan's cards alone. */
export const refreshCard = (core: Core, plan: string, at = Date.now() + lag): void =>
	core.put(`card:${plan}`, "chat", { type: "card", plan }, at);
