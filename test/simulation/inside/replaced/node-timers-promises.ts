// Timers that are awaited, by the world's time.
import { world } from "../world/world.ts";

export const setTimeout = <T>(ms = 1, value?: T, { signal }: { signal?: AbortSignal } = {}): Promise<T> =>
	new Promise((resolve, reject) => {
		const task = world().time.after(Math.max(1, ms), null, () => resolve(value as T));
		signal?.addEventListener("abort", () => {
			task.gone = true;
			reject(signal.reason);
		});
	});

export const setImmediate = (): Promise<void> =>
	new Promise((resolve) => {
		world().time.after(0, null, resolve);
	});
