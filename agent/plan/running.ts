// Which plans run, and whether another one may start: a draining agent only finishes.

export type Running = ReturnType<typeof newRunning>;

export const newRunning = () => {
	const plans = new Map<string, Date>();
	const { promise: ended, resolve } = Promise.withResolvers<void>();
	let draining = false;
	const check = () => {
		if (draining && plans.size === 0) resolve();
	};
	return {
		isDraining: (): boolean => draining,
		started: (plan: string): void => void plans.set(plan, new Date()),
		ended(plan: string): void {
			plans.delete(plan);
			check();
		},
		/** Those whose last step has not ended. */
		plans: (): { plan: string; since: Date }[] => [...plans].map(([plan, since]) => ({ plan, since })),
		/** From now on none may start; resolves when none runs. */
		drain(): Promise<void> {
			draining = true;
			check();
			return ended;
		},
	};
};
