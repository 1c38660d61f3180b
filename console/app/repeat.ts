// Does something again and again: at once when the connection or the page is back, more seldom while it fails.

/** `turn` says after how many ms it is due again; null: never; throws if it failed. */
export const repeat = (turn: () => Promise<number | null>, failed: () => void): { now(): void } => {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let going = false;
	let due = false;
	let ended = false;
	let failures = 0;
	const go = async (): Promise<void> => {
		clearTimeout(timer);
		if (ended || document.hidden) return;
		if (going) {
			due = true;
			return;
		}
		going = true;
		const next = await turn().catch(() => "failed" as const);
		going = false;
		failures = next === "failed" ? failures + 1 : 0;
		if (next === "failed") failed();
		if (next === null) ended = true;
		else timer = setTimeout(go, due ? 0 : next === "failed" ? pause(failures) : next);
		due = false;
	};
	addEventListener("online", () => void go());
	document.addEventListener("visibilitychange", () => void go());
	void go();
	return { now: () => void go() };
};

/** Soon after the first failure, as a restart takes seconds; at most half a minute. */
const pause = (failures: number): number => Math.min(1_000 * 2 ** (failures - 1), 30_000);
