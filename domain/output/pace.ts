// When a run's records came, a bounded step at a time.
import { longPause, type Pace, type PaceWish } from "../../protocol/read/pace.ts";

/** A step looks at so many records: some ms in the object that takes the agent's data, which waits meanwhile. */
const most = 20_000;
const atOnce = 5_000;

/** `list`: records with n > `after` in their order, at most so many. */
export const paceOf = (
	{ list }: { list(after: number, limit: number): { n: number; at: number }[] },
	{ after, until, clock: before, of }: PaceWish,
): Pace => {
	const wanted = new Set(of);
	const moments: Pace["moments"] = [];
	const pauses: Pace["pauses"] = [];
	let [n, clock] = [after, before];
	const isEnough = () => n >= until || n - after >= most;
	while (!isEnough()) {
		const page = list(n, Math.min(atOnce, until - n));
		if (page.length === 0) break;
		for (const record of page) {
			const at = Math.max(clock ?? record.at, record.at);
			if (clock !== null && at - clock > longPause) pauses.push({ from: clock, to: at });
			if (wanted.has(record.n)) moments.push({ n: record.n, at });
			[n, clock] = [record.n, at];
		}
	}
	return { moments, pauses, n, clock };
};
