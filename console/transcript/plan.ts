// A plan as it was asked to be approved, in the order of its card: who asked, what changes, is it risky, the steps, the rest.
import { html } from "hono/html";
import { whoMay } from "../../domain/authority.ts";
import { keptInStep } from "../../domain/kept-blanks.ts";
import { inQuotes, linesIn, onOneLine, startOf } from "../../domain/line.ts";
import { scriptDoubts } from "../../domain/script.ts";
import { oddities, shown as spelledOut } from "../../domain/text.ts";
import { type Shell, type Step, shortDigest } from "../../protocol/plan/plan.ts";
import type { Script } from "../../protocol/plan/script.ts";
import type {
	TranscriptHeader,
	TranscriptPlan,
	TranscriptRun,
} from "../../protocol/read/transcript-source.ts";
import { rolesText } from "../../words/actors.ts";
import { unconfirmedText } from "../../words/amendments.ts";
import { lineEndsText } from "../../words/amounts.ts";
import { votedFor } from "../../words/deputies.ts";
import { keptBlanksLine } from "../../words/kept-blanks.ts";
import { aroundVoter } from "../../words/plan.ts";
import { encodings, lineCount, scriptDoubtText } from "../../words/script.ts";
import { wantedText } from "../../words/secrets.ts";
import { phases } from "../../words/states.ts";
import { type Fact, planFacts, planPlaces, planRisk, planWords } from "../export/plan-text.ts";
import { machinesSaid, type Said } from "../export/preflight-text.ts";
import { bytes, exact, talk } from "../html/drawn.ts";
import { type Html, oneLine, shown } from "../html/escape.ts";
import { moment } from "../html/moment.ts";
import { numbered } from "../html/numbered.ts";
import { signedForm } from "../html/signed-form.ts";
import { answerPath } from "../secrets/answer-page.ts";
import { snippetOf } from "../snippets/form.ts";
import { planVerdict, verdict } from "../tone.ts";
import { anchorLink, stepAnchor, votesAnchor } from "./anchor.ts";
import { cancelling, cancelPart } from "./cancel.ts";
import { fromNowOnForm, ruledLines } from "./from-now-on.ts";
import { machineNow } from "./machine-now.ts";

/** For an approver among the readers, an open plan has the buttons; the Worker judges the press. */
export const planPanel = (
	found: TranscriptPlan,
	header: TranscriptHeader,
	reader: string,
	runs: TranscriptRun[],
): Html => {
	const { plan, proposer, digest, votes, text } = found;
	const standing = planVerdict(found, runs);
	const called = `plan ${shortDigest(digest)}`;
	const [changes, ...words] = planWords(found);
	return html`<section class="plan" aria-label="Plan ${shortDigest(digest)}" id="${plan.id}" data-plan="${plan.id}">
		<header><h3>Plan ${shortDigest(digest)}</h3>${anchorLink(plan.id, called)}<span class="state ${standing.tone}">${shown(standing.text)}</span></header>
		<dl class="asked">${asked(proposer, changes, found, header).map((one) => html`<div>${one}</div>`)}</dl>
		<ol class="steps">${plan.steps.map(
			(step, i) =>
				html`<li id="${stepAnchor(plan.id, i + 1)}"><span class="phase">${phases[step.phase]}</span><div>${step.script ? scriptStep(plan.shell, { ...step, script: step.script }) : html`<pre>${exact(step.command)}</pre>`}${warnings(step)}${kept(plan.shell, step)}</div>${anchorLink(stepAnchor(plan.id, i + 1), `step ${i + 1} of ${called}`)}</li>`,
		)}</ol>
		<dl class="words">${otherFact(planPlaces(found))}${words.map((one) => saidFact(proposer, one))}${startOfLine(changes.text, most.changes) === onOneLine(changes.text).trim() ? "" : saidFact(proposer, { ...changes, label: "What changes, in full" })}${planFacts(found).map(otherFact)}</dl>
		${machinesSaid(found).map(saidByMachine)}
		<p class="hint">Proposed by <bdi>${oneLine(proposer)}</bdi></p>
		${found.secretsWanted ? secretsWanted(found, header, reader) : ""}
		${(found.secretsAsked ?? []).map((one) => secretAsked(found, one, header, reader))}
		${mayDecide(found, header, reader) ? decisionForm(header.session, plan.id, header.approval === "passkey") : ""}
		${ruledLines(found)}${fromNowOnForm(found, header, reader)}
		${votes.length ? html`<ul class="votes" id="${votesAnchor(plan.id)}">${votes.map(vote)}</ul>` : ""}
		<div data-part="${wentPart(plan.id)}">${went(plan.id, runs)}</div>
		<div data-part="${cancelPart(plan.id)}">${cancelling(found, header, reader)}</div>
		${further(found, header, reader, runs)}
		<details class="fold"><summary>Technical details, and the exact bytes</summary>
			<dl class="facts"><dt>SHA-256</dt><dd class="hash">${digest}</dd></dl>
			${bytes(text)}
		</details>
	</section>`;
};

/** What who may propose can make of a plan that ended, or that ran. */
const further = (
	{ plan, state }: TranscriptPlan,
	header: TranscriptHeader,
	reader: string,
	runs: TranscriptRun[],
): Html | string => {
	if (!whoMay("propose", header).some(({ id }) => id === reader)) return "";
	const ran = runs.some((run) => run.plan === plan.id && run.state === "ended" && run.phase === "command");
	const all = [
		...(ended.has(state) && header.state !== "closed"
			? [html`<a href="/s/${header.session}/propose?again=${plan.id}">Propose again…</a>`]
			: []),
		...(ran && snippetOf(plan) !== null
			? [html`<a href="/snippets/new?from=${header.session}~${plan.id}">Save as snippet…</a>`]
			: []),
	];
	return all.length === 0
		? ""
		: html`<p class="hint">${all.map((one, i) => html`${i > 0 ? " · " : ""}${one}`)}</p>`;
};

/** As the card in chat offers it. */
const ended: ReadonlySet<string> = new Set(["finished", "denied", "expired", "cancelled"]);

/** The part of a plan's panel that shows how its steps go. */
export const wentPart = (plan: string): string => `went-${plan}`;

/** How a plan's steps go, in the place where it was decided; each with the way to it. */
export const went = (plan: string, all: TranscriptRun[]): Html | string => {
	const runs = all.filter((run) => run.plan === plan);
	if (runs.length === 0) return "";
	const several = new Set(runs.map(({ endpoint }) => endpoint.id)).size > 1;
	return html`<ul class="went" aria-label="How its steps went">${runs.map((run) => {
		const { tone, text } = verdict(run);
		const step = phases[run.phase];
		return html`<li><span class="phase">${run.state === "waiting" ? step : html`<a href="#${run.run}">${step}</a>`}</span>${several ? html` <b>${talk(run.endpoint.name)}</b>` : ""} <span class="state ${tone}">${shown(text)}</span></li>`;
	})}</ul>`;
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

/** Blanks that are part of the text, which is marked above. */
const kept = (shell: Shell, step: Step): Html | string => {
	const text = keptBlanksLine(keptInStep(shell, step).map((one) => ({ ...one, step: null })));
	return text === null ? "" : html`<p class="hint">${text}</p>`;
};

/** Its own claim, in its name. */
const saidByMachine = ({ endpoint, short, lines }: Said): Html =>
	lines.length === 0
		? html`<p class="hint machine">${talk(endpoint)}: ${talk(short)}</p>`
		: html`<details class="fold machine"><summary>${talk(endpoint)} says beforehand: ${talk(short)}</summary>
			<ul>${lines.map((line) => html`<li>${talk(line)}</li>`)}</ul></details>`;

const mayDecide = (
	{ plan, state, proposerAccount, escalated = false }: TranscriptPlan,
	header: TranscriptHeader,
	reader: string,
): boolean =>
	state === "open" &&
	whoMay("decide", header, { proposer: plan.proposedBy, proposerAccount, escalated }).some(
		({ id }) => id === reader,
	);

/** Everyone sees that it waits, and the way to the page if they may enter them. */
const secretsWanted = ({ plan }: TranscriptPlan, header: TranscriptHeader, reader: string): Html => {
	const text = wantedText(plan.secrets.map(({ name }) => name));
	const may = whoMay("enter a secret", header).some(({ id }) => id === reader);
	return html`<div class="wanted"><p>${text}. No one in chat sees what is entered, and this record has no part of it.</p>${may ? html`<p><a class="button primary" href="/s/${header.session}/plans/${plan.id}/secrets">Enter ${plan.secrets.length === 1 ? "it" : "them"}…</a></p>` : ""}</div>`;
};

/** The machine's own words; and the way to the page for who may enter it. */
const secretAsked = (
	{ plan }: TranscriptPlan,
	{ run, question, endpoint, text, until }: NonNullable<TranscriptPlan["secretsAsked"]>[number],
	header: TranscriptHeader,
	reader: string,
): Html => {
	const may = whoMay("enter a secret", header).some(({ id }) => id === reader);
	const asks = `${onOneLine(endpoint)} asks for a secret${text.trim() === "" ? "" : `: ${said(text)}`}`;
	return html`<div class="wanted"><p>${talk(asks)}. It waits until ${moment(until, "long")}. No one in chat sees what is entered, and this record has no part of it.</p>${may ? html`<p><a class="button primary" href="${answerPath(header.session, plan.id, run, question)}">Enter it…</a></p>` : ""}</div>`;
};

/** Who asked for what, what changes, and the risk: a line each. */
const asked = (proposer: string, changes: Fact, found: TranscriptPlan, header: TranscriptHeader): Html[] => {
	const [who, request] = [startOfLine(header.askedBy, most.name), startOfLine(header.request, most.request)];
	const text = startOfLine(changes.text, most.changes);
	const now = machineNow(found);
	return [
		fact("Asked by", talk(`${who}: ${said(request)}`)),
		saidFact(startOfLine(proposer, most.name), { ...changes, text }),
		otherFact(planRisk(found)),
		...(now ? [fact(now.label, now.text)] : []),
	];
};

/** The most characters of each line above the steps, so that these stay on a phone's first screen. */
const most = { name: 40, request: 120, changes: 160 } as const;

const startOfLine = (text: string, most: number): string => {
	const line = onOneLine(text).trim();
	return line.length > most ? `${startOf(line, most - 1).trimEnd()}…` : line;
};

const approve = { text: "Approve with your passkey", value: { name: "verdict", value: "approve" } };

/** Two forms: Enter in the reason can only deny. */
const decisionForm = (session: string, plan: string, passkey: boolean): Html => {
	const action = `/s/${session}/plans/${plan}/vote`;
	return html`<div class="decide" data-part="decide">
		${passkey ? signedForm(action, `/s/${session}/plans/${plan}/passkey`, approve) : html`<form method="post" action="${action}"><button class="primary" name="verdict" value="approve">Approve</button></form>`}
		<form method="post" action="${action}"><label>Why not? <input name="reason" maxlength="1000" autocomplete="off" required></label> <button name="verdict" value="deny">Deny</button></form>
		<p class="said" role="status" data-part="said"></p>
	</div>`;
};

/** Under whose word it is, whole, on one line. */
const saidFact = (by: string, { label, text }: Fact): Html =>
	fact(label, text.trim() === "" ? "—" : talk(`${onOneLine(by)} says ${said(text)}`));

const said = (text: string): string => inQuotes(onOneLine(text).trim());

const otherFact = ({ label, text, exact }: Fact): Html =>
	fact(label, exact ? html`<bdi dir="ltr">${shown(onOneLine(spelledOut(text)))}</bdi>` : talk(text));

const fact = (label: string, text: string | Html): Html => html`<dt>${label}</dt><dd>${text}</dd>`;

/** Whom no existing approver confirmed. */
const marked = ({ unconfirmed }: Pick<TranscriptPlan["votes"][number], "unconfirmed">): Html | string =>
	unconfirmed === undefined ? "" : html` <span class="facts">⚠ ${unconfirmedText[unconfirmed]}</span>`;

const vote = ({ surface, verdict, at, reason, ...by }: TranscriptPlan["votes"][number]): Html => {
	const who = by.name + rolesText(by.roles);
	const name = by.for ? votedFor(who, by.for) : who;
	const [did, where] = aroundVoter({ surface, verdict });
	return html`<li class="tone-${verdict === "approve" ? "good" : "bad"}">${did}${talk(name)}${where}, ${moment(at, "long")}${marked(by)}${reason ? html`: ${talk(said(reason))}` : ""}</li>`;
};
