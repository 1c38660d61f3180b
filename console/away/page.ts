// The page “While you're away”.
import { html } from "hono/html";
import { within } from "../../words/amounts.ts";
import { clock, day } from "../../words/times.ts";
import { talk } from "../html/drawn.ts";
import type { Html } from "../html/escape.ts";
import { layout } from "../html/layout.ts";
import { moment } from "../html/moment.ts";
import type { SignedIn } from "../options.ts";
import type { AwayView } from "./view.ts";

/** `problem`: why the form of that client wasn't saved. */
export const awayPage = (
	who: SignedIn,
	views: AwayView[],
	problem: { client: string; text: string } | null,
): Html =>
	layout({
		title: "While you're away · Caisey",
		who,
		at: "/away",
		body: html`<h1>While you're away</h1>
			${views.length === 0 ? html`<p class="hint">Only approvers name a deputy. You approve at no client.</p>` : ""}
			${views.map((view) => section(view, problem?.client === view.client ? problem.text : null))}`,
	});

const section = (view: AwayView, problem: string | null): Html => {
	const { client, name, people, deputy, until, escalateAfter } = view;
	return html`<section class="away" aria-labelledby="${client}">
		<h2 id="${client}">${talk(name)}</h2>
		<p>${standing(view)}</p>
		${others(view)}
		${problem === null ? "" : html`<p class="problem" role="alert">${talk(problem)}</p>`}
		<form method="post" action="/away/${client}">
			<label>Who decides for you? <select name="deputy"><option value="">Nobody</option>${people.map((one) => html`<option value="${one.person}"${one.person === deputy ? html` selected` : ""}>${one.name}</option>`)}</select></label>
			<fieldset><legend>Away until (UTC)</legend>
				<label><span>Day</span> <input type="date" name="day" value="${until === null ? "" : day(until)}"></label>
				<label><span>Time</span> <input type="time" name="time" value="${until === null ? "" : clock(until).slice(0, 5)}"></label>
			</fieldset>
			<p class="hint">${escalateAfter === null ? "Without a day, your deputy decides nothing yet." : `Without a day, your deputy decides only what nobody decides within ${within(escalateAfter)}.`} They never decide on a plan of their own, or of yours. Your company's channels hear of it.</p>
			<p class="do"><button class="primary">Save</button></p>
		</form>
	</section>`;
};

const standing = ({ people, deputy, until }: AwayView): Html => {
	const named = people.find(({ person }) => person === deputy);
	if (deputy === null) return html`You have no deputy.`;
	const name = html`<b>${talk(named?.name ?? "Someone who left")}</b>`;
	return until === null
		? html`${name} is your deputy, and you are here.`
		: html`${name} decides for you. You are away until ${moment(until, "long")}.`;
};

const others = ({ others: all }: AwayView): Html | string =>
	all.length === 0
		? ""
		: html`<ul class="items">${all.map((one) => html`<li>${talk(one.name)} is away until ${moment(one.until, "long")}: ${talk(one.deputy)} decides</li>`)}</ul>`;
