// Whose turn it is: what waits for the reader, with the way there, or else for whom it waits.
import { html } from "hono/html";
import { type Act, type Matter, whoMay } from "../../domain/authority.ts";
import type { Person } from "../../protocol/people.ts";
import { shortDigest } from "../../protocol/plan/plan.ts";
import type { TranscriptHeader, TranscriptQuestion } from "../../protocol/read/transcript-source.ts";
import { list } from "../../words/amounts.ts";
import { talk } from "../html/drawn.ts";
import type { Html } from "../html/escape.ts";
import { answerPath } from "../secrets/answer-page.ts";
import { questionText } from "./asked.ts";

/** Something that can't go on by itself. `what` follows "Waits for Ada Lindqvist: ". `href`: for who can do it; `see`: for all
 * others, if it isn't the same. */
type Turn = { what: string; button: string; href: string; see?: string; who: Person[] };

const mostNames = 3;

export const turn = (header: TranscriptHeader, reader: string): Html | string => {
	const all = turns(header);
	const mine = all.filter(({ who }) => who.some(({ id }) => id === reader));
	if (mine.length > 0)
		return html`${mine.map(
			({ what, button, href }) =>
				html`<div class="turn mine"><span><b>Waits for you:</b> ${talk(what)}</span> <a class="button" href="${href}">${button}</a></div>`,
		)}`;
	const others = all.filter(({ who }) => who.length > 0);
	return others.length === 0
		? ""
		: html`<div class="turn">${others.map(
				({ what, href, see = href, who }) =>
					html`<span>Waits for ${talk(
						list(
							who.map(({ name }) => name),
							mostNames,
							"or",
						),
					)}: <a href="${see}">${talk(what)}</a></span> `,
			)}</div>`;
};

const turns = (header: TranscriptHeader): Turn[] => {
	const who = (act: Act, matter: Matter = {}) => whoMay(act, header, matter);
	return [
		...header.plans
			.filter(({ state }) => state === "open")
			.map(({ plan, digest, proposerAccount, escalated = false }) => ({
				what: `plan ${shortDigest(digest)} to approve or deny`,
				button: "Review it",
				href: `#${plan.id}`,
				who: who("decide", { proposer: plan.proposedBy, proposerAccount, escalated }),
			})),
		...header.plans
			.filter(({ secretsWanted }) => secretsWanted)
			.map(({ plan, digest }) => ({
				what: `plan ${shortDigest(digest)} needs ${plan.secrets.length === 1 ? "a secret" : "secrets"}`,
				button: "Go to it",
				href: `#${plan.id}`,
				who: who("enter a secret"),
			})),
		...header.plans.flatMap(({ plan, secretsAsked = [] }) =>
			secretsAsked.map(({ run, question, endpoint }) => ({
				what: `${endpoint} asks for a secret`,
				button: "Enter it…",
				href: answerPath(header.session, plan.id, run, question),
				see: `#${plan.id}`,
				who: who("enter a secret"),
			})),
		),
		...header.questions.flatMap((one) => questionTurn(one, header)),
		...header.erasures.map(({ id, by }) => ({
			what: "a request to erase something",
			button: "Answer it",
			href: `#${id}`,
			who: who("answer an erasure", { eraser: by.person, eraserAccount: by.identity }),
		})),
	];
};

/** It's answered where its card is, in chat; secrets have a way of their own. */
const questionTurn = (one: TranscriptQuestion, header: TranscriptHeader): Turn[] => {
	const found = header.plans.find(({ plan }) => plan.id === one.plan);
	const by = { proposer: found?.plan.proposedBy ?? "", proposerAccount: found?.proposerAccount ?? null };
	const see = { button: "See it", href: `#e${one.seq}` };
	if (one.state === "typed") {
		const who = whoMay("decide", header, by).filter(({ id }) => id !== one.by?.person);
		return [{ what: `a text for ${questionText(one)}, to be let through in chat`, ...see, who }];
	}
	if (one.state !== "open" || (one.kind !== "choices" && one.kind !== "text")) return [];
	const who = whoMay(one.kind === "text" ? "answer in words" : "answer", header, by);
	return [{ what: `${questionText(one)}, to be answered in chat`, ...see, who }];
};
