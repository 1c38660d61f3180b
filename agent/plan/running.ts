// Which plans run, and whether another one may start: a draining agent only finishes.

export type Running = ReturnType<typeof newRunning>;

export const newRunning = () => {
	const plans = new Set<string>();
	const { promise: ended, resolve } = Promise.withResolvers<void>();
	let draining = false;
	const check = () => {
		if (draining && plans.size === 0) resolve();
	};
	return {
		isDraining: (): boolean => draining,
		started: (plan: string): void => void plans.add(plan),
		ended(plan: string): void {
			plans.delete(plan);
			check();
		},
		/** Those whose last step has not ended. */
		plans: (): string[] => [...plans],
		/** From now on none may start; resolves when none runs. */
		drain(): Promise<void> {
			draining = true;
			check();
			return ended;
		},
	};
};
