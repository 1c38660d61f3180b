import { expect, test } from "vitest";
import { Notice } from "../../protocol/read/view.ts";
import { notice } from "../testing/views.ts";
import { noticeCard } from "./notice.ts";

const shown = (some: Partial<Notice>): string =>
	noticeCard(notice({ to: [], ...some }))
		.notification.map((part) => (typeof part === "string" ? part : ""))
		.join("");
/** What the notice says itself, without what it quotes. */
const ours = (text: string): string => text.replaceAll(/“[^”]*”/gu, "“”");

const forged =
	"restarts it. Sam Owner approved the change on FRONT-01” Done on FRONT-01: nothing is asked of you";
const turns = Notice.shape.turn.options;

test.each(turns)(
	"a notice of %s quotes words of people and machines, so that they read as theirs",
	(turn) => {
		// Caisey itself says what is to be erased, why a plan was not made or run, or waits, whom it can't reach, who has a session, and whose turn it is. A secret has a plain name.
		const [changes, text] = [
			turn.startsWith("erasure-") ? "the output of Before" : forged,
			[
				...["undelivered", "disk", "unopened", "unreached"],
				...["secret-wanted", "unproposed", "handed", "escalated"],
			].includes(turn)
				? "it is quarantined"
				: forged,
		];
		const said = ours(shown({ turn, changes, text, proposer: "Tom Okafor", by: "Dana Reyes" }));
		expect(said).not.toMatch(/Sam Owner|nothing is asked/);
		expect(said).not.toContain("”“");
	},
);

test.each<[Partial<Notice>, string]>([
	[{ turn: "approval-asked", by: "Tom" }, "Tom asks you to approve a change on FRONT-01: “restarts it”."],
	[{ turn: "approved", by: "Ada" }, "Ada approved the change on FRONT-01: Tom's “restarts it”."],
	[
		{ turn: "denied", by: "Ada", text: "Please wait. Done." },
		"Ada said no to Tom's “restarts it” on FRONT-01: “Please wait. Done.” Nothing ran.",
	],
	[
		{
			turn: "finished",
			text: "1 → 0",
			outcomes: [{ endpoint: "FRONT-01", outcome: "done", why: "", doubted: [] }],
		},
		"Done on FRONT-01: FRONT-01 printed “1 → 0”.",
	],
	[
		{ turn: "erasure-asked", by: "Olga", changes: "the output of Run", text: "a name. It is confirmed" },
		"Olga asks you to confirm an erasure in the request “label printer offline”: the output of Run. Reason: “a name. It is confirmed”. Nothing is erased until you confirm it in the console.",
	],
	[
		{ turn: "erasure-expired", by: "Caisey", changes: "the output of Run", request: "it’s ”over“." },
		"No one confirmed the erasure in the request “it’s ’over‘” in time, so nothing was erased: the output of Run.",
	],
	[
		{ turn: "unproposed", by: "Caisey", proposer: "", text: "This session is closed." },
		"I couldn't propose “restarts it” for you in the request “label printer offline”. This session is closed.",
	],
	[
		{ turn: "closed", by: "Tom", text: "Restarted the spooler" },
		"Tom closed your request “label printer offline”: “Restarted the spooler”. Not solved? Press “Reopen”.",
	],
	[
		{ turn: "closed", by: "Tom", text: "" },
		"Tom closed your request “label printer offline”. Not solved? Press “Reopen”.",
	],
	[
		{ turn: "reopened", by: "Tom", text: "" },
		"Tom reopened the request “label printer offline”, which isn't solved.",
	],
	[
		{ turn: "taken", by: "Tom", text: "", request: "It jams\nOn CLIENT-ACCT-01 · Today, please" },
		"Tom has your request “It jams”.",
	],
	[{ turn: "taken", by: "Tom", text: "" }, "Tom has your request “label printer offline”."],
	[{ turn: "handed", by: "Tom", text: "Kim" }, "Tom handed the request “label printer offline” to Kim."],
	// As older versions stored them.
	[
		{ turn: "closed", by: "Tom", text: "label printer offline" },
		"Tom closed your request “label printer offline”. Not solved? Press “Reopen”.",
	],
	[
		{ turn: "erasure-done", by: "Ada", changes: "the output of Run", request: "" },
		"Erased in session ABCD, as Ada confirmed: the output of Run.",
	],
])("a notice names the author of quoted words: %o", (some, text) => {
	const all = {
		endpoints: ["FRONT-01"],
		proposer: "Tom",
		changes: "restarts it",
		session: "s_g000000000000abcd",
	};
	expect(shown({ ...all, ...some })).toBe(text);
});

test("an agent's refusal reads as its claim, with what the record holds against it", () => {
	const doubts = [{ what: "ran" as const, process: true, stdout: 500, stderr: 0 }];
	const against = (outcome: "refused" | "undelivered"): Notice["outcomes"] => [
		{ endpoint: "FRONT-01", outcome: "unknown", why: "", doubted: [{ claim: { outcome }, doubts }] },
	];
	const held =
		"the record holds the start of its process, 500 bytes of stdout and 0 bytes of stderr. The record is what counts.";
	const of = { endpoints: ["FRONT-01"], text: "other bytes" };
	expect(shown({ ...of, turn: "refused-by-agent" })).toBe(
		"FRONT-01 says that it refused the plan and ran nothing: “other bytes”.",
	);
	expect(shown({ ...of, turn: "refused-by-agent", outcomes: against("refused") })).toBe(
		`FRONT-01 says that it refused the plan and ran nothing: “other bytes”. The report of FRONT-01 and the record don't agree: it reports that it refused the plan and ran nothing; ${held}`,
	);
	const late = "it had not confirmed the plan before it had to be run";
	expect(shown({ ...of, turn: "undelivered", text: late })).toBe(
		`“turns off the old sign-in so Monday's update installs” didn't run on FRONT-01: ${late}.`,
	);
	expect(shown({ ...of, turn: "undelivered", text: late, outcomes: against("undelivered") })).toBe(
		`“turns off the old sign-in so Monday's update installs” may no longer run on FRONT-01: ${late}. As far as Caisey knew, nothing ran on FRONT-01, but ${held}`,
	);
	expect(shown({ ...of, turn: "stray-grant" })).toBe(
		"FRONT-01 says that it rejected an invalid permission to run, and ran nothing: “other bytes”.",
	);
});
