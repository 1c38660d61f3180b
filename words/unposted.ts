// A message that a platform doesn't take: why, and what people can do.
import { type PlatformName, platformIn } from "../protocol/platform.ts";
import type { Unposted } from "../protocol/read/unposted.ts";
import { list } from "./amounts.ts";
import { placeName, workspaceWithId } from "./places.ts";

/** Why a session's thread couldn't be opened, to the person who asked for the session. `where`: `this channel`, `#front-desk`. */
export const unopenedText = (because: Unposted, where: string): string =>
	`${unopened[because](where)} Your request is kept${because === "not-taken" ? "" : ": its thread then opens within ten minutes"}.`;

const unopened = {
	"not-a-member": (where) => `I'm not a member of ${where}. Write “/invite @Caisey” there.`,
	archived: (where) => `${capital(where)} is archived. Take it out of the archive.`,
	"not-allowed": (where) => `I may not post in ${where}. Ask its owner to let the app post.`,
	"account-disabled": (where) => `I can't post in ${where}. Ask your IT provider.`,
	"account-unknown": (where) => `I can't post in ${where}. Ask your IT provider.`,
	"no-app": (where) => `The app isn't in ${where}. Add it there.`,
	"access-refused": () => "My access here is no longer valid. Ask your IT provider to install the app again.",
	"not-taken": (where) => `My message isn't accepted in ${where}. Ask your IT provider.`,
} as const satisfies Record<Unposted, (where: string) => string>;

/** Where nothing of ours is taken, and what owners can do. `channel`: null: all of the workspace, `slack:T0123`. `called`: what people
 * call the one or the other; null: not known. */
export const troubleText = (
	{
		workspace,
		channel,
		called,
		desk,
		because,
	}: { workspace: string; channel: string | null; called: string | null; desk: boolean; because: Unposted },
	client: string,
): string => {
	// Someone may own many clients: they read once of what is the same for all.
	if (channel === null)
		return `${closed[platformIn(workspace)](workspaceWithId(called, workspace))} Until then I post nothing there, and what should be seen there waits.`;
	const where = called === null ? `the channel ${channel} of ${workspace}` : placeName(called, workspace);
	if (because === "not-taken")
		return `A message of mine isn't accepted in ${where}, so ${desk ? "a request isn't seen" : `${client} doesn't see it`} there. ${ownWord}`;
	const missing = desk ? "nobody sees new requests there" : `${client} sees nothing new there`;
	const why =
		because === "no-app"
			? `The app isn't there, or nobody has written to it there yet. Add it, and write “@Caisey hello” there.`
			: noOneElse.includes(because)
				? `${because === "access-refused" ? "The platform doesn't let me post there" : `There, ${unpostedBecause[because]}`}. ${ownWord}`
				: unopened[because](where);
	return `I can't post in ${where}. ${why} Until then ${missing}.`;
};

/** What people in that conversation can't mend. */
const noOneElse: Unposted[] = ["account-disabled", "account-unknown", "access-refused"];

const ownWord = "The Worker's log has the platform's own word.";

/** The whole workspace is, as our access there is no longer valid. */
const closed = {
	slack: (workspace) =>
		`My access to the Slack workspace ${workspace} is missing or no longer valid. Install the app there again, or apply a new token.`,
	teams: (workspace) =>
		`I have no access to Teams at ${workspace}, so I can't post there. Check the Worker's TEAMS_APP_ID, TEAMS_APP_PASSWORD (the secret may have expired) and TEAMS_TENANT. Apply the set-up file again to read what is wrong.`,
} as const satisfies Record<PlatformName, (workspace: string) => string>;

/** Why an approver didn't get a plan directly, and who can decide it. `elsewhere`: they have another account. `others`: who else
 * may decide. */
export const unreachedText = (because: Unposted, elsewhere: boolean, others: string[]): string =>
	`${unreached[because]} ${decides(elsewhere, others)}`;

const decides = (elsewhere: boolean, others: string[]): string => {
	if (others.length > 0) return `${list(others)} can decide, too.`;
	if (elsewhere) return "They have another account, where they may see it.";
	return "No one else can decide this plan. Ask the owner to name another approver in the set-up file, then propose it again.";
};

const unreached = {
	"not-a-member": "The platform doesn't let me write to them.",
	archived: "Their chat with me is archived.",
	"not-allowed": "The platform doesn't let me write to them.",
	"account-disabled": "Their account is disabled.",
	"account-unknown": "There is no such account.",
	"no-app": "The app isn't installed for them, or they blocked it. An admin can install it.",
	"access-refused": "My access there is no longer valid.",
	"not-taken": "The platform doesn't accept my message to them.",
} as const satisfies Record<Unposted, string>;

/** The same for the record, to follow what Caisey couldn't do. */
export const unpostedBecause = {
	"not-a-member": "it isn't a member there",
	archived: "the conversation is archived",
	"not-allowed": "it may not write there",
	"account-disabled": "the account is disabled",
	"account-unknown": "there is no such account",
	"no-app": "the app isn't installed there, or is blocked",
	"access-refused": "it has no access there",
	"not-taken": "the platform doesn't accept the message",
} as const satisfies Record<Unposted, string>;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
