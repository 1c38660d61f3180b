// The client company of a schedule, as its set-up file says: how large, on which platform, who works there.
import { newId } from "../../../../protocol/ids.ts";
import { type Person, Policy, type Role } from "../../../../protocol/people.ts";
import type { PlatformName } from "../../../../protocol/platform.ts";
import type { Configuration } from "../../../../worker/contracts/values/set-up.ts";

export type Size = {
	/** `few`: one approver, no technician who is one, and no owner, so nobody erases anything. */
	people: "few" | "some" | "many";
	platform: PlatformName;
	machines: number;
	votes: number;
	desk: boolean;
};

export type Company = Configuration & { workspace: string; channel: string };

const channels = { slack: ["C1", "C9"], teams: ["19:c1@thread.tacv2", "19:c9@thread.tacv2"] } as const;

/** `desk`: the MSP's, in the same workspace. */
export const companyOf = ({ people, platform, machines, votes, desk }: Size): Company => {
	const workspace = `${platform}:T1`;
	const [own, msp] = channels[platform];
	let count = 0;
	const person = (name: string, ...roles: Role[]): Person => ({
		...{ id: newId("person", "none"), name, label: null, identities: [`${workspace}:U${++count}`], roles },
	});
	const [dana, ada] = [person("Dana", "requester"), person("Ada", "approver")];
	const tom = person("Tom", "technician");
	const more = [
		...(people === "few" ? [] : [person("Sam", "technician", "approver"), person("Olga", "owner")]),
		...(people === "many" ? [person("Bob", "approver")] : []),
	];
	return {
		...{
			id: newId("client", "none"),
			name: "Acme Dental",
			revision: 1,
			people: [dana, ada, tom, ...more],
		},
		...{ workspace, channel: own, channels: [`${workspace}:${own}`], policy: Policy.parse({ votes }) },
		msp: {
			desk: desk ? { workspace, channel: msp } : null,
			...{
				remindDeskAfter: 60,
				onCall: [],
				ticketLink: null,
				workspaces: [{ id: workspace, enterprise: null }],
			},
		},
		endpoints: ["FRONT-DESK", "BACK-OFFICE"].slice(0, machines).map((name) => ({ name, description: "" })),
	};
};
