// One work at a time, and of all that wait for it only the newest: what was written meanwhile takes the place of what was written before.

export type Newest = {
	/** Its result; null: a newer one took its place before it began. */
	take<T>(work: () => Promise<T>): Promise<T | null>;
	/** Whether nothing is under way. */
	idle(): boolean;
};

export const newest = (): Newest => {
	let running: Promise<unknown> | null = null;
	let replace: (() => void) | null = null;
	return {
		async take(work) {
			replace?.();
			replace = null;
			if (running) {
				const { promise, resolve } = Promise.withResolvers<boolean>();
				replace = () => resolve(false);
				void running.finally(() => resolve(true)).catch(() => {});
				if (!(await promise)) return null;
				replace = null;
			}
			const done = work();
			running = done;
			try {
				return await done;
			} finally {
				if (running === done) running = null;
			}
		},
		idle: () => running === null,
	};
};
