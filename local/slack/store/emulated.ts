// Slack's Web API in this process: emulate's own routes, on our own store, so that ids are fixed, yesterday's messages
// are still there, and several workspaces exist side by side (the packaged service has random ids and forgets).
import { createEmulator, defineEmulator, filePersistence } from "emulate";
import { z } from "zod";
import { type Change, createStore, type Saved, type Store } from "./store.ts";

export type EmulatedSlack = {
	store: Store;
	fetch(request: Request): Promise<Response>;
	/** Writes what is not yet on disk, and ends. */
	close(): Promise<void>;
};

type Hooks = {
	shape(collection: string, row: object): object;
	changed(change: Change): void;
	/** An event as Slack would send it: the whole `event_callback`. */
	event(envelope: unknown): void;
};

/** `baseUrl` is what uploaded files' addresses begin with; `file` is where everything is kept. */
export const emulateSlack = async (baseUrl: string, file: string, hooks: Hooks): Promise<EmulatedSlack> => {
	const kept = filePersistence(file);
	const save = saver((text) => kept.save(text));
	const store: Store = createStore(readSaved(await kept.load()), {
		shape: hooks.shape,
		changed: (change) => {
			save.soon(() => JSON.stringify(store.saved()));
			hooks.changed(change);
		},
	});
	const plugin = await slackRoutes();
	const webhooks = {
		setHeaderFactory: () => {},
		dispatch: async (_event: string, _action: unknown, envelope: unknown) => hooks.event(envelope),
	};
	const service = defineEmulator({
		name: "slack",
		cors: false,
		state: () => ({}),
		setup: ({ app }) => plugin.register(app, store, webhooks, baseUrl, new Map()),
	});
	const runtime = await createEmulator({ service, listen: false, baseUrl });
	return {
		store,
		fetch: (request) => runtime.fetch(request),
		close: async () => {
			await save.now();
			await runtime.close();
		},
	};
};

type SlackRoutes = {
	register(app: unknown, store: Store, webhooks: object, baseUrl: string, tokens: Map<string, unknown>): void;
};

const RoutesModule = z.object({
	slackPlugin: z.custom<SlackRoutes>(
		(value) => z.object({ register: z.unknown() }).safeParse(value).success,
		"has no Slack routes",
	),
});

// The package exports the service only as a whole; its routes are in this file of the pinned version 0.12.2.
const slackRoutes = async (): Promise<SlackRoutes> =>
	RoutesModule.parse(await import(new URL("dist-6ZQHD4DN.js", import.meta.resolve("emulate")).href))
		.slackPlugin;

const SavedFile = z.record(
	z.string(),
	z.object({ next: z.int(), rows: z.array(z.looseObject({ id: z.int() })) }),
);

const readSaved = (text: string | null): Saved => (text === null ? {} : SavedFile.parse(JSON.parse(text)));

/** Saves at most about four times a second, one write at a time. */
const saver = (write: (text: string) => Promise<void>) => {
	let read: (() => string) | undefined;
	let timer: NodeJS.Timeout | undefined;
	let writing = Promise.resolve();
	const now = (): Promise<void> => {
		clearTimeout(timer);
		timer = undefined;
		const text = read?.();
		read = undefined;
		if (text !== undefined) writing = writing.then(() => write(text));
		return writing;
	};
	const soon = (from: () => string): void => {
		read = from;
		timer ??= setTimeout(() => void now(), 250);
	};
	return { soon, now };
};
