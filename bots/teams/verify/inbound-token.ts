// Whether a token proves that Teams' connector sent an activity to this app. Rejects what it can't prove.
// https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication#connector-to-bot
import { createLocalJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import { identityOf, type TeamsApp } from "../app.ts";
import type { Activity } from "../read/activity.ts";
import { AskedBefore, type PublishedKeys, publishedKeys } from "./published-keys.ts";

/** `unknown`: whether the token is valid can't be known now; the same one may be valid later. */
export type Judged = "verified" | "refused" | "unknown";
/** `authorization` is the whole header. */
export type JudgeToken = (
	authorization: string,
	activity: Pick<Activity, "channelId" | "serviceUrl">,
) => Promise<Judged>;

/** How far Microsoft's clock and ours may differ, in seconds: its own documents' figure. */
const clockTolerance = 300;

/** `now` in ms. `log` gets what kept us from judging, unless a stranger could have made it up. */
export const tokenJudge = (app: TeamsApp, now: () => number, log: (error: unknown) => string): JudgeToken => {
	const { openId, issuer } = identityOf(app);
	const keys = publishedKeys(openId, now, log);
	return async (authorization, { channelId, serviceUrl }) => {
		// To jose, a blank id is an audience like any other.
		if (app.id.trim() === "") return app.id === "" && app.local ? "verified" : "refused";
		const token = /^Bearer (\S+)$/.exec(authorization)?.[1];
		if (token === undefined) return "refused";
		try {
			const { payload } = await jwtVerify(token, keyFor(channelId, keys), {
				algorithms: ["RS256"],
				issuer,
				audience: app.id,
				requiredClaims: ["exp"],
				clockTolerance,
				currentDate: new Date(now()),
			});
			// A list of audiences may name others, too.
			return payload.aud === app.id && payload.serviceurl === serviceUrl ? "verified" : "refused";
		} catch (error) {
			if (error instanceof errors.JOSEError) return "refused";
			if (!(error instanceof AskedBefore)) log(error);
			return "unknown";
		}
	};
};

/** The key that a token names, if it may sign for this channel: all channels' keys are published in one place. */
const keyFor =
	(channelId: string, keys: PublishedKeys): JWTVerifyGetKey =>
	async (header, token) => {
		// Nothing in the header is proven, not even its types.
		const kid: unknown = header.kid;
		const key = typeof kid === "string" ? await keys(kid) : null;
		if (!key?.endorsements.includes(channelId)) throw new errors.JWKSNoMatchingKey();
		return createLocalJWKSet({ keys: [key] })(header, token);
	};
