// A platform's view of a bot: when calls come in each of its buckets, and whether the bot keeps silence when asked.

/** What becomes of a call; `silence`: refused with 429, for so many seconds. What is done may still be answered with 502, in
 * part, or not at all. */
export type Verdict =
	| "pass"
	| "down"
	| "cut"
	| "done, but 502"
	| "break the answer off"
	| "lose the answer"
	| { silence: number };

/** So many calls may be on their way when silence is asked for. How long they take depends on the computer: no time is a bound on it. */
const othersAtOnce = 4;

type Came = { at: number; message: string };

/** A platform can't see when the bot reads an answer. `ask` is a question that the same object of the Worker answers. Once it
 * has answered one that was put after the refusal, it has read that too. What it began before then may still be on its way, over a
 * connection of its own: it is here once a second question is answered, and as long again has passed. */
export const newCount = (ask: () => Promise<unknown>) => {
	const came = new Map<string, Came[]>();
	/** `heard`: when the bot knew of it at the latest. */
	const silences: { bucket: string; message: string; from: number; heard: number; until: number }[] = [];
	const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
	return {
		came: (bucket: string, message: string) => {
			const calls = came.get(bucket) ?? [];
			calls.push({ at: performance.now(), message });
			came.set(bucket, calls);
		},
		/** From now on, as an answer that is sent at once to a call about this message; a clock that counts whole milliseconds is
		 * not early. */
		silence: async (bucket: string, message: string, seconds: number): Promise<void> => {
			const from = performance.now();
			const silence = {
				bucket,
				message,
				from,
				heard: Number.POSITIVE_INFINITY,
				until: from + seconds * 1_000 - 2,
			};
			silences.push(silence);
			await turn();
			await ask();
			const first = performance.now();
			await ask();
			await turn();
			const second = performance.now();
			// A call may take as long to come here as a question takes.
			silence.heard = second + (second - first);
		},
		silences: () => silences.length,
		/** Every call that came during a silence, except those that the bot had begun before it heard of it. But a refused call
		 * is not on its way, and nothing is there twice. */
		broken: (): string[] =>
			silences.flatMap(({ bucket, message, from, heard, until }) => {
				const during = (came.get(bucket) ?? []).filter(({ at }) => at > from && at < until);
				const early = during.filter(({ at }) => at < heard);
				const others = [...new Set(early.map((one) => one.message))].filter((one) => one !== message);
				const onTheWay = others
					.slice(0, othersAtOnce)
					.map((other) => during.find((one) => one.message === other));
				return during
					.filter((one) => !onTheWay.includes(one))
					.map(
						({ at }) =>
							`${bucket}: ${Math.round(until - at)} ms too early, ${Math.round(at - heard)} ms after it was heard`,
					);
			}),
		/** The most calls in any span of so many ms, in any of the buckets that are named so. */
		most: (named: RegExp, span: number): number =>
			Math.max(0, ...[...came].filter(([name]) => named.test(name)).map(([, calls]) => busiest(calls, span))),
	};
};

const busiest = (calls: Came[], span: number): number => {
	let [most, first] = [0, 0];
	for (const [last, { at }] of calls.entries()) {
		while (at - (calls[first] as Came).at >= span) first++;
		most = Math.max(most, last - first + 1);
	}
	return most;
};
