// Work for elsewhere that follows from what was written here: stored in the same transaction, delivered until it succeeds.
import type { z } from "zod";
import { lanes } from "./lanes.ts";
import { anyNumber, type Entry, type List, type OutboxTable, outboxLists } from "./outbox-lists.ts";

const longestPause = 60_000;
/** So many lanes at once. */
const atOnce = 50;
/** What one list holds at most: all of it is written with each change. */
const most = { entries: 32, characters: 65_536 };
/** How long what was delivered stays stored, in ms: mostly, the next transaction takes it away for nothing. */
const clearAfter = 2_000;

type Change = Pick<Entry, "key" | "lane" | "body" | "at">;

/**
 * An outbox of one Durable Object. Entries of one lane are delivered in their order, a failing one holds up its lane only.
 * `deliver` must be harmless when repeated: an entry may be delivered twice, never not at all.
 */
export class Outbox<Body> {
	readonly #lanes = lanes<Entry>(
		atOnce,
		(most) => this.#due(most),
		(entry) => this.#attempt(entry),
	);
	readonly #storage: DurableObjectStorage;
	readonly #schema: z.ZodType<Body>;
	readonly #deliver: (body: Body) => Promise<void>;
	readonly #lists: ReturnType<typeof outboxLists>;
	/** States that were delivered, and perhaps are stored still. After a restart they are delivered again. */
	readonly #done = new Set<State>();
	/** States that wait for their time no longer. */
	readonly #released = new Set<State>();
	/** States that are on their way. */
	readonly #sending = new Set<State>();
	/** When the first of what is done was delivered, in ms. */
	#doneAt: number | null = null;
	/** What the transaction has put until now; null: there is none. */
	#gathered: Change[] | null = null;

	constructor(
		storage: DurableObjectStorage,
		schema: z.ZodType<Body>,
		deliver: (body: Body) => Promise<void>,
		table: OutboxTable = "outbox",
	) {
		this.#storage = storage;
		this.#schema = schema;
		this.#deliver = deliver;
		this.#lists = outboxLists(storage.sql, table);
	}

	/**
	 * Adds an entry, or replaces the undelivered one of the same key. To be called inside the transaction that it follows from.
	 * Not before `notBefore`, in ms since 1970; what waits already is not put off by its newer state.
	 */
	put(key: string, lane: string, body: Body, notBefore = 0): void {
		const change = { key, lane, body: JSON.stringify(body), at: notBefore };
		if (this.#gathered) this.#gathered.push(change);
		else this.#store([change]);
	}

	/** The entry of this key waits for nothing but its lane from now on; after a restart, for its time again. */
	release(key: string): void {
		const found = this.#waiting().find((entry) => entry.key === key);
		if (found) this.#released.add(stateOf(found));
	}

	/** A transaction: all that it puts is stored at its end, together. */
	transaction<T>(write: () => T): T {
		const outer = this.#gathered;
		this.#gathered = [];
		try {
			return this.#storage.transactionSync(() => {
				const result = write();
				const own = this.#gathered ?? [];
				if (outer) outer.push(...own);
				else this.#store(own);
				return result;
			});
		} finally {
			this.#gathered = outer;
		}
	}

	/** Delivers everything due, a slow lane holding up no other; if called meanwhile, it sees what is new. */
	drain(): Promise<void> {
		return this.#lanes.run();
	}

	/** Delivers the entry of this key now, if it still waits: someone is about to need its result. Throws if
	 * that fails; it then keeps its turn. */
	async hurry(key: string): Promise<void> {
		const found = this.#waiting().find((entry) => entry.key === key);
		if (found) await this.#send(found);
	}

	/** When the next entry is due, in ms since 1970; null: none. Those behind a lane's first wait for it. */
	nextAt(): number | null {
		const all = this.#heads().map(({ at }) => at);
		return all.length > 0 ? Math.min(...all) : null;
	}

	/** When to call `clear`, in ms since 1970; null: what was delivered isn't stored any more. */
	clearAt(): number | null {
		return this.#doneAt === null ? null : this.#doneAt + clearAfter;
	}

	/** What was delivered for a while isn't stored any more. */
	clear(now: number): void {
		const at = this.clearAt();
		if (at === null || now < at) return;
		for (const list of this.#lists.all())
			if (list.entries.some((entry) => this.#done.has(stateOf(entry))))
				this.#write({ list, entries: [...list.entries] });
		this.#waiting();
	}

	/** Each list that changes is written once. */
	#store(changes: Change[]): void {
		if (changes.length === 0) return;
		const drafts: Draft[] = this.#lists
			.all()
			.map((list) => ({ list, entries: [...list.entries], changed: false }));
		const ids = drafts.flatMap(({ entries }) => entries.map(({ id }) => id));
		let next = 1 + Math.max(0, ...ids);
		for (const change of changes) if (this.#apply(change, drafts, next)) next++;
		for (const draft of drafts) if (draft.changed) this.#write(draft);
	}

	/** Whether it took the id for a new entry. */
	#apply({ key, body, ...put }: Change, drafts: Draft[], id: number): boolean {
		for (const draft of drafts) {
			const at = draft.entries.findIndex((entry) => entry.key === key && !this.#done.has(stateOf(entry)));
			const before = draft.entries[at];
			if (!before) continue;
			// What failed keeps its pause.
			const due = before.attempts > 0 ? before.at : Math.min(before.at, put.at);
			// What is on its way may show an older state, though it says the same.
			if (before.body === body && before.at === due && !this.#sending.has(stateOf(before))) return false;
			const after = { ...before, body, at: due, version: anyNumber() };
			if (this.#released.delete(stateOf(before))) this.#released.add(stateOf(after));
			draft.changed = true;
			draft.entries[at] = after;
			if (body.length > before.body.length && draft.entries.length > 1 && sizeOf(draft) > most.characters) {
				draft.entries.splice(at, 1);
				drafts.unshift({ list: null, entries: [after], changed: true });
			}
			return false;
		}
		const draft = roomIn(drafts);
		draft.entries.push({ id, key, body, ...put, version: anyNumber(), attempts: 0, error: null });
		draft.changed = true;
		return true;
	}

	/** Without what was delivered. */
	#write({ list, entries }: Omit<Draft, "changed">): void {
		const left = entries.filter((entry) => !this.#done.has(stateOf(entry)));
		if (list) this.#lists.write(list, left);
		else if (isSome(left)) this.#lists.add(left);
	}

	/** The undelivered ones, in their order. */
	#waiting(): Entry[] {
		const all = this.#lists.all().flatMap(({ entries }) => entries);
		if (this.#done.size > 0) this.#forgetBut(all);
		return all.filter((entry) => !this.#done.has(stateOf(entry))).toSorted((a, b) => a.id - b.id);
	}

	/** Of what was delivered, only what is stored still is remembered. */
	#forgetBut(stored: Entry[]): void {
		const left = new Set(stored.map(stateOf));
		for (const state of this.#done) if (!left.has(state)) this.#done.delete(state);
		if (this.#done.size === 0) this.#doneAt = null;
	}

	/** The first of each lane. */
	#heads(): Entry[] {
		const found = new Map<string, Entry>();
		for (const entry of this.#waiting())
			if (!found.has(entry.lane))
				found.set(entry.lane, this.#released.has(stateOf(entry)) ? { ...entry, at: 0 } : entry);
		return [...found.values()];
	}

	/** Those that are due. */
	#due(most: number): Entry[] {
		const now = Date.now();
		return this.#heads()
			.filter(({ at }) => at <= now)
			.slice(0, most);
	}

	async #send(entry: Entry): Promise<void> {
		const state = stateOf(entry);
		this.#sending.add(state);
		try {
			await this.#deliver(this.#schema.parse(JSON.parse(entry.body)));
			// Replaced meanwhile, it has another state: what it says now is still to be delivered.
			this.#done.add(state);
			this.#released.delete(state);
			this.#doneAt ??= Date.now();
			if (this.#done.size >= most.entries) this.clear(Number.POSITIVE_INFINITY);
		} finally {
			this.#sending.delete(state);
		}
	}

	async #attempt(entry: Entry): Promise<void> {
		try {
			await this.#send(entry);
		} catch (error) {
			const pause = Math.min(longestPause, 250 * 2 ** Math.min(entry.attempts, 10));
			console.error(`outbox ${entry.key}: try ${entry.attempts + 1} failed, next in ${pause} ms:`, error);
			this.#failed(entry, Date.now() + pause, String(error).slice(0, 500));
		}
	}

	/** Also if it was replaced meanwhile. */
	#failed(tried: Entry, at: number, error: string): void {
		const { id, key } = tried;
		this.#released.delete(stateOf(tried));
		for (const list of this.#lists.all()) {
			const found = list.entries.findIndex((entry) => entry.id === id && entry.key === key);
			const entry = list.entries[found];
			if (!entry) continue;
			const failed = { ...entry, attempts: entry.attempts + 1, at, error };
			this.#write({ list, entries: list.entries.with(found, failed) });
		}
	}
}

/** What an entry is known by while it says the same: what older versions put has the version 1 throughout. */
type State = string;
const stateOf = ({ id, version }: Pick<Entry, "id" | "version">): State => `${id}.${version}`;

const isSome = (entries: Entry[]): entries is [Entry, ...Entry[]] => entries.length > 0;

/** A list as it will be written; null: a new one. */
type Draft = { list: List | null; entries: Entry[]; changed: boolean };

const sizeOf = ({ entries }: Draft): number => entries.reduce((sum, { body }) => sum + body.length, 0);

/** The newest list, if it has room; else a new one. */
const roomIn = (drafts: Draft[]): Draft => {
	const newest = drafts.at(-1);
	if (newest && newest.entries.length < most.entries && sizeOf(newest) < most.characters) return newest;
	const added: Draft = { list: null, entries: [], changed: false };
	drafts.push(added);
	return added;
};
