// What every schedule of one size begins with: a deployment that was set up once, in a world without trouble, its agents enrolled and
// stopped.
import { createPublicKey } from "node:crypto";
import type { Enrolment } from "../../../../agent/home/identity.ts";
import type { AgentKey } from "../../../../agent/home/keys.ts";
import { keyFrom, newSecret } from "../replaced/node-crypto.ts";
import { kill, start } from "./agents.ts";
import { newChat } from "./chat.ts";
import { type Company, companyOf, type Size } from "./company.ts";
import { giveBack, type Rows } from "./databases.ts";
import { deploy } from "./deployment.ts";
import { enroll } from "./enrolling.ts";
import type { Left } from "./held.ts";
import { type Machines, newHost } from "./machines.ts";
import { newObjects } from "./objects.ts";
import { inWorld, type Running } from "./running.ts";
import { world } from "./world.ts";

export type Template = {
	company: Company;
	settings: Record<string, string>;
	/** The Worker's, base64. */
	publicKey: string;
	objects: Left[];
	hosts: { name: string; key: AgentKey; enrolment: Enrolment; rows: Rows }[];
};

const made = new Map<string, Template>();

/** The same for one size, whatever asked for it first. */
export const templateOf = async (size: Size): Promise<Template> => {
	const key = JSON.stringify(size);
	const known =
		made.get(key) ??
		(await inWorld(
			1,
			eve,
			() => {},
			(running) => make(size, running),
		));
	made.set(key, known);
	return known;
};

/** When schedules begin, in ms since 1970; templates are made ten minutes before. */
export const began = Date.UTC(2026, 0, 5, 9);
const eve = began - 600_000;

const make = async (size: Size, { drive, until }: Running): Promise<Template> => {
	const rest = () => until(world().time.now() + 120_000);
	const secret = newSecret();
	const settings = {
		...{ MODE: "local", PUBLIC_URL: "https://caisey.example", SLACK_API_URL: "https://slack.example" },
		...{ SIGNING_KEY: secret.toString("base64"), SECRET_KEY: Buffer.alloc(32, 1).toString("base64") },
		...{ OWNER_TOKEN: "0".repeat(32), SLACK_SIGNING_SECRET: "0".repeat(32) },
	};
	const raw = createPublicKey(keyFrom(secret)).export({ format: "jwk" }).x as string;
	const publicKey = Buffer.from(raw, "base64url").toString("base64");
	const company = companyOf(size);
	const { id, workspace, channel, msp } = company;
	const [objects, machines]: [ReturnType<typeof newObjects>, Machines] = [newObjects(settings), new Map()];
	deploy({ objects, machines, chat: newChat(() => {}) });
	const ask = (kind: "CLIENT" | "WORKSPACE", name: string, ...args: unknown[]) =>
		drive(objects.call(objects.find(kind, name), "configure", args));
	const { workspace: _, channel: __, ...configuration } = company;
	await ask("CLIENT", id, configuration, unannounced);
	await ask("WORKSPACE", workspace, workspace, {
		...{ listed: true, token: size.platform === "slack" ? "xoxb-1" : null },
		...{ desks: msp.desk ? [msp.desk.channel] : [], bound: [{ channel, client: id }] },
	});
	for (const { name } of company.endpoints) {
		const host = newHost(name);
		machines.set(name, host);
		await drive(enroll(objects, host, company, publicKey));
		start(host);
	}
	await rest();
	const hosts = [...machines.values()].map((host) => {
		if (host.ends.size === 0) throw new Error(`${host.name}'s agent is not connected`);
		kill(host, "is stopped");
		const { name, key, enrolment, disk } = host;
		if (!key || !enrolment || !disk.db) throw new Error(`${name} is not enrolled`);
		return { name, key, enrolment, rows: disk.db.rows() };
	});
	await rest();
	for (const { disk } of machines.values()) if (disk.db) giveBack(disk.db);
	const left = objects.all().map((one) => one.left());
	for (const { storage } of objects.all()) storage.giveBack();
	return { company, settings, publicKey, objects: left, hosts };
};

/** What an apply says that concerns no one. */
export const unannounced = {
	by: "owner",
	changes: [],
	announced: { changes: [], channels: [], unbound: [] },
};
