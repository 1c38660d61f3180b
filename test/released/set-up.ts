// Acme Dental in Slack and in Teams, with a desk in the MSP's own Slack: all kinds of objects have something to keep.
import type { z } from "zod";
import type { Setup } from "../../protocol/setup.ts";
import { teamsSetup } from "../world/teams/world.ts";
import { acmeSetup, tokenFrom } from "../world/world.ts";

export const releasedSetup = (): z.input<typeof Setup> => {
	const [slack, teams] = [acmeSetup(["CLIENT-ACCT-01", "CLIENT-ACCT-02"]), teamsSetup()];
	const [inSlack, inTeams] = [slack.clients["acme-dental"], teams.clients["acme-dental"]];
	if (!inSlack || !inTeams) throw new Error("Acme Dental is missing");
	type People = NonNullable<z.input<typeof Setup>["staff"]>;
	const both = (of: object | undefined, and: object | undefined) => {
		const [one, other] = [(of ?? {}) as People, (and ?? {}) as People];
		return Object.fromEntries(
			Object.entries(one).map(([key, person]) => [
				key,
				{ ...person, identities: [...(person.identities ?? []), ...(other[key]?.identities ?? [])] },
			]),
		);
	};
	const kim = { name: "Kim Adeyemi", identities: ["slack:T0BRIGHT:U0KIM"], roles: ["technician" as const] };
	return {
		...slack,
		msp: {
			name: "Brightside IT",
			desk: "slack:T0BRIGHT:C0DESK",
			ticketLink: "https://tickets.example/t/{ticket}",
		},
		staff: { ...both(slack.staff, teams.staff), kim } as People,
		workspaces: {
			"slack:T0LOCAL1": { tokenFrom },
			"slack:T0BRIGHT": { tokenFrom },
			...teams.workspaces,
		},
		clients: {
			"acme-dental": {
				...inSlack,
				people: both(inSlack.people, inTeams.people) as typeof inSlack.people,
				channels: [...(inSlack.channels ?? []), ...(inTeams.channels ?? []).slice(0, 2)],
			},
		},
	} as z.input<typeof Setup>;
};
