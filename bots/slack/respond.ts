// Response URLs: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
import { z } from "zod";

const timeout = 5_000;

/** `unknown`: it may have been taken, or may still be. */
export type Responded = "taken" | "refused" | "unknown";

/** Whether Slack took it: an address is good for five answers within 30 minutes. */
export const respond = async (url: string, body: string): Promise<Responded> => {
	try {
		const answer = await fetch(url, {
			method: "POST",
			headers: { "content-type": "application/json; charset=utf-8" },
			body,
			redirect: "manual",
			signal: AbortSignal.timeout(timeout),
		});
		if (answer.status >= 500) return "unknown";
		return answer.ok && !saysNo(await answer.text()) ? "taken" : "refused";
	} catch {
		return "unknown";
	}
};

const No = z.looseObject({ ok: z.literal(false) });

/** Slack may say no with HTTP 200. What it takes it answers with a plain "ok", or with JSON. */
const saysNo = (text: string): boolean => text.startsWith("{") && No.safeParse(JSON.parse(text)).success;
