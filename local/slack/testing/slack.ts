// A local Slack beside its receiver, the app's calls of the Web API, and what people do in the web client.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { Reply, Requests, State } from "../people/wire.ts";
import { type LocalSlack, startLocalSlack } from "../server.ts";
import type { Team } from "../team.ts";
import { type Receiver, signingSecret, startReceiver } from "./receiver.ts";

export const Answer = z.looseObject({
	ok: z.boolean(),
	error: z.string().optional(),
	ts: z.string().default(""),
});

export type TestSlack = {
	slack: LocalSlack;
	app: Receiver;
	folder: string;
	/** The app calls the Web API. */
	call(method: string, body: object, token?: string): Promise<z.infer<typeof Answer>>;
	/** A person does something, by handle. */
	as<Name extends keyof Requests>(handle: string, name: Name, request: Requests[Name]): Promise<Reply>;
	state(handle: string): Promise<State>;
	/** Stops and starts the local Slack, on the same folder. */
	restart(): Promise<void>;
	stop(): Promise<void>;
};

export const startTestSlack = async (teams?: Team[]): Promise<TestSlack> => {
	const app = await startReceiver();
	const folder = await mkdtemp(join(tmpdir(), "caisey-slack-"));
	const start = () =>
		startLocalSlack({
			port: 0,
			workerUrl: () => app.url,
			signingSecret,
			folder,
			...(teams ? { teams } : {}),
		});
	let slack = await start();
	const post = async (url: string, body: object, headers: Record<string, string> = {}): Promise<unknown> => {
		const response = await fetch(url, {
			method: "POST",
			headers: { "content-type": "application/json", ...headers },
			body: JSON.stringify(body),
		});
		return response.json();
	};
	return {
		get slack() {
			return slack;
		},
		app,
		folder,
		call: async (method, body, token = slack.botToken) =>
			Answer.parse(await post(`${slack.apiUrl}${method}`, body, { authorization: `Bearer ${token}` })),
		as: async (handle, name, request) =>
			(await post(`${slack.url}/client/${name}?as=${handle}`, request)) as Reply,
		state: async (handle) => (await (await fetch(`${slack.url}/client/state?as=${handle}`)).json()) as State,
		restart: async () => {
			await slack.stop();
			slack = await start();
		},
		stop: async () => {
			await slack.stop();
			await app.stop();
			await rm(folder, { recursive: true, force: true });
		},
	};
};
