// What a client's own rules say of a plan: denied, allowed without a vote, or for people to decide. A rule that denies comes first;
// what can't be read is never allowed. Pure.
import { utf8 } from "../../protocol/bytes.ts";
import type { Policy } from "../../protocol/people.ts";
import type { Plan, Sha256, Step } from "../../protocol/plan/plan.ts";
import type { StepPreflight } from "../../protocol/plan/preflight.ts";
import type { AllowRule, DenyRule } from "../../protocol/rules.ts";
import { isRead, isWhole, mayName } from "./reading.ts";

/** What of a plan the rules look at. */
export type Ruled = Pick<
	Plan,
	"shell" | "runAs" | "cwd" | "steps" | "input" | "restart" | "person" | "secrets" | "endpoints" | "preflight"
>;
type Rules = Pick<Policy, "deny" | "allow" | "approval">;

/** `people`: `unread` are rules that deny a program of which no one can say that the plan doesn't call it. */
export type Ruling =
	| { by: "deny"; rule: string; what: { program: string } | { text: string } }
	| { by: "allow"; rules: string[] }
	| { by: "people"; unread: string[] };

export const ruled = (policy: Rules, plan: Ruled, sha256: Sha256): Ruling => {
	const denied = (policy.deny ?? []).map((rule) => ({ rule, how: denies(rule, plan) }));
	const first = denied.find(({ how }) => how === "yes")?.rule;
	if (first) return { by: "deny", rule: first.name, what: whatOf(first) };
	const unread = denied.filter(({ how }) => how === "unread").map(({ rule }) => rule.name);
	const rules = unread.length === 0 ? allowing(policy, plan, sha256) : null;
	return rules ? { by: "allow", rules } : { by: "people", unread };
};

const whatOf = ({ program, text = "" }: DenyRule): { program: string } | { text: string } =>
	program === undefined ? { text } : { program };

const concerns = ({ on }: Pick<DenyRule, "on">, { name }: { name: string }): boolean =>
	on === undefined || on.some((one) => one.toLowerCase() === name.toLowerCase());

const denies = (rule: DenyRule, plan: Ruled): "yes" | "no" | "unread" => {
	const there = plan.endpoints.filter((endpoint) => concerns(rule, endpoint));
	if (there.length === 0) return "no";
	if (rule.text !== undefined) {
		const text = rule.text.toLowerCase();
		return plan.steps.some((step) => textOf(step).toLowerCase().includes(text)) ? "yes" : "no";
	}
	const program = programOf(rule.program ?? "");
	const read = there.flatMap(({ id }) => readingsOf(plan, id));
	if (read.some((step) => step !== null && callsOf(step).some((name) => programOf(name) === program)))
		return "yes";
	const named = plan.steps.some((step) => mayName(textOf(step), program));
	return !named && read.every(isRead) ? "no" : "unread";
};

const textOf = ({ command, script }: Step): string => [command, ...(script?.arguments ?? [])].join("\n");

/** `C:\Windows\System32\format.com` and `format` are one program. */
const programOf = (name: string): string =>
	(name.split(/[\\/]/).at(-1) ?? "").toLowerCase().replace(/\.(?:exe|com|cmd|bat)$/, "");

/** All that a step is known to call, there or missing: by the names in its text, by its files, and by what an alias stands for. */
const callsOf = ({ calls = [], names, problems }: StepPreflight): string[] => [
	...calls,
	...names.flatMap(({ kind, name, path, module }) => {
		if (kind === "shell" || kind === "module") return [];
		const file = kind === "program" || kind === "script" ? path : null;
		return [name, file ?? name, kind === "alias" ? (module ?? name) : name];
	}),
	...problems.flatMap((one) => (one.what === "missing" && one.kind === "command" ? [one.name] : [])),
];

/** What an endpoint said of each step; null: nothing. */
const readingsOf = ({ preflight, steps }: Ruled, endpoint: string): (StepPreflight | null)[] => {
	const said = preflight?.endpoints.find((one) => one.endpoint === endpoint);
	return steps.map((_, i) => (said?.state === "checked" ? (said.steps[i] ?? null) : null));
};

const readsOnly = (step: StepPreflight | null): boolean =>
	step !== null &&
	isWhole(step) &&
	step.problems.length === 0 &&
	step.effects.some(({ what }) => what === "reads-only") &&
	step.effects.every(({ what }) => what === "reads-only" || what === "user-places");

/** The rules that together allow each step on each endpoint; null: not all of it is allowed. */
const allowing = ({ allow = [], approval }: Rules, plan: Ruled, sha256: Sha256): string[] | null => {
	// An endpoint that asks for an approver's own signature would refuse it.
	if (approval !== "press") return null;
	const quiet = plan.input.every((kind) => kind === "choices") && plan.secrets.length === 0;
	if (!quiet || plan.restart || plan.person) return null;
	const found = plan.endpoints.flatMap((endpoint) => {
		const readings = readingsOf(plan, endpoint.id);
		return plan.steps.map((step, i) =>
			readsOnly(readings[i] ?? null)
				? allow.find((rule) => concerns(rule, endpoint) && allows(rule, plan, step, sha256))
				: undefined,
		);
	});
	const rules = found.filter((rule) => rule !== undefined);
	return rules.length === found.length ? [...new Set(rules.map(({ name }) => name))] : null;
};

const allows = (rule: AllowRule, plan: Ruled, { command, script }: Step, sha256: Sha256): boolean =>
	script === undefined &&
	rule.shell === plan.shell &&
	JSON.stringify(rule.runAs ?? { kind: "agent" }) === JSON.stringify(plan.runAs) &&
	(rule.cwd ?? null) === plan.cwd &&
	(rule.command === undefined ? rule.sha256 === hexOf(sha256(utf8(command))) : rule.command === command);

const hexOf = (bytes: Uint8Array): string =>
	Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
