// Standing approvals in words: what changed of one, what lets a plan run, how far it is; and why one isn't given.
import { inQuotes, onOneLine, startOf } from "../domain/line.ts";
import type { RuledBy, StandingVoter } from "../protocol/plan/standing.ts";
import type { KeptStanding, StandingsView } from "../protocol/read/standing.ts";
import type { Refusal } from "../protocol/refusal.ts";
import { unconfirmedText } from "./amendments.ts";
import { list } from "./amounts.ts";
import { utcMinute } from "./times.ts";

/** `up to 10 times, until 2026-12-12 22:59 UTC` */
export const termsText = ({ times, until }: Pick<KeptStanding, "times" | "until">): string =>
	`${times === 1 ? "once" : `up to ${times} times`}, until ${utcMinute(until)}`;

/** `“Restarts the spooler.” on FRONT-01` */
export const matterText = ({ matter }: Pick<KeptStanding, "matter">): string => {
	const command = matter.steps.find(({ phase }) => phase === "command")?.command ?? "";
	const what = matter.changes.trim() === "" ? command : matter.changes;
	const text = onOneLine(what.trim());
	const short = text.length > 150 ? `${startOf(text, 149).trimEnd()}…` : text;
	return `${inQuotes(short)} on ${list(matter.endpoints.map(({ name }) => name))}`;
};

const did = {
	given: (one) => `approved for later plans, too: ${matterText(one)}, ${termsText(one)}`,
	joined: (one) => `also approved for later plans: ${matterText(one)}, ${termsText(one)}`,
	revoked: (one) => `revoked the standing approval of ${matterText(one)}`,
	dead: (one) => `ended the standing approval of ${matterText(one)}`,
} as const satisfies Record<string, (one: Pick<KeptStanding, "matter" | "times" | "until">) => string>;

/** What someone did with one, after their name. */
export const standingChange = (
	what: keyof typeof did,
	one: Pick<KeptStanding, "matter" | "times" | "until">,
): string => did[what](one);

const markedName = ({ name, unconfirmed }: StandingVoter): string =>
	unconfirmed === undefined ? name : `${name} (${unconfirmedText[unconfirmed]})`;

/** `the standing approval of Ada Lindqvist, 3 of 10, until …`; `the rule disk-space`. Names whom nobody confirmed as such. */
export const ruledText = (ruled: RuledBy): string =>
	ruled.by === "rule"
		? `the ${ruled.rules.length === 1 ? "rule" : "rules"} ${list(ruled.rules, 5)}`
		: `the standing approval of ${list(ruled.voters.map(markedName))}, ${ruled.n} of ${ruled.of}, until ${utcMinute(ruled.until)}`;

/** Of an open plan: these rules deny programs. */
export const unreadText = (rules: string[]): string =>
	`No machine could say whether this does what the ${rules.length === 1 ? "rule" : "rules"} ${list(rules, 5)} ${rules.length === 1 ? "forbids" : "forbid"}. Read the steps yourself`;

type State = StandingsView["standings"][number]["state"];
export const standingStates = {
	good: "runs without a vote",
	votes: "waits for approvers",
	passkeys: "doesn't count, as approvers sign with passkeys here",
	"used-up": "used up",
	over: "over",
	ended: "ended",
} as const satisfies Record<State, string>;

type Of<Code extends Refusal["code"]> = Extract<Refusal, { code: Code }>;

export const noStanding = {
	passkeys:
		"approvers sign each plan with their passkey here, and endpoints take nothing else. So there are no standing approvals",
	secrets: "it needs secrets, which someone enters each time",
	text: "it may ask for a text, which an approver has to see each time",
	"too-many": "this client has as many standing approvals as it may have. Revoke one first",
	gone: "this standing approval has changed in the meantime",
	again: "you have said yes to it already",
	voted: "you have approved this plan, and that counts, but Caisey couldn't keep it for later ones",
} as const satisfies Record<Of<"no-standing">["why"], string>;

export const standingRefusals = {
	forbidden: {
		told: ({ client, rule, what }: Of<"forbidden">) =>
			`A rule of ${client} forbids this: ${rule}, because of ${what}. Nothing ran. Ask the owner if the rule has to change.`,
		noted: ({ rule, what }: Of<"forbidden">) => `the rule ${rule} forbids it, because of ${what}`,
	},
	"no-standing": {
		told: ({ why }: Of<"no-standing">) =>
			`This can't be approved for later plans: ${noStanding[why]}. Each time, propose it again, and an approver decides.`,
		noted: ({ why }: Of<"no-standing">) => noStanding[why],
	},
};
