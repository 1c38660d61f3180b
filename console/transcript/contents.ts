// The page's contents: the request, each plan with its decisions and steps, and how these went.
import { html } from "hono/html";
import { type Plan, shortDigest } from "../../protocol/plan/plan.ts";
import type {
	TranscriptHeader,
	TranscriptPlan,
	TranscriptRun,
} from "../../protocol/read/transcript-source.ts";
import { phases } from "../../words/states.ts";
import { talk } from "../html/drawn.ts";
import { type Html, oneLine, shown } from "../html/escape.ts";
import { planVerdict, type Tone, verdict } from "../tone.ts";
import { stepAnchor, votesAnchor } from "./anchor.ts";

export const contents = (header: TranscriptHeader, runs: TranscriptRun[]): Html => html`<ol>
	<li><a href="#e1">The request</a></li>
	${header.plans.map((found) => planLines(found, runs))}
	<li><a href="#newest">The newest entry</a></li>
</ol>`;

const planLines = (found: TranscriptPlan, runs: TranscriptRun[]): Html => {
	const { plan, digest, votes } = found;
	const { tone, text } = planVerdict(found, runs);
	const own = runs.filter((run) => run.plan === plan.id);
	return html`<li><a href="#${plan.id}">${sign(tone, text)}Plan ${shortDigest(digest)}</a>
		<ol>
			${votes.map(({ name, verdict }) => html`<li><a href="#${votesAnchor(plan.id)}">${verdict === "approve" ? sign("good", "Approved by") : sign("bad", "Denied by")}${talk(name)}</a></li>`)}
			${plan.endpoints.map((endpoint) => endpointLines(plan, endpoint, own))}
		</ol>
	</li>`;
};

/** Steps as they ran on an endpoint; named if there are several. Before a plan has runs, its steps once. */
const endpointLines = (
	plan: Plan,
	{ id, name }: Plan["endpoints"][number],
	runs: TranscriptRun[],
): Html | string => {
	const there = runs.filter((run) => run.endpoint.id === id);
	if (there.length === 0)
		return plan.endpoints[0]?.id === id
			? html`${plan.steps.map(({ phase }, i) => stepLine(stepAnchor(plan.id, i + 1), phases[phase]))}`
			: "";
	const lines = there.map((run) => runLine(run));
	return plan.endpoints.length === 1
		? html`${lines}`
		: html`<li><span class="where">${talk(name)}</span><ol>${lines}</ol></li>`;
};

/** One that hasn't started isn't on the page yet: the plan has its step. */
const runLine = (run: TranscriptRun): Html => {
	const { tone, text } = verdict(run);
	const to = run.state === "waiting" ? stepAnchor(run.plan, run.step + 1) : run.run;
	return html`<li><a href="#${to}">${sign(tone, text)}${phases[run.phase]}</a></li>`;
};

const stepLine = (to: string, text: string): Html =>
	html`<li><a href="#${to}">${sign("quiet", "Step")}${text}</a></li>`;

/** How it went, as a sign that says it in words, too. */
const sign = (tone: Tone, text: string): Html =>
	html`<span class="sign ${tone}" title="${oneLine(text)}"><span class="sr">${shown(text)}: </span></span>`;
