// An endpoint's steps are told in their order, though each is reported by a recording of its own.
import type { Core } from "../core.ts";

/** How long a step's report waits for the end of those before it, in ms; then it is taken as it comes. */
const patience = 10_000;

/** Forgets all when the object restarts: then the report fails, and its recording's outbox sends it again. */
export class StepOrder {
	#waiting: (() => void)[] = [];

	/** Resolves when every step before this one has ended here, too. */
	async turn(core: Core, run: string): Promise<void> {
		const until = Date.now() + patience;
		while (anEarlierIsOpen(core, run) && Date.now() < until) await this.#nextEnd(until - Date.now());
	}

	/** A run's end was taken. */
	ended(): void {
		for (const go of this.#waiting.splice(0)) go();
	}

	#nextEnd(most: number): Promise<void> {
		return new Promise((done) => {
			const timer = setTimeout(done, most);
			this.#waiting.push(() => {
				clearTimeout(timer);
				done();
			});
		});
	}
}

const anEarlierIsOpen = ({ store }: Core, run: string): boolean => {
	const row = store.runs.get(run);
	if (!row) return false;
	const runs = store.runs.of(row.plan).filter(({ endpoint }) => endpoint === row.endpoint);
	return runs
		.slice(
			0,
			runs.findIndex(({ id }) => id === run),
		)
		.some(({ ended_at }) => ended_at === null);
};
