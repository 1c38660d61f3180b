// Short messages of their own at each turning point: edits notify nobody. Each can be understood from the notification alone.
import { quoted } from "../../domain/line.ts";
import { shortId } from "../../protocol/ids.ts";
import type { HeadView, Notice } from "../../protocol/view.ts";
import { count, list } from "../../words/amounts.ts";
import { reportText } from "../../words/doubts.ts";
import { verdict } from "../../words/outcome.ts";
import { actions } from "../model/actions.ts";
import { type Card, type Line, sentences } from "../model/card.ts";
import { inChat } from "../model/limits.ts";
import { bounded, boundedQuote, brief } from "../plain.ts";

export const noticeCard = (notice: Notice): Card => {
	const to = notice.to.flatMap((mention, i) => [{ mention }, i < notice.to.length - 1 ? ", " : ": "]);
	const line: Line = [...to, said[notice.turn](inBounds(notice))];
	return { ...sentences(line), notification: line, buttons: buttons(notice) };
};

/** In a conversation of their own, people are not in the session's thread: the button gives them a personal link. */
const buttons = ({ turn, session }: Notice): Card["buttons"] =>
	turn.startsWith("erasure-")
		? [{ action: actions.transcript, id: session, label: "Open the transcript" }]
		: [];

/** What others wrote: none of it longer than a phone shows, and in quotes what is not a name. */
const inBounds = (notice: Notice): Notice => ({
	...notice,
	by: brief(notice.by),
	proposer: brief(notice.proposer),
	endpoints: notice.endpoints.map((name) => brief(name)),
	changes: notice.turn.startsWith("erasure-") ? bounded(notice.changes, inChat.words) : quote(notice.changes),
	text: textOf(notice),
	outcomes: notice.outcomes.map((one) => ({ ...one, endpoint: brief(one.endpoint) })),
});

const quote = (text: string): string => (text.trim() === "" ? "" : boundedQuote(text, inChat.words));

const textOf = ({ turn, text }: Notice): string => {
	// An agent's words are bounded and quoted where it is named as their author.
	if (turn === "refused-by-agent" || turn === "stray-grant") return text;
	// Why a plan was not run is Caisey's own sentence.
	return turn === "undelivered" ? bounded(text, inChat.words) : quote(text);
};

/** The change, in its proposer's words and under their name. Notices that were stored before it was told have none. */
const change = ({ by, proposer, changes }: Notice): string =>
	proposer === "" || proposer === by ? changes : `${proposer}'s ${changes}`;

/** What checks before and after printed. */
const printed = ({ endpoints, text }: Notice): string => `${list(endpoints) || "a check"} printed ${text}`;

const on = ({ endpoints }: Notice): string => (endpoints.length > 0 ? ` on ${list(endpoints)}` : "");
const because = ({ text }: Notice): string => (text === "" ? "" : `: ${text}`);
/** The agent's own words. */
const byAgent = ({ endpoints, text }: Notice, what: string): string =>
	`${list(endpoints) || "An agent"} says that it ${what}${text === "" ? "" : `: ${quoted(text)}`}.`;

/** Why there is no verdict: of the first few reports that don't hold. */
const doubts = ({ outcomes }: Notice): string[] => {
	const all = outcomes.flatMap(({ endpoint, doubted }) => doubted.map((one) => reportText(endpoint, one)));
	const rest = all.length - mostDoubts;
	return rest > 0 ? [...all.slice(0, mostDoubts), `${rest} more reports don't agree either.`] : all;
};
const mostDoubts = 3;

const ended = (text: string): string => (/[.!?…]”?$/.test(text) ? text : `${text}.`);

const said = {
	"approval-asked": (n) => ended(`${n.by} asks you to approve a change${on(n)}: ${change(n)}`),
	"approval-wanted-by": (n) =>
		ended(`${n.by} would like this done, and only you can decide: a change${on(n)}: ${change(n)}`),
	question: (n) => `${n.by} asks about the change${on(n)}: ${n.text} Answer here in the thread.`,
	approved: (n) => ended(`${n.by} approved the change${on(n)}: ${change(n)}`),
	denied: (n) => `${ended(`${n.by} denied the change${on(n)}${because(n)}`)} Nothing was run.`,
	expired: (n) => ended(`Nobody decided in time on the change${on(n)}, so nothing was run: ${change(n)}`),
	cancelled: (n) => ended(`${n.by} cancelled the change${on(n)}: ${change(n)}`),
	reminder: (n) =>
		ended(`Still waiting for your decision: ${n.by} asks to approve a change${on(n)}: ${change(n)}`),
	finished: (n) =>
		[
			ended(
				`${n.outcomes.length === 0 ? `Finished${on(n)}` : verdict(n.outcomes)}: ${n.text === "" ? change(n) : printed(n)}`,
			),
			...doubts(n),
		].join(" "),
	undelivered: (n) =>
		[
			ended(
				`${doubts(n).length === 0 ? "The change was not run" : "The change may not be run any more"}${on(n)}${because(n)}`,
			),
			...doubts(n),
		].join(" "),
	"refused-by-agent": (n) => [byAgent(n, "refused the plan and ran nothing"), ...doubts(n)].join(" "),
	"stray-grant": (n) => byAgent(n, "was sent a grant that isn't valid and ran nothing by it"),
	untaken: (n) => `Nobody has taken session ${shortId(n.session)} yet: ${n.by} asked: ${n.text}`,
	closed: (n) => ended(`${n.by} closed session ${shortId(n.session)}`),
	"erasure-asked": (n) =>
		`${n.by} asks you to confirm an erasure in session ${shortId(n.session)}: ${ended(n.changes)} Reason: ${ended(n.text)} Nothing is erased unless you confirm it in the console.`,
	"erasure-done": (n) => `Erased in session ${shortId(n.session)}, as ${n.by} confirmed: ${ended(n.changes)}`,
	"erasure-declined": (n) =>
		`${n.by} declined the erasure in session ${shortId(n.session)}, so nothing was erased: ${ended(n.changes)}`,
	"erasure-expired": (n) =>
		`Nobody confirmed the erasure in session ${shortId(n.session)} in time, so nothing was erased: ${ended(n.changes)}`,
} as const satisfies Record<Notice["turn"], (notice: Notice) => string>;

/** The session's signed head: posted once, never edited, so that this conversation is a witness of the record. */
export const headCard = (head: HeadView): Card =>
	sentences([
		`Record of session ${shortId(head.session)}, ${count(head.count)} entries, signed `,
		{ time: head.at },
		" with key ",
		{ code: head.keyId },
		": ",
		{ code: head.link },
		". Keep this message: the transcript can be checked against it.",
	]);
