// Server-sent events to the open windows, each one a person's.
import type { LiveEvent } from "./wire.ts";

export type Live = {
	/** `to`: only these people. */
	send(event: LiveEvent, to?: string[]): void;
	stream(person: string): Response;
	/** The same for someone in this process, who hears only that there is one; what comes back ends it. */
	watch(person: string, heard: () => void): () => void;
	stop(): void;
};

const alive = 15_000;

export const createLive = (): Live => {
	const windows = new Set<{ person: string; write(text: string): void; close(): void }>();
	const beat = setInterval(() => {
		for (const window of windows) window.write(": alive\n\n");
	}, alive);
	return {
		send: (event, to) => {
			const text = `data: ${JSON.stringify(event)}\n\n`;
			for (const window of windows) if (!to || to.includes(window.person)) window.write(text);
		},
		stream: (person) => {
			const encoder = new TextEncoder();
			let leave = () => {};
			const body = new ReadableStream<Uint8Array>({
				start: (controller) => {
					const window = {
						person,
						write: (text: string) => controller.enqueue(encoder.encode(text)),
						close: () => controller.close(),
					};
					windows.add(window);
					leave = () => void windows.delete(window);
					window.write(": hello\n\n");
				},
				cancel: () => leave(),
			});
			return new Response(body, {
				headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
			});
		},
		watch: (person, heard) => {
			const window = { person, write: heard, close: () => {} };
			windows.add(window);
			return () => void windows.delete(window);
		},
		stop: () => {
			clearInterval(beat);
			for (const window of windows) window.close();
			windows.clear();
		},
	};
};
