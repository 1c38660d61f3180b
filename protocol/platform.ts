// The chat platforms, and the forms that each gives its ids. Whatever else differs by platform is a table over their names.
import { z } from "zod";

export const PlatformName = z.enum(["slack", "teams"]);
export type PlatformName = z.infer<typeof PlatformName>;

/** `channel`: of a team, with threads. `group`: a chat of several people. `personal`: one person's own chat with the bot.
 * `unknown`: its id does not tell. */
export type ConversationKind = "channel" | "group" | "personal" | "unknown";

/** An id after the platform's name and a colon, with an example for people. */
type Form = { id: RegExp; example: string };
type Forms = {
	workspace: Form;
	/** Without its threads. */
	conversation: Form;
	kinds: [kind: ConversationKind, channel: RegExp][];
	/** The names of channels that can't be taken for anything else; null: people choose any. */
	plainName: RegExp | null;
	/** Whether the app has a token of its own in each workspace; else the deployment has one for all. */
	ownToken: boolean;
};

export const platforms = {
	slack: {
		workspace: { id: /[A-Z0-9]+/, example: "T0123" },
		conversation: { id: /[A-Za-z0-9-]+:[A-Za-z0-9-]+/, example: "T0123:C0123" },
		/** `G…` may be a private channel or a chat. */
		kinds: [
			["channel", /^C/],
			["personal", /^D/],
		],
		// Lower case, digits, hyphens, underscores, and letters of scripts without case; no mark that stacks on a letter.
		// https://docs.slack.dev/reference/methods/conversations.create (naming)
		plainName: /^#[\p{Ll}\p{Lo}\p{Nd}_-]{1,80}$/u,
		ownToken: true,
	},
	teams: {
		workspace: { id: /[A-Za-z0-9-]+/, example: "<tenant id>" },
		conversation: { id: /[A-Za-z0-9-]+:[^\s;/]{1,300}/, example: "<tenant>:19:…@thread.tacv2" },
		/** `19:…@thread.tacv2`, `19:…@thread.v2`, `a:…`. */
		kinds: [
			["channel", /@thread\.(?:tacv2|skype)$/],
			["group", /@thread\.v2$/],
			["personal", /^a:|@unq\.gbl\.spaces$/],
		],
		plainName: null,
		ownToken: false,
	},
} as const satisfies Record<PlatformName, Forms>;

const forms: [PlatformName, Forms][] = PlatformName.options.map((name) => [name, platforms[name]]);
const oneOf = (what: "workspace" | "conversation") =>
	z
		.string()
		.max(1_000)
		.regex(
			new RegExp(`^(?:${forms.map(([name, form]) => `${name}:${form[what].id.source}`).join("|")})$`),
			`not a ${what} such as ${forms.map(([name, form]) => `${name}:${form[what].example}`).join(" or ")}`,
		);

/** `slack:<team id>` or `teams:<tenant id>`. */
export const WorkspaceId = oneOf("workspace");
/** `slack:T0123:C0123`, `teams:<tenant>:19:…@thread.tacv2`. */
export const ConversationId = oneOf("conversation");

/** A chat identity: `slack:<enterprise id, else team id>:<user id>` or `teams:<tenant id>:<aad object id>`. Never a name or an e-mail address. */
export const Identity = z
	.string()
	.max(1_000)
	.regex(
		new RegExp(`^(?:${PlatformName.options.join("|")}):[A-Za-z0-9-]+:[A-Za-z0-9-]+$`),
		"not a chat identity such as slack:T0123:U0123",
	);
export type Identity = z.infer<typeof Identity>;

/** The platform that the id of a workspace, a conversation or an account begins with. The id must have been decoded before. */
export const platformIn = (id: string): PlatformName => {
	const found = PlatformName.options.find((name) => id.startsWith(`${name}:`));
	if (!found) throw new TypeError(`id without a platform: ${id}`);
	return found;
};

type Conversation = { workspace: string; channel: string };

/** What sort of conversation an id names. Of a platform that this version doesn't know: a transcript may be a later one's. */
export const conversationKind = ({ workspace, channel }: Conversation): ConversationKind => {
	const of = formsOf(workspace);
	return of?.kinds.find(([, form]) => form.test(channel))?.[0] ?? "unknown";
};

/** Whether a channel's name can't be taken for anything else there. Of a platform that this version doesn't know, any can. */
export const isPlainName = (called: string, workspace: string): boolean =>
	formsOf(workspace)?.plainName?.test(called) ?? false;

const formsOf = (workspace: string): Forms | undefined =>
	forms.find(([name]) => workspace.startsWith(`${name}:`))?.[1];
