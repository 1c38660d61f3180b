// What the machines said of an open plan's steps beforehand, and what keeps them from running any.
import { shown } from "../../domain/text.ts";
import { EffectKind } from "../../protocol/plan/effects.ts";
import type { PlanView } from "../../protocol/read/view.ts";
import { list } from "../../words/amounts.ts";
import { startsNothing } from "../../words/disk.ts";
import { changesText, uncheckedText } from "../../words/preflight.ts";
import type { Line } from "../model/card.ts";
import { brief } from "../plain.ts";

type Endpoint = PlanView["endpoints"][number];
type Says = PlanView["machinesSay"][number];

/** Where nothing would start, approved now. */
export const stuckDisks = ({ endpoints }: Pick<PlanView, "endpoints">): string[] =>
	endpoints.flatMap(({ name, disk }) => (disk === "room" ? [] : [startsNothing(brief(name), disk)]));

/** What the machines say of the steps, in quotes as it is their word alone; those that say the same together, the most
 * serious first. */
export const machines = ({ machinesSay, endpoints, runAs }: PlanView): Line[] => {
	const alone = endpoints.length === 1;
	const lines = new Map<string, { rank: number; line: Line }>();
	for (const one of machinesSay) {
		const changes = changesText(one, accountOn(endpoints, one.endpoint, runAs));
		const unchecked = uncheckedText(one, alone);
		if (unchecked !== null) lines.set(unchecked, { rank: rank("unknown"), line: [brief(unchecked, 300)] });
		if (changes !== null) {
			const line = [`${whoSays(machinesSay, one, alone)} `, { said: changes, most: 500 }];
			lines.set(changes, { rank: rankOf(one), line });
		}
	}
	const all = [...lines.values()].toSorted((a, b) => a.rank - b.rank);
	// Only a line that says "reads only" is left out.
	const serious = all.filter((one) => one.rank < rank("reads-only"));
	const shown = all.slice(0, Math.max(mostMachines, serious.length));
	const rest = all.length - shown.length;
	return [
		...shown.map(({ line }) => line),
		...(rest > 0 ? [[`And ${rest} more that ${rest === 1 ? "reads" : "read"} only: see the details`]] : []),
	];
};
const mostMachines = 3;

const rank = (what: EffectKind): number => EffectKind.options.indexOf(what);

/** Of its most serious effect, most serious lowest. */
const rankOf = (says: Says): number =>
	says.state === "checked" ? Math.min(...says.effects.map(({ what }) => rank(what))) : rank("unknown");

const whoSays = (all: Says[], one: Says, alone: boolean): string => {
	if (alone) return "The machine says";
	const effects = (says: Says) => JSON.stringify(says.state === "checked" ? says.effects : null);
	const alike = all.filter((other) => effects(other) === effects(one)).map(({ endpoint }) => brief(endpoint));
	// The first word is ours, not a name that others chose.
	return alike.length === 1 ? `Machine ${alike[0]} says` : `Machines ${list(alike, 3)} say`;
};

/** The account that isn't the one of the person who uses the machine. */
const accountOn = (endpoints: Endpoint[], name: string, runAs: PlanView["runAs"]): string | null => {
	if (runAs.kind === "logged-on") return null;
	const { agentUser = "", loggedOn = [] } = endpoints.find((one) => one.name === name) ?? {};
	const account = runAs.kind === "user" ? runAs.name : agentUser;
	return account.trim() === "" || loggedOn.includes(account) ? null : brief(shown(account), 60);
};
