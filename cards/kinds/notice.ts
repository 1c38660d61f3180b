// A short message at each turning point, because edits notify no one. The notification alone tells what happened.
import { inQuotes, quoted } from "../../domain/line.ts";
import { shortId } from "../../protocol/ids.ts";
import type { HeadView, Notice } from "../../protocol/read/view.ts";
import { count, list } from "../../words/amounts.ts";
import { reportText } from "../../words/doubts.ts";
import { outcomeOn, verdict } from "../../words/outcome.ts";
import { actions } from "../model/actions.ts";
import { type Card, type Line, sentences } from "../model/card.ts";
import { inChat } from "../model/limits.ts";
import { bounded, boundedQuote, brief } from "../plain.ts";

export const noticeCard = (notice: Notice): Card => {
	const to = notice.to.flatMap((mention, i) => [{ mention }, i < notice.to.length - 1 ? ", " : ": "]);
	const line: Line = [...to, said[notice.turn](inBounds(notice))];
	return { ...sentences(line), notification: line, buttons: buttons(notice) };
};

/** A direct message is outside the session's thread, so its button gives a personal link. */
const buttons = ({ turn, session }: Notice): Card["buttons"] =>
	turn.startsWith("erasure-")
		? [{ action: actions.transcript, id: session, label: "Open the transcript" }]
		: turn === "secret-wanted"
			? [{ action: actions.transcript, id: session, label: "Enter it in the console" }]
			: turn === "untaken"
				? [{ action: actions.take, id: session, label: "Take it", tone: "primary" }]
				: turn === "closed"
					? [{ action: actions.reopen, id: session, label: "Reopen" }]
					: [];

/** What others wrote, at most as long as a phone shows. */
const inBounds = (notice: Notice): Told => ({
	...notice,
	by: brief(notice.by),
	proposer: brief(notice.proposer),
	endpoints: notice.endpoints.map((name) => brief(name)),
	changes: notice.turn.startsWith("erasure-") ? bounded(notice.changes, inChat.words) : quote(notice.changes),
	text: textOf(notice),
	request:
		notice.request === ""
			? `session ${shortId(notice.session)}`
			: `the request ${named(firstLine(notice.request), "request")}`,
	short: `${possessive(notice)}${named(notice.changes, "change")}`,
	outcomes: notice.outcomes.map((one) => ({
		...one,
		endpoint: brief(one.endpoint),
		why: bounded(one.why, inChat.words),
	})),
});

/** `short`: the change under its proposer's name, in its first words. */
type Told = Notice & { short: string };

/** `“Turns off the old sign-in”`: the first words that someone wrote, as the name of their change or request. */
const named = (words: string, what: "change" | "request"): string => {
	const first = brief(words, 100).replace(/[.!]$/, "");
	return first === "" ? `the ${what}` : inQuotes(first);
};

/** People call their request by it; which computer and how urgent follow. */
const firstLine = (words: string): string => words.trim().split(/\r?\n/, 1)[0] ?? "";

/** `Tom Okafor's `. Notices that older versions stored don't name the proposer. */
const possessive = ({ by, proposer, changes }: Notice): string =>
	proposer === "" || proposer === by || changes.trim() === "" ? "" : `${brief(proposer)}'s `;

const quote = (text: string): string => (text.trim() === "" ? "" : boundedQuote(text, inChat.words));

/** What their text says is Caisey's own. */
const ours: Notice["turn"][] = [
	"undelivered",
	"disk",
	"unopened",
	"unreached",
	"secret-wanted",
	"unproposed",
	"handed",
	"escalated",
];

const textOf = ({ turn, text, request }: Notice): string => {
	// Notices that older versions stored have the request in it.
	if (turn === "closed" && text === request) return "";
	// says() bounds and quotes an agent's words.
	if (turn === "refused-by-agent" || turn === "stray-grant") return text;
	if (ours.includes(turn)) return bounded(text, inChat.words);
	return quote(text);
};

/** The change, in its proposer's words and under their name. */
const change = (n: Notice): string => possessive(n) + n.changes;

/** What checks before and after printed. */
const printed = ({ endpoints, text }: Notice): string => `${list(endpoints) || "a check"} printed ${text}`;

const on = ({ endpoints }: Notice): string => (endpoints.length > 0 ? ` on ${list(endpoints)}` : "");
const because = (text: string): string => (text === "" ? "" : `: ${text}`);
/** What the agent says, which is its claim. */
const byAgent = ({ endpoints, text }: Notice, what: string): string =>
	`${list(endpoints) || "An agent"} says that it ${what}${text === "" ? "" : `: ${quoted(text)}`}.`;

/** Why there is no verdict: the first few reports that contradict the record. */
const doubts = ({ outcomes }: Notice): string[] => {
	const all = outcomes.flatMap(({ endpoint, doubted }) => doubted.map((one) => reportText(endpoint, one)));
	const rest = all.length - mostDoubts;
	return rest > 0 ? [...all.slice(0, mostDoubts), `${rest} more reports don't agree either.`] : all;
};
const mostDoubts = 3;

/** How it went: on all endpoints alike, what people call the change comes first, then why. */
const went = (n: Told): string[] => {
	const [first, ...others] = n.outcomes;
	const details = n.text === "" ? change(n) : printed(n);
	if (!first) return [ended(`Finished${on(n)}: ${details}`)];
	const alike = others.every(({ outcome }) => outcome === first.outcome);
	if (!alike || first.outcome === "done") return [ended(`${verdict(n.outcomes)}: ${details}`)];
	const where = list(
		n.outcomes.map(({ endpoint }) => endpoint),
		3,
	);
	const reasons = list([...new Set(n.outcomes.map(({ why }) => why).filter((why) => why !== ""))], 3);
	if (first.outcome === "done-but-check")
		return [ended(outcomeOn(first.outcome, where, reasons)), ended(details)];
	const said = {
		"did-not-work": `${n.short} didn't work on ${where}`,
		unknown: `We don't know whether ${n.short} worked on ${where}`,
		"not-run": `${n.short} didn't run on ${where}`,
	}[first.outcome];
	return [ended(said + because(reasons)), ...(n.text === "" ? [] : [ended(printed(n))])];
};

/** `the request “label printer”` without its article. */
const yours = (request: string): string => request.replace(/^the /, "");

const ended = (text: string): string => (/[.!?…]”?$/.test(text) ? text : `${text}.`);

const said = {
	"approval-asked": (n) => ended(`${n.by} asks you to approve a change${on(n)}: ${change(n)}`),
	"approval-wanted-by": (n) => ended(`${n.by} would like you to approve the change${on(n)}: ${change(n)}`),
	question: (n) => `${ended(`${n.by} asks about the change${on(n)}: ${n.text}`)} Answer here in the thread.`,
	approved: (n) => ended(`${n.by} approved the change${on(n)}: ${change(n)}`),
	denied: (n) => `${ended(`${n.by} said no to ${n.short}${on(n)}${because(n.text)}`)} Nothing ran.`,
	expired: (n) =>
		`${ended(`No one decided in time, so nothing ran${on(n)}: ${change(n)}`)} To ask once more, press “Ask again…” on the card.`,
	cancelled: (n) => ended(`${n.by} cancelled the change${on(n)}: ${change(n)}`),
	reminder: (n) =>
		ended(`Still waiting for your decision: ${n.by} asks you to approve a change${on(n)}: ${change(n)}`),
	finished: (n) => [...went(n), ...doubts(n)].join(" "),
	undelivered: (n) => {
		const contradicted = doubts(n);
		const verb = contradicted.length === 0 ? "didn't run" : "may no longer run";
		return [ended(`${n.short} ${verb}${on(n)}${because(n.text)}`), ...contradicted].join(" ");
	},
	"refused-by-agent": (n) => [byAgent(n, "refused the plan and ran nothing"), ...doubts(n)].join(" "),
	"stray-grant": (n) => byAgent(n, "rejected an invalid permission to run, and ran nothing"),
	disk: (n) => `${list(n.endpoints)}: ${n.text}. ${n.short} waits there until that's fixed.`,
	untaken: (n) => `${ended(`Still unclaimed: ${n.by} asked ${n.text}`)} Press “Take it” here.`,
	closed: (n) =>
		`${ended(`${n.to.some(({ name }) => name === n.by) ? "You" : n.by} closed your ${yours(n.request)}${n.text === "" ? "" : `: ${n.text}`}`)} Not solved? Press “Reopen”.`,
	reopened: (n) => `${n.by} reopened ${n.request}, which isn't solved.`,
	taken: (n) => `${n.by} has your ${yours(n.request)}.`,
	handed: (n) => `${n.by} handed ${n.request} to ${n.text}.`,
	"erasure-asked": (n) =>
		`${n.by} asks you to confirm an erasure in ${n.request}: ${ended(n.changes)} Reason: ${ended(n.text)} Nothing is erased until you confirm it in the console.`,
	"erasure-done": (n) => `Erased in ${n.request}, as ${n.by} confirmed: ${ended(n.changes)}`,
	"erasure-declined": (n) =>
		`${n.by} declined the erasure in ${n.request}, so nothing was erased: ${ended(n.changes)}`,
	"erasure-expired": (n) =>
		`No one confirmed the erasure in ${n.request} in time, so nothing was erased: ${ended(n.changes)}`,
	unopened: (n) => `I couldn't open a thread for ${n.request}. ${n.text}`,
	unseen: (n) =>
		`Your IT provider can't see your ${yours(n.request)} in their channel, as I couldn't post it there. Please tell them.`,
	"prompt-asked": (n) =>
		`${list(n.endpoints)} asks something while it runs ${n.short}. Answer on the card “The machine asks”.`,
	"prompt-typed": (n) =>
		`${n.by} wants to send a text to a running step of ${n.short}. Read it on the card “The machine asks”, and send it or not.`,
	"prompt-unclear": (n) =>
		`The text for a running step of ${n.short} wasn't sent: ${n.by} let it through, but no longer decides here. It waits for an approver again, on the card “The machine asks”.`,
	"prompt-secret": (n) =>
		`${list(n.endpoints)} asks for a secret while it runs ${n.short}. The card “The machine asks for a secret” has the way to the console, where it is sealed in your browser. Don't write it in chat.`,
	"secret-wanted": (n) =>
		`${n.short} is approved, and needs a secret${on(n)}: ${n.text}. Enter it in the console, where it is sealed in your browser. Don't write it in chat.`,
	unproposed: (n) => `I couldn't propose ${n.short} for you in ${n.request}. ${n.text}`,
	asked: (n) =>
		`I passed your question about ${n.short} on to the thread. The next messages of technicians there come here, too, until the change is decided.`,
	wrote: (n) => ended(`${n.by} wrote in the thread, where you asked about ${n.short}: ${n.text}`),
	escalated: (n) =>
		`${ended(n.text)} ${n.proposer === "" ? "It" : brief(n.proposer)} asks to approve a change${on(n)}: ${ended(n.changes)}`,
	unreached: (n) => `I couldn't reach ${n.by} about ${n.short}. ${n.text}`,
} as const satisfies Record<Notice["turn"], (notice: Told) => string>;

/** The session's signed head: posted once and never edited, so this conversation is a witness of the record. Its beginning is
 * enough for that, and one short line. */
export const headCard = (head: HeadView): Card => sentences(headLine(head));

export const headLine = ({ session, whole, count: entries, link, keyId, at }: HeadView): Line => {
	const record = `Record of session ${shortId(session)}, ${count(entries)} entries, signed`;
	if (!whole) return [`${record}: `, { code: link.slice(0, headDigits) }];
	return [
		`${record} `,
		{ time: at },
		" with key ",
		{ code: keyId },
		": ",
		{ code: link },
		". Keep this message: the transcript can be checked against it.",
	];
};

/** 128 bits: whoever keeps the record can't find two histories that begin alike, which takes 2⁶⁴ tries. */
const headDigits = 32;
