// Cancel… on a plan that waits or runs, where it was decided: it asks first, and needs no script.
import { html } from "hono/html";
import { whoMay } from "../../domain/authority.ts";
import type { TranscriptHeader, TranscriptPlan } from "../../protocol/read/transcript-source.ts";
import { list } from "../../words/amounts.ts";
import { cancelWords } from "../../words/cancel.ts";
import { talk } from "../html/drawn.ts";
import { type Html, oneLine } from "../html/escape.ts";

/** The part of a plan's panel that has it. */
export const cancelPart = (plan: string): string => `cancel-${plan}`;

/** For who may; the Worker judges the press. An open plan is decided on, as on its card. */
export const cancelling = (
	{ plan, state, proposerAccount }: TranscriptPlan,
	header: TranscriptHeader,
	reader: string,
): Html | string => {
	const may = whoMay("cancel", header, { proposer: plan.proposedBy, proposerAccount });
	if ((state !== "approved" && state !== "running") || may.every(({ id }) => id !== reader)) return "";
	const on = list(
		plan.endpoints.map(({ name }) => oneLine(name)),
		3,
	);
	const { says, yes } = cancelWords(state, on);
	return html`<details class="cancel"><summary class="button danger">Cancel…</summary><form method="post" action="/s/${header.session}/plans/${plan.id}/cancel"><p>${talk(says)}</p><button class="danger">${yes}</button></form></details>`;
};
