// A client in two workspaces, and its MSP in a third: whose people talk in one session.
import type { z } from "zod";
import { acme, type Team } from "../../../local/slack/team.ts";
import type { Setup } from "../../../protocol/setup.ts";
import { acmeSetup, startWorld, tokenFrom, type World } from "../world.ts";

/** Acme's head office, in its own workspace: Ada is there, too, and decides. */
export const office: Team = {
	id: "T0OFFICE",
	name: "Acme Head Office",
	app: { id: "A0CAISEY", bot: "B0CAISEY3", user: "U0CAISEY3", name: "Caisey" },
	people: [
		{ id: "U0ADAOFF", handle: "ada", name: "Ada Lindqvist", title: "Client's admin" },
		{ id: "U0BOSS", handle: "boss", name: "Bo Ström", title: "Second approver" },
	],
	channels: [{ id: "C0OFFICE", name: "it", topic: "" }],
};

/** The MSP's own workspace, with its desk. */
export const brightside: Team = {
	id: "T0BRIGHT",
	name: "Brightside IT",
	app: { id: "A0CAISEY", bot: "B0CAISEY4", user: "U0CAISEY4", name: "Caisey" },
	people: [
		{ id: "U0TOMB", handle: "tom", name: "Tom Okafor", title: "Technician" },
		{ id: "U0KIM", handle: "kim", name: "Kim Adeyemi", title: "Technician" },
		{ id: "U0INT", handle: "ivy", name: "Ivy Intern", title: "No role" },
	],
	channels: [{ id: "C0DESK", name: "desk", topic: "" }],
};

export const desk = "C0DESK";

export const threadsSetup = (
	msp: Partial<z.input<typeof Setup>["msp"]> = {},
	clients: z.input<typeof Setup>["clients"] = {},
): z.input<typeof Setup> => {
	const setup = acmeSetup();
	const client = setup.clients["acme-dental"] as z.input<typeof Setup>["clients"][string];
	const identity = (name: string, ...identities: string[]) => ({ ...client.people?.[name], identities });
	return {
		...setup,
		msp: { name: "Brightside IT", desk: "slack:T0BRIGHT:C0DESK", ...msp },
		staff: {
			tom: {
				name: "Tom Okafor",
				label: "technician@msp.com",
				identities: ["slack:T0LOCAL1:U0TOM", "slack:T0BRIGHT:U0TOMB"],
				roles: ["technician"],
			},
			kim: { name: "Kim Adeyemi", identities: ["slack:T0BRIGHT:U0KIM"], roles: ["technician"] },
		},
		workspaces: Object.fromEntries(
			["slack:T0LOCAL1", "slack:T0OFFICE", "slack:T0BRIGHT"].map((id) => [id, { tokenFrom }]),
		),
		clients: {
			"acme-dental": {
				...client,
				channels: ["slack:T0LOCAL1:C0ACME", "slack:T0OFFICE:C0OFFICE"],
				people: {
					...client.people,
					ada: {
						name: "Ada Lindqvist",
						label: "admin@clientdomain.local",
						roles: ["approver"],
						...identity("ada", "slack:T0LOCAL1:U0ADA", "slack:T0OFFICE:U0ADAOFF"),
					},
					bo: { name: "Bo Ström", identities: ["slack:T0OFFICE:U0BOSS"], roles: ["approver"] },
				},
			},
			...clients,
		},
	};
};

export const startThreads = (setup = threadsSetup()): Promise<World> =>
	startWorld({ setup, teams: [acme, office, brightside] });
