// The dialog in which an approver names a deputy: opened from their Home, and sent.
import { awayFields, awayForm, noDeputy } from "../../cards/kinds/away-form.ts";
import { refusalText } from "../../words/refusals.ts";
import { type Doer, done, type Hands, type Reply, refuse, type Submitted } from "./reply.ts";

type Who = Pick<Doer, "by" | "place">;

export const openAway = async ({ backend }: Hands, { by, place }: Who, client: string): Promise<Reply> => {
	const found = await backend.deputy({ by, place, client });
	if (!found.ok) return refuse(found.refusal);
	return { kind: "form", form: awayForm(found.start), remembered: { client } };
};

/** `deputy`: a person's id, or what stands for nobody. */
export const submitAway = async (
	{ backend }: Hands,
	{ by, place }: Who,
	client: string,
	filled: { deputy: string; until: number | null },
): Promise<Submitted> => {
	const deputy = filled.deputy === noDeputy || filled.deputy === "" ? null : filled.deputy;
	const answer = await backend.nameDeputy({ by, place, client, deputy, until: filled.until });
	if (answer.ok) return done;
	const { refusal } = answer;
	if (refusal.code !== "unfit-deputy") return refuse(refusal);
	const field = refusal.why === "past" ? awayFields.until : awayFields.deputy;
	return { kind: "errors", errors: { [field]: refusalText(refusal) } };
};
