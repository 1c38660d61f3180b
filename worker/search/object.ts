// The SearchIndex object: everything said and printed in the sessions that a client opened in one month, to be searched.
import { z } from "zod";
import type { SearchContract } from "../contracts/search.ts";
import type { FoundSessions, Indexed, Wanted } from "../contracts/values/search.ts";
import { Base } from "../durable/base.ts";
import { objectOf } from "../durable/places.ts";
import { type Env, settings } from "../env.ts";
import { logged } from "../log.ts";
import { recordingOf } from "../recording/whole.ts";
import { indexOf, monthOf } from "./places.ts";
import { sourceReader } from "./reading.ts";
import { search } from "./searching.ts";
import { migrations, type SearchStore, type SourceRow, searchStore } from "./tables.ts";
import { take } from "./telling.ts";

/** A part that takes on nothing new reads what it was told, until it is so many times as large. The database holds 10 GB, and erasing
 * needs some of it. */
const growth = 2;
/** About how many bytes of a recording are read at once: 20 ms or so of work. */
const pieceBytes = 131_072;
/** Sources are read one after the other for so long, in ms, before all of it is stored together: most runs print a line or two. */
const step = 20;
/** So many steps follow each other while nothing runs, so that what is short is found at once. */
const stepsAtOnce = 16;
/** After that it rests so many times as long as each takes: a run that shares its thread loses a tenth of it at most. */
const rests = { whileRunning: 9, else: 1 } as const;
/** In ms; the second one after something failed. */
const [pause, retryAfter] = [5, 10_000];

export class SearchIndex extends Base<never> implements SearchContract {
	readonly #store: SearchStore;
	readonly #reader: ReturnType<typeof sourceReader>;
	/** Sources that couldn't be read, and until when they are let alone. */
	readonly #aside = new Map<number, number>();
	/** Taken since there was nothing to do. */
	#steps = 0;
	#works = false;
	/** Nothing is read before then, in ms. */
	#notBefore = 0;

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env, migrations, z.never());
		this.#store = searchStore(ctx.storage.sql);
		this.#reader = sourceReader(
			this.#store,
			(write) => ctx.storage.transactionSync(write),
			{
				words: (session, after) => objectOf(env.SESSION, session).words(after),
				records: (run, after) => recordingOf(env, run).records(after, pieceBytes),
			},
			() => this.#hasRoom(growth),
		);
	}

	#hasRoom(times = 1): boolean {
		return this.sql.databaseSize < times * settings(this.env).SEARCH_PART_BYTES;
	}

	async told(session: Indexed, part = 0): Promise<void> {
		const hasRoom = this.#hasRoom();
		const rest = this.ctx.storage.transactionSync(() => {
			const left = take(this.#store, session, hasRoom);
			if (left) this.#store.addPart();
			return left;
		});
		this.later();
		// Until that has it, the session tells it again.
		if (rest)
			await indexOf(this.env, session.client, monthOf(session.openedAt), part + 1).told(rest, part + 1);
	}

	async search(wanted: Wanted): Promise<FoundSessions> {
		return { ...search(this.#store, wanted), parts: this.#store.hasPart() };
	}

	async passed(session: string): Promise<{ parts: boolean; begun: string[] }> {
		return { parts: this.#store.hasPart(), begun: this.#store.begun(session) };
	}

	protected override nextTime(): number | null {
		const now = Date.now();
		if (this.#next(now) || this.#store.toPurge()) return Math.max(this.#notBefore, now + pause);
		return this.#aside.size > 0 ? Math.min(...this.#aside.values()) : null;
	}

	protected override async onTime(now: number): Promise<void> {
		// The alarm may ring in the middle of it.
		if (this.#works || now < this.#notBefore) return;
		this.#works = true;
		await this.#work(now).finally(() => {
			this.#works = false;
		});
	}

	async #work(now: number): Promise<void> {
		for (const [n, until] of this.#aside) if (until <= now) this.#aside.delete(n);
		const source = this.#toRead(now);
		if (source) await this.#readFrom(source, now + step);
		else this.#store.purge();
		// The clock stands still while this works.
		await this.ctx.storage.sync();
		const isBusy = this.#store.waiting(null, null).running > 0;
		const share = isBusy ? rests.whileRunning : ++this.#steps > stepsAtOnce ? rests.else : 0;
		this.#notBefore = Date.now() + Math.max(pause, (Date.now() - now) * share);
		if (!this.#next(now) && !this.#store.toPurge()) this.#steps = 0;
	}

	/** What is erased goes first, and makes room. */
	#toRead(now: number) {
		const purges = this.#store.removes() || (!this.#hasRoom(growth) && this.#store.toPurge());
		return purges ? null : this.#next(now);
	}

	/** The clock goes on with each answer of what is read from. */
	async #readFrom(first: SourceRow, until: number): Promise<void> {
		for (let source: SourceRow | null = first; source; ) {
			await this.#read(source);
			const now = Date.now();
			source = now < until ? this.#toRead(now) : null;
		}
	}

	/** One that can't be read holds up no other. */
	async #read(source: SourceRow): Promise<void> {
		try {
			await this.#reader.read(source);
		} catch (error) {
			logged(error);
			this.#aside.set(source.n, Date.now() + retryAfter);
		}
	}

	#next(now: number) {
		const aside = [...this.#aside].flatMap(([n, until]) => (until > now ? [n] : []));
		return this.#store.next(aside);
	}

	protected override async deliver(): Promise<void> {}
}
