// Proposing: the dialog is filled in as far as it is known with what, and keeps what was typed when it is refused.
import { z } from "zod";
import {
	keepsText,
	noEndpoint,
	type PlanField,
	type ProposalForm,
	planForm,
} from "../../cards/kinds/plan-form.ts";
import { dialogs } from "../../cards/model/actions.ts";
import { sentences } from "../../cards/model/card.ts";
import { limits } from "../../cards/model/limits.ts";
import { filledInTeams, refilled, teamsDialog } from "../../cards/teams/form.ts";
import type { FormFrom } from "../intent.ts";
import { type Errors, type Filled, readPlan, refusedField } from "../proposal.ts";
import type { Turn } from "./activity.ts";
import { closing, dialog, type InvokeAnswer, reading, readingRefusal, told } from "./answer.ts";
import type { Kit } from "./kit.ts";
import { takeBack } from "./send.ts";

/** Ids only: where it was opened is where it is sent from. */
const Remembered = z.object({
	session: z.string(),
	/** What it was opened from. */
	from: z.discriminatedUnion("from", [
		z.object({ from: z.literal("session"), session: z.string() }),
		z.object({ from: z.literal("draft"), draft: z.string() }),
		z.object({ from: z.literal("plan"), plan: z.string() }),
	]),
	/** This dialog's own name, by which it proposes once. */
	once: z.string().max(100),
	search: z.string().optional(),
});
type Remembered = z.infer<typeof Remembered>;

const { inputText } = limits.teams;

/** Opens it for a button's press. `endpoint`: chosen already. */
export const openPlanDialog = async (
	kit: Kit,
	{ by, place, zone }: Turn,
	from: FormFrom,
	{ endpoint = null, focus = false }: { endpoint?: string | null; focus?: boolean } = {},
): Promise<InvokeAnswer> => {
	const found = await kit.backend.form({ by, place, from });
	if (!found.ok) return readingRefusal(found.refusal);
	const { form } = found;
	if (form.endpoints.length === 0) return reading(sentences([noEndpoint(form.client)]));
	const draft = endpoint === null ? form.draft : { ...form.draft, endpoints: [endpoint] };
	const remembered: Remembered = { session: form.session, from, once: crypto.randomUUID() };
	return dialog(teamsDialog(planForm({ ...form, draft }, { inputText, focus }), { remembered, zone }));
};

export const submitPlan = async (
	kit: Kit,
	turn: Turn,
	data: Record<string, unknown>,
): Promise<InvokeAnswer | null> => {
	const known = Remembered.safeParse(data);
	if (!known.success) return null;
	const { search, ...remembered } = known.data;
	const { by, place, zone } = turn;
	const found = await kit.backend.form({
		by,
		place,
		from: remembered.from,
		chosen: chosenIn(data),
		// A search is sent like a proposal.
		...(search === undefined && { sent: true }),
	});
	if (!found.ok) return readingRefusal(found.refusal);
	const form = search === undefined ? found.form : await searched(kit, turn, found.form, data);
	const dialogForm = planForm(form, { inputText });
	const filled = filledInTeams(dialogForm, data, zone);
	const again = (around: { errors?: Record<string, string>; banner?: string }) =>
		dialog(teamsDialog(refilled(dialogForm, filled), { remembered, zone, ...around }));
	if (search !== undefined) return again({});
	const kept = keepsText(form.draft, inputText) ? (form.draft.steps ?? []) : null;
	const read = readPlan(filledOf(filled), kept, kit.now());
	if (!read.ok) {
		await keepEmpty(kit, turn, filled, read.errors);
		return again({ errors: read.errors });
	}
	const { session } = form;
	const once = `${by.identity}:${remembered.once}`;
	const { from } = remembered;
	const answer = await kit.backend.propose({ by, place, session, once, from, draft: read.draft });
	if (answer.ok) return proposed(kit, turn, remembered);
	const field = refusedField(answer.refusal);
	return again(field ? { errors: { [field]: told(answer.refusal) } } : { banner: told(answer.refusal) });
};

/** The preview that it was opened from has done its work. */
const proposed = (kit: Kit, { ref, serviceUrl }: Turn, { from }: Remembered): InvokeAnswer => {
	if (from.from === "draft" && ref.message !== "") kit.afterwards(takeBack(kit.call, serviceUrl, ref));
	return closing("Proposed.");
};

/** An earlier search may have found them: they are none of those that every dialog offers. */
const chosenIn = ({ endpoints }: Record<string, unknown>): string[] =>
	typeof endpoints === "string" ? endpoints.split(",") : [];

/** With the endpoints of that name first. */
const searched = async (
	kit: Kit,
	{ by }: Turn,
	form: ProposalForm,
	data: Record<string, unknown>,
): Promise<ProposalForm> => {
	const query = data["endpoints.search"];
	if (typeof query !== "string" || query.trim() === "") return form;
	const found = await kit.backend.searchEndpoints({ by, session: form.session, query });
	const others = form.endpoints.filter(({ id }) => found.every((one) => one.id !== id));
	return { ...form, endpoints: [...found, ...others], more: true };
};

const filledOf = (filled: ReturnType<typeof filledInTeams>): Filled => {
	const { endpoints, notBefore, ...others } = filled;
	const values = Object.entries(others).filter(([, value]) => typeof value === "string");
	return {
		endpoints: Array.isArray(endpoints) ? endpoints : [],
		notBefore: typeof notBefore === "number" ? notBefore : null,
		values: Object.fromEntries(values) as { [field in PlanField]?: string },
	};
};

const keepEmpty = async (
	kit: Kit,
	{ by, place }: Turn,
	filled: ReturnType<typeof filledInTeams>,
	errors: Errors,
): Promise<void> => {
	if (errors.command && `${filled.command ?? ""}`.trim() === "")
		await kit.backend.attempt({ by, place, action: "propose", code: "empty-command", detail: dialogs.plan });
};
