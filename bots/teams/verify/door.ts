// Who may come in: what Teams posts for this app, and nothing else.

import { isConnector, type TeamsApp } from "../app.ts";
import { Activity } from "../read/activity.ts";
import { inTurn } from "./adapter.ts";
import type { JudgeToken } from "./inbound-token.ts";

/** 503: whether the token is valid can't be known now. */
export type Verified<T> = { ok: true; answer: T } | { ok: false; status: 400 | 401 | 503; reason: string };

/** `body` is what was posted, decoded from JSON. `work` sees only what is Teams' own, for this app, from a connector whose
 * address its token vouches for. */
export type Door = <T>(
	authorization: string,
	body: unknown,
	work: (activity: Activity) => Promise<T>,
) => Promise<Verified<T>>;

const refusals = {
	refused: { ok: false, status: 401, reason: "not from Teams" },
	unknown: { ok: false, status: 503, reason: "the sender can't be verified now, try again" },
} as const;

export const doorOf =
	(app: TeamsApp, judge: JudgeToken): Door =>
	async (authorization, body, work) => {
		const read = Activity.safeParse(body);
		if (!read.success) return { ok: false, status: 400, reason: "no activity of Teams" };
		const activity = read.data;
		if (!isConnector(activity.serviceUrl, app)) return refusals.refused;
		const judged = await judge(authorization, activity);
		if (judged !== "verified") return refusals[judged];
		return { ok: true, answer: await inTurn(activity, () => work(activity)) };
	};
