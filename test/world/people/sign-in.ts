// Signing in to the console with an account, as people do it: the button, the provider's page, and back.
import type { MicrosoftAccount } from "../../../local/sign-in/emulated.ts";
import { startMicrosoftSignIn } from "../../../local/sign-in/microsoft.ts";
import { type Account, startSlackSignIn } from "../../../local/sign-in/slack.ts";
import { freePort } from "../ports.ts";
import type { World } from "../world.ts";
import type { Jar } from "./jar.ts";

type At = Pick<World, "workerUrl">;

/** The Worker offers both from now on. Object ids of Microsoft's accounts may be anything. */
export const offerSignIn = async (
	world: World,
	slack: Account[],
	tenant: string,
	microsoft: MicrosoftAccount[],
) => {
	const app = (provider: string) => ({
		id: `caisey-${provider}`,
		secret: "a secret of enough characters",
		redirectUrl: `${world.workerUrl}/sign-in/with/${provider}/callback`,
	});
	const slackSide = await startSlackSignIn(await freePort(), app("slack"), slack);
	const microsoftSide = await startMicrosoftSignIn(await freePort(), tenant, app("microsoft"), microsoft);
	const vars = {
		SIGN_IN_SLACK_ID: app("slack").id,
		SIGN_IN_SLACK_SECRET: app("slack").secret,
		SIGN_IN_SLACK_ISSUER: slackSide.issuer,
		SIGN_IN_MICROSOFT_ID: app("microsoft").id,
		SIGN_IN_MICROSOFT_SECRET: app("microsoft").secret,
		SIGN_IN_MICROSOFT_ISSUER: microsoftSide.issuer,
	};
	await world.restartWorker(vars);
	return {
		vars,
		stop: async () => {
			await slackSide.stop();
			await microsoftSide.stop();
		},
	};
};

/** From the button to where Slack sends the browser back to. `as`: `T0LOCAL1-U0ADA`; empty: declines. */
export const throughSlack = async (world: At, jar: Jar, as: string, next = "/"): Promise<string> => {
	const page = await jar.open(`${world.workerUrl}/sign-in/with/slack?next=${encodeURIComponent(next)}`);
	let answer = await jar.once(new URL(`?as=${as}`, page.url));
	for (let hops = 0; hops < 10; hops++) {
		const to = new URL(answer.headers.get("location") ?? "", answer.url).href;
		if (to.startsWith(world.workerUrl)) return to;
		answer = await jar.once(to);
	}
	throw new Error(`Slack didn't send the browser back: ${answer.text}`);
};

/** The same with Microsoft. */
export const throughMicrosoft = async (world: At, jar: Jar, email: string, next = "/"): Promise<string> => {
	const asked = await jar.once(`${world.workerUrl}/sign-in/with/microsoft?next=${encodeURIComponent(next)}`);
	const address = new URL(asked.headers.get("location") ?? "");
	const fields = [
		"redirect_uri",
		"scope",
		"state",
		"nonce",
		"client_id",
		"code_challenge",
		"code_challenge_method",
	];
	const body = new URLSearchParams({ email });
	for (const name of fields) body.set(name, address.searchParams.get(name) ?? "");
	const answer = await jar.once(new URL("/oauth2/v2.0/authorize/callback", address), {
		method: "POST",
		body,
	});
	return answer.headers.get("location") ?? "";
};
