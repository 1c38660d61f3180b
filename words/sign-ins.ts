// How people got in, in words: on pages and in the audit log.
import type { AuditKind } from "../protocol/read/audit.ts";
import type { Provider, SignInWay } from "../protocol/read/sign-ins.ts";

export const providerNames = { slack: "Slack", microsoft: "Microsoft" } as const satisfies Record<
	Provider,
	string
>;

export const wayNames = {
	...providerNames,
	link: "a personal link",
	passkey: "a passkey",
} as const satisfies Record<SignInWay, string>;

/** Why a sign-in failed, in the audit log. */
export const failureNames = {
	strange: "begun in another browser",
	expired: "more than ten minutes",
	used: "used before",
	denied: "declined",
	refused: "an answer that Caisey can't accept",
	unanswered: "no answer",
	unlisted: "an unlisted workspace or organization",
	unknown: "unknown",
} as const;
export type Failure = keyof typeof failureNames;

export const auditKindNames = {
	"sign-in": "Sign-in",
	"failed sign-in": "Failed sign-in",
	opened: "Opened",
	exported: "Exported",
	searched: "Searched",
	shared: "Shared",
	changed: "Changed",
	refused: "Refused",
	machine: "Endpoint",
} as const satisfies Record<AuditKind, string>;
