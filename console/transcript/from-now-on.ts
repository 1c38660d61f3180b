// On a plan's panel: that no one had to vote, when it may start, and the form to approve the same for later plans, too.
import { html } from "hono/html";
import { whoMay } from "../../domain/authority.ts";
import { mostTimes } from "../../protocol/plan/standing.ts";
import type { TranscriptHeader, TranscriptPlan } from "../../protocol/read/transcript-source.ts";
import { list } from "../../words/amounts.ts";
import { ruledText, unreadText } from "../../words/standing.ts";
import { talk } from "../html/drawn.ts";
import type { Html } from "../html/escape.ts";
import { moment } from "../html/moment.ts";

export const ruledLines = ({ ruled, from, state, rules }: TranscriptPlan): Html => html`
	${ruled ? html`<p class="ruled tone-good">Approved by ${talk(ruledText(ruled))}. ${ruled.by === "standing" ? html`<a href="/standing#${ruled.standing}">Standing approval</a>` : ""}</p>` : ""}
	${from && state === "approved" ? html`<p class="ruled">Waits until ${moment(from, "long")}: plans start here only at certain hours.</p>` : ""}
	${rules && rules.groupsLeft.length > 0 ? html`<p class="hint">Still needs a yes from ${talk(list(rules.groupsLeft, 5))}.</p>` : ""}
	${rules && rules.unread.length > 0 ? html`<div class="odd"><p>⚠ ${unreadText(rules.unread)}.</p></div>` : ""}`;

/** For an approver who may decide on it. How often it was given before tells a form that is sent twice from another one. */
export const fromNowOnForm = (
	{ plan, state, standable, given = 0, proposerAccount }: TranscriptPlan,
	header: TranscriptHeader,
	reader: string,
): Html | string => {
	const may = whoMay("decide", header, { proposer: plan.proposedBy, proposerAccount });
	if (!standable || !may.some(({ id }) => id === reader)) return "";
	return html`<details class="edit from-now-on"><summary class="button">Approve this from now on…</summary>
		<form class="fields" method="post" action="/s/${header.session}/plans/${plan.id}/standing">
		<input type="hidden" name="given" value="${given}">
		<p class="hint whole">Exactly these steps, on ${plan.endpoints.length === 1 ? "this machine" : "these machines, or some of them"}, then run without a vote whenever a technician proposes them. Each run is announced, and you can revoke it at any time.</p>
		<label>At most so many times <input type="number" name="times" value="10" min="1" max="${mostTimes}" required></label>
		<label>Until the end of this day (UTC) <input type="date" name="until" required></label>
		<p class="do"><button class="primary">${state === "open" ? "Approve this plan, and later ones" : "Approve later ones"}</button></p></form></details>`;
};
