// When nothing of a plan begins any more: it is cancelled, or its run by has passed.
import type { Deadline } from "./deadline.ts";

/** `over` resolves then; `forget` once no one waits for it. */
export const whenOver = (
	cancel: AbortSignal,
	deadline: Deadline,
): { over: Promise<void>; forget: () => void } => {
	const { promise: over, resolve } = Promise.withResolvers<void>();
	const onAbort = () => resolve();
	const stop = deadline.onPassed(resolve);
	cancel.addEventListener("abort", onAbort);
	if (cancel.aborted) resolve();
	const forget = () => {
		stop();
		cancel.removeEventListener("abort", onAbort);
	};
	return { over, forget };
};
