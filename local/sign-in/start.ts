// Both ways to sign in of the local mode, with the people of the local Slack and the local Teams.
import { freePortFrom } from "../ports.ts";
import { acme } from "../slack/team.ts";
import { accounts, tenant } from "../teams/tenant.ts";
import type { WorkerVars } from "../worker.ts";
import { startMicrosoftSignIn } from "./microsoft.ts";
import { startSlackSignIn } from "./slack.ts";

/** `secret`: what the Worker proves itself by there. */
export const startSignIn = async (port: number, workerUrl: string, secret: string) => {
	const app = (provider: string) => ({
		id: "caisey-local",
		secret,
		redirectUrl: `${workerUrl}/sign-in/with/${provider}/callback`,
	});
	const people = acme.people.map(({ id, name }) => ({ team: acme.id, user: id, name }));
	const slack = await startSlackSignIn(await freePortFrom(port), app("slack"), people);
	const teams = accounts.map(({ aadObjectId, name, email }) => ({
		tenant,
		object: aadObjectId,
		name,
		email,
	}));
	const microsoft = await startMicrosoftSignIn(await freePortFrom(port + 5), tenant, app("microsoft"), teams);
	const vars = {
		SIGN_IN_SLACK_ID: app("slack").id,
		SIGN_IN_SLACK_SECRET: secret,
		SIGN_IN_SLACK_ISSUER: slack.issuer,
		SIGN_IN_MICROSOFT_ID: app("microsoft").id,
		SIGN_IN_MICROSOFT_SECRET: secret,
		SIGN_IN_MICROSOFT_ISSUER: microsoft.issuer,
	} satisfies Partial<WorkerVars>;
	return {
		vars,
		stop: async () => {
			await slack.stop();
			await microsoft.stop();
		},
	};
};
