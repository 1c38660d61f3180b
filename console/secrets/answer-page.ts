// The page that asks for the secret that a running step asks for: who asks, in its own words, and one field.
import { html } from "hono/html";
import { shortDigest } from "../../protocol/plan/plan.ts";
import type { AnswerForm } from "../../protocol/read/secret-form.ts";
import { exact } from "../html/drawn.ts";
import { type Html, oneLine } from "../html/escape.ts";
import type { Who } from "../html/frame.ts";
import { layout } from "../html/layout.ts";
import { moment } from "../html/moment.ts";
import { notSaidYet, sealedForm, whatRuns } from "./page.ts";

export const answerPage = (who: Who, session: string, form: AnswerForm): Html => {
	const { plan, digest, step, asked, until, agent } = form;
	const running = plan.steps[step];
	return layout({
		title: "Enter a secret · Caisey",
		who,
		script: "secrets.js",
		body: html`<section class="secrets">
			<h1>${oneLine(agent.name)} asks for a secret</h1>
			<p>It asks while it runs ${running ? steps[running.phase] : "a step"} of the approved plan <a href="/s/${session}">${shortDigest(digest)}</a>. ${asked.trim() === "" ? "It says nothing else." : "No person wrote these words:"}</p>
			${asked.trim() === "" ? "" : html`<pre class="asked">${exact(asked)}</pre>`}
			<p class="hint">It waits until ${moment(until, "long")}. Then the step is stopped.</p>
			${agent.sealing === null ? notSaidYet([agent.name]) : fields(session, form)}
			${running ? whatRuns("What asks for it", [running]) : ""}
		</section>`,
	});
};

const steps = { before: "a check before", command: "the command", after: "a check after" } as const;

/** The script seals for this question: the bytes open for no other one. */
const fields = (session: string, { plan, text, run, question, agent }: AnswerForm): Html =>
	sealedForm({
		...{ action: answerPath(session, plan.id, run, question), text, agents: [agent] },
		names: ["The secret"],
		hint: `Your browser seals what you enter, for this question on ${agent.name} alone. Caisey can't read it, and no approver sees it. The agent masks it in what the command prints from then on. What else the command does with it, only its text tells: users of that machine may see what it passes on.`,
		question: { session, run, question },
	});

export const answerPath = (session: string, plan: string, run: string, question: number): string =>
	`/s/${session}/plans/${plan}/runs/${run}/questions/${question}`;
