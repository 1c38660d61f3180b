// What is wrong with a client's rules beyond their shape, and what the owner should know of them. Pure.
import { isEnough } from "../../../domain/policy/quorum.ts";
import type { Setup } from "../../../protocol/setup.ts";

type ClientSetup = Setup["clients"][string];

export const ruleProblems = (key: string, { policy, endpoints }: ClientSetup): string[] => {
	const known = Object.keys(endpoints).map((name) => name.toLowerCase());
	const rules = [
		...(policy.deny ?? []).map((rule) => ({ kind: "deny", rule })),
		...(policy.allow ?? []).map((rule) => ({ kind: "allow", rule })),
	];
	return rules.flatMap(({ kind, rule }) =>
		(rule.on ?? [])
			.filter((name) => !known.includes(name.toLowerCase()))
			.map((name) => `client ${key}: ${kind} rule ${rule.name}: ${name} is no endpoint of this client`),
	);
};

/** `approvers`: all who may decide there. */
export const ruleWarnings = (
	key: string,
	{ policy }: ClientSetup,
	approvers: readonly { groups?: string[] }[],
): string[] => {
	const people = approvers.map(({ groups = [] }, n) => ({ id: String(n), groups }));
	return [
		...(policy.groups && !isEnough({ votes: 1, groups: policy.groups }, people)
			? [
					`client ${key} needs an approver from each of ${policy.groups.join(", ")} and has none from one of them, so nothing can run there without a rule`,
				]
			: []),
		...(policy.allow && policy.approval === "passkey"
			? [
					`client ${key} asks for passkeys, so its allow rules let nothing run: endpoints take only what an approver signed`,
				]
			: []),
	];
};
