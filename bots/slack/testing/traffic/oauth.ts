// What the exchange of an OAuth code is answered: docs.slack.dev/reference/methods/oauth.v2.access.
import { app, dana, enterprise, team } from "./acme.ts";

/** A workspace of an organisation of its own. Token rotation adds `expires_in` and `refresh_token`. */
export const granted = {
	ok: true,
	access_token: "xoxb-of-acme",
	token_type: "bot",
	scope: "commands,chat:write",
	bot_user_id: app.user,
	app_id: app.id,
	team: { id: team, name: "Acme Dental" },
	enterprise: null,
	is_enterprise_install: false,
	authed_user: { id: dana, scope: "", access_token: "xoxp-of-dana", token_type: "user" },
	incoming_webhook: {
		channel: "#help",
		channel_id: "C0HELP00001",
		configuration_url: "https://acme-dental.slack.com/services/B0CAISEY001",
		url: "https://hooks.slack.com/services/T0ACME00001/B0CAISEY001/x",
	},
	response_metadata: { warnings: [] },
};
const installed = {
	workspace: `slack:${team}`,
	name: "Acme Dental",
	by: `slack:${team}:${dana}`,
	token: "xoxb-of-acme",
};
const unsupported = (error: string) => ({ ok: false, why: "unsupported", error });

export const exchanges = [
	{ what: "a workspace", answer: granted, means: { ok: true, installed } },
	{
		what: "a workspace of an Enterprise Grid organisation",
		answer: { ...granted, enterprise: { id: enterprise, name: "Acme Group" } },
		means: { ok: true, installed: { ...installed, by: `slack:${enterprise}:${dana}` } },
	},
	{
		what: "a whole organisation, which has no team",
		answer: {
			...granted,
			team: null,
			enterprise: { id: enterprise, name: "Acme Group" },
			is_enterprise_install: true,
		},
		means: unsupported("the app was installed for a whole organization; install it in one workspace"),
	},
	{
		what: "a token that ends within hours",
		answer: { ...granted, expires_in: 43_200, refresh_token: "xoxe-1-of-acme" },
		means: unsupported("token rotation is on in the app's settings"),
	},
	{
		what: "a person's token alone",
		answer: { ...granted, token_type: "user", access_token: "xoxp-of-dana" },
		means: unsupported("Slack gave no bot token"),
	},
	{
		what: "a code that was used before",
		answer: { ok: false, error: "invalid_code", response_metadata: { messages: [] } },
		means: { ok: false, why: "refused", error: "invalid_code" },
	},
];
