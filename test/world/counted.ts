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

/** A call on its way when silence is asked for may still come, in ms. */
const onTheWay = 1_000;

export const newCount = () => {
	const came = new Map<string, number[]>();
	const silences: { bucket: string; from: number; until: number }[] = [];
	return {
		came: (bucket: string) => {
			const times = came.get(bucket) ?? [];
			times.push(performance.now());
			came.set(bucket, times);
		},
		/** From now on, and a clock that counts whole milliseconds is not early. */
		silence: (bucket: string, seconds: number) => {
			const now = performance.now();
			silences.push({ bucket, from: now + onTheWay, until: now + seconds * 1_000 - 2 });
		},
		silences: () => silences.length,
		/** Every call that came during a silence. */
		broken: (): string[] =>
			silences.flatMap(({ bucket, from, until }) =>
				(came.get(bucket) ?? [])
					.filter((at) => at > from && at < until)
					.map((at) => `${bucket}: ${Math.round(until - at)} ms too early`),
			),
		/** The most calls in any span of so many ms, in any of the buckets that are named so. */
		most: (named: RegExp, span: number): number =>
			Math.max(0, ...[...came].filter(([name]) => named.test(name)).map(([, times]) => busiest(times, span))),
	};
};

const busiest = (times: number[], span: number): number => {
	let [most, first] = [0, 0];
	for (const [last, at] of times.entries()) {
		while (at - (times[first] as number) >= span) first++;
		most = Math.max(most, last - first + 1);
	}
	return most;
};
