// Questions about files that a server or a disk may never answer: each keeps one of Node's few threads until it is answered.
import { whenLate } from "./late.ts";

/** Null: no answer in time. Undefined: not asked, since too many others got none. */
export type Patient<T> = (path: string) => Promise<T | null | undefined>;

/** `inTime`: null once it is late. */
type Question<T> = { inTime: Promise<T | null>; isLate: boolean };

/** What is asked already isn't asked again. `ask` doesn't throw. `ms`: how long an answer may take; `most`: how many may be without
 * one. Another waits for its turn, but for none of those that are late. */
export const patient = <T>(
	ask: (path: string) => Promise<T>,
	ms: number,
	most = Number.POSITIVE_INFINITY,
): Patient<T> => {
	const open = new Map<string, Question<T>>();
	const put = (path: string): Question<T> => {
		const { promise: late, resolve } = Promise.withResolvers<null>();
		const answer = ask(path);
		const question: Question<T> = { inTime: Promise.race([answer, late]), isLate: false };
		open.set(path, question);
		const stop = whenLate(ms, () => {
			question.isLate = true;
			resolve(null);
		});
		const done = (): void => {
			stop();
			open.delete(path);
		};
		answer.then(done, done);
		return question;
	};
	return async (path) => {
		while (!open.has(path) && open.size >= most) {
			const timely = [...open.values()].filter(({ isLate }) => !isLate);
			if (timely.length === 0) return undefined;
			await Promise.race(timely.map(({ inTime }) => inTime));
		}
		return (open.get(path) ?? put(path)).inTime;
	};
};
