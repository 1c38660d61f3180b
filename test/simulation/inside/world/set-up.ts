// The deployment of one schedule: what its template left, with a chat, clocks and disks of its own.
import { start } from "./agents.ts";
import { tellingChat } from "./chat.ts";
import { deploy } from "./deployment.ts";
import { newLaws } from "./laws.ts";
import { type Machines, newHost } from "./machines.ts";
import { newObjects } from "./objects.ts";
import type { Template } from "./template.ts";
import { world } from "./world.ts";

export type Scene = ReturnType<typeof setUp>;

export const setUp = (template: Template) => {
	const { settings, publicKey, objects: left, hosts } = template;
	const { chance } = world();
	const objects = newObjects({
		...settings,
		// At times so little that a run goes on in further parts.
		RECORDING_PART_BYTES: chance.one(["9000000000", "9000000000", "2500"]),
	});
	const machines: Machines = new Map();
	const company = structuredClone(template.company);
	// What one shows is replaced, never changed.
	const messages = template.messages.map((one) => ({ ...one }));
	const chat = tellingChat(objects.env, company.workspace, messages);
	deploy({ objects, chat, machines });
	for (const one of left) {
		one.database.begin();
		objects.goOn(one);
	}
	for (const { name, key, enrolment, database } of hosts) {
		const host = newHost(name);
		database.begin();
		Object.assign(host, { key, enrolment });
		host.was.add(enrolment.endpoint);
		host.machine.skew = chance.one([0, 0, -4_000, 60_000, -86_400_000]);
		host.disk.db = database;
		machines.set(name, host);
		start(host);
	}
	const presses = structuredClone(template.presses);
	return { company, publicKey, objects, machines, chat, presses, laws: newLaws(company) };
};
