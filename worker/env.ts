// The Worker's bindings and settings: decoded once; the Worker names what is missing and refuses to work.
import { z } from "zod";
import { fromBase64 } from "../protocol/bytes.ts";
import type { ClientContract } from "./contracts/client.ts";
import type { DirectoryContract } from "./contracts/directory.ts";
import type { EndpointContract } from "./contracts/endpoint.ts";
import type { RecordingContract } from "./contracts/recording.ts";
import type { SearchContract } from "./contracts/search.ts";
import type { SessionContract } from "./contracts/session.ts";
import type { SharesContract } from "./contracts/share.ts";
import type { WorkspaceContract } from "./contracts/workspace.ts";

/** Durable Objects that may be asked this, and no more than this. */
type Objects<Contract> = DurableObjectNamespace<Contract & Rpc.DurableObjectBranded>;

export interface Env {
	SESSION: Objects<SessionContract>;
	RECORDING: Objects<RecordingContract>;
	ENDPOINT: Objects<EndpointContract>;
	CLIENT: Objects<ClientContract>;
	WORKSPACE: Objects<WorkspaceContract>;
	DIRECTORY: Objects<DirectoryContract>;
	SEARCH: Objects<SearchContract>;
	SHARES: Objects<SharesContract>;
	ASSETS: Fetcher;
}

const bytes = (length: number) =>
	z
		.string()
		.transform((text, context) => {
			try {
				// Tools write it with line breaks.
				return fromBase64(text.replace(/\s/g, ""));
			} catch {
				context.addIssue({ code: "custom", message: "is not base64" });
				return z.NEVER;
			}
		})
		.refine((value) => value.length >= length, `has fewer than ${length} bytes`);

/** A recording goes on in a further object at this size, in bytes: a Durable Object holds 10 GB, and erasing needs room, too
 * (https://developers.cloudflare.com/durable-objects/platform/limits/). */
const partBytes = 9_000_000_000;

/** The same of a month's search index, which merges what it has. */
const searchPartBytes = 4_000_000_000;

const Fields = z.object({
	MODE: z.enum(["production", "local"]),
	/** Where people and agents reach this Worker, without a slash at the end. */
	PUBLIC_URL: z.url().transform((url) => url.replace(/\/+$/, "")),
	/** Ed25519 private key, PKCS#8 DER, base64: signs grants and heads. */
	SIGNING_KEY: bytes(48),
	/** 32 random bytes, base64: cookies, and tokens at rest. */
	SECRET_KEY: bytes(32),
	/** What the owner's commands prove themselves by. */
	OWNER_TOKEN: z.string().min(32, "has fewer than 32 characters"),
	SLACK_SIGNING_SECRET: z.string().min(16, "has fewer than 16 characters"),
	SLACK_API_URL: z.url(),
	/** Lower in tests only. */
	RECORDING_PART_BYTES: z.coerce.number().int().min(1).max(partBytes).default(partBytes),
	/** Lower in tests only. */
	SEARCH_PART_BYTES: z.coerce.number().int().min(1).max(searchPartBytes).default(searchPartBytes),
	/** An RFC 3161 time stamp authority that witnesses each session's last head; none: the chat alone does. */
	TIMESTAMP_URL: z.url().optional(),
	/** How many times as fast as the platforms allow Caisey posts; above 1 in tests only. */
	CHAT_RATE: z.coerce.number().int().min(1).max(1000).default(1),
	/** How many times as much people may ask and press as usual; above 1 in tests only. */
	QUOTA_TIMES: z.coerce.number().int().min(1).max(1_000_000).default(1),
	/** How long endpoints have to check a proposal, in ms: Teams waits five seconds for the answer to a dialog. Higher in tests only. */
	PREFLIGHT_MS: z.coerce.number().int().min(100).max(60_000).default(4_000),
	/** Both, or neither: then workspaces come with their token through the set-up file alone. */
	SLACK_CLIENT_ID: z.string().min(1, "is empty").optional(),
	SLACK_CLIENT_SECRET: z.string().min(1, "is empty").optional(),
	/** The bot's app id in Entra; none: this deployment has no Teams. Empty: no one has to say who they are, only in local mode. */
	TEAMS_APP_ID: z.string().optional(),
	TEAMS_APP_PASSWORD: z.string().min(1, "is empty").optional(),
	/** The tenant in which the bot is registered. */
	TEAMS_TENANT: z.guid().optional(),
	/** Sign in with Slack, and with Microsoft: the id and secret of an app there. Both of a pair, or neither: then it isn't offered. */
	SIGN_IN_SLACK_ID: z.string().min(1, "is empty").optional(),
	SIGN_IN_SLACK_SECRET: z.string().min(1, "is empty").optional(),
	SIGN_IN_MICROSOFT_ID: z.string().min(1, "is empty").optional(),
	SIGN_IN_MICROSOFT_SECRET: z.string().min(1, "is empty").optional(),
	/** Stand in for slack.com and login.microsoftonline.com: only in local mode. */
	SIGN_IN_SLACK_ISSUER: z.url().optional(),
	SIGN_IN_MICROSOFT_ISSUER: z.url().optional(),
	/** The mail service for approvers' mails: its key and the sender's address, both or neither. Its address: Resend's if missing. */
	MAIL_API_KEY: z.string().min(1, "is empty").optional(),
	MAIL_FROM: z.string().min(3, "is empty").optional(),
	MAIL_API_URL: z.url().default("https://api.resend.com"),
	/** Vouches for Teams, and gives the bot its token, instead of Microsoft's services: only in local mode. */
	TEAMS_IDENTITY_URL: z.url().optional(),
});

const pairs = [
	["MAIL_API_KEY", "MAIL_FROM"],
	["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"],
	["SIGN_IN_SLACK_ID", "SIGN_IN_SLACK_SECRET"],
	["SIGN_IN_MICROSOFT_ID", "SIGN_IN_MICROSOFT_SECRET"],
] as const;

const Settings = Fields.superRefine((given, context) => {
	for (const [one, other] of pairs.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]))
		if (given[one] === undefined && given[other] !== undefined)
			context.addIssue({ code: "custom", path: [one], message: `is missing, but ${other} is set` });
	for (const name of ["SIGN_IN_SLACK_ISSUER", "SIGN_IN_MICROSOFT_ISSUER"] as const)
		if (given[name] !== undefined && given.MODE !== "local")
			context.addIssue({ code: "custom", path: [name], message: "is only for the local mode" });
	if (given.MODE !== "local" && !given.PUBLIC_URL.startsWith("https:"))
		context.addIssue({ code: "custom", path: ["PUBLIC_URL"], message: "is not https" });
	if (given.MODE !== "local" && !given.MAIL_API_URL.startsWith("https:"))
		context.addIssue({ code: "custom", path: ["MAIL_API_URL"], message: "is not https" });
	if (given.MODE !== "local" && given.TIMESTAMP_URL && !given.TIMESTAMP_URL.startsWith("https:"))
		context.addIssue({ code: "custom", path: ["TIMESTAMP_URL"], message: "is not https" });
	for (const name of ["CHAT_RATE", "QUOTA_TIMES"] as const)
		if (given[name] !== 1 && given.MODE !== "local")
			context.addIssue({ code: "custom", path: [name], message: "is only for the local mode" });
	for (const [name, message] of teamsProblems(given))
		context.addIssue({ code: "custom", path: [name], message });
});

const teamsProblems = (given: z.infer<typeof Fields>): [string, string][] => {
	const { MODE, TEAMS_APP_ID: id, TEAMS_IDENTITY_URL } = given;
	const others = ["TEAMS_APP_PASSWORD", "TEAMS_TENANT"] as const;
	const [some, none] = [others.filter((name) => given[name]), others.filter((name) => !given[name])];
	return [
		...(id === "" && MODE !== "local" ? [["TEAMS_APP_ID", "is empty"] satisfies [string, string]] : []),
		...(id === undefined && some.length > 0
			? [["TEAMS_APP_ID", `is missing, but ${some[0]} is set`] satisfies [string, string]]
			: []),
		...(id ? none.map((name): [string, string] => [name, "is missing, but TEAMS_APP_ID is set"]) : []),
		...(TEAMS_IDENTITY_URL !== undefined && MODE !== "local"
			? [["TEAMS_IDENTITY_URL", "is only for the local mode"] satisfies [string, string]]
			: []),
	];
};
export type Settings = z.infer<typeof Settings>;

const decoded = new WeakMap<object, Settings>();

/** The settings of this deployment. Throws with the name of each one that is missing or wrong; never with a value. */
export const settings = (env: Env): Settings => {
	const known = decoded.get(env);
	if (known) return known;
	const result = Settings.safeParse(env);
	if (!result.success)
		throw new SettingsError(result.error.issues.map((issue) => `${issue.path.join(".")} ${wrong(issue)}`));
	decoded.set(env, result.data);
	return result.data;
};

const wrong = (issue: z.core.$ZodIssue): string =>
	issue.code === "invalid_type"
		? "is missing"
		: issue.message.startsWith("has") || issue.message.startsWith("is")
			? issue.message
			: "is invalid";

export class SettingsError extends Error {
	constructor(problems: string[]) {
		super(`Caisey is not set up: ${problems.join("; ")}. docs/deploy.md says what each setting is.`);
	}
}

/** Where people confirm changes of approvers, policy and channels. */
export const changesUrl = (env: Env): string => `${settings(env).PUBLIC_URL}/changes`;
