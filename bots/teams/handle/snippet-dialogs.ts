// A snippet's dialogs take the place of the plan's, since Teams shows one at a time: they carry what was typed there, and lead back.
import { planForm } from "../../../cards/kinds/plan-form.ts";
import { questionField } from "../../../cards/kinds/questions.ts";
import { blankOfField, blanksForm, noSnippets, snippetForm } from "../../../cards/kinds/snippet-forms.ts";
import { dialogs, turns } from "../../../cards/model/actions.ts";
import { type Form, refilled } from "../../../cards/model/form.ts";
import { filledInTeams } from "../../../cards/teams/form.ts";
import type { Snippet } from "../../../protocol/read/snippet.ts";
import type { Answer } from "../../../protocol/refusal.ts";
import type { Submitted } from "../../handlers/reply.ts";
import { chooseSnippet, openSnippets, submitBlanks } from "../../handlers/snippets.ts";
import type { Kit } from "../kit.ts";
import type { Turn } from "../read/activity.ts";
import { type Data, type Done, empty, type Sent, type Submit, type Typed } from "./dialog.ts";

/** The texts and choices of a dialog, as Teams sends them; not what its buttons carry. */
export const typedIn = (data: Data): Typed =>
	Object.fromEntries(
		Object.entries(data).flatMap(([name, value]) =>
			typeof value === "string" && value !== "" && value.length <= 20_000 && !carried.has(name)
				? [[name, value] as const]
				: [],
		),
	);
const carried = new Set(["dialog", "turn", "search", "session", "message", "once", "kept"]);

/** From the plan's dialog. Without snippets it stays as it is, and says so. */
export const toSnippets = async (
	kit: Kit,
	turn: Turn,
	about: { session: string; from: NonNullable<Sent["from"]> },
	data: Data,
): Promise<Done> => {
	const outcome = await openSnippets(kit, turn, about);
	if (outcome.kind !== "say") return { form: empty, outcome, closes: "" };
	const found = await planAgain(kit, turn, about.from, typedIn(data));
	return found.ok
		? { form: found.form, outcome: "again", banner: noSnippets }
		: { form: empty, outcome, closes: "" };
};

/** All of it in view. */
const planAgain = async (
	kit: Kit,
	{ by, place }: Turn,
	from: NonNullable<Sent["from"]>,
	{ endpoints }: Typed,
): Promise<Answer<{ form: Form }>> => {
	const found = await kit.backend.form({ by, place, from, chosen: endpoints?.split(",") ?? [] });
	if (!found.ok) return found;
	return { ok: true, form: planForm(found.form, { ...kit, snippets: from.from === "session", whole: true }) };
};

/** With the button that leads back to the plan's dialog. */
export const withWayBack = (form: Form): Form => ({
	...form,
	body: [...form.body, { kind: "turns", turns: [{ turn: turns.back, label: "Back to what you wrote" }] }],
});

export const isSnippets = ({ dialog }: Form): boolean =>
	dialog === dialogs.snippet || dialog === dialogs.blanks;

/** What a snippet brings itself. */
const ofSnippet = ["command", "before", "after", "shell", "changes", "notices", "undo"];

/** The plan's dialog that a snippet fills in, with the rest as it was typed. */
export const withTyped = (form: Form, typed: Typed, zone: string): Form => {
	if (form.dialog !== dialogs.plan) return form;
	const filled = filledInTeams(form, typed, zone);
	const others = Object.entries(filled).filter(
		([name]) => !ofSnippet.includes(name) && wasTyped(typed, name),
	);
	return refilled(form, Object.fromEntries(others));
};

/** A date and time has two inputs. */
const wasTyped = (typed: object, name: string): boolean => name in typed || `${name}.date` in typed;

/** The plan's dialog again, as it was left. */
const back = async (
	kit: Kit,
	turn: Turn,
	{ session, from, typed }: Sent & { session: string; from: NonNullable<Sent["from"]> },
): Promise<Done> => {
	const found = await planAgain(kit, turn, from, typed);
	if (!found.ok) return { form: empty, outcome: { kind: "refuse", refusal: found.refusal }, closes: "" };
	const { form } = found;
	const filled = filledInTeams(form, typed, turn.zone);
	const remembered = { session, from, kept: false };
	return { form, outcome: { kind: "form", form: refilled(form, filled), remembered }, closes: "" };
};

export const snippet: Submit = async (kit, turn, sent, data) => {
	const { session, from } = sent;
	if (session === undefined || from === undefined) return null;
	if (sent.turn === turns.back) return back(kit, turn, { ...sent, session, from });
	const id = data[questionField];
	const outcome = await chooseSnippet(kit, turn, { session, from, id: typeof id === "string" ? id : "" });
	return { form: snippetForm(await again(kit, turn, session, outcome)), outcome, closes: "" };
};

export const blanks: Submit = async (kit, turn, sent, data) => {
	const { session, from, snippet: id } = sent;
	if (session === undefined || from === undefined || id === undefined) return null;
	if (sent.turn === turns.back) return back(kit, turn, { ...sent, session, from });
	const values = Object.entries(data).flatMap(([field, value]) => {
		const name = blankOfField(field);
		return name === null || typeof value !== "string" ? [] : [[name, value] as const];
	});
	const all = { session, from, id, values: Object.fromEntries(values) };
	const outcome = await submitBlanks(kit, turn, all);
	const one = (await again(kit, turn, session, outcome)).find((each) => each.id === id);
	return { form: one ? blanksForm(one) : empty, outcome, closes: "" };
};

/** For the same dialog once more, if something in it is wrong. */
const again = async (
	kit: Kit,
	{ by, place }: Turn,
	session: string,
	outcome: Submitted,
): Promise<Snippet[]> => {
	const found = outcome.kind === "errors" ? await kit.backend.snippets({ by, place, session }) : null;
	return found?.ok ? found.snippets : [];
};
