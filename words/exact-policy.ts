// What changes in a policy, exact and uncut, a line for each changed rule: two values that differ never read the same.
import type { Policy } from "../protocol/people.ts";
import type { AllowRule, DenyRule } from "../protocol/rules.ts";
import { count, exactBytes } from "./amounts.ts";
import { policyNames, policyValueText } from "./policy.ts";
import { allowedText, deniedText } from "./rules.ts";

/** `approvals needed for each change: 2 (before: 1)` */
export const exactPolicyChanges = (was: Policy, is: Policy): string[] =>
	(Object.keys(policyNames) as (keyof Policy)[]).flatMap((name) => {
		if (same(was[name], is[name])) return [];
		if (name === "deny") return ruleChanges(policyNames.deny, was.deny, is.deny, denied);
		if (name === "allow") return ruleChanges(policyNames.allow, was.allow, is.allow, allowed);
		return [`${policyNames[name]}: ${exactValue(name, is[name])} (before: ${exactValue(name, was[name])})`];
	});

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const spans = new Set<keyof Policy>(["decideWithin", "runWithin", "stepTimeLimit", "escalateAfter"]);

/** Long spans and many bytes are rounded elsewhere. */
const exactValue = (name: keyof Policy, value: unknown): string => {
	if (typeof value === "number" && name === "runBytes") return exactBytes(value);
	if (typeof value === "number" && spans.has(name) && value >= 3_600 && value % 3_600 !== 0)
		return `${count(value)} s`;
	return policyValueText(name, value);
};

const denied = (rule: DenyRule): string => deniedText(rule, quoted);
const allowed = (rule: AllowRule): string => allowedText(rule, quoted);

/** One that has such marks itself can't end early. */
const quoted = (text: string): string => (/[“”]/.test(text) ? JSON.stringify(text) : `“${text}”`);

type Rule = { name: string; on?: string[] };

const ruleChanges = <R extends Rule>(
	title: string,
	was: R[] = [],
	is: R[] = [],
	text: (rule: R) => string,
): string[] => {
	const whole = (rule: R): string => `${text(rule)} on ${rule.on ? rule.on.join(", ") : "all endpoints"}`;
	const lines = [
		...is.flatMap((rule) => {
			const old = was.find(({ name }) => name === rule.name);
			if (!old) return [`new rule ${rule.name}: ${whole(rule)}`];
			if (same(old, rule)) return [];
			const moved = text(old) === text(rule) ? endpoints(old, rule) : null;
			return [
				`${rule.name}: ${moved ? `${text(rule)}: ${moved}` : `${whole(rule)} (before: ${whole(old)})`}`,
			];
		}),
		...was
			.filter(({ name }) => !is.some((rule) => rule.name === name))
			.map((rule) => `no longer ${rule.name}: ${whole(rule)}`),
	];
	const all =
		lines.length > 0 ? lines : [`the same rules in another order: ${is.map(({ name }) => name).join(", ")}`];
	return all.map((line) => `${title}: ${line}`);
};

/** Null: not by some endpoints more or less. */
const endpoints = ({ on: was }: Rule, { on: is }: Rule): string | null => {
	if (!was || !is) return null;
	const more = is.filter((one) => !was.includes(one));
	const less = was.filter((one) => !is.includes(one));
	return more.length + less.length === 0
		? null
		: [
				...(more.length > 0 ? [`now also on ${more.join(", ")}`] : []),
				...(less.length > 0 ? [`no longer on ${less.join(", ")}`] : []),
			].join("; ");
};
