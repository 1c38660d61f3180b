// Whether an answer to a running step's question counts now. Pure: people, policy and clock are arguments.
import { type Act, allow, isSame, standsInFor, whoMay } from "../../../domain/authority.ts";
import { isEnough } from "../../../domain/policy/quorum.ts";
import { oddities } from "../../../domain/text.ts";
import type { Person } from "../../../protocol/people.ts";
import { answers, type GivenAnswer } from "../../../protocol/prompt.ts";
import type { VotedFor } from "../../../protocol/record/events.ts";
import { type Answer, refuse } from "../../../protocol/refusal.ts";
import type { Snapshot } from "../../contracts/values/snapshot.ts";
import type { Scans } from "../../durable/scans.ts";
import { approverOf, wordFor } from "../plan/in-place-of.ts";
import { proposed } from "../plan/rules.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import type { Cleared, PromptRow } from "../tables/prompts.ts";

type Of = { plan: PlanRow; prompt: PromptRow; snapshot: Snapshot; person: Person | null; now: number };

/** Whether this person may give such an answer, and the question still waits for it. */
export const mayAnswer = (
	{ plan, prompt, snapshot, person, now }: Of,
	how: GivenAnswer["is"],
): Answer<{ person: Person }> => {
	const may = allow(acts[how], snapshot, person, proposed(plan));
	if (!may.ok) return may;
	if (prompt.state === "typed") return refuse({ code: "prompt-over", how: "waiting" });
	if (prompt.state === "sent" || prompt.state === "taken")
		return refuse({ code: "prompt-over", how: "answered" });
	return isLate(plan, prompt, now) ? refuse({ code: "prompt-over", how: "too-late" }) : may;
};

const acts = {
	choices: "answer",
	text: "answer in words",
	/** As for the secrets that a plan names. */
	secret: "enter a secret",
	nothing: "answer",
} as const satisfies Record<GivenAnswer["is"], Act>;

/** A cancel is on its way to the step, too. */
const isLate = ({ cancelled_by }: PlanRow, { state, until }: PromptRow, now: number): boolean =>
	cancelled_by !== null || state === "over" || now >= until;

/** Whether this is an answer to the question that people can't misread. */
export const admitAnswer = (
	{ asked }: PromptRow,
	answer: GivenAnswer,
	inChat: boolean,
	scans: Scans,
): Answer<object> => {
	if (asked.kind === "secret" && answer.is !== "nothing" && (inChat || answer.is !== "secret"))
		return refuse({ code: "secret-in-chat" });
	if (!answers(asked, answer))
		return refuse({ code: "bad-field", field: "answer", reason: "it isn't one to this question" });
	if (answer.is !== "text") return { ok: true };
	const secret = scans.secretIn(answer.text);
	if (secret) return refuse({ code: "looks-secret", what: secret, in: "answer" });
	const [odd] = oddities(answer.text);
	return odd
		? refuse({ code: "bad-field", field: "answer", reason: `it contains ${odd.what}` })
		: { ok: true };
};

/** Those of these approvers whose word on the text counts now: who has lost the role since has none. */
export const stillClear = (
	{ plan, prompt, snapshot }: Omit<Of, "person" | "now">,
	cleared: readonly Cleared[],
): Cleared[] => cleared.filter((one) => voiceOf({ plan, prompt, snapshot }, one) !== null);

/** The approver whose word it is; null: it doesn't count. No one lets their own text through, nor does their deputy for them. */
const voiceOf = (
	{ plan, prompt, snapshot }: Pick<Of, "plan" | "prompt" | "snapshot">,
	one: Cleared,
): Person | null => {
	const approver = approverOf(one, proposed(plan), snapshot);
	const speaker = snapshot.people.find(({ id }) => id === one.person);
	return approver && speaker && !wrote(prompt, approver) && !wrote(prompt, speaker) ? approver : null;
};

/** By their id, or from an account that is theirs. */
const wrote = ({ answered_by: by }: PromptRow, person: Person): boolean =>
	isSame(person, by?.person, by?.identity);

/** Whether enough approvers let the text through. */
export const isCleared = (of: Omit<Of, "person" | "now">, cleared: readonly Cleared[]): boolean =>
	isEnough(
		of.snapshot.policy,
		cleared.flatMap((one) => voiceOf(of, one) ?? []),
	);

/** Whether what was answered may still go to the step: a press may be older than a change of roles, or a cancel. */
export const maySend = (of: Omit<Of, "person">): "send" | "late" | "unclear" => {
	const { plan, prompt, now } = of;
	if (isLate(plan, prompt, now)) return "late";
	if (prompt.answer?.is !== "text") return "send";
	return isCleared(of, prompt.cleared) ? "send" : "unclear";
};

/** Whether this approver may say now whether the text is sent: the one that they saw. */
export const mayClear = (
	{ plan, prompt, snapshot, person, now }: Of,
	tries: number,
): Answer<{ person: Person; for?: VotedFor }> => {
	const matter = proposed(plan);
	const may = allow("decide", snapshot, person, matter);
	if (!may.ok) return may.refusal.code === "not-an-approver" ? refuse({ ...may.refusal, told: false }) : may;
	const own =
		may.person.roles.includes("approver") ||
		standsInFor(snapshot, may.person, matter).some((one) => !wrote(prompt, one));
	if (wrote(prompt, may.person) || !own) {
		const others = whoMay("decide", snapshot, proposed(plan));
		const approvers = others.filter((one) => !wrote(prompt, one)).map(({ name }) => name);
		return refuse({ code: "own-answer", approvers });
	}
	if (isLate(plan, prompt, now)) return refuse({ code: "prompt-over", how: "too-late" });
	if (prompt.state !== "typed" || prompt.tries !== tries)
		return refuse({ code: "prompt-over", how: "answered" });
	if (prompt.cleared.some((one) => isSame(may.person, one.person, one.identity)))
		return refuse({ code: "already-voted" });
	const authors = snapshot.people.filter((one) => wrote(prompt, one)).map(({ id }) => ({ person: id }));
	return wordFor(may.person, matter, [...prompt.cleared, ...authors], snapshot);
};
