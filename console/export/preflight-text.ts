// What the machines said of a plan's steps before anyone approved it: all of it, machine by machine and step by step.
import { machineSays } from "../../domain/preflight.ts";
import { shown } from "../../domain/text.ts";
import type { EndpointPreflight } from "../../protocol/plan/preflight.ts";
import type { TranscriptPlan } from "../../protocol/read/transcript-source.ts";
import { changesText, stepTexts, uncheckedText } from "../../words/preflight.ts";

/** `short`: in one line; `lines`: each fact, with the step that it is about. */
export type Said = { endpoint: string; short: string; lines: string[] };

export const machinesSaid = (found: TranscriptPlan): Said[] =>
	(found.plan.preflight?.endpoints ?? []).map((one) => saidOn(found, one));

const saidOn = ({ plan, machines }: TranscriptPlan, found: EndpointPreflight): Said => {
	const endpoint = plan.endpoints.find(({ id }) => id === found.endpoint)?.name ?? found.endpoint;
	const says = machineSays(found, endpoint);
	const machine = machines.find(({ name }) => name === endpoint);
	const others = othersAccount(plan, machine);
	const steps = found.state === "checked" ? found.steps : [];
	return {
		endpoint,
		short: uncheckedText(says, true) ?? changesText(says, others) ?? "",
		lines: steps.flatMap((step, i) => stepTexts(step, others).map((text) => `step ${i + 1}: ${text}`)),
	};
};

/** Who runs it, if that isn't the person who uses the machine. */
const othersAccount = (
	{ runAs }: TranscriptPlan["plan"],
	machine: TranscriptPlan["machines"][number] | undefined,
): string | null => {
	if (runAs.kind === "logged-on") return null;
	const account = runAs.kind === "user" ? runAs.name : (machine?.agentUser ?? "");
	return account.trim() === "" || machine?.loggedOn.includes(account) ? null : shown(account);
};
