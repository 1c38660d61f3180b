// Proposing in the console: the form and the rules of the dialog in chat, for someone who is signed in.
import { type Filled, readPlan, refusedField } from "../../bots/proposal.ts";
import { endpointOption } from "../../cards/kinds/endpoints.ts";
import { planCard } from "../../cards/kinds/plan.ts";
import { fields, type PlanField } from "../../cards/kinds/plan-fields.ts";
import { renderSlack } from "../../cards/slack/card.ts";
import { renderTeams } from "../../cards/teams/card.ts";
import type { SignedIn } from "../../console/options.ts";
import type {
	Checked,
	Errors,
	FormOption,
	FormShown,
	Previewed,
	Proposed,
	Written,
	Wrong,
} from "../../console/propose/view.ts";
import { utf8 } from "../../protocol/bytes.ts";
import { newId } from "../../protocol/ids.ts";
import type { PlanDraft } from "../../protocol/plan/plan.ts";
import { platformIn } from "../../protocol/platform.ts";
import type { Snippet } from "../../protocol/read/snippet.ts";
import type { PlanView } from "../../protocol/read/view.ts";
import type { Answer, Refusal } from "../../protocol/refusal.ts";
import { refusalText } from "../../words/refusals.ts";
import { endpointsOf, formOf, keepChoices } from "../backend/plans.ts";
import { textsOfDraft, textsOfStep } from "../contracts/values/scan.ts";
import { directoryOf, objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { sha256Hex } from "../keys/crypto.ts";
import { scanned } from "../scan.ts";
import { filled, names } from "./filled.ts";
import { writtenAgain } from "./written-again.ts";

type Form = { session: string; by: SignedIn; written: Written };

/** `chosen`: endpoints that the form must offer. `again`: an earlier plan of the session that it starts from. */
export const form = async (
	env: Env,
	session: string,
	by: SignedIn,
	chosen: string[],
	again: string | null,
): Promise<Answer<{ form: FormShown }>> => {
	const from =
		again === null ? { from: "session" as const, session } : { from: "plan" as const, plan: again };
	const found = await formOf(env, session, caller(by), { from, chosen, wish: "form" });
	if (!found.ok) return found;
	return { ok: true, form: { client: found.form.client, ...writtenAgain(found.form) } };
};

/** The saved commands for this client's plans; none for who may not propose here. */
export const snippets = async (env: Env, session: string, by: SignedIn): Promise<Snippet[]> => {
	const client = await objectOf(env.SESSION, session).client();
	return client === null ? [] : directoryOf(env.DIRECTORY).snippetsFor(client, by.person);
};

/** Endpoints beyond those that the form lists. */
export const find = async (env: Env, session: string, by: SignedIn, query: string): Promise<FormOption[]> =>
	(await endpointsOf(env, session, caller(by), query)).map(endpointOption);

/** What is in the way of the steps alone, and what the endpoints say of them. */
export const check = async (env: Env, { session, by, written }: Form): Promise<Checked> => {
	const turn = await takeTurn(env, session, by);
	if (!turn.ok) return { ok: false, until: turn.at };
	const read = readPlan(stepsAlone(filled(written)), null, Date.now());
	if (!read.ok) return { ok: false, ...besideSteps(read.errors) };
	const { shell, runAs, cwd, steps } = read.draft;
	const draft = { shell, runAs, cwd, steps, endpoints: written.endpoints.slice(0, 10) };
	const answer = await objectOf(env.SESSION, session).checkSteps(
		{ by: caller(by), draft },
		await scanned(...steps.flatMap(textsOfStep)),
	);
	return answer.ok ? { ok: true, shell, steps, said: answer.said } : wrong(answer.refusal);
};

export const preview = async (env: Env, { session, by, written }: Form): Promise<Previewed> => {
	const turn = await takeTurn(env, session, by);
	if (!turn.ok) return wrong({ code: "too-many", what: "presses", until: turn.at });
	const read = draftOf(written);
	if (!read.ok) return read;
	const answer = await objectOf(env.SESSION, session).preview(
		{ by: caller(by), draft: read.draft },
		await scanned(...textsOfDraft(read.draft)),
	);
	if (!answer.ok) return wrong(answer.refusal);
	const { view, workspaces } = answer;
	return { ok: true, cards: workspaces.map((workspace) => ({ card: cardFor(view, workspace), workspace })) };
};

/** `once`: the form's own name. Sent twice as it is, it becomes one plan; changed meanwhile, it is another wish. */
export const propose = async (env: Env, { session, by, written }: Form, once: string): Promise<Proposed> => {
	const read = draftOf(written);
	if (!read.ok) return read;
	const { draft } = read;
	const wish = `console:${by.person}:${once}:${sha256Hex(utf8(JSON.stringify(draft)))}`;
	const from = { from: "session", session } as const;
	const answer = await objectOf(env.SESSION, session).propose(
		{ by: caller(by), once: wish, from, draft },
		await scanned(...textsOfDraft(draft)),
	);
	if (!answer.ok) return wrong(answer.refusal);
	await keepChoices(env, session, caller(by), draft);
	return { ok: true, plan: answer.plan };
};

/** No more than this of who is signed in goes into the record. */
const caller = ({ person, name }: SignedIn) => ({ person, name });

/** Each asks machines. */
const takeTurn = async (env: Env, session: string, { person }: SignedIn) => {
	const client = await objectOf(env.SESSION, session).client();
	return client === null ? ({ ok: true } as const) : objectOf(env.CLIENT, client).takeCheck(person);
};

/** As people with an account there would get it. */
const cardFor = (view: PlanView, workspace: string): string => {
	const card = planCard(view);
	return JSON.stringify(
		platformIn(workspace) === "slack"
			? renderSlack(card, workspace)
			: renderTeams(card, { ids: new Map() }, "entitled"),
	);
};

const draftOf = (written: Written): { ok: true; draft: PlanDraft } | Wrong => {
	const read = readPlan(filled(written), null, Date.now());
	return read.ok ? read : { ok: false, errors: read.errors, why: null };
};

const wrong = (refusal: Refusal): Wrong => {
	const told = refusalText(refusal);
	const field = fieldOf(refusal);
	return field === null
		? { ok: false, errors: {}, why: told }
		: { ok: false, errors: { [field]: told }, why: null };
};

const fieldOf = (refusal: Refusal): PlanField | null => {
	if (refusal.code === "secret-unfit") return "command";
	if (refusal.code !== "bad-field") return refusedField(refusal);
	return names.find((name) => fields[name] === refusal.field) ?? null;
};
/** What is wrong at other fields is said with their names. */
const besideSteps = (errors: Errors): Pick<Wrong, "errors" | "why"> => {
	const { before, command, after, ...rest } = errors;
	const others = names.flatMap((name) => (rest[name] ? [`${fields[name]}: ${rest[name]}`] : []));
	return {
		errors: { ...(before && { before }), ...(command && { command }), ...(after && { after }) },
		why: others.length > 0 ? others.join(" ") : null,
	};
};

/** What isn't about the steps stands for something that is fine, so that only they are judged. */
const stepsAlone = ({ values, ...rest }: Filled): Filled => ({
	...rest,
	endpoints: [newId("endpoint", "none")],
	notBefore: null,
	values: { ...values, changes: "-", notices: "", undo: "", person: "no", restart: "no", ...spans },
});
const spans = { stepTimeLimit: "60", decideWithin: "3600", runWithin: "3600", failedCheck: "stop" };
