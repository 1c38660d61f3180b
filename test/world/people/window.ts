// What someone sees in the local Slack, and that it changes: of a Slack in this process as it is there, else over the wire.

import type { State } from "../../../local/slack/people/wire.ts";
import type { LocalWorkspace } from "../../../local/slack/server.ts";

export type Window = {
	state(): Promise<State>;
	/** Calls `heard` whenever something changed; ends when `stop` or the Slack does. */
	changes(heard: () => void, stop: AbortSignal): Promise<void>;
};

/** `client`: where its calls are, with their query. */
export const windowOver = (client: (name: string) => string): Window => ({
	state: async () => (await (await fetch(client("state"))).json()) as State,
	changes: async (heard, stop) => {
		const live = await fetch(client("live"), { signal: stop });
		const reader = (live.body as ReadableStream<Uint8Array>).getReader();
		while (!(await reader.read()).done) heard();
	},
});

/** In ms: as long as a window takes to read what changed. What changes together is read once. */
const reading = 5;

export const windowIn = ({ look, watch }: LocalWorkspace, handle: string): Window => ({
	state: async () => look(handle),
	changes: (heard, stop) => {
		let soon: NodeJS.Timeout | undefined;
		const ended = Promise.withResolvers<void>();
		const leave = watch(handle, () => {
			soon ??= setTimeout(() => {
				soon = undefined;
				heard();
			}, reading);
		});
		stop.addEventListener("abort", () => {
			clearTimeout(soon);
			leave();
			ended.reject(stop.reason);
		});
		return ended.promise;
	},
});
