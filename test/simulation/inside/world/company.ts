// The client company of a schedule, as its set-up file says: how large, on which platform, who works there.
import { newId } from "../../../../protocol/ids.ts";
import { type Person, Policy, type Role } from "../../../../protocol/people.ts";
import type { PlatformName } from "../../../../protocol/platform.ts";
import type { Configuration } from "../../../../worker/contracts/values/set-up.ts";
import type { Chance } from "./chance.ts";

export type Size = {
	large: boolean;
	platform: PlatformName;
	machines: number;
	votes: number;
	desk: boolean;
};

/** Most are small: what goes wrong between few is found sooner. */
export const sizeBy = (chance: Chance): Size => {
	const large = chance.happens(0.1);
	return {
		large,
		platform: chance.one(["slack", "slack", "teams"]),
		machines: large ? 2 : chance.one([1, 1, 1, 2]),
		votes: chance.one([1, 1, 2]),
		desk: chance.happens(large ? 0.5 : 0.1),
	};
};

export type Company = Configuration & { workspace: string; channel: string };

const channels = { slack: ["C1", "C9"], teams: ["19:c1@thread.tacv2", "19:c9@thread.tacv2"] } as const;

/** `desk`: the MSP's, in the same workspace. */
export const companyOf = ({ large, platform, machines, votes, desk }: Size): Company => {
	const workspace = `${platform}:T1`;
	const [own, msp] = channels[platform];
	let count = 0;
	const person = (name: string, ...roles: Role[]): Person => ({
		...{ id: newId("person", "none"), name, label: null, identities: [`${workspace}:U${++count}`], roles },
	});
	const [dana, ada] = [person("Dana", "requester"), person("Ada", "approver")];
	const [tom, sam] = [person("Tom", "technician"), person("Sam", "technician", "approver")];
	const more = large ? [person("Bob", "approver"), person("Olga", "owner")] : [];
	return {
		...{
			id: newId("client", "none"),
			name: "Acme Dental",
			revision: 1,
			people: [dana, ada, tom, sam, ...more],
		},
		...{ workspace, channel: own, channels: [`${workspace}:${own}`], policy: Policy.parse({ votes }) },
		msp: {
			desk: desk ? { workspace, channel: msp } : null,
			...{ remindDeskAfter: 60, ticketLink: null, workspaces: [{ id: workspace, enterprise: null }] },
		},
		endpoints: ["FRONT-DESK", "BACK-OFFICE"].slice(0, machines).map((name) => ({ name, description: "" })),
	};
};
