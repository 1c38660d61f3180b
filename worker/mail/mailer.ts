// Sends mail through the HTTP API of a mail service: Resend's, or one that speaks as it does.
import { Resend } from "resend";
import type { Mail } from "../../cards/mail/mail.ts";
import { type Env, settings } from "../env.ts";

/** `later`: it may be tried again, under the same key. */
export type Mailed = { ok: true } | { ok: false; later: boolean; error: string };

/** `key` names the mail: sent twice under it, it arrives once. Null: this deployment sends no mail. */
export type SendMail = (key: string, to: string, mail: Mail) => Promise<Mailed>;

export const mailerOf = (env: Env): SendMail | null => {
	const { MAIL_API_URL: baseUrl, MAIL_API_KEY: apiKey, MAIL_FROM: from } = settings(env);
	if (apiKey === undefined || from === undefined) return null;
	const service = new Resend(apiKey, { baseUrl });
	return async (key, to, mail) => {
		const { error } = await service.emails.send({ from, to, ...mail }, { idempotencyKey: key });
		if (error === null) return { ok: true };
		// Another link is in it now, so it isn't the same mail: the first one was taken.
		if (error.name === "invalid_idempotent_request") return { ok: true };
		return { ok: false, later: isPassing(error), error: error.name };
	};
};

const isPassing = ({ name, statusCode }: { name: string; statusCode: number | null }): boolean =>
	statusCode === null || statusCode === 429 || statusCode >= 500 || name === "concurrent_idempotent_requests";
