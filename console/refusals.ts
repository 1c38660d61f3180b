// Why a press or a try was refused, in a few words that follow "refused:"; what to do next was told to the person then.
import type { Refusal, RefusalCode } from "../protocol/refusal.ts";
import { count } from "../words/amounts.ts";
import { utc } from "../words/times.ts";

export const refusalWords = (refusal: Refusal): string =>
	(table[refusal.code] as (refusal: Refusal) => string)(refusal);

const table = {
	"not-bound": () => "this conversation belongs to no client",
	"no-role": ({ client }) => `no role at ${client}`,
	"not-a-technician": ({ client }) => `not a technician for ${client}`,
	"not-an-approver": ({ client }) => `not an approver for ${client}`,
	"no-approver": ({ client }) => `${client} has no approver yet`,
	"own-proposal": () => "nobody approves what they proposed themselves",
	"already-decided": ({ how }) => `already decided: ${how}`,
	"already-voted": () => "voted already",
	expired: ({ at }) => `too late: it had to be decided by ${utc(at)}`,
	"wrong-place": () => "pressed in a conversation that is not the session's",
	"other-client": () => "in a conversation that is no longer this client's",
	"review-in-console": ({ reasons }) => `must be reviewed in the console: ${reasons.join("; ")}`,
	"not-found": ({ what }) => `there is no such ${what}`,
	"session-closed": () => "the session is closed",
	"no-thread": () => "not in a session's thread",
	"empty-request": () => "nothing was asked",
	"empty-command": () => "the command is empty",
	"command-too-long": ({ bytes, limit }) =>
		`the command has ${count(bytes)} bytes, ${count(limit)} are possible`,
	"looks-secret": ({ what }) => `it looks like a secret: ${what}`,
	"styled-text": () => "styled text loses characters: it has to be a code block",
	"not-text": ({ name }) => `${name} is not a text file`,
	"file-too-large": ({ name, bytes, limit }) =>
		`${name} has ${count(bytes)} bytes, ${count(limit)} are possible`,
	"bad-field": ({ field, reason }) => `${field}: ${reason}`,
	"shell-missing": ({ shell, endpoint }) => `${endpoint} has no ${shell}`,
	quarantined: ({ endpoint }) => `${endpoint} is quarantined`,
	"nothing-to-cancel": () => "there is nothing to cancel",
	"may-not-cancel": () => "only the proposer, an approver or the owner may cancel",
	"may-not-close": () => "only whoever asked, a technician or the owner may close",
	"open-plan": () => "an earlier plan is not decided yet",
	"may-not-erase": ({ client }) => `only an approver of ${client} or the owner may have something erased`,
	"legal-hold": ({ client }) => `${client} is under a legal hold, so nothing is erased until it ends`,
	"nobody-to-confirm": ({ role, client }) =>
		`it needs a second person, ${role === "owner" ? "an owner" : "an approver"}, and ${client} has nobody else in that role`,
	"not-erasable": ({ what, reason }) => `${what} can't be erased: ${reason}`,
	"own-erasure": () => "whoever asked for an erasure does not confirm it; somebody of the other side does",
	"not-the-other-side": ({ wanted }) =>
		wanted.length > 0
			? `only ${wanted.join(" or ")} may answer this`
			: "who asked for it has no such role any more, so it has to be asked for anew",
	"not-yours": () => "only whoever asked for it may withdraw it",
	"erasure-over": ({ how }) => `this request is over: ${how}`,
	"technicians-only": ({ client }) => `not a technician for ${client}`,
	"already-taken": ({ by }) => `${by} has it already`,
	"for-whom": () => "for nobody in particular",
	"which-person": ({ name }) => `no one person is called ${name}`,
	"no-channel": ({ client }) => `${client} is bound to no channel`,
	"unknown-action": () => "an unknown action",
	broken: ({ errorId }) => `an error on our side, ${errorId}`,
} satisfies { [Code in RefusalCode]: (refusal: Extract<Refusal, { code: Code }>) => string };
