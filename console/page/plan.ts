// A plan as it was asked to be approved: the words, the steps, the conditions, the votes.
import { html } from "hono/html";
import { shortDigest } from "../../protocol/plan.ts";
import type { TranscriptPlan } from "../../protocol/transcript.ts";
import { type Html, shown } from "../escape.ts";
import { planFacts } from "../export/plan-text.ts";
import { phaseWord, planWord, surfaceWord, word } from "../words.ts";
import { moment } from "./moment.ts";
import { stateTone } from "./state.ts";

export const planPanel = ({ plan, digest, state, votes, text }: TranscriptPlan): Html => {
	const facts = planFacts(plan);
	return html`<section class="plan" aria-label="Plan ${shortDigest(digest)}" data-plan="${plan.id}">
		<header><h3>Plan ${shortDigest(digest)}</h3><span class="state ${stateTone(state)}">${word(planWord, state)}</span></header>
		<dl class="words">${facts.slice(0, 3).map(fact)}</dl>
		<ol class="steps">${plan.steps.map(
			(step) =>
				html`<li><span class="phase">${phaseWord[step.phase]}</span><pre>${shown(step.command)}</pre></li>`,
		)}</ol>
		${votes.length ? html`<ul class="votes">${votes.map(vote)}</ul>` : ""}
		<details class="fold"><summary>Conditions and the exact bytes that were approved</summary>
			<dl class="facts">${facts.slice(3).map(fact)}<dt>SHA-256</dt><dd class="hash">${digest}</dd></dl>
			<pre class="json">${shown(text)}</pre>
		</details>
	</section>`;
};

const fact = ({ label, text }: { label: string; text: string }): Html =>
	html`<dt>${label}</dt><dd>${shown(text || "—")}</dd>`;

const vote = ({ name, surface, verdict, at, reason }: TranscriptPlan["votes"][number]): Html =>
	html`<li class="tone-${verdict === "approve" ? "good" : "bad"}">${verdict === "approve" ? "Approved" : "Denied"} by <bdi>${shown(name)}</bdi> in ${word(surfaceWord, surface)}, ${moment(at, "long")}${reason ? html`: ${shown(reason)}` : ""}</li>`;
