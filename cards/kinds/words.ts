// Every sentence that people are told when something can't be done, and the names of states. Each refusal says what to do next.
import type { Refusal, RefusalCode } from "../../protocol/refusal.ts";
import type { Outcome, SessionState } from "../../protocol/view.ts";
import { exactBytes, list } from "../../words/amounts.ts";
import { utcMinute } from "../../words/times.ts";
import { command } from "../model/actions.ts";

/** What somebody writes before their request: where there are slash commands, or where the bot is mentioned. */
export type Begin = typeof command | "@Caisey";

/** What a refused person is told, privately. Plain text: names and reasons in it are shown as they are. */
export const refusalText = <C extends RefusalCode>(
	refusal: Extract<Refusal, { code: C }>,
	begin: Begin = command,
): string =>
	(sentences[refusal.code] as (of: Extract<Refusal, { code: C }>, begin: Begin) => string)(refusal, begin);

const sentences = {
	"not-bound": () =>
		"This conversation belongs to no client here, so nothing was done. Ask your IT provider to connect it, or write in your company's own channel.",
	"no-role": ({ client }) =>
		`You have no role at ${client} here, so nothing was done. Ask your IT provider to add you.`,
	"not-a-technician": ({ client }) =>
		`Only technicians can propose commands for ${client}. Say in the thread what you need; a technician will answer there.`,
	"not-an-approver": ({ client, approvers, told }) =>
		`Only ${list(approvers, 6, "or")} can approve for ${client}.${told ? " I've told them that you'd like this done." : " Ask one of them."}`,
	"no-approver": ({ client }) =>
		`Nobody can approve for ${client} yet, so nothing can run. Ask your IT provider to name an approver; then propose it again.`,
	"own-proposal": ({ approvers }) =>
		approvers.length > 0
			? `You proposed this, so somebody else decides. Ask ${list(approvers, 6, "or")}.`
			: "You proposed this, so somebody else decides, and there is nobody else who can. Ask for another approver to be named.",
	"already-decided": ({ how }) =>
		`This was decided already: ${how}. Nothing was changed. To run it once more, propose it again.`,
	"already-voted": () => "You have voted on this already; your vote stands. Somebody else has to decide too.",
	expired: ({ at }) =>
		`The time to decide on this ran out at ${utcMinute(at)}. Nothing was run. Ask the technician to press “Ask again…”.`,
	"wrong-place": () =>
		"This button belongs to another conversation, so nothing was done. Press it on the original card in its thread.",
	"other-client": () =>
		"This conversation no longer belongs to the client that this session is for, so nothing was done or recorded. To ask for something here, write /caisey and your request in the channel. To decide on the session's plans, use the card in my direct message to you, or my Home tab.",
	"review-in-console": ({ reasons }) =>
		`This can't be decided on here: ${list(reasons, 3)}. Press “Review in the console” on the card to see all of it.`,
	"not-found": ({ what }) =>
		`I can't find that ${what} any more, so nothing was done. Start again from the session's thread.`,
	"session-closed": (_, begin) =>
		`This session is closed, so nothing was done. Start a new one with ${begin} and your request.`,
	"no-thread": (_, begin) =>
		`This thread is no session. Write ${begin} and your request in the channel, or choose “Start a Caisey session” on a message.`,
	"empty-request": (_, begin) =>
		`What should be done? Write it after ${begin}, such as ${begin} please make the printer work.`,
	"empty-command": () => "There is no command in that. Write it after “$ ” or in a code block.",
	"command-too-long": ({ bytes, limit }) =>
		`This command has ${exactBytes(bytes)}; this shell takes ${exactBytes(limit)}. Split it, or put it into a file on the endpoint and run that.`,
	"looks-secret": ({ what, in: where }) =>
		`This looks as if it holds a secret (${what}). ${secrets[where]} If somebody else may have seen it, change it.`,
	"styled-text": () =>
		"Chat has changed that text, or may have: links, mentions, emoji, bold or italics lose characters, and no-break spaces become others. Put the command into a code block, with ordinary spaces, then I'll take it exactly as it is.",
	"not-text": ({ name }) =>
		`${name} is not a UTF-8 text file, so I can't show it exactly. Save it as UTF-8 and attach it again.`,
	"file-too-large": ({ name, bytes, limit }) =>
		`${name} has ${exactBytes(bytes)}; up to ${exactBytes(limit)} can be taken. Attach a smaller file.`,
	"bad-field": ({ field, reason }) => `Please correct “${field}”: ${reason}. Nothing was proposed yet.`,
	"shell-missing": ({ shell, endpoint }) =>
		`${endpoint} has no ${shell}. Choose another shell, or leave that endpoint out.`,
	quarantined: ({ endpoint }) =>
		`${endpoint} is set aside, because two machines use its key. Nothing runs there until its owner enrols it anew; leave it out until then.`,
	"nothing-to-cancel": () => "There is nothing left to cancel: it has ended. See the full transcript.",
	"may-not-cancel": () =>
		"Only the proposer, an approver or the owner can cancel this. Ask one of them in the thread.",
	"may-not-close": () =>
		"Only whoever asked, a technician or the owner can close this session. Ask one of them in the thread.",
	"open-plan": () =>
		"A plan of this session is still open or running. Cancel it or wait for its end, then close the session.",
	"may-not-erase": ({ client }) =>
		`Only an approver of ${client} or the owner at its IT provider can have something erased. Ask one of them.`,
	"legal-hold": ({ client }) =>
		`${client} is under a legal hold, so nothing is erased. Ask again once the hold has ended.`,
	"nobody-to-confirm": ({ role, client }) =>
		`An erasure needs a second person, ${role === "owner" ? "the owner at the IT provider" : "an approver"}, and nobody else has that role at ${client}. Ask your IT provider to name one; then ask again.`,
	"not-erasable": ({ what, reason }) =>
		`${what} can't be erased: ${reason}. Nothing was asked for. Choose again.`,
	"own-erasure": () =>
		"You asked for this erasure, so somebody else confirms it. Ask them, or withdraw it; nothing is erased until then.",
	"not-the-other-side": ({ wanted }) =>
		wanted.length > 0
			? `Only ${list(wanted, 6, "or")} can answer this, as it needs both the client and its IT provider. Nothing was erased. Ask one of them.`
			: "Nobody can confirm this now, as who asked for it has no such role any more. Nothing was erased. Ask for it anew.",
	"not-yours": () =>
		"Only whoever asked for this erasure can withdraw it. Ask them to, or decline it if you may answer it.",
	"erasure-over": ({ how }) => `This request is over: ${how}. Ask for it anew if something is still to go.`,
	"technicians-only": ({ client }) =>
		`Only technicians for ${client} can do this, so nothing was done. Write in the session's thread what you need.`,
	"already-taken": ({ by }) => `${by} has it already. Write in the thread if you would rather take it.`,
	"for-whom": (_, begin) =>
		`For whom? Write it here on the desk, such as ${begin} for @dana the printer is jammed.`,
	"which-person": ({ name, people }) =>
		people.length === 0
			? `I know nobody called ${name} there, so nothing was done. Write their name as the set-up file has it, such as “for @acme-dental/dana”, or leave out “for @…”.`
			: `${name} may be ${list(people, 6, "or")}, so nothing was done. Write one of these after “for @”.`,
	"no-channel": ({ client }) =>
		`${client} is bound to no channel, so nobody there could decide. Ask the owner to bind one in the set-up file.`,
	"unknown-action": () =>
		"I don't know that button; its message may be from an older version. Nothing was done. Start again from the session's thread.",
	broken: ({ errorId }) =>
		`Something broke on our side (id ${errorId}). Try again; if it stays, tell your IT provider this id.`,
} as const satisfies { [C in RefusalCode]: (refusal: Extract<Refusal, { code: C }>, begin: Begin) => string };

/** What became of a text that looks as if it held a secret, and what to do. */
const secrets = {
	request: "So no session was opened and nothing was kept. Ask again without it.",
	talk: "The record has it masked, and no command was taken from it; in chat it can still be read: delete the message. Let a command read it on the endpoint.",
	file: "So the file was not kept, and no command was taken from it; in chat it can still be read: delete it there.",
	proposal:
		"So nothing was proposed. Take it out, and let the command read it on the endpoint; delete it where it stands in chat.",
	answer: "So it was neither kept nor passed on, and nothing was done. Say it without the secret.",
} as const satisfies Record<Extract<Refusal, { code: "looks-secret" }>["in"], string>;

export const sessionStates = {
	"waiting-for-technician": "waiting for a technician",
	"waiting-for-approval": "waiting for approval",
	approved: "approved, waiting to run",
	running: "running",
	finished: "finished",
	denied: "denied",
	expired: "not decided in time",
	cancelled: "cancelled",
	closed: "closed",
} as const satisfies Record<SessionState, string>;

/** How an outcome is said where its reasons are not at hand. */
export const outcomes = {
	done: "Done",
	"done-but-check": "Done, but check",
	"did-not-work": "Didn't work",
	unknown: "We don't know what became of it",
	"not-run": "Not run",
} as const satisfies Record<Outcome, string>;

/** What [Help] and the word help answer, a line each. */
export const help = (begin: Begin): string[] => [
	"Caisey runs a command on one of your computers only after your admin has approved exactly that command, and keeps a full record.",
	`To ask for something: ${begin} and your request, or “Start a Caisey session” in a message's menu.`,
	"Technicians, in a session's thread: a line that starts with “$ ”, a code block, an attached script, or “Run a command…”.",
	"Admins: press Approve, Deny… or Ask… on the card. Nothing runs before that.",
	"“Full transcript” gives you a personal link to everything that was said, decided and printed.",
	`What waits for you, your sessions and endpoints: ${glance[begin]}.`,
];

/** Where somebody sees at a glance what concerns them. */
const glance = {
	[command]: "this app's Home tab",
	"@Caisey": "the word home, in your own chat with me",
} as const satisfies Record<Begin, string>;

/** After the name of somebody who is neither of the client nor of its MSP's staff: they may bear any name. */
export const noRole = " (no role here)";

/** Where somebody said or decided something. */
export const surfaceName = (surface: string): string => surfaces[surface] ?? surface;
const surfaces: Record<string, string> = { slack: "Slack", teams: "Teams", browser: "the console" };
