// What every schedule of one start begins with: a deployment that was set up once, in a world without trouble, in which a matter may
// have begun; then everything stopped at once, as at a deploy and a power cut.
import { createPublicKey } from "node:crypto";
import type { Enrolment } from "../../../../agent/home/identity.ts";
import type { AgentKey } from "../../../../agent/home/keys.ts";
import { keyFrom, newSecret } from "../replaced/node-crypto.ts";
import { kill, start } from "./agents.ts";
import { beginMatter } from "./beginning.ts";
import { type Message, tellingChat } from "./chat.ts";
import { type Company, companyOf } from "./company.ts";
import type { Database } from "./databases.ts";
import { deploy } from "./deployment.ts";
import { enroll } from "./enrolling.ts";
import type { Left } from "./held.ts";
import { type Machines, newHost } from "./machines.ts";
import { newObjects } from "./objects.ts";
import type { Press } from "./people/pressing.ts";
import { inWorld, type Running } from "./running.ts";
import type { Start } from "./starts.ts";

export type Template = {
	company: Company;
	settings: Record<string, string>;
	/** The Worker's, base64. */
	publicKey: string;
	objects: Left[];
	messages: Message[];
	/** Who approved. */
	presses: Press[];
	hosts: { name: string; key: AgentKey; enrolment: Enrolment; database: Database }[];
};

const made = new Map<string, Template>();

/** The same for one start, whatever asked for it first. */
export const templateOf = async (begins: Start): Promise<Template> => {
	const key = JSON.stringify(begins);
	const known =
		made.get(key) ??
		(await inWorld(
			0,
			eve,
			() => {},
			(running) => make(begins, running),
		));
	made.set(key, known);
	return known;
};

/** When schedules begin, in ms since 1970; templates are made just before. */
export const began = Date.UTC(2026, 0, 5, 9);
const eve = began - 60_000;

const make = async (begins: Start, running: Running): Promise<Template> => {
	const { drive } = running;
	const secret = newSecret();
	const settings = {
		...{ MODE: "local", PUBLIC_URL: "https://caisey.example", SLACK_API_URL: "https://slack.example" },
		...{ SIGNING_KEY: secret.toString("base64"), SECRET_KEY: Buffer.alloc(32, 1).toString("base64") },
		...{ OWNER_TOKEN: "0".repeat(32), SLACK_SIGNING_SECRET: "0".repeat(32) },
		// Counted in memory, which lives longer than a world.
		QUOTA_TIMES: "1000000",
	};
	const raw = createPublicKey(keyFrom(secret)).export({ format: "jwk" }).x as string;
	const publicKey = Buffer.from(raw, "base64url").toString("base64");
	const company = companyOf(begins);
	const { id, workspace, channel, msp } = company;
	const [objects, machines]: [ReturnType<typeof newObjects>, Machines] = [newObjects(settings), new Map()];
	const chat = tellingChat(objects.env, workspace, []);
	deploy({ objects, machines, chat });
	const tell = (
		kind: "CLIENT" | "WORKSPACE" | "DIRECTORY",
		name: string,
		method: string,
		...args: unknown[]
	) => drive(objects.call(objects.find(kind, name), method, args));
	const { workspace: _, channel: __, ...configuration } = company;
	// As the Directory does when a set-up file is applied.
	for (const known of [id, workspace]) await tell("DIRECTORY", "directory", "keepKnown", known);
	await tell("CLIENT", id, "configure", configuration, unannounced);
	await tell("WORKSPACE", workspace, "configure", workspace, {
		...{ listed: true, token: begins.platform === "slack" ? "xoxb-1" : null },
		...{ desks: msp.desk ? [msp.desk.channel] : [], bound: [{ channel, client: id }] },
	});
	for (const { name } of company.endpoints) {
		const host = newHost(name);
		machines.set(name, host);
		await drive(enroll(objects, host, company, publicKey));
		start(host);
	}
	const presses = await beginMatter(begins, { objects, chat, machines, company }, running, began);
	const hosts = [...machines.values()].map((host) => {
		if (host.life && host.ends.size === 0) throw new Error(`${host.name}'s agent is not connected`);
		kill(host, "is stopped");
		const { name, key, enrolment, disk } = host;
		if (!key || !enrolment || !disk.db) throw new Error(`${name} is not enrolled`);
		disk.db.keep();
		return { name, key, enrolment, database: disk.db };
	});
	const left = objects.all().map((one) => one.left());
	return { company, settings, publicKey, objects: left, messages: chat.messages, presses, hosts };
};

/** What an apply says that concerns no one. */
export const unannounced = {
	by: "owner",
	person: null,
	changes: [],
	names: {},
};
