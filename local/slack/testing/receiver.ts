// Takes the Worker's place: keeps what the local Slack sends, and answers as a test says.
import { createHmac } from "node:crypto";
import { z } from "zod";
import { listen } from "../http.ts";

export type Received = {
	headers: Headers;
	raw: string;
	/** The event callback, the interaction's payload, or the command's fields. */
	body: { type: string; [key: string]: unknown };
	signed: boolean;
};

export type Receiver = {
	url: string;
	received: Received[];
	/** The answer to the next matching requests; otherwise an empty 200. */
	answer(type: string, response: (received: Received) => Response | Promise<Response>): void;
	/** The first request that matches, when it is there. */
	next(matches: (received: Received) => boolean): Promise<Received>;
	stop(): Promise<void>;
};

export const signingSecret = "a signing secret for tests only";

export const startReceiver = async (): Promise<Receiver> => {
	const received: Received[] = [];
	const answers = new Map<string, (received: Received) => Response | Promise<Response>>();
	const waiting = new Set<() => void>();
	const { port, stop } = await listen(0, async (request) => {
		const raw = await request.text();
		const body = read(request.headers.get("content-type") ?? "", raw);
		const one = { headers: request.headers, raw, body, signed: isSigned(request.headers, raw) };
		received.push(one);
		for (const look of waiting) look();
		const isRightPath = new URL(request.url).pathname === "/slack/events";
		return isRightPath
			? ((await answers.get(body.type)?.(one)) ?? new Response())
			: new Response("", { status: 404 });
	});
	return {
		url: `http://127.0.0.1:${port}`,
		received,
		answer: (type, response) => answers.set(type, response),
		next: (matches) =>
			new Promise((resolve) => {
				const look = () => {
					const found = received.find(matches);
					if (!found) return;
					waiting.delete(look);
					resolve(found);
				};
				waiting.add(look);
				look();
			}),
		stop,
	};
};

const Typed = z.looseObject({ type: z.string() });

const read = (contentType: string, raw: string): Received["body"] => {
	if (contentType.includes("json")) return Typed.parse(JSON.parse(raw));
	const form = Object.fromEntries(new URLSearchParams(raw));
	return form.payload ? Typed.parse(JSON.parse(form.payload)) : { ...form, type: "command" };
};

const isSigned = (headers: Headers, raw: string): boolean => {
	const at = headers.get("x-slack-request-timestamp") ?? "";
	const digest = createHmac("sha256", signingSecret).update(`v0:${at}:${raw}`).digest("hex");
	const fresh = Math.abs(Date.now() / 1000 - Number(at)) < 10;
	return fresh && headers.get("x-slack-signature") === `v0=${digest}`;
};
