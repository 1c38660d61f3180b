// What the machines said of an open plan's steps beforehand.
import { shown } from "../../domain/text.ts";
import type { PlanView } from "../../protocol/read/view.ts";
import { list } from "../../words/amounts.ts";
import { changesText, uncheckedText } from "../../words/preflight.ts";
import type { Line, Section } from "../model/card.ts";
import { brief } from "../plain.ts";

type Endpoint = PlanView["endpoints"][number];
type Says = PlanView["machinesSay"][number];

/** What the machines say of the steps, in quotes as it is their word alone; those that say the same together. */
export const machines = ({ machinesSay, endpoints, runAs }: PlanView): Section[] => {
	const alone = endpoints.length === 1;
	const lines = new Map<string, Line>();
	for (const one of machinesSay) {
		const changes = changesText(one, accountOn(endpoints, one.endpoint, runAs));
		const unchecked = uncheckedText(one, alone);
		if (unchecked !== null) lines.set(unchecked, [brief(unchecked, 300)]);
		if (changes !== null)
			lines.set(changes, [`${whoSays(machinesSay, one, alone)} `, { said: changes, most: 500 }]);
	}
	const all = [...lines.values()];
	const rest = all.length - mostMachines;
	return [...all.slice(0, mostMachines), ...(rest > 0 ? [[`And ${rest} more: see the details`]] : [])].map(
		(line) => ({ kind: "text", line, keep: true }),
	);
};
const mostMachines = 3;

const whoSays = (all: Says[], one: Says, alone: boolean): string => {
	if (alone) return "The machine says";
	const effects = (says: Says) => JSON.stringify(says.state === "checked" ? says.effects : null);
	const alike = all.filter((other) => effects(other) === effects(one)).map(({ endpoint }) => brief(endpoint));
	return alike.length === 1 ? `${alike[0]} says` : `${list(alike, 3)} say`;
};

/** The account that isn't the one of the person who uses the machine. */
const accountOn = (endpoints: Endpoint[], name: string, runAs: PlanView["runAs"]): string | null => {
	if (runAs.kind === "logged-on") return null;
	const { agentUser = "", loggedOn = [] } = endpoints.find((one) => one.name === name) ?? {};
	const account = runAs.kind === "user" ? runAs.name : agentUser;
	return account.trim() === "" || loggedOn.includes(account) ? null : brief(shown(account), 60);
};
