// A copy of a session or of one run to be shared: a page with nothing in it but what was chosen. What is left out is marked; the
// transcript itself stays as it is.
import { html } from "hono/html";
import type { ShareChoice } from "../../protocol/read/share.ts";
import type { TranscriptRun, TranscriptSource } from "../../protocol/read/transcript-source.ts";
import type { SessionEvent } from "../../protocol/record/events.ts";
import { exactBytes } from "../../words/amounts.ts";
import { utcMinute } from "../../words/times.ts";
import { offlineRun } from "../export/page/run.ts";
import { visibleText } from "../export/page/visible-text.ts";
import { talk } from "../html/drawn.ts";
import type { Html } from "../html/escape.ts";
import { moment } from "../html/moment.ts";
import { sessionVerdict } from "../tone.ts";
import { isFolded } from "../transcript/fold.ts";
import { type Shown, stateChip } from "../transcript/page.ts";
import { runTitle } from "../transcript/run.ts";
import type { Item, Unplaced } from "../transcript/timeline.ts";
import { matter, type RunPanel } from "../transcript/transcript.ts";
import { blackout, plainTags } from "./blackout.ts";
import { less } from "./less.ts";

/** `missed`: words that are in it still. With any, it isn't to be shared. */
export type Frozen = { html: string; missed: string[] };

export const freeze = async (from: TranscriptSource, chosen: ShareChoice, now: number): Promise<Frozen> => {
	const { source, choice } = await less(from, chosen);
	const shown = await matter(source, "", panelOf(choice), {
		has: (item) => isChosen(item, choice),
		instead: (event) => (choice.events.includes(event.seq) ? leftOut(event) : null),
		uncompared: (before) =>
			choice.run !== null || choice.outputs.includes(before.run) ? withoutComparison : null,
	});
	const whole = plainTags(String(await page(shown, chosen, now)));
	const black = blackout(whole, choice.words);
	const text = spaced(visibleText(black));
	return { html: black, missed: choice.words.filter((word) => text.includes(spaced(word))) };
};

/** As someone reads it who looks for a word: without regard to case and line breaks. */
const spaced = (text: string): string => text.toLowerCase().replace(/\s+/g, " ");

/** Bookkeeping names conversations and ids, and is of no use elsewhere. */
const isChosen = (item: Item | Unplaced, { run }: ShareChoice): boolean => {
	if (run !== null) return item.run?.run === run;
	return item.event === null || !isFolded(item);
};

const panelOf = ({ outputs }: ShareChoice): RunPanel => {
	const draw = offlineRun("copy");
	return (session, run, inline, parts) =>
		outputs.includes(run.run) ? withoutOutput(run) : draw(session, run, inline, parts);
};

const withoutComparison = html`<p class="left-out">The comparison with the check before was left out of this copy.</p>`;

/** What the shell reported, and the comparison of checks, quote the output. */
const withoutOutput = (run: TranscriptRun): Html => html`<section class="run" id="${run.run}">
	<div class="run-title">${runTitle(run)}</div>
	<p class="left-out">The output and what was recorded with it were left out of this copy (${exactBytes(run.stdout + run.stderr)}).</p>
</section>`;

const leftOut = ({ at }: SessionEvent): Html =>
	html`<li class="entry system"><span class="at">${moment(at)}</span><div class="what"><p class="left-out">An entry was left out of this copy.</p></div></li>`;

const page = (
	{ header, names, entries }: Omit<Shown, "who">,
	{ run, events, outputs, words }: ShareChoice,
	now: number,
): Html => {
	const isLess = events.length + outputs.length + words.length > 0;
	// Not an article: the transcript's own page is one, which follows its session.
	return html`<div class="transcript shared"><div class="matter">
<div class="masthead"><p class="hint">${talk(header.client)}</p><h1>“${talk(header.request)}”</h1>
<p class="hint">Asked by ${talk(header.askedBy)}, ${moment(header.openedAt, "long")}</p></div>
<p>${stateChip(sessionVerdict(header, names.runs))}</p>
<p class="hint">A copy ${run === null ? "of the session" : "of one run"} as it was on ${utcMinute(now)}, without bookkeeping. ${isLess ? "Whoever shared it left some of it out: each place is marked." : "Nothing else was left out."} Times are UTC.</p>
<h2 class="sr">Everything, in its order</h2>
<ol class="timeline">${entries}</ol>
</div></div>`;
};
