// What a step asked while it ran, above its output, each with the way to its place and what came of it.
import { html } from "hono/html";
import { onOneLine, quoted } from "../../domain/line.ts";
import type { TranscriptQuestion } from "../../protocol/read/transcript-source.ts";
import { count } from "../../words/amounts.ts";
import { unansweredBecause } from "../../words/prompts.ts";
import { talk } from "../html/drawn.ts";
import type { Html } from "../html/escape.ts";

/** `leads`: the output's viewer is there, which opens places. */
export const askedBy = (run: string, questions: TranscriptQuestion[], leads = true): Html | string => {
	const own = questions.filter((one) => one.run === run);
	if (own.length === 0) return "";
	return html`<div class="reported asked"><p>It asked ${own.length === 1 ? "a question" : `${count(own.length)} questions`}</p>
		<ul>${own.map((one) => html`<li><a href="#e${one.seq}">${talk(questionText(one))}</a> ${talk(outcome(one))}${leads ? inOutput(one) : ""}</li>`)}</ul></div>`;
};

/** The address of its place: the line that it follows is marked. */
const inOutput = ({ run, place }: TranscriptQuestion): Html | string => {
	if (place === null) return "";
	const stream = place.stdout === 0 && place.stderr > 0 ? "stderr" : "stdout";
	return html` · <a href="#${run}.${stream}.${Math.max(0, place[stream] - 1)}">in the output</a>`;
};

/** In the machine's words, or what it is if there are none. */
export const questionText = ({ text, kind }: Pick<TranscriptQuestion, "text" | "kind">): string =>
	text.trim() === "" ? `a question of kind ${kind}` : quoted(onOneLine(text.trim()));

const outcome = ({ state, by, said, because }: TranscriptQuestion): string => {
	switch (state) {
		case "open":
			return "waits for an answer";
		case "typed":
			return `waits for an approver to let through what ${by?.name ?? "someone"} wrote`;
		case "sent":
		case "taken":
			return `${by?.name ?? "Someone"} answered ${said ?? ""}`;
		case "over":
			return because === null ? "got no answer" : `got no answer: ${unansweredBecause[because]}`;
	}
};
