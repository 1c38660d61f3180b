// For tests: emulate's Slack behind a door that notes every call, and signed requests.
import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { createEmulator } from "emulate";
import { afterAll, beforeEach } from "vitest";
import { z } from "zod";
import type { Backend } from "../../backend.ts";
import { type Recorded, recordingBackend } from "../../testing/backend.ts";
import { createSlack } from "../index.ts";

export const signingSecret = "a signing secret of tests";
export const botToken = "xoxb-of-tests";
export const team = "T000000001";
export const channel = "C000000001";
export const now = () => Date.now();

type Fields = Record<string, unknown>;
export type CallNoted = { method: string; body: Fields; answer: Fields };
const Fields = z.record(z.string(), z.unknown());

/** The emulator and what it was asked; `responses`: what was posted to response URLs. */
export type LocalSlack = {
	url: string;
	calls: CallNoted[];
	responses: { url: string; body: Fields }[];
	of(method: string): CallNoted[];
	call(method: string, body: Fields): Promise<Fields>;
	user(name: string): string;
	responseUrl(): string;
	close(): Promise<void>;
};

/** For one file of tests: starts with it, closes after it, and forgets all calls before each test. */
export const slackOfTests = async () => {
	const slack = await startSlack();
	afterAll(() => slack.close());
	beforeEach(() => {
		slack.calls.length = 0;
		slack.responses.length = 0;
	});
	return slack;
};

/** A bot on it whose Backend answers so, and what that was asked. */
export const setupOn =
	(slack: LocalSlack) =>
	(answers: Partial<Backend> = {}) => {
		const recorded = recordingBackend(answers);
		return { recorded, ...botOn(slack, recorded) };
	};

const startSlack = async (): Promise<LocalSlack> => {
	const emulator = await createEmulator({ service: "slack", port: await freePort(), seed });
	const calls: CallNoted[] = [];
	/** What was pressed, and when (`performance.now()`, which no test moves), by its trigger. */
	const triggers = new Map<string, { body: Fields; at: number }>();
	const responses: LocalSlack["responses"] = [];
	let next = 0;
	const server = createServer(async (request, response) => {
		const raw = await bytesOf(request);
		if (request.url?.startsWith("/respond/")) {
			responses.push({ url: request.url, body: Fields.parse(JSON.parse(raw.toString())) });
			response.end("ok");
			return;
		}
		const headers = new Headers(
			Object.entries(request.headers).flatMap(([k, v]) =>
				typeof v === "string" && !hop.has(k) ? [[k, v]] : [],
			),
		);
		const passOn = async (body: Buffer<ArrayBuffer> | string) => {
			const answer = await fetch(`${emulator.url}${request.url}`, {
				method: request.method ?? "GET",
				headers,
				...(body.length > 0 && { body }),
			});
			return { answer, text: Buffer.from(await answer.arrayBuffer()) };
		};
		const { answer, text } = await inTime(raw, passOn);
		if (request.url?.startsWith("/api/"))
			calls.push({
				method: request.url.slice(5),
				body: fieldsOf(raw.toString()),
				answer: Fields.parse(JSON.parse(text.toString())),
			});
		response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" }).end(text);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const call = async (method: string, body: Fields): Promise<Fields> => {
		const request = {
			method: "POST",
			headers: { authorization: `Bearer ${botToken}`, "content-type": "application/json" },
			body: JSON.stringify(body),
		};
		const answer = Fields.parse(await (await fetch(`${emulator.url}/api/${method}`, request)).json());
		if (typeof answer.trigger_id === "string")
			triggers.set(answer.trigger_id, { body, at: performance.now() });
		return answer;
	};
	/** Slack takes a trigger for three seconds. A busy machine may come later with it: then it is pressed once more. */
	const inTime = async <Passed extends { text: Buffer }>(
		body: Buffer<ArrayBuffer> | string,
		passOn: (body: Buffer<ArrayBuffer> | string) => Promise<Passed>,
	): Promise<Passed> => {
		const passed = await passOn(body);
		const [late, pressed] = [...triggers].find(([one]) => body.includes(one)) ?? [];
		const isLate = pressed && performance.now() - pressed.at > triggerMs;
		if (late === undefined || !isLate || !passed.text.includes('"expired_trigger_id"')) return passed;
		const { trigger_id: again } = await call("views.generateTriggerId", pressed.body);
		return inTime(body.toString().replaceAll(late, `${again}`), passOn);
	};
	const users = z
		.object({ members: z.array(z.object({ id: z.string(), name: z.string() })) })
		.parse(await call("users.list", {})).members;
	const user = (name: string) => users.find((one) => one.name === name)?.id ?? "";
	for (const name of ["tom", "ada", "dana"])
		await call("conversations.invite", { channel, users: user(name) });
	calls.length = 0;
	return {
		url,
		calls,
		responses,
		of: (method) => calls.filter((one) => one.method === method),
		call,
		user,
		responseUrl: () => `${url}/respond/${next++}`,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
			await emulator.close();
		},
	};
};

const hop = new Set(["host", "connection", "content-length", "transfer-encoding", "accept-encoding"]);

const seed = {
	slack: {
		users: ["dana", "tom", "ada"].map((name) => ({
			name,
			real_name: `${name[0]?.toUpperCase()}${name.slice(1)} of Acme`,
		})),
		tokens: [{ token: botToken, user: "admin", type: "bot" }],
	},
};

const triggerMs = 3_000;

const freePort = async (): Promise<number> => {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
};

const bytesOf = async (request: IncomingMessage): Promise<Buffer<ArrayBuffer>> => {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	return Buffer.concat(parts);
};

const fieldsOf = (text: string): Fields => {
	if (text.startsWith("{")) return Fields.parse(JSON.parse(text));
	return Object.fromEntries(
		[...new URLSearchParams(text)].map(([key, value]) => [
			key,
			/^[[{]/.test(value) ? JSON.parse(value) : value,
		]),
	);
};

export const signed = (
	body: string,
	at = Math.floor(Date.now() / 1000),
	secret = signingSecret,
): Record<string, string> => ({
	"x-slack-request-timestamp": `${at}`,
	"x-slack-signature": `v0=${createHmac("sha256", secret).update(`v0:${at}:${body}`).digest("hex")}`,
});

const address = "https://caisey.example/slack/events";

/** A bot on that Slack; each `send` returns Slack's answer at once and everything behind it with `done`. */
export const botOn = (slack: LocalSlack, recorded: Recorded, token: string | null = botToken) => {
	const errors: unknown[] = [];
	const bot = createSlack({
		backend: recorded.backend,
		signingSecret,
		apiUrl: `${slack.url}/api`,
		token: async () => token,
		now,
		log: (error) => `error-${errors.push(error)}`,
	});
	const post = async (body: string, type: string, more: Record<string, string> = {}) => {
		const work: Promise<unknown>[] = [];
		const headers = { "content-type": type, ...signed(body), ...more };
		const response = await bot.handle(new Request(address, { method: "POST", headers, body }), {
			waitUntil: (one) => work.push(one),
		});
		return { response, text: await response.text(), done: () => settled(work) };
	};
	const finished = async (sent: ReturnType<typeof post>) => {
		const { response, text, done } = await sent;
		await done();
		return { status: response.status, text, json: (): unknown => JSON.parse(text) };
	};
	const urlencoded = "application/x-www-form-urlencoded";
	return {
		bot,
		errors,
		post,
		command: (fields: Record<string, string>) =>
			finished(post(new URLSearchParams(fields).toString(), urlencoded)),
		interact: (payload: object) =>
			finished(post(new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), urlencoded)),
		event: (envelope: object, retry = 0) =>
			finished(
				post(
					JSON.stringify(envelope),
					"application/json",
					retry > 0 ? { "x-slack-retry-num": `${retry}` } : {},
				),
			),
	};
};

const settled = async (work: Promise<unknown>[]): Promise<void> => {
	for (let i = 0; i < work.length; i++) await work[i];
};

export const interaction = (user: string, some: object): object => ({
	team: { id: team, domain: "acme" },
	user: { id: user, name: "handle", team_id: team },
	api_app_id: "A01",
	enterprise: null,
	is_enterprise_install: false,
	...some,
});

export const eventOf = (event: object, some: object = {}): object => ({
	type: "event_callback",
	team_id: team,
	enterprise_id: null,
	api_app_id: "A01",
	event_id: "Ev01",
	authorizations: [
		{ team_id: team, enterprise_id: null, user_id: "U000000001", is_bot: true, is_enterprise_install: false },
	],
	event,
	...some,
});

/** All that can be read in a message or view. */
export const readable = (value: unknown): string => {
	if (Array.isArray(value)) return value.map(readable).join("");
	if (value === null || typeof value !== "object") return "";
	return Object.entries(value)
		.map(([key, one]) => (key === "text" && typeof one === "string" ? one : readable(one)))
		.join("");
};
