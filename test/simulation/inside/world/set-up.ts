// The deployment of one schedule: what its template left, with a chat, clocks and disks of its own.
import { backendOf } from "../../../../worker/backend/backend.ts";
import { start } from "./agents.ts";
import { newChat } from "./chat.ts";
import { borrow } from "./databases.ts";
import { deploy } from "./deployment.ts";
import { newLaws } from "./laws.ts";
import { type Machines, newHost } from "./machines.ts";
import { newObjects } from "./objects.ts";
import type { Template } from "./template.ts";
import { world } from "./world.ts";

export type Scene = ReturnType<typeof setUp>;

export const setUp = (template: Template) => {
	const { settings, publicKey, objects: left, hosts } = template;
	const { chance, time, faults } = world();
	const objects = newObjects({
		...settings,
		// At times so little that a run goes on in further parts.
		RECORDING_PART_BYTES: chance.one(["9000000000", "9000000000", "2500"]),
	});
	const machines: Machines = new Map();
	const company = structuredClone(template.company);
	const { workspace } = company;
	const searched = workspace.startsWith("slack:");
	const chat = newChat(({ channel, ts, key }) => {
		if (!searched || faults.happens("lostPost")) return;
		time.world(faults.delay(), "chat tells of a message", () =>
			time.in(time.born("request of chat", { skew: 0 }), () => {
				backendOf(objects.env)
					.posted({ ref: { workspace, channel, message: ts }, key })
					.catch(() => {});
			}),
		);
	}, searched);
	deploy({ objects, chat, machines });
	for (const one of left) objects.find(one.kind, one.name).goOn(one);
	for (const { name, key, enrolment, rows } of hosts) {
		const host = newHost(name);
		const db = borrow("AGENT");
		db.fill(rows);
		Object.assign(host, { key, enrolment });
		host.was.add(enrolment.endpoint);
		host.machine.skew = chance.one([0, 0, -4_000, 60_000, -86_400_000]);
		host.disk.db = db;
		machines.set(name, host);
		start(host);
	}
	return { company, publicKey, objects, machines, chat, laws: newLaws(company) };
};
