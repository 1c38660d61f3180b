// What the events of a session say, as it is searched: people's and machines' own words, none of ours.
import type { Plan } from "../../../protocol/plan/plan.ts";
import type { SessionEventBody, SessionEventKind } from "../../../protocol/record/events.ts";
import type { Words } from "../../contracts/values/search.ts";
import type { Core } from "../core.ts";

/** So many events at once. */
const eventsAtOnce = 200;

export const wordsAfter = (core: Core, after: number): Words => {
	const events = core.store.events.after(after, eventsAtOnce);
	return {
		last: events.at(-1)?.seq ?? after,
		lines: events.flatMap(({ seq, body }) =>
			(body ? said(core, body) : []).filter((text) => text !== "").map((text) => ({ seq, text })),
		),
	};
};

type Says = {
	[Kind in SessionEventKind]?: (body: Extract<SessionEventBody, { kind: Kind }>, core: Core) => string[];
};

/** Of a card there is the plan, and of a run its recording. */
const table: Says = {
	"session.opened": ({ request }) => [request],
	"ticket.set": ({ ticket }) => [ticket ?? ""],
	"message.said": ({ text, attachments, missing }) => [
		text,
		...[...attachments, ...missing].map(({ name }) => name),
	],
	"message.attached": ({ attached }) => [
		"attachment" in attached ? attached.attachment.name : attached.missing.name,
	],
	"message.edited": ({ text }) => [text],
	"plan.proposed": ({ plan }, core) => planWords(core.store.plans.get(plan)?.plan ?? null),
	"question.asked": ({ text }) => [text],
	"vote.cast": ({ reason }) => [reason ?? ""],
	"plan.refused": ({ reason }) => [reason],
	"run.started": ({ context: { cwd, shell, executable, user } }) => [
		...[cwd, shell.path, executable?.path ?? "", user.name],
	],
	"run.ended": ({ end }) => (end.outcome === "not-started" ? [end.reason] : []),
	"prompt.asked": ({ asked }) => [asked.text, ...asked.choices.flatMap(({ label, help }) => [label, help])],
	"prompt.answered": ({ answer, labels }) => [...labels, answer.is === "text" ? answer.text : ""],
	"prompt.expired": ({ text }) => [text],
	integrity: ({ reason }) => [reason],
	"erasure.asked": ({ reason }) => [reason],
};

const said = (core: Core, body: SessionEventBody): string[] => {
	const says = table[body.kind] as ((body: SessionEventBody, core: Core) => string[]) | undefined;
	return says?.(body, core) ?? [];
};

const planWords = (plan: Plan | null): string[] =>
	plan === null
		? []
		: [
				...[plan.words.changes, plan.words.notices, plan.words.undo, plan.cwd ?? ""],
				...plan.endpoints.map(({ name }) => name),
				...plan.steps.flatMap(({ command, script }) => [
					...(script ? [[script.name, ...script.arguments].join(" ")] : []),
					command,
				]),
			];
