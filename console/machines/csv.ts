// The list of machines as a table for a spreadsheet.
import { diskNote } from "../../words/disk.ts";
import { machineStateNames } from "../../words/machine.ts";
import { csvLines, utf8Mark } from "../html/csv.ts";
import { isOutdated } from "./fleet.ts";
import type { ClientMachines } from "./view.ts";

const columns = [
	...["Client", "Machine", "Description", "State", "Last heard (UTC)", "Agent", "Outdated"],
	...[
		"Host name",
		"System",
		"Architecture",
		"Agent's account",
		"Logged on",
		"Looks like",
		"Refused (UTC)",
		"Why",
		"Disk",
	],
];

const time = (at: number | null | undefined): string => (at ? new Date(at).toISOString() : "");

export const machinesCsv = (all: ClientMachines[]): string => {
	const rows = all.flatMap(({ name: client, machines }) =>
		machines.map((machine) => {
			const { name, description, state, lastSeen, inventory, similarTo, refused, disk } = machine;
			const {
				agentVersion = "",
				hostname = "",
				os = "",
				arch = "",
				user = "",
				loggedOn = [],
			} = inventory ?? {};
			return [
				...[client, name, description, machineStateNames[state], time(lastSeen)],
				...[agentVersion, isOutdated(machine) ? "yes" : "", hostname, os, arch, user, loggedOn.join(", ")],
				...[similarTo.join(", "), time(refused?.at), refused?.reason ?? ""],
				disk === "room" ? "" : diskNote[disk],
			];
		}),
	);
	return utf8Mark + csvLines([columns, ...rows]);
};
