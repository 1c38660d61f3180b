// A client's set-up, and what a change of it causes, for the pages that show them.
import { Policy } from "../../protocol/people.ts";
import type { ClientShown, Consequences } from "../clients/view.ts";

const channel = "slack:T0123ABCD:C0ACME";

export const acmeSetUp: ClientShown = {
	...{ id: "c_g0000000000000001", key: "acme-dental", name: "Acme Dental", jurisdiction: "eu" },
	people: [
		{
			key: "dana",
			name: "Dana Reyes",
			label: null,
			identities: ["slack:T0123ABCD:U0DANA"],
			email: null,
			roles: ["requester"],
			groups: [],
		},
		{
			...{
				key: "ada",
				name: "Ada Lindqvist",
				label: "admin@clientdomain.local",
				roles: ["approver"],
				groups: [],
			},
			email: "ada@acme.example",
			identities: [
				"slack:T0123ABCD:U0ADA",
				"teams:0a0a0a0a-0000-4000-8000-000000000001:b1b1b1b1-0000-4000-8000-000000000002",
			],
		},
	],
	staff: [
		{
			key: "olga",
			name: "Olga Berg",
			label: null,
			identities: ["slack:T0123ABCD:U0OLGA"],
			email: null,
			roles: ["owner", "technician"],
			groups: [],
		},
	],
	channels: [{ id: channel, shown: `#acme-dental (${channel})` }],
	policy: Policy.parse({ retentionDays: 90 }),
	machines: [{ name: "CLIENT-ACCT-01", description: "front desk" }],
	differs: null,
	may: { change: true, export: true },
};

export const causes: Consequences = {
	revision: 7,
	changes: [
		{
			sign: "~",
			what: "client acme-dental: person ada: Ada Lindqvist, approver, slack:T0123ABCD:U0ADA slack:T0123ABCD:U0ADA2",
		},
		{ sign: "+", what: "client acme-dental: person sam: Sam Roy, approver, no chat identity" },
		{ sign: "-", what: "client acme-dental: channel #old (slack:T0123ABCD:C0OLD)" },
	],
	vouch: [
		{
			vouch: "acme-dental/ada=slack:T0123ABCD:U0ADA2",
			what: "slack:T0123ABCD:U0ADA2 is Ada Lindqvist (acme-dental/ada), who can approve",
		},
	],
	proposed: [],
	warnings: ["client acme-dental needs 3 votes but has only 2 who can approve, so nothing can run there"],
	told: {
		changes: ["Ada Lindqvist now also approves from another account in Slack", "Sam Roy can now approve"],
		channels: [channel],
		unbound: ["slack:T0123ABCD:C0OLD"],
		...{ waiting: [], waitsFor: [] },
	},
};
