// Every refusal: what the person reads, with what to do next; and in a few words, what the record says.

import { inQuotes, startOf } from "../domain/line.ts";
import type { Refusal, RefusalCode } from "../protocol/refusal.ts";
import { abilities } from "./abilities.ts";
import { amendmentRefusals } from "./amendments.ts";
import { exactBytes, list } from "./amounts.ts";
import { type Begin, command, glance, handOver } from "./begin.ts";
import { deputyRefusals } from "./deputies.ts";
import { erasureRefusals } from "./erasures.ts";
import { machineRefusals } from "./machine.ts";
import { passkeyRefusals } from "./passkeys.ts";
import { brokenText } from "./preflight.ts";
import { promptRefusals } from "./prompts.ts";
import { quotaRefusals } from "./quota.ts";
import { forms } from "./script.ts";
import { secretRefusals, withheld } from "./secrets.ts";
import { standingRefusals } from "./standing.ts";
import { utc, utcMinute } from "./times.ts";

/** The private answer to a refused person. Plain text: names and reasons in it are shown as they are. */
export const refusalText = (refusal: Refusal, begin: Begin = command): string =>
	entryOf(refusal).told(refusal, begin);

/** In the record, to follow "refused:". */
export const refusalNote = (refusal: Refusal): string => entryOf(refusal).noted(refusal);

type Entry<R> = { told: (refusal: R, begin: Begin) => string; noted: (refusal: R) => string };
type Of<C extends RefusalCode> = Extract<Refusal, { code: C }>;

const entryOf = (refusal: Refusal): Entry<Refusal> => entries[refusal.code] as Entry<Refusal>;

const entries = {
	"not-bound": {
		told: () =>
			"This conversation isn't connected to a client, so nothing was done. Ask your IT provider to connect it, or write in your company's own channel.",
		noted: () => "this conversation isn't connected to a client",
	},
	"no-role": {
		told: ({ client }) =>
			`You have no role at ${client} here, so nothing was done. Ask your IT provider to add you.`,
		noted: ({ client }) => `no role at ${client}`,
	},
	"not-a-technician": {
		told: ({ client }) =>
			`Only technicians can propose commands for ${client}. Say in the thread what you need; a technician will answer there.`,
		noted: ({ client }) => `not a technician for ${client}`,
	},
	"not-an-approver": {
		told: ({ client, approvers, told }) =>
			`Only ${list(approvers, 6, "or")} can approve for ${client}.${told ? " I've told them that you'd like this done." : " Ask one of them."}`,
		noted: ({ client }) => `not an approver for ${client}`,
	},
	"no-approver": {
		told: ({ client }) =>
			`No one can approve for ${client} yet, so nothing can run. Ask your IT provider to name an approver. Then propose it again.`,
		noted: ({ client }) => `${client} has no approver yet`,
	},
	"own-proposal": {
		told: ({ approvers }) =>
			approvers.length > 0
				? `You proposed this, so someone else decides. Ask ${list(approvers, 6, "or")}.`
				: "You proposed this, so someone else must decide, and no one else can. Ask your IT provider to name another approver.",
		noted: () => "people can't approve what they proposed themselves",
	},
	"already-decided": {
		told: ({ how }) =>
			`This was already decided: ${how}. Nothing changed. To run it again, propose it again.`,
		noted: ({ how }) => `already decided: ${how}`,
	},
	"already-voted": {
		told: () => "You have already voted on this, and your vote counts. Someone else has to decide too.",
		noted: () => "already voted",
	},
	expired: {
		told: ({ at }) =>
			`The time to decide on this ended at ${utcMinute(at)}. Nothing ran. Ask the technician to press “Ask again…”.`,
		noted: ({ at }) => `too late: the time to decide ended at ${utc(at)}`,
	},
	"wrong-place": {
		told: () =>
			"This button belongs to another conversation, so nothing was done. Press it on the original card in its thread.",
		noted: () => "pressed outside the session's conversations",
	},
	"other-client": {
		told: (_, begin) =>
			`This conversation no longer belongs to this session's client, so nothing was done. To ask for something here, write ${begin} and your request in the channel. To decide on the session's plans, use the card in my direct message to you, or look at ${glance[begin]}.`,
		noted: () => "this conversation no longer belongs to the client",
	},
	"review-in-console": {
		told: ({ reasons }) =>
			`You can't decide on this here: ${list(reasons, 3)}. Press “Review in the console” on the card to see all of it.`,
		noted: ({ reasons }) => `must be reviewed in the console: ${reasons.join("; ")}`,
	},
	"not-found": {
		told: ({ what }) =>
			`I can't find that ${what} any more, so nothing was done. Start again from the session's thread.`,
		noted: ({ what }) => `unknown ${what}`,
	},
	"session-closed": {
		told: (_, begin) =>
			`This session is closed, so nothing was done. Press “Reopen” on it, or start a new one with ${begin} and your request.`,
		noted: () => "the session is closed",
	},
	"no-thread": {
		told: (_, begin) =>
			`This isn't a Caisey thread. Write ${begin} and your request in the channel, or choose “Start a Caisey session” on a message.`,
		noted: () => "not a session's thread",
	},
	"empty-request": {
		told: (_, begin) =>
			`What would you like done? Write it after ${begin}, for example: ${begin} please make the printer work.`,
		noted: () => "the request was empty",
	},
	"empty-command": {
		told: () => "That contains no command. Write it after “$ ” or in a code block.",
		noted: () => "the command is empty",
	},
	"command-too-long": {
		told: ({ bytes, limit }, begin) =>
			`This has ${exactBytes(bytes)}; as a command line, this shell takes ${exactBytes(limit)}. Choose “${forms.script}” in the dialog, or ${handOver[begin]}.`,
		noted: ({ bytes, limit }) => `the command has ${exactBytes(bytes)}; the limit is ${exactBytes(limit)}`,
	},
	"looks-secret": {
		told: ({ what, in: where }) =>
			`This looks like it contains a password or key (${what}). ${withheld[where]} If anyone else may have seen it, change it.`,
		noted: ({ what }) => `it looks like a password or key: ${what}`,
	},
	"styled-text": {
		told: () =>
			"Chat may have changed that text. Links that someone made, mentions, emoji, bold and italics lose characters, and no-break spaces change. Put the command into a code block, with ordinary spaces. Then I'll take it exactly as it is.",
		noted: () => "styled text loses characters; a code block doesn't",
	},
	"not-text": {
		told: ({ name }) =>
			`${name} isn't a UTF-8 text file, so I can't show it exactly. Save it as UTF-8 and attach it again.`,
		noted: ({ name }) => `${name} isn't a text file`,
	},
	"foreign-script": {
		told: ({ name, program }) =>
			`I can't run ${name}${program === null ? "" : `: its first line asks for ${inQuotes(startOf(program, 60))}`}. I run scripts for sh, bash, PowerShell and cmd. Attach one that does the same.`,
		noted: ({ name, program }) =>
			`${name} is for ${program === null ? "another program" : inQuotes(startOf(program, 60))}`,
	},
	"several-commands": {
		told: ({ typed, names }) =>
			`Your message has ${list([...(typed ? ["a command"] : []), ...names], 4, "and")}, and a plan takes one of them. Put each into a message of its own. A command can't call an attached file, which isn't on the machine. A script's arguments go into the dialog.`,
		noted: ({ typed, names }) =>
			`the message has ${list([...(typed ? ["a command"] : []), ...names], 4, "and")}`,
	},
	"file-out-of-reach": {
		told: ({ name, reason }) =>
			`I can't read ${name}: ${reason}. Put its text into a code block in this thread to propose it.`,
		noted: ({ name, reason }) => `${name} can't be read: ${reason}`,
	},
	"file-too-large": {
		told: ({ name, bytes, limit }) =>
			`${name} has ${exactBytes(bytes)}; I can take up to ${exactBytes(limit)}. Attach a smaller file.`,
		noted: ({ name, bytes, limit }) => `${name} has ${exactBytes(bytes)}; the limit is ${exactBytes(limit)}`,
	},
	"bad-field": {
		told: ({ field, reason }) => `Please correct “${field}”: ${reason}. Nothing was proposed yet.`,
		noted: ({ field, reason }) => `${field}: ${reason}`,
	},
	"shell-missing": {
		told: ({ shell, endpoint }) =>
			`${endpoint} has no ${shell}. Choose another shell, or leave that endpoint out.`,
		noted: ({ shell, endpoint }) => `${endpoint} has no ${shell}`,
	},
	"agent-too-old": {
		told: ({ endpoint, ability }) =>
			`The agent on ${endpoint} is too old to ${abilities[ability]}, so I proposed nothing. Update the agent on ${endpoint}, or leave it out.`,
		noted: ({ endpoint, ability }) => `the agent on ${endpoint} is too old to ${abilities[ability]}`,
	},
	"does-not-parse": {
		told: (refusal) => `${brokenText(refusal)}. I proposed nothing. Please correct it, then send it again.`,
		noted: brokenText,
	},
	...secretRefusals,
	"may-not-enter": {
		told: ({ client }) =>
			`Only technicians and approvers for ${client} can enter a secret. I kept nothing. Ask one of them.`,
		noted: ({ client }) => `not a technician or approver for ${client}`,
	},
	"plan-too-large": {
		told: ({ bytes, limit }) =>
			`This plan has ${exactBytes(bytes)}; I can take up to ${exactBytes(limit)}. Attach a shorter script.`,
		noted: ({ bytes, limit }) => `the plan has ${exactBytes(bytes)}; the limit is ${exactBytes(limit)}`,
	},
	quarantined: {
		told: ({ endpoint }) =>
			`${endpoint} is blocked: two machines share its key. Nothing runs there until its owner re-enrolls it. Leave it out until then.`,
		noted: ({ endpoint }) => `${endpoint} is blocked: two machines share its key`,
	},
	"nothing-to-cancel": {
		told: () => "There is nothing left to cancel: it has ended. See the full transcript.",
		noted: () => "there is nothing to cancel",
	},
	"may-not-cancel": {
		told: () => "Only the proposer, an approver or the owner can cancel this. Ask one of them in the thread.",
		noted: () => "only the proposer, an approver or the owner can cancel",
	},
	"may-not-close": {
		told: () =>
			"Only the person who asked, a technician or the owner can close this session. Ask one of them in the thread.",
		noted: () => "only the requester, a technician or the owner can close it",
	},
	"may-not-reopen": {
		told: () =>
			"Only the person who asked, a technician or the owner can reopen this session. Ask one of them in the thread.",
		noted: () => "only the requester, a technician or the owner can reopen it",
	},
	"open-plan": {
		told: () =>
			"A plan of this session is still open or running. Cancel it or wait until it ends, then close the session.",
		noted: () => "an earlier plan is still open or running",
	},
	"not-yours": {
		told: () =>
			"Only the person who asked for this erasure can withdraw it. Ask them to, or decline it if you can.",
		noted: () => "only the person who asked for it can withdraw it",
	},
	"not-your-session": {
		told: () =>
			"You can open the transcripts of requests that you made or took part in. Write in this thread, then open it again, or ask your company's approver.",
		noted: () => "neither asked for it nor took part in it",
	},
	"not-your-draft": {
		told: () => "Only the person who wrote this command can take it back. Ask them to.",
		noted: () => "only the person who wrote it can take it back",
	},
	"technicians-only": {
		told: ({ client }) =>
			`Only technicians for ${client} can do this, so nothing was done. Write in the session's thread what you need.`,
		noted: ({ client }) => `not a technician for ${client}`,
	},
	"already-taken": {
		told: ({ by }) => `${by} already has it. Write in the thread if you'd rather take it.`,
		noted: ({ by }) => `${by} already has it`,
	},
	"for-whom": {
		told: (_, begin) =>
			`Who is this for? Write it here on the desk, for example: ${begin} for @dana the printer is jammed.`,
		noted: () => "it didn't say who it was for",
	},
	"which-person": {
		told: ({ name, people }) =>
			people.length === 0
				? `I don't know anyone called ${name} there, so nothing was done. Write their name as the set-up file has it, such as “for @acme-dental/dana”, or leave out “for @…”.`
				: `${name} may be ${list(people, 6, "or")}, so nothing was done. Write one of these after “for @”.`,
		noted: ({ name, people }) =>
			people.length === 0 ? `no one is called ${name}` : `several people are called ${name}`,
	},
	"no-channel": {
		told: ({ client }) =>
			`${client} has no channel connected, so no one there could decide. Ask the owner to connect one in the set-up file.`,
		noted: ({ client }) => `${client} has no channel connected`,
	},
	...erasureRefusals,
	...amendmentRefusals,
	...promptRefusals,
	...passkeyRefusals,
	...standingRefusals,
	...machineRefusals,
	...deputyRefusals,
	"unknown-action": {
		told: () =>
			"I don't know that button. Its message may be from an older version. Nothing was done. Start again from the session's thread.",
		noted: () => "an unknown action",
	},
	...quotaRefusals,
	"not-opened": {
		told: () => "That took me too long, so no dialog opened. Nothing was done. Please try again.",
		noted: () => "a dialog didn't open in time",
	},
	broken: {
		told: ({ errorId }) =>
			`Something went wrong on our side. Please try again. If it keeps happening, give your IT provider this code: ${errorId}.`,
		noted: ({ errorId }) => `an error on our side, code ${errorId}`,
	},
} as const satisfies { [C in RefusalCode]: Entry<Of<C>> };
