// One call of the connector's REST API, with its outcome: done, refused, not done, or perhaps done.
import { z } from "zod";
import { isConnector, type TeamsApp } from "../app.ts";
import type { TokenSource } from "./token.ts";

export type Called<T> =
	| { ok: true; body: T }
	| { ok: false; kind: "rate-limited"; retryAfterMs: number }
	| { ok: false; kind: "refused" | "unreachable" | "gone" | "failed" | "uncertain"; error: string };

type Method = "GET" | "POST" | "PUT" | "DELETE";
/** `path` is below `serviceUrl`, with its parts escaped by `pathOf`. `body` is sent exactly as given. */
export type Call = <T>(
	serviceUrl: string,
	method: Method,
	path: string,
	body: string | null,
	shape: z.ZodType<T>,
	/** What ends it, instead of the usual time. */
	signal?: AbortSignal,
) => Promise<Called<T>>;

/** `/v3/conversations/<id>/activities`, each part escaped. */
export const pathOf = (...parts: string[]): string => pathIn("conversations", ...parts);

/** `/v3/teams/<id>/conversations`, each part escaped. */
export const pathOfTeam = (...parts: string[]): string => pathIn("teams", ...parts);

const pathIn = (...parts: string[]): string => ["v3", ...parts].map(encodeURIComponent).join("/");

/** Only the queue waits for it, or a person who pressed. */
const timeout = 15_000;

/** A token that is not taken is renewed once; nothing else is retried here. */
export const connector = (app: TeamsApp, tokens: TokenSource): Call => {
	return async (serviceUrl, method, path, body, shape, signal) => {
		if (!isConnector(serviceUrl, app))
			return { ok: false, kind: "refused", error: `${serviceUrl} isn't a Teams connector` };
		const url = `${serviceUrl.replace(/\/+$/, "")}/${path}`;
		for (let again = false; ; again = true) {
			const token = await tokens.token().catch((error: unknown) => error);
			if (token instanceof Error) return { ok: false, kind: "failed", error: token.message };
			const answer = await sent(url, method, body, typeof token === "string" ? token : null, signal);
			if ("ok" in answer) return answer;
			if (answer.response.status !== 401 || again || typeof token !== "string")
				return read(answer, method, shape);
			tokens.refused(token);
		}
	};
};

/** `text` is null if the answer broke off. */
type Answer = { response: Response; text: string | null };
type Not = Extract<Called<never>, { ok: false }>;

const sent = async (
	url: string,
	method: Method,
	body: string | null,
	token: string | null,
	signal = AbortSignal.timeout(timeout),
): Promise<Answer | Not> => {
	try {
		const response = await fetch(url, {
			method,
			headers: {
				...(body !== null && { "content-type": "application/json; charset=utf-8" }),
				...(token !== null && { authorization: `Bearer ${token}` }),
			},
			...(body !== null && { body }),
			redirect: "manual",
			signal,
		});
		return { response, text: await response.text().catch(() => null) };
	} catch (error) {
		return unheard(method, String(error));
	}
};

/** The platform's word for a broken connection doesn't say whether the request was sent before. */
const unheard = (method: Method, why: string): Not => ({
	ok: false,
	kind: method === "GET" ? "failed" : "uncertain",
	error: `${method}: ${why}`,
});

const Trouble = z.looseObject({ error: z.looseObject({ code: z.string() }) });

const read = <T>({ response, text }: Answer, method: Method, shape: z.ZodType<T>): Called<T> => {
	const { status } = response;
	if (status >= 200 && status < 300) {
		const body = shape.safeParse(text === "" ? {} : jsonIn(text ?? ""));
		return body.success ? { ok: true, body: body.data } : unheard(method, `HTTP ${status}, unreadable`);
	}
	if (status === 429) return { ok: false, kind: "rate-limited", retryAfterMs: waitOf(response) };
	const code = Trouble.safeParse(jsonIn(text ?? "")).data?.error.code ?? "";
	return { ok: false, kind: kindOf(status, code), error: `HTTP ${status} ${code}`.trimEnd() };
};

/** How long Microsoft wants not to be asked, by an answer that says so. */
export const waitOf = ({ headers }: Response): number => {
	const seconds = Number(headers.get("retry-after"));
	return Math.ceil((seconds > 0 ? seconds : 2) * 1_000);
};

/** Undefined: none. */
const jsonIn = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
};

/** People can change it: the bot is added to the conversation, or let write there.
 * https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability */
const unreachable =
	/^(?:BotNotInConversationRoster|ConversationBlockedByUser|BotDisabledByAdmin|ForbiddenOperationException|MessageWritesBlocked|BotNotRegistered|NotEnoughPermissions|ConversationNotFound)$/;
const gone = /^(?:ActivityNotFoundInConversation|MessageNotFound|ActivityNotFound)$/;

const kindOf = (
	status: number,
	code: string,
): Exclude<Extract<Called<never>, { ok: false }>["kind"], "rate-limited"> => {
	if (gone.test(code)) return "gone";
	if (unreachable.test(code) || status === 403 || status === 404) return "unreachable";
	// The connector itself advises to retry a 412; after a 5xx no one knows whether it was done.
	if (status === 401 || status === 412 || status < 400) return "failed";
	return status >= 500 ? "uncertain" : "refused";
};
