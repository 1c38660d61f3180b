// Dialogs: opened for a press, and answered with the outcome when they are sent.
import { awayForm } from "../../../cards/kinds/away-form.ts";
import { planForm } from "../../../cards/kinds/plan-form.ts";
import { answerField, promptForm } from "../../../cards/kinds/prompt.ts";
import { askForm, denyForm, questionField, ticketForm } from "../../../cards/kinds/questions.ts";
import { requestForm } from "../../../cards/kinds/request-form.ts";
import { closeForm, handOverForm } from "../../../cards/kinds/session-forms.ts";
import { type DialogId, dialogs, turns } from "../../../cards/model/actions.ts";
import { type Form, isField, refilled } from "../../../cards/model/form.ts";
import { carriedIn, filledInTeams, teamsDialog } from "../../../cards/teams/form.ts";
import { readPromptName } from "../../../protocol/prompt.ts";
import type { ProposalForm } from "../../backend.ts";
import { submitAway } from "../../handlers/away.ts";
import { cancelPlan } from "../../handlers/cancel.ts";
import { submitPlan } from "../../handlers/plan-dialog.ts";
import { unknownDialog } from "../../handlers/presses.ts";
import { submitAnswer } from "../../handlers/prompts.ts";
import { submitQuestion } from "../../handlers/questions.ts";
import type { Reply } from "../../handlers/reply.ts";
import { submitRequest } from "../../handlers/request.ts";
import { submitClosing, submitHandOver } from "../../handlers/session.ts";
import { submitTicket } from "../../handlers/ticket.ts";
import { closing, dialog, type InvokeAnswer, reading, readingRefusal, refusalLine } from "../answer.ts";
import { takeBack } from "../call/send.ts";
import type { Kit } from "../kit.ts";
import type { Turn } from "../read/activity.ts";
import { filledAnswer, filledOf } from "../read/filled.ts";
import { Data, type Done, empty, type Remembered, Sent, type Submit, Typed } from "./dialog.ts";
import {
	blanks,
	isSnippets,
	snippet,
	toSnippets,
	typedIn,
	withTyped,
	withWayBack,
} from "./snippet-dialogs.ts";

export const openDialog = (
	{ ref, zone }: Turn,
	{ form, remembered }: Extract<Reply, { kind: "form" }>,
): InvokeAnswer => {
	const carried: Remembered = { ...remembered, message: ref.message, once: crypto.randomUUID() };
	return dialog(teamsDialog(form, { remembered: carried, zone }));
};

const question =
	(which: Parameters<typeof submitQuestion>[1], form: Form): Submit =>
	async (kit, turn, { plan, message, once }, data) => {
		if (plan === undefined || once === "") return null;
		const { by, place, ref, zone } = turn;
		const doer = { by, place, ref: { ...ref, message: ref.message || message } };
		const text = `${filledInTeams(form, data, zone)[questionField] ?? ""}`;
		const asked = { doer, plan, text, once: `${by.identity}:${once}` };
		return { form, outcome: await submitQuestion(kit, which, asked), closes: asks[which] };
	};

/** None of these is a plan's end. */
const asks = {
	[dialogs.deny]: "Your no is recorded. Nothing runs.",
	[dialogs.ask]: "Your question is in the thread.",
} as const;

/** True of a machine that is offline, and of a plan that never arrived there. */
const cancelled =
	"Your cancel is recorded. A machine that is offline stops only when it is back. The card shows how it ends.";

const cancel: Submit = async (kit, { by, place, ref }, { plan, message }) => {
	if (plan === undefined) return null;
	const doer = { by, place, ref: { ...ref, message: ref.message || message } };
	const outcome = await cancelPlan(kit, doer, plan);
	return { form: empty, outcome, closes: cancelled };
};

const plan: Submit = async (kit, turn, { session, from, once, kept = false, search, turn: to }, data) => {
	if (session === undefined || from === undefined || once === "") return null;
	const { by, place, zone } = turn;
	if (to === turns.snippets) return toSnippets(kit, turn, { session, from }, data);
	const found = await kit.backend.form({
		by,
		place,
		from,
		chosen: chosenIn(data),
		...(search === undefined && { sent: true }),
	});
	if (!found.ok) return { form: empty, outcome: { kind: "refuse", refusal: found.refusal }, closes: "" };
	const asked = search === undefined ? found.form : await searched(kit, turn, found.form, data);
	// Whole: what is filled in by now needn't be as usual.
	const form = planForm(asked, { ...kit, snippets: from.from === "session", whole: true });
	if (search !== undefined) return { form, outcome: "again" };
	const outcome = await submitPlan(kit, turn, {
		session: asked.session,
		from,
		once: `${by.identity}:${once}`,
		filled: filledOf(filledInTeams(form, data, zone)),
		kept,
		form: asked,
	});
	// The preview that it was opened from has done its work.
	if (outcome.kind === "used" && from.from === "draft" && turn.ref.message !== "")
		kit.afterwards(takeBack(kit.call, turn.serviceUrl, turn.ref));
	return { form, outcome, closes: "Proposed." };
};

const ticket: Submit = async (kit, turn, { session }, data) => {
	if (session === undefined) return null;
	const form = ticketForm("");
	const filled = `${filledInTeams(form, data, turn.zone)[questionField] ?? ""}`;
	return { form, outcome: await submitTicket(kit, turn, session, filled), closes: "Saved." };
};

/** The computers that it offered are asked for again. */
const request: Submit = async (kit, turn, { at, once }, data) => {
	if (at === undefined || once === "") return null;
	const { by, place, zone } = turn;
	const found = await kit.backend.request({ by, place: { ...at, thread: null } });
	if (!found.ok) return { form: empty, outcome: { kind: "refuse", refusal: found.refusal }, closes: "" };
	const form = requestForm(found.start);
	const all = Object.entries(filledInTeams(form, data, zone)).map(([field, value]) => [
		field,
		`${value ?? ""}`,
	]);
	const asked = { at, once: `${by.identity}:${once}`, filled: Object.fromEntries(all), files: [] };
	return { form, outcome: await submitRequest(kit, { by, place }, asked), closes: "I've passed it on." };
};

const close: Submit = async (kit, turn, { session }, data) => {
	if (session === undefined) return null;
	const form = closeForm("");
	const did = `${filledInTeams(form, data, turn.zone)[questionField] ?? ""}`;
	return { form, outcome: await submitClosing(kit, turn, session, did), closes: "Closed." };
};

/** Whom it offered is asked again: only what is chosen counts. */
const handOver: Submit = async (kit, turn, { session }, data) => {
	if (session === undefined) return null;
	const { by, place, zone } = turn;
	const found = await kit.backend.takers({ by, place, session });
	if (!found.ok) return { form: empty, outcome: { kind: "refuse", refusal: found.refusal }, closes: "" };
	const form = handOverForm(found.people);
	const to = `${filledInTeams(form, data, zone)[questionField] ?? ""}`;
	return { form, outcome: await submitHandOver(kit, turn, session, to), closes: "Handed over." };
};

/** The question itself says which field the dialog had. */
const answer: Submit = async (kit, turn, { prompt, message }, data) => {
	const named = prompt === undefined ? null : readPromptName(prompt);
	if (!named || prompt === undefined) return null;
	const { by, place, ref, zone } = turn;
	const doer = { by, place, ref: { ...ref, message: ref.message || message } };
	const { plan, run } = named;
	const found = await kit.backend.prompt({ ...doer, plan, run, prompt: named.prompt });
	if (!found.ok) return { form: empty, outcome: { kind: "refuse", refusal: found.refusal }, closes: "" };
	const form = promptForm(found.view);
	const filled = filledInTeams(form, data, zone)[answerField];
	const outcome = await submitAnswer(
		kit,
		doer,
		prompt,
		filledAnswer(filled, found.view.asked.kind === "text"),
	);
	return { form, outcome, closes: "Your answer is recorded." };
};

/** Whom it offered is asked again. */
const away: Submit = async (kit, turn, { client }, data) => {
	if (client === undefined) return null;
	const { by, place, zone } = turn;
	const found = await kit.backend.deputy({ by, place, client });
	if (!found.ok) return { form: empty, outcome: { kind: "refuse", refusal: found.refusal }, closes: "" };
	const form = awayForm(found.start);
	const { deputy, until } = filledInTeams(form, data, zone);
	const filled = { deputy: `${deputy ?? ""}`, until: typeof until === "number" ? until : null };
	return { form, outcome: await submitAway(kit, { by, place }, client, filled), closes: "Saved." };
};

const submits: Record<DialogId, Submit> = {
	[dialogs.request]: request,
	[dialogs.plan]: plan,
	[dialogs.deny]: question(dialogs.deny, denyForm),
	[dialogs.ask]: question(dialogs.ask, askForm),
	[dialogs.cancel]: cancel,
	[dialogs.ticket]: ticket,
	[dialogs.close]: close,
	[dialogs.handOver]: handOver,
	[dialogs.prompt]: answer,
	[dialogs.away]: away,
	[dialogs.snippet]: snippet,
	[dialogs.blanks]: blanks,
};

export const submit = async (kit: Kit, turn: Turn, given: unknown): Promise<InvokeAnswer> => {
	const [sent, data] = [Sent.safeParse(given), Data.safeParse(given)];
	const before = Typed.parse(carriedIn(data.data ?? {}));
	const read = sent.success && data.success ? { sent: sent.data, data: data.data } : null;
	const done =
		read && (await submits[read.sent.dialog](kit, turn, { ...read.sent, typed: before }, read.data));
	if (!done) return readingRefusal((await unknownDialog(kit, turn)).refusal);
	const { dialog: _, search: __, turn: to, ...remembered } = read.sent;
	const typed = to === turns.snippets ? typedIn(read.data) : before;
	return answerOf(turn, done, { remembered, typed }, read.data);
};

const answerOf = (
	{ zone }: Turn,
	done: Done,
	{ remembered, typed }: { remembered: Remembered; typed: Typed },
	data: Data,
): InvokeAnswer => {
	/** What was typed in the plan's dialog is in its own inputs, once that is back. */
	const shows = (form: Form, around: Omit<Parameters<typeof teamsDialog>[1], "zone" | "carried">) =>
		dialog(
			isSnippets(form)
				? teamsDialog(withWayBack(form), { ...around, zone, carried: typed })
				: teamsDialog(form, { ...around, zone }),
		);
	const again = (around: { errors?: Record<string, string>; banner?: string }) =>
		shows(refilled(done.form, filledInTeams(done.form, data, zone)), { remembered, ...around });
	if (done.outcome === "again") return again(done.banner === undefined ? {} : { banner: done.banner });
	switch (done.outcome.kind) {
		case "done":
		case "used":
			return closing(done.closes);
		case "form": {
			const { form, remembered: about } = done.outcome;
			const { message } = remembered;
			const next = { ...about, message, once: crypto.randomUUID() };
			return shows(withTyped(form, typed, zone), { remembered: next });
		}
		case "say":
			return reading(done.outcome.card);
		case "refuse":
			return readingRefusal(done.outcome.refusal);
		case "errors":
			return again({ errors: done.outcome.errors });
		case "amend": {
			const { field, refusal } = done.outcome;
			const isThere = done.form.body.some((part) => isField(part) && part.id === field);
			const told = refusalLine(refusal);
			return again(field && isThere ? { errors: { [field]: told } } : { banner: told });
		}
	}
};

/** An earlier search may have found them, beyond those that every dialog offers. */
const chosenIn = ({ endpoints }: Data): string[] =>
	typeof endpoints === "string" ? endpoints.split(",") : [];

/** With the endpoints of that name first. */
const searched = async (kit: Kit, { by }: Turn, form: ProposalForm, data: Data): Promise<ProposalForm> => {
	const query = data["endpoints.search"];
	if (typeof query !== "string" || query.trim() === "") return form;
	const found = await kit.backend.searchEndpoints({ by, session: form.session, query });
	const others = form.endpoints.filter(({ id }) => found.every((one) => one.id !== id));
	return { ...form, endpoints: [...found, ...others], more: true };
};
