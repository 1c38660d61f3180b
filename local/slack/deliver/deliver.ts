// Sends to the app what Slack sends: one address, signed, three seconds to answer; events are tried again.
import { createHmac } from "node:crypto";

export type Delivered =
	| { ok: true; type: string; text: string }
	/** As Slack names it to the person. */
	| { ok: false; error: "operation_timeout" | "dispatch_failed" };

export type Deliver = {
	/** A slash command: form fields. */
	command(fields: Record<string, string>): Promise<Delivered>;
	/** An interaction: `payload` as one form field. */
	interaction(payload: object): Promise<Delivered>;
	/** An event: no one waits for its answer; failed ones go out again at once, after a minute and after five. */
	event(envelope: object): void;
	stop(): void;
};

const retryAfter = [0, 60_000, 300_000];

/** `app` is where the app listens, without a path. It has `patience` ms to answer. */
export const deliverTo = (app: () => string, signingSecret: string, patience: number): Deliver => {
	const ended = new AbortController();
	const timers = new Set<NodeJS.Timeout>();
	const send = async (
		type: string,
		body: string,
		headers: Record<string, string> = {},
	): Promise<Delivered> => {
		const late = AbortSignal.timeout(patience);
		try {
			const response = await fetch(`${app()}/slack/events`, {
				method: "POST",
				// A connection that is kept may be closed by the Worker just as a press comes.
				headers: { "content-type": type, connection: "close", ...signed(body, signingSecret), ...headers },
				body,
				redirect: "manual",
				signal: AbortSignal.any([late, ended.signal]),
			});
			const text = await response.text();
			if (!response.ok) return { ok: false, error: "dispatch_failed" };
			return { ok: true, type: response.headers.get("content-type") ?? "", text };
		} catch {
			return { ok: false, error: late.aborted ? "operation_timeout" : "dispatch_failed" };
		}
	};
	const tryEvent = async (body: string, retry: number, reason: string): Promise<void> => {
		const again = retry ? { "x-slack-retry-num": `${retry}`, "x-slack-retry-reason": reason } : {};
		const result = await send("application/json", body, again);
		const wait = retryAfter[retry];
		if (result.ok || wait === undefined || ended.signal.aborted) return;
		const why = result.error === "operation_timeout" ? "http_timeout" : "http_error";
		const timer = setTimeout(() => {
			timers.delete(timer);
			void tryEvent(body, retry + 1, why);
		}, wait);
		timers.add(timer);
	};
	const form = (fields: Record<string, string>) =>
		send("application/x-www-form-urlencoded", new URLSearchParams(fields).toString());
	return {
		command: form,
		interaction: (payload) => form({ payload: JSON.stringify(payload) }),
		event: (envelope) => void tryEvent(JSON.stringify(envelope), 0, ""),
		stop: () => {
			ended.abort();
			for (const timer of timers) clearTimeout(timer);
		},
	};
};

const signed = (body: string, secret: string): Record<string, string> => {
	const at = `${Math.floor(Date.now() / 1000)}`;
	const digest = createHmac("sha256", secret).update(`v0:${at}:${body}`).digest("hex");
	return { "x-slack-request-timestamp": at, "x-slack-signature": `v0=${digest}` };
};
