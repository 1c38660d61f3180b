// Bolt in a Worker: it tells one kind of request from another. Its clients are never used: they keep queues, and workerd lets
// no request wait for another's call.
import { App, LogLevel, webApi } from "@slack/bolt";
import type { Body } from "./receive.ts";

export type BoltApp = InstanceType<typeof App>;

const optionsFor = (apiUrl: string) => ({
	slackApiUrl: `${apiUrl}/`,
	fetch: plainFetch,
	retryConfig: { retries: 0 },
	rejectRateLimitedCalls: true,
	logLevel: LogLevel.ERROR,
});

/** The Web API of one installation. */
export const slackClient = (token: string, apiUrl: string): webApi.WebClient =>
	new webApi.WebClient(token, optionsFor(apiUrl));

/** `tokenOf`: the bot's token for the request of this body. */
export const boltApp = (
	tokenOf: (body: object) => string,
	apiUrl: string,
	log: (error: unknown) => string,
): BoltApp => {
	const app = new App({
		receiver: { init: () => {}, start: async () => {}, stop: async () => {} },
		authorize: async (_, body) => ({ botToken: tokenOf(body ?? {}) }),
		// Our own messages are recognised where messages are read.
		ignoreSelf: false,
		convoStore: false,
		attachFunctionToken: false,
		logLevel: LogLevel.ERROR,
		clientOptions: optionsFor(apiUrl),
	});
	app.error(async (error) => void log(error));
	return app;
};

// web-api calls it as a method and asks for `redirect: "error"`; workerd's fetch must be called unbound and has no such mode.
// Instead of an error it returns a status other than 200, which web-api refuses.
const plainFetch: typeof fetch = (input, init) =>
	fetch(input, init?.redirect === "error" ? { ...init, redirect: "manual" } : init);

/** Slack's answer as soon as a handler gives it; the work goes on. Unhandled requests are answered too. */
export const process = (
	app: BoltApp,
	body: Body,
	headers: Headers,
	ctx: { waitUntil(work: Promise<unknown>): void },
	log: (error: unknown) => string,
): Promise<Response> => {
	const { promise, resolve } = Promise.withResolvers<Response>();
	const retry = retryOf(headers);
	const work = app
		.processEvent({
			body,
			ack: async (answer: unknown) => resolve(response(answer)),
			...(retry > 0 && { retryNum: retry, retryReason: headers.get("x-slack-retry-reason") ?? "" }),
		})
		.catch((error: unknown) => void log(error))
		.finally(() => resolve(new Response("")));
	ctx.waitUntil(work);
	return promise;
};

/** How often Slack has delivered it before. */
export const retryOf = (headers: Headers): number => Number(headers.get("x-slack-retry-num") ?? 0);

const response = (answer: unknown): Response => {
	if (answer === undefined || answer === null || answer === "") return new Response("");
	return typeof answer === "string" ? new Response(answer) : Response.json(answer);
};
