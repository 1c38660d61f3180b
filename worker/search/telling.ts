// What an index makes of the news of a session: what is to be read, read again, or forgotten.
import type { Indexed, IndexedRun } from "../contracts/values/search.ts";
import type { SearchStore } from "./tables.ts";

/** Inside a transaction. `room`: whether this part takes what it doesn't know yet. Returns what the next part is to take; null:
 * nothing. */
export const take = (store: SearchStore, told: Indexed, room: boolean): Indexed | null => {
	const { session, runs } = told;
	const words = told.words && (room || store.source(session, "") !== null);
	const isHere = ({ run }: IndexedRun) => room || store.source(session, run) !== null;
	const [here, elsewhere] = [runs.filter(isHere), runs.filter((run) => !isHere(run))];
	if (words || here.length > 0) store.keepSession(told);
	if (words) takeWords(store, told);
	for (const run of here) takeRun(store, told, run);
	const rest = { ...told, words: told.words && !words, runs: elsewhere };
	return rest.words || elsewhere.length > 0 ? rest : null;
};

const takeWords = (store: SearchStore, { session, last, struck, again }: Indexed): void => {
	const source = store.sourceOf(session, "", "");
	const gone = joined(source.struck, struck);
	const changed = again || gone.length > source.struck.length;
	const n = changed ? store.forget(source.n, gone) : source.n;
	if (changed || source.last < last) store.ready(n, Math.max(source.last, last));
};

/** Instead of the numbers of its records. */
const all = [0];

const takeRun = (store: SearchStore, { session, again }: Indexed, told: IndexedRun): void => {
	const { run, endpoint, over, size, erased } = told;
	const source = store.sourceOf(session, run, endpoint);
	const gone = joined(source.struck, erased ? all : told.struck);
	const changed = again || gone.length > source.struck.length;
	const n = changed ? store.forget(source.n, gone) : source.n;
	if (gone.includes(0)) store.over(n);
	else if (over && (changed || source.state === "running" || source.last !== size)) store.ready(n, size);
};

/** What is erased stays so: news may come late, and be older than what is known. */
const joined = (known: number[], told: number[]): number[] => [...new Set([...known, ...told])];
