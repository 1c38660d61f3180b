// The page that asks for a plan's secrets: what they are for, and a field for each.
import { html } from "hono/html";
import { inQuotes, onOneLine } from "../../domain/line.ts";
import { type Step, shortDigest } from "../../protocol/plan/plan.ts";
import { secretBytes } from "../../protocol/plan/secret-name.ts";
import type { SealingAgent, SecretForm } from "../../protocol/read/secret-form.ts";
import { list } from "../../words/amounts.ts";
import { phases } from "../../words/states.ts";
import { exact, talk } from "../html/drawn.ts";
import { type Html, oneLine } from "../html/escape.ts";
import type { Who } from "../html/frame.ts";
import { layout } from "../html/layout.ts";
import { moment } from "../html/moment.ts";
import { numbered } from "../html/numbered.ts";

export const secretsPage = (who: Who, session: string, form: SecretForm): Html => {
	const { plan, digest, runBy, agents } = form;
	const missing = agents.filter(({ sealing }) => sealing === null).map((one) => one.name);
	const one = plan.secrets.length === 1;
	return layout({
		title: `Enter ${one ? "a secret" : "secrets"} · Caisey`,
		who,
		script: "secrets.js",
		body: html`<section class="secrets">
			<h1>${one ? "A secret" : `${plan.secrets.length} secrets`} for ${oneLine(list(agents.map((agent) => agent.name)))}</h1>
			<p>The approved plan <a href="/s/${session}">${shortDigest(digest)}</a> needs ${one ? "it" : "them"}. What changes, as its proposer says: ${talk(inQuotes(onOneLine(plan.words.changes).trim()))}</p>
			${runBy === null ? "" : html`<p class="hint">It must start by ${moment(runBy, "long")}.</p>`}
			${missing.length > 0 ? notSaidYet(missing) : fields(session, form)}
			${whatRuns(`What runs with ${one ? "it" : "them"}`, plan.steps)}
		</section>`,
	});
};

/** Whole, folded. */
export const whatRuns = (summary: string, steps: Step[]): Html =>
	html`<details class="fold"><summary>${summary}</summary><ol class="steps">${steps.map(
		({ phase, command, script }) =>
			html`<li><span class="phase">${phases[phase]}</span><div>${script ? numbered(command) : html`<pre>${exact(command)}</pre>`}</div></li>`,
	)}</ol></details>`;

const fields = (session: string, { plan, text, agents }: SecretForm): Html => {
	const names = plan.secrets.map(({ name }) => name);
	const hint = `Your browser seals what you enter, for ${list(agents.map(({ name }) => name))} alone. Caisey can't read it. The agent keeps it in memory alone, and masks it in what the command prints. Where the command itself passes it on, to a file or another program's arguments, users of that machine may see it.`;
	return sealedForm({ action: `/s/${session}/plans/${plan.id}/secrets`, text, agents, names, hint });
};

type Sealed = {
	action: string;
	/** The plan's bytes: what they are sealed for. */
	text: string;
	agents: SealingAgent[];
	names: string[];
	hint: string;
	/** For which question of which run of it; missing: for the plan. */
	question?: { session: string; run: string; question: number };
};

/** The fields have no names: a browser that doesn't run the script sends nothing of them. */
export const sealedForm = ({ action, text, agents, names, hint, question }: Sealed): Html => {
	const told = agents.map(({ endpoint, key, sealing }) => ({ endpoint, key, sealing }));
	return html`<form method="post" action="${action}" autocomplete="off" data-part="secrets" data-plan="${text}" data-agents="${JSON.stringify(told)}" data-question="${question ? JSON.stringify(question) : ""}">
		${names.map(
			(name) =>
				html`<label>${name} <input type="password" data-secret="${name}" minlength="${secretBytes.least}" maxlength="${secretBytes.most}" required autocomplete="off" spellcheck="false"></label>`,
		)}
		<input type="hidden" name="sealed">
		<p class="hint">${oneLine(hint)}</p>
		<p><button class="primary" disabled>Seal and send</button></p>
		<p role="status" data-part="status"></p>
		<noscript><p class="odd">⚠ This page needs JavaScript to seal the secret. Without it, nothing is sent.</p></noscript>
	</form>`;
};

/** In place of the form, where an agent hasn't named its key. */
export const notSaidYet = (names: string[]): Html =>
	html`<p class="odd">⚠ ${oneLine(list(names))} hasn't said yet how to seal a secret for it. Once its agent is connected, reload this page.</p>`;
