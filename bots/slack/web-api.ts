// One call of Slack's Web API, with its outcome: done, refused, not done, or perhaps done.
import { z } from "zod";

export type Called<T> =
	| { ok: true; body: T }
	| { ok: false; kind: "rate-limited"; retryAfterMs: number }
	| { ok: false; kind: Trouble; error: string };
type Trouble = "refused" | "unreachable" | "gone" | "failed" | "uncertain";

/** A text is sent as JSON, exactly as given; a form is what Slack's reading methods take. */
export type Call = <T>(
	method: string,
	body: string | URLSearchParams,
	shape: z.ZodType<T>,
	/** What ends it, instead of the usual time. */
	signal?: AbortSignal | null,
) => Promise<Called<T>>;

/** Slack's own. */
export const slackApi = "https://slack.com/api";

type Options = {
	/** The whole header. */
	authorization: string;
	apiUrl: string;
	fetch: typeof fetch;
};

/** Longer than Slack takes for a post; only the queue waits for it. */
const timeout = 15_000;

/** Nothing is retried here. */
export const webApi = ({ authorization, apiUrl, fetch }: Options): Call => {
	return async (method, body, shape, signal) => {
		const type = typeof body === "string" ? "application/json" : "application/x-www-form-urlencoded";
		const request = {
			method: "POST",
			headers: { authorization, "content-type": `${type}; charset=utf-8` },
			body,
			redirect: "manual",
			signal: signal ?? AbortSignal.timeout(timeout),
		} as const;
		try {
			return await read(await fetch(`${apiUrl}/${method}`, request), shape);
		} catch (error) {
			return {
				ok: false,
				kind: neverSent(error) ? "failed" : "uncertain",
				error: `${method}: ${messageOf(error)}`,
			};
		}
	};
};

const Answer = z.discriminatedUnion("ok", [
	z.looseObject({ ok: z.literal(true) }),
	z.looseObject({ ok: z.literal(false), error: z.string() }),
]);

const read = async <T>(response: Response, shape: z.ZodType<T>): Promise<Called<T>> => {
	if (response.status === 429) return limited(response);
	if (response.status >= 500) return { ok: false, kind: "uncertain", error: `HTTP ${response.status}` };
	if (response.status !== 200) return { ok: false, kind: "failed", error: `HTTP ${response.status}` };
	const answer = Answer.parse(await response.json());
	if (answer.ok) return { ok: true, body: shape.parse(answer) };
	if (answer.error === "ratelimited") return limited(response);
	return { ok: false, kind: kindOf(answer.error), error: answer.error };
};

const limited = (response: Response): Called<never> => ({
	ok: false,
	kind: "rate-limited",
	retryAfterMs: retryAfterMs(response),
});

/** How long Slack wants not to be asked, by an answer that says so. */
export const retryAfterMs = ({ headers }: Response): number => {
	const seconds = Number(headers.get("retry-after"));
	return Math.ceil((seconds > 0 ? seconds : 1) * 1_000);
};

// Slack's own trouble: it may have been done before it went wrong.
const unsure = new Set(["internal_error", "fatal_error", "service_unavailable", "request_timeout"]);
// The app has to be installed again; then the same post is taken.
const locked = new Set(["invalid_auth", "not_authed", "token_expired", "token_revoked", "account_inactive"]);

// People can change it: the app is invited, the channel is taken out of the archive, a scope is granted.
const unreachable = new Set([
	"not_in_channel",
	"channel_not_found",
	"is_archived",
	"missing_scope",
	"no_permission",
	"access_denied",
	"restricted_action",
	"restricted_action_thread_locked",
	"restricted_action_read_only_channel",
	"team_access_not_granted",
	"ekm_access_denied",
	"org_login_required",
	"messages_tab_disabled",
	"accesslimited",
	"thread_not_found",
]);
/** Whether Slack's word means that no call with this token works, so that another token is needed. */
export const tokenIsDead = (error: string): boolean => locked.has(error);

const gone = new Set(["message_not_found", "cant_update_message", "edit_window_closed"]);

const kindOf = (error: string): Trouble => {
	if (unsure.has(error)) return "uncertain";
	if (unreachable.has(error)) return "unreachable";
	if (gone.has(error)) return "gone";
	return locked.has(error) ? "failed" : "refused";
};

const Coded = z.object({ code: z.string() });

/** Whether the connection was never made, so that nothing can have been done. */
const neverSent = (error: unknown): boolean => {
	const codes = [error, error instanceof Error ? error.cause : null].map(
		(one) => Coded.safeParse(one).data?.code,
	);
	return codes.some((code) =>
		/^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/.test(
			code ?? "",
		),
	);
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
