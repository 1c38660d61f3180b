// What may be proposed, and what a plan's state, policy and clock allow of what domain/authority.ts lets someone do. Pure.
import { fields } from "../../../cards/kinds/plan-fields.ts";
import { abilitiesFor, agentCan } from "../../../domain/agents.ts";
import { allow, isSame, type Matter, whoMay } from "../../../domain/authority.ts";
import { personProblem } from "../../../domain/person.ts";
import { isEnough } from "../../../domain/policy/quorum.ts";
import { restartProblem } from "../../../domain/restart.ts";
import { scriptProblem } from "../../../domain/script.ts";
import { secretProblem } from "../../../domain/secret-places.ts";
import type { Person } from "../../../protocol/people.ts";
import { besideProblems } from "../../../protocol/plan/beside.ts";
import {
	commandLimit,
	type Plan,
	type PlanDraft,
	type Shell,
	type Step,
} from "../../../protocol/plan/plan.ts";
import { scriptBytes, scriptLimit } from "../../../protocol/plan/script.ts";
import { secretsUsed } from "../../../protocol/plan/secret.ts";
import type { RuledBy } from "../../../protocol/plan/standing.ts";
import type { PlanState } from "../../../protocol/read/view.ts";
import type { VotedFor } from "../../../protocol/record/events.ts";
import { type Answer, type Refusal, refuse } from "../../../protocol/refusal.ts";
import { forms, scriptProblemText } from "../../../words/script.ts";
import { argumentsOf, wordsOf } from "../../contracts/values/scan.ts";
import type { EndpointRow, Snapshot } from "../../contracts/values/snapshot.ts";
import type { Scans } from "../../durable/scans.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import type { VoteRow } from "../tables/plan/votes.ts";
import { approverOf, wordFor } from "./in-place-of.ts";
import { stillProved } from "./proofs.ts";
import { forbidden, stillRuled } from "./ruling.ts";

/** Whether a command's text may be kept, posted and proposed at all. */
const admitCommand = (command: string, limit: number, scans: Scans): Answer<object> => {
	if (command.trim() === "") return refuse({ code: "empty-command" });
	const bytes = new TextEncoder().encode(command).length;
	if (bytes > limit) return refuse({ code: "command-too-long", bytes, limit });
	if (command.includes("\0") || !command.isWellFormed())
		return refuse({
			code: "bad-field",
			field: "command",
			reason: "it contains a NUL or half a character, which no shell accepts",
		});
	const secret = scans.secretIn(command);
	return secret ? refuse({ code: "looks-secret", what: secret, in: "proposal" }) : { ok: true };
};

/** `cmd /c` reads up to the first line break, drops the rest without a word, and exits with 0. */
const oneLine: Refusal = {
	code: "bad-field",
	field: fields.form,
	reason: `cmd runs only the first line of a command line. Choose “${forms.script}”`,
};

/** The same of a script, whose file may have only so many bytes; `limit` is that of a command line. */
export const admitText = (
	{ command, script }: Pick<Step, "command" | "script">,
	limit: number,
	scans: Scans,
): Answer<object> => {
	if (!script) return admitCommand(command, limit, scans);
	const bytes = scriptBytes(command, script.encoding).length;
	return bytes > scriptLimit
		? refuse({ code: "file-too-large", name: script.name, bytes, limit: scriptLimit })
		: admitCommand(command, Number.POSITIVE_INFINITY, scans);
};

/** Whether a step may run in this shell. */
export const admitStep = (step: Step, shell: Shell, scans: Scans): Answer<object> => {
	const { command, script } = step;
	const admitted = admitText(step, commandLimit[shell], scans);
	if (!admitted.ok) return admitted;
	if (!script && shell === "cmd" && /[\r\n]/.test(command)) return refuse(oneLine);
	const problem = scriptProblem(step, shell);
	if (problem) {
		const field = problem.what === "argument" ? fields.arguments : fields.shell;
		return refuse({ code: "bad-field", field, reason: scriptProblemText(problem) });
	}
	const secret = argumentsOf(script)
		.map(scans.secretIn)
		.find((what) => what !== null);
	return secret ? refuse({ code: "looks-secret", what: secret, in: "proposal" }) : { ok: true };
};

/** The endpoints of a draft, if it may become a plan now. */
export const admit = (
	draft: PlanDraft,
	snapshot: Snapshot,
	now: number,
	scans: Scans,
): Answer<{ endpoints: EndpointRow[] }> => {
	if (whoMay("decide", snapshot).length === 0) return refuse({ code: "no-approver", client: snapshot.name });
	for (const step of draft.steps) {
		const admitted = admitStep(step, draft.shell, scans);
		if (!admitted.ok) return admitted;
	}
	if (snapshot.policy.approval === "passkey" && draft.input.includes("text"))
		return refuse({ code: "bad-field", field: fields.input, reason: unsignedText });
	const unfit = secretProblem(draft);
	if (unfit) return refuse({ code: "secret-unfit", ...unfit });
	const [beside] = besideProblems(draft);
	if (beside) return refuse({ code: "bad-field", field: fields[beside.field], reason: beside.reason });
	const late = personProblem(draft);
	if (late) return refuse({ code: "bad-field", field: fields.person, reason: late });
	const forgetful = restartProblem(draft);
	if (forgetful) return refuse({ code: "bad-field", field: fields.restart, reason: forgetful });
	const secret = scans.secretIn(wordsOf(draft));
	if (secret) return refuse({ code: "looks-secret", what: secret, in: "proposal" });
	if (new Set(draft.endpoints).size !== draft.endpoints.length)
		return refuse({ code: "bad-field", field: "endpoints", reason: "one is listed twice" });
	const lastStart = now + draft.decideWithin * 1000 + 366 * 86_400_000;
	if (draft.notBefore !== null && draft.notBefore > lastStart)
		return refuse({ code: "bad-field", field: "not before", reason: "it is more than a year away" });
	return choose(draft, snapshot);
};

const unsignedText = "approvers sign with passkeys here, and none would sign the text";

const choose = (draft: PlanDraft, snapshot: Snapshot): Answer<{ endpoints: EndpointRow[] }> => {
	const endpoints: EndpointRow[] = [];
	for (const id of draft.endpoints) {
		const endpoint = snapshot.endpoints.find((one) => one.id === id);
		if (!endpoint) return refuse({ code: "not-found", what: "endpoint" });
		if (endpoint.quarantined) return refuse({ code: "quarantined", endpoint: endpoint.name });
		if (!endpoint.inventory.shells.some((one) => one.shell === draft.shell))
			return refuse({ code: "shell-missing", shell: draft.shell, endpoint: endpoint.name });
		const passkeys = snapshot.policy.approval === "passkey";
		const ability = abilitiesFor({ ...draft, secrets: secretsUsed(draft), passkeys }).find(
			(one) => !agentCan(endpoint.inventory.agentVersion, one),
		);
		if (ability) return refuse({ code: "agent-too-old", endpoint: endpoint.name, ability });
		endpoints.push(endpoint);
	}
	return { ok: true, endpoints };
};

const decided: Partial<Record<PlanState, string>> = {
	approved: "approved",
	running: "approved",
	finished: "approved and run",
	denied: "denied",
	cancelled: "cancelled",
};

/** Whether this person's vote counts now. */
export const judge = (
	plan: PlanRow,
	votes: VoteRow[],
	person: Person | null,
	snapshot: Snapshot,
	now: number,
): Answer<{ person: Person; for?: VotedFor }> => {
	const how = decided[plan.state];
	if (how) return refuse({ code: "already-decided", how });
	if (plan.state === "expired" || now >= plan.decide_by)
		return refuse({ code: "expired", at: plan.decide_by });
	const may = allow("decide", snapshot, person, proposed(plan));
	if (!may.ok) return may;
	if (votes.some(({ person, actor }) => isSame(may.person, person, actor.identity)))
		return refuse({ code: "already-voted" });
	return wordFor(may.person, proposed(plan), votes, snapshot);
};

/** Who proposed a plan, from which account in chat, and whether it has become the deputies' turn. */
export const proposed = ({
	plan,
	proposer,
	escalated,
}: Pick<PlanRow, "plan" | "proposer" | "escalated">): Matter => ({
	proposer: plan.proposedBy,
	proposerAccount: proposer.identity,
	...(escalated !== null && { escalated: true }),
});

/** What a plan becomes with this vote: one no denies, enough yeses approve, of those who may still decide. */
export const tally = (
	votes: Pick<VoteRow, "verdict" | "person" | "for">[],
	plan: Pick<PlanRow, "plan" | "proposer" | "escalated">,
	snapshot: Pick<Snapshot, "people" | "policy">,
): "approved" | "denied" | "open" => {
	if (votes.some((vote) => vote.verdict === "deny")) return "denied";
	return isEnough(snapshot.policy, voters(votes, plan, snapshot)) ? "approved" : "open";
};

/** The approvers for whom someone voted, as far as they may still decide. */
export const voters = (
	votes: Pick<VoteRow, "person" | "for">[],
	plan: Pick<PlanRow, "plan" | "proposer" | "escalated">,
	snapshot: Pick<Snapshot, "people">,
): Person[] => votes.flatMap((vote) => approverOf(vote, proposed(plan), snapshot) ?? []);

/** Only what is open, approved or running can be cancelled. */
export const mayCancel = (
	plan: PlanRow,
	person: Person | null,
	snapshot: Snapshot,
): Answer<{ person: Person }> =>
	["open", "approved", "running"].includes(plan.state)
		? allow("cancel", snapshot, person, proposed(plan))
		: refuse({ code: "nothing-to-cancel" });

/** Why a grant can't be made now although the plan was approved; null if it can. `ruled`: what let it run without votes. */
export const whyNoGrant = (
	plan: PlanRow,
	votes: VoteRow[],
	endpoint: { id: string; fingerprint: string },
	snapshot: Snapshot,
	now: number,
	ruled: RuledBy | null = null,
): "run-by-passed" | "cancelled" | "policy" | null => {
	if (plan.state === "cancelled" || plan.cancelled_by) return "cancelled";
	if (plan.state !== "approved" && plan.state !== "running") return "policy";
	if (plan.run_by === null || now >= plan.run_by) return "run-by-passed";
	if (forbidden(plan.plan, snapshot)) return "policy";
	const passkeys = snapshot.policy.approval === "passkey";
	const yes = votes.filter(
		(vote) => vote.verdict === "approve" && (!passkeys || stillProved(snapshot, vote)),
	);
	const stands = ruled
		? stillRuled(ruled, plan, snapshot, now)
		: isEnough(snapshot.policy, voters(yes, plan, snapshot));
	if (!stands) return "policy";
	const named = plan.plan.endpoints.some((one) => one.id === endpoint.id && one.key === endpoint.fingerprint);
	return named ? null : "policy";
};

/** The plan that a draft becomes. */
export const planOf = (
	draft: PlanDraft,
	fixed: Pick<Plan, "id" | "client" | "session" | "proposedBy" | "proposedAt">,
	endpoints: EndpointRow[],
	preflight: Plan["preflight"],
): Plan => {
	const { endpoints: _ids, decideWithin, ...choices } = draft;
	return {
		v: 1,
		...fixed,
		decideBy: fixed.proposedAt + decideWithin * 1000,
		endpoints: endpoints.map(({ id, name, fingerprint }) => ({ id, name, key: fingerprint })),
		...choices,
		secrets: secretsUsed(choices).map((name) => ({ name })),
		preflight,
	};
};
