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

/** So many calls may be on their way when silence is asked for, and come within so many ms on a busy computer. A bot that
 * doesn't keep silence goes on for longer than that. */
const othersAtOnce = 4;
const onTheirWay = 2_500;

type Came = { at: number; message: string };

/** `message`: whose calls come one after the other, each when the one before was answered. */
export const newCount = () => {
	const came = new Map<string, Came[]>();
	const silences: { bucket: string; message: string; from: number; until: number }[] = [];
	return {
		came: (bucket: string, message: string) => {
			const calls = came.get(bucket) ?? [];
			calls.push({ at: performance.now(), message });
			came.set(bucket, calls);
		},
		/** From now on, as an answer to a call about this message; a clock that counts whole milliseconds is not early. */
		silence: (bucket: string, message: string, seconds: number) => {
			const from = performance.now();
			silences.push({ bucket, message, from, until: from + seconds * 1_000 - 2 });
		},
		silences: () => silences.length,
		/** Every call that came during a silence, except those on their way when it was asked for. How long that
		 * takes depends on how busy this computer is. But a refused call is not on its way, and nothing is there twice. */
		broken: (): string[] =>
			silences.flatMap(({ bucket, message, from, until }) => {
				const during = (came.get(bucket) ?? []).filter(({ at }) => at > from && at < until);
				const early = during.filter(({ at }) => at < from + onTheirWay);
				const others = [...new Set(early.map((one) => one.message))].filter((one) => one !== message);
				const onTheWay = others
					.slice(0, othersAtOnce)
					.map((other) => during.find((one) => one.message === other));
				return during
					.filter((one) => !onTheWay.includes(one))
					.map(({ at }) => `${bucket}: ${Math.round(until - at)} ms too early`);
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
