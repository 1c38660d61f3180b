// A plan as it was asked to be approved: the steps, the words, the conditions, the votes.
import { html } from "hono/html";
import { whoMay } from "../../domain/authority.ts";
import { inQuotes, linesIn, onOneLine } from "../../domain/line.ts";
import { scriptDoubts } from "../../domain/script.ts";
import { oddities, shown as spelledOut } from "../../domain/text.ts";
import { type Shell, type Step, shortDigest } from "../../protocol/plan/plan.ts";
import type { Script } from "../../protocol/plan/script.ts";
import type {
	TranscriptHeader,
	TranscriptPlan,
	TranscriptRun,
} from "../../protocol/read/transcript-source.ts";
import { lineEndsText } from "../../words/amounts.ts";
import { aroundVoter } from "../../words/plan.ts";
import { encodings, lineCount, scriptDoubtText } from "../../words/script.ts";
import { wantedText } from "../../words/secrets.ts";
import { phases } from "../../words/states.ts";
import { type Fact, planFacts, planWords } from "../export/plan-text.ts";
import { machinesSaid, type Said } from "../export/preflight-text.ts";
import { bytes, exact, talk } from "../html/drawn.ts";
import { type Html, oneLine, shown } from "../html/escape.ts";
import { moment } from "../html/moment.ts";
import { numbered } from "../html/numbered.ts";
import { planVerdict } from "../tone.ts";

/** For an approver among the readers, an open plan has the buttons; the Worker judges the press. */
export const planPanel = (
	found: TranscriptPlan,
	header: TranscriptHeader,
	reader: string,
	runs: TranscriptRun[],
): Html => {
	const { plan, digest, votes, text } = found;
	const standing = planVerdict(found, runs);
	const proposer = header.people.find(({ id }) => id === plan.proposedBy)?.name ?? plan.proposedBy;
	return html`<section class="plan" aria-label="Plan ${shortDigest(digest)}" data-plan="${plan.id}">
		<header><h3>Plan ${shortDigest(digest)}</h3><span class="state ${standing.tone}">${shown(standing.text)}</span></header>
		<p class="hint">Proposed by <bdi>${oneLine(proposer)}</bdi></p>
		<ol class="steps">${plan.steps.map(
			(step) =>
				html`<li><span class="phase">${phases[step.phase]}</span><div>${step.script ? scriptStep(plan.shell, { ...step, script: step.script }) : html`<pre>${exact(step.command)}</pre>`}${warnings(step)}</div></li>`,
		)}</ol>
		${machinesSaid(found).map(saidByMachine)}
		<dl class="words">${planWords(found).map((one) => saidFact(proposer, one))}${planFacts(found).map(otherFact)}</dl>
		${found.secretsWanted ? secretsWanted(found, header, reader) : ""}
		${mayDecide(found, header, reader) ? decisionForm(header.session, plan.id) : ""}
		${votes.length ? html`<ul class="votes">${votes.map(vote)}</ul>` : ""}
		<details class="fold"><summary>Technical details, and the exact bytes</summary>
			<dl class="facts"><dt>SHA-256</dt><dd class="hash">${digest}</dd></dl>
			${bytes(text)}
		</details>
	</section>`;
};

/** A script, whole. */
const scriptStep = (shell: Shell, { command, script }: Step & { script: Script }): Html => {
	const about = [`${encodings[script.encoding]}`, lineCount(linesIn(command))].join(", ");
	const doubts = scriptDoubts({ command, script }, shell).map((one) => scriptDoubtText(one, shell));
	return html`<p class="hint">The script <bdi>${script.name}</bdi>${lineEndsText(command)}: ${about}</p>
		${doubts.length > 0 ? html`<div class="odd">${doubts.map((one) => html`<p>⚠ ${one}</p>`)}</div>` : ""}
		${script.arguments.length > 0 ? html`<p class="hint">With these arguments</p><ol class="arguments">${script.arguments.map((one) => html`<li><code>${exact(one)}</code></li>`)}</ol>` : ""}
		${numbered(command)}`;
};

/** What could be misread; it is spelled out above. */
const warnings = ({ command, script }: Step): Html | string => {
	const found = [command, ...(script?.arguments ?? [])].flatMap(oddities);
	if (found.length === 0) return "";
	return html`<div class="odd"><p>⚠ Contains ${found.map(({ what }) => what).join("; ")}.</p></div>`;
};

/** Its own claim, in its name. */
const saidByMachine = ({ endpoint, short, lines }: Said): Html =>
	lines.length === 0
		? html`<p class="hint machine">${talk(endpoint)}: ${talk(short)}</p>`
		: html`<details class="fold machine"><summary>${talk(endpoint)} says beforehand: ${talk(short)}</summary>
			<ul>${lines.map((line) => html`<li>${talk(line)}</li>`)}</ul></details>`;

const mayDecide = ({ plan, state }: TranscriptPlan, header: TranscriptHeader, reader: string): boolean =>
	state === "open" && whoMay("decide", header, { proposer: plan.proposedBy }).some(({ id }) => id === reader);

/** Everyone sees that it waits, and the way to the page if they may enter them. */
const secretsWanted = ({ plan }: TranscriptPlan, header: TranscriptHeader, reader: string): Html => {
	const text = wantedText(plan.secrets.map(({ name }) => name));
	const may = whoMay("enter a secret", header).some(({ id }) => id === reader);
	return html`<div class="wanted"><p>${text}. No one in chat sees what is entered, and this record has no part of it.</p>${may ? html`<p><a class="button primary" href="/s/${header.session}/plans/${plan.id}/secrets">Enter ${plan.secrets.length === 1 ? "it" : "them"}…</a></p>` : ""}</div>`;
};

/** Two forms: Enter in the reason can only deny. */
const decisionForm = (session: string, plan: string): Html => {
	const action = `/s/${session}/plans/${plan}/vote`;
	return html`<div class="decide">
		<form method="post" action="${action}"><button class="primary" name="verdict" value="approve">Approve</button></form>
		<form method="post" action="${action}"><label>Why not? <input name="reason" maxlength="1000" autocomplete="off" required></label> <button name="verdict" value="deny">Deny</button></form>
	</div>`;
};

/** Under whose word it is, whole, on one line. */
const saidFact = (by: string, { label, text }: Fact): Html =>
	fact(label, text.trim() === "" ? "—" : talk(`${onOneLine(by)} says ${said(text)}`));

const said = (text: string): string => inQuotes(onOneLine(text).trim());

const otherFact = ({ label, text, exact }: Fact): Html =>
	fact(label, exact ? html`<bdi dir="ltr">${shown(onOneLine(spelledOut(text)))}</bdi>` : talk(text));

const fact = (label: string, text: string | Html): Html => html`<dt>${label}</dt><dd>${text}</dd>`;

const vote = ({ name, surface, verdict, at, reason }: TranscriptPlan["votes"][number]): Html => {
	const [did, where] = aroundVoter({ surface, verdict });
	return html`<li class="tone-${verdict === "approve" ? "good" : "bad"}">${did}${talk(name)}${where}, ${moment(at, "long")}${reason ? html`: ${talk(said(reason))}` : ""}</li>`;
};
