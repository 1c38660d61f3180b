// Questions about files that a server or a disk may never answer: each keeps one of Node's few threads until it is answered.

/** Null: no answer in time. Undefined: not asked, since too many others are unanswered. */
export type Patient<T> = (path: string) => Promise<T | null | undefined>;

/** What is asked already isn't asked again. `ask` doesn't throw. `ms`: how long an answer may take; `most`: how many may be
 * unanswered. */
export const patient = <T>(
	ask: (path: string) => Promise<T>,
	ms: number,
	most = Number.POSITIVE_INFINITY,
): Patient<T> => {
	const asked = new Map<string, Promise<T>>();
	return async (path) => {
		if (!asked.has(path) && asked.size >= most) return undefined;
		const answer = asked.get(path) ?? ask(path).finally(() => asked.delete(path));
		asked.set(path, answer);
		const { promise: late, resolve } = Promise.withResolvers<null>();
		const timer = setTimeout(() => resolve(null), ms);
		return Promise.race([answer, late]).finally(() => clearTimeout(timer));
	};
};
