// Slack's OAuth v2, which installs the app in a workspace: its address, and what its code gives.
import { z } from "zod";
import { Id } from "../read/payload.ts";
import { type Called, webApi } from "../web-api.ts";
import { scopes } from "./scopes.ts";

export type App = {
	clientId: string;
	clientSecret: string;
	/** The Web API's address; the page on which a workspace agrees is on the same host. */
	apiUrl: string;
	/** Where Slack sends the browser afterwards; the same in both steps. */
	redirectUrl: string;
};

/** Where someone allows the app: https://docs.slack.dev/authentication/installing-with-oauth */
export const agreeUrl = ({ apiUrl, clientId, redirectUrl }: App, state: string): string => {
	const url = new URL("/oauth/v2/authorize", apiUrl);
	const asked = {
		client_id: clientId,
		scope: Object.keys(scopes).join(","),
		redirect_uri: redirectUrl,
		state,
	};
	for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
	return url.href;
};

/** A workspace that has the app. */
export type Installed = {
	/** `slack:<team>`. */
	workspace: string;
	name: string;
	/** `slack:<enterprise, else team>:<user>`. */
	by: string;
	token: string;
};

export type Exchanged =
	| { ok: true; installed: Installed }
	/** `unsupported`: Slack gave something that we can't keep; `refused`: Slack's own word, e.g. `invalid_code`. */
	| { ok: false; why: "refused" | "unsupported" | "unanswered"; error: string };

/** Exchanges the code of a browser that came back for the workspace's bot token. */
export const exchange = async (app: App, code: string): Promise<Exchanged> => {
	const call = webApi({
		authorization: `Basic ${btoa(`${app.clientId}:${app.clientSecret}`)}`,
		apiUrl: app.apiUrl.replace(/\/$/, ""),
		fetch: (...request) => fetch(...request),
	});
	const form = new URLSearchParams({ code, redirect_uri: app.redirectUrl });
	const answer = await call("oauth.v2.access", form, Access);
	return answer.ok ? installedBy(answer.body) : unanswered(answer);
};

const Access = z.looseObject({
	access_token: z.string(),
	token_type: z.string(),
	refresh_token: z.string().optional(),
	is_enterprise_install: z.boolean().nullish(),
	team: z.looseObject({ id: Id, name: z.string().nullish() }).nullish(),
	enterprise: z.looseObject({ id: Id }).nullish(),
	authed_user: z.looseObject({ id: Id }),
});

const installedBy = (access: z.infer<typeof Access>): Exchanged => {
	const { access_token: token, team, enterprise, authed_user } = access;
	const unsupported = (error: string) => ({ ok: false, why: "unsupported", error }) as const;
	if (access.is_enterprise_install || !team)
		return unsupported("the app was installed for a whole organization; install it in one workspace");
	if (access.token_type !== "bot") return unsupported("Slack gave no bot token");
	// It would end within hours, and we renew none.
	if (access.refresh_token) return unsupported("token rotation is on in the app's settings");
	return {
		ok: true,
		installed: {
			workspace: `slack:${team.id}`,
			name: (team.name ?? team.id).slice(0, 200),
			by: `slack:${enterprise?.id ?? team.id}:${authed_user.id}`,
			token,
		},
	};
};

const unanswered = (failed: Extract<Called<never>, { ok: false }>): Exchanged => {
	if (failed.kind === "rate-limited") return { ok: false, why: "unanswered", error: "ratelimited" };
	const lost = failed.kind === "uncertain" || failed.kind === "failed";
	return { ok: false, why: lost ? "unanswered" : "refused", error: failed.error };
};
