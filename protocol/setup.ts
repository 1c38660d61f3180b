// The set-up file: what `npm run admin -- apply <file.yaml>` sends to the owner API, and what the local mode starts from.
import { z } from "zod";
import { most, recordOf, Text } from "./bounds.ts";
import { Instant, Jurisdiction, PublicKey, SessionId } from "./ids.ts";
import { Hold } from "./machine.ts";
import { Policy, Role } from "./people.ts";
import { ConversationId, Identity, WorkspaceId } from "./platform.ts";
import { Differs } from "./read/amendment.ts";
import { RuleName } from "./rules.ts";

/** Entries of each kind in one file, which is at most 4 MiB. */
const mostNamed = 100_000;

/** A name within the file, by which later applies find the same entry: `dana`, `acme-dental`. Lower case, digits, dashes. */
export const Key = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "use lower-case letters, digits and dashes");

export const PersonSetup = z.strictObject({
	name: z.string().min(1).max(100),
	/** How exports name them, e.g. `technician@msp.com`. */
	label: z.string().max(200).optional(),
	identities: z.array(Identity).max(most).default([]),
	/** Where they get plans that they may decide, with a link to sign in: whoever reads it decides in their name. */
	email: z.email().max(200).optional(),
	roles: z.array(Role).max(most).min(1),
	/** For a policy that asks for one of each group. */
	groups: z.array(RuleName).max(10).exactOptional(),
});

/** Endpoint names: what people type and read; unique within a client. */
export const EndpointName = z
	.string()
	.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, "use letters, digits, dots, dashes and underscores");

export const EndpointSetup = z.strictObject({ description: z.string().max(200).default("") });

const ClientSetup = z.strictObject({
	name: z.string().min(1).max(100),
	/** Fixed when the client is created. */
	jurisdiction: Jurisdiction.default("none"),
	policy: Policy.prefault({}),
	/** Keyed by a name of the file's own; MSP staff are listed under `staff` instead. */
	people: recordOf(Key, PersonSetup, mostNamed).default({}),
	endpoints: recordOf(EndpointName, EndpointSetup, mostNamed).default({}),
	/** Conversations that belong to this client. */
	channels: z.array(ConversationId).max(most).default([]),
	/** Who of its people may confirm changes of approvers, policy and channels when no approver can be reached. */
	breakGlass: Key.exactOptional(),
});

const WorkspaceSetup = z.strictObject({
	/** The Slack organisation that it belongs to: its people's identities begin with this id. */
	enterprise: z
		.string()
		.max(64)
		.regex(/^E[A-Z0-9]+$/, "not an organization's id such as E0123")
		.optional(),
	/** The name of the environment variable with the bot's token, for a workspace that was not installed by OAuth. */
	tokenFrom: z
		.string()
		.max(200)
		.regex(/^[A-Z][A-Z0-9_]*$/)
		.optional(),
});

export const Setup = z.strictObject({
	v: z.literal(1),
	msp: z.strictObject({
		name: z.string().min(1).max(100),
		/** The MSP's own conversation, where every client's new session appears. */
		desk: ConversationId.optional(),
		/** Seconds after which the desk gets one reminder of a session that no one took. */
		remindDeskAfter: z.int().min(1).max(86_400).default(900),
		/** Who is mentioned in that reminder, by their names under `staff`. */
		onCall: z.array(Key).max(20).exactOptional(),
		/** Where the MSP's ticket system shows a ticket; its number replaces `{ticket}`. */
		ticketLink: z
			.url({ protocol: /^https$/ })
			.max(2_000)
			.refine((link) => link.includes("{ticket}"), "{ticket} is missing in it")
			.optional(),
	}),
	/** The MSP's own people; their roles count at every client. */
	staff: recordOf(Key, PersonSetup, mostNamed).default({}),
	workspaces: recordOf(WorkspaceId, WorkspaceSetup, mostNamed).default({}),
	clients: recordOf(Key, ClientSetup, mostNamed),
});
export type Setup = z.infer<typeof Setup>;

/** An account of an approver that isn't their first, or belonged to someone else: `vouch` is `<person>=<identity>` with the
 * person as the file names them (`ada` of the staff, `acme-dental/ada`); `what` is the claim that the owner confirms. */
export const Vouch = z.strictObject({ vouch: Text, what: Text });
export type Vouch = z.infer<typeof Vouch>;

/** POST /admin/apply. `tokens` are the bot tokens named by `tokenFrom`, read by the command from its own environment. */
export const ApplyRequest = z.strictObject({
	setup: Setup,
	tokens: recordOf(Text, Text.min(1), mostNamed).default({}),
	/** Only report what would change. */
	dryRun: z.boolean(),
	/** The set-up that the shown changes start from. If it is no longer current, the Worker applies nothing. */
	revision: z.int().min(0).nullable().default(null),
	/** The name of the person who applies it, for the log and the client's people; only the token proves anything. */
	by: z.string().max(100).default(""),
	/** Approvers' accounts that the owner confirmed. The Worker applies nothing if it needs one that is missing here. */
	vouched: z.array(Text).max(most).default([]),
	/** Endpoints, `<client>/<NAME>`, that get a new enrollment token although one exists or they are enrolled. */
	reissue: z.array(Text).max(most).default([]),
});
export type ApplyRequest = z.infer<typeof ApplyRequest>;

export const ApplyResponse = z.strictObject({
	/** Of the set-up that `changes` start from; after an apply, of the new one. */
	revision: z.int().min(0),
	/** One line a change, in words: `+ client acme-dental: person ada, approver`. Empty: nothing to do. */
	changes: z.array(z.strictObject({ sign: z.enum(["+", "-", "~"]), what: Text })).max(most),
	/** New enrollment tokens: shown once, single use. */
	enrolment: z
		.array(
			z.strictObject({
				client: Text,
				endpoint: Text,
				token: Text,
				expires: z.int(),
			}),
		)
		.max(most),
	/** Each is a question to the owner: anyone with such an account decides in that person's name. */
	vouch: z.array(Vouch).max(most),
	/** Worth knowing, e.g. a client without an approver. */
	warnings: z.array(Text).max(most),
	/** What the file says that isn't in force, by the client's name in it; `link`: the page where it is confirmed; `why`: in words. */
	proposed: z
		.array(z.strictObject({ client: Text, link: Text, why: Text, ...Differs.shape }))
		.max(most)
		.default([]),
});
export type ApplyResponse = z.infer<typeof ApplyResponse>;

/** POST /admin/keys: asks the current key to vouch for this one. */
export const SucceedRequest = z.strictObject({ key: PublicKey });
/** The ids of the key in use and of the new one. */
export const SucceedResponse = z.strictObject({ from: Text, to: Text });

/** POST /admin/confirm: an owner confirms that an endpoint's machine is another one, or another journal. Without `shown` it
 * only says what there is to confirm. `endpoint`: `<client>/<NAME>`. */
export const ConfirmRequest = z.strictObject({
	endpoint: Text,
	shown: Hold.nullable(),
	/** As in an apply. */
	by: z.string().max(100).default(""),
});
/** `change`: what it is, in words. */
export const ConfirmResponse = z.strictObject({ hold: Hold, change: Text });

/** A session's place in its client's list: when it was opened, and its id. */
const Listed = z.strictObject({ openedAt: Instant, session: SessionId });
/** Has a client's sessions read into the search again: those after `after`; null: everything is forgotten first. */
export const ReindexRequest = z.strictObject({ client: Text, after: Listed.nullable() });
/** How many were taken up, and the last one of them; null: there are no more. */
export const ReindexResponse = z.strictObject({ sessions: z.int(), next: Listed.nullable() });
export type ReindexResponse = z.infer<typeof ReindexResponse>;

/** Why nothing was applied, in words. `stale`: someone else applied in the meantime, so look at the changes again. */
export const ApplyRefusal = z.strictObject({
	errors: z.array(Text).max(most).min(1),
	stale: z.boolean().default(false),
});
