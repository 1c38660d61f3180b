// A change that waits for an approver, with hostile names in it.
import type { AmendmentsView } from "../../protocol/read/amendment.ts";

export const changeThatWaits = {
	...{ client: "c_g0000000000000001", name: "Acme Dental", named: "Carla Diaz" },
	approvers: [
		{ person: "p_g0000000000000002", name: "Ada Lindqvist", unconfirmed: "first" },
		{ person: "p_g0000000000000003", name: "Ben Roy", unconfirmed: null },
	],
	newest: {
		...{
			id: "am_g0000000000000001",
			by: "the owner (olga)",
			at: 1_700_000_000_000,
			until: 1_700_600_000_000,
		},
		changes: [
			"<b>Eve</b> can now approve from slack:T1:UEVE",
			"\u202eMallory can now approve from teams:t:mallory",
			"approvals needed for each change: 2 (before: 1)",
			"channel #front-desk (slack:T1:C2) is now connected",
		],
		waitsFor: ["Ada Lindqvist", "Ben Roy"],
		ended: null,
	},
	...{ may: true, from: null, signs: false },
} as const satisfies AmendmentsView;
