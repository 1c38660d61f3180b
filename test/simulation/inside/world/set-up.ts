// Sets up a deployment: one client with its people, a channel, and machines with enrolled agents. Nothing goes wrong yet.
import { createPublicKey } from "node:crypto";
import { readKey } from "../../../../agent/home/keys.ts";
import { newId } from "../../../../protocol/ids.ts";
import { keyIdOf } from "../../../../protocol/keys.ts";
import type { Person, Role } from "../../../../protocol/people.ts";
import { Policy } from "../../../../protocol/people.ts";
import { backendOf } from "../../../../worker/backend/backend.ts";
import type { Enrolled } from "../../../../worker/contracts/client.ts";
import { sha256 } from "../../../../worker/keys/crypto.ts";
import { inventoryOf } from "../replaced/agent-machine.ts";
import { keyFrom, newSecret } from "../replaced/node-crypto.ts";
import { start } from "./agents.ts";
import { newChat } from "./chat.ts";
import { deploy } from "./deployment.ts";
import type { Host, Machines } from "./machines.ts";
import { newObjects } from "./objects.ts";
import { world } from "./world.ts";

export const workspace = "slack:T1";
export const channel = "C1";

export type Scene = Awaited<ReturnType<typeof setUp>>;

export const setUp = async (drive: <T>(promise: Promise<T>) => Promise<T>) => {
	const { chance, time, faults } = world();
	const secret = newSecret();
	const objects = newObjects({
		MODE: "local",
		PUBLIC_URL: "https://caisey.example",
		SIGNING_KEY: secret.toString("base64"),
		SECRET_KEY: Buffer.alloc(32, 1).toString("base64"),
		OWNER_TOKEN: "0".repeat(32),
		SLACK_SIGNING_SECRET: "0".repeat(32),
		// At times so little that a run goes on in further parts.
		RECORDING_PART_BYTES: chance.one(["9000000000", "9000000000", "2500"]),
		SLACK_API_URL: "https://slack.example",
	});
	const machines: Machines = new Map();
	const chat = newChat(({ channel, ts, key }) => {
		if (faults.happens("lostPost")) return;
		time.world(faults.delay(), "chat tells of a message", () =>
			time.in(time.born("request of chat", { skew: 0 }), () => {
				backendOf(objects.env)
					.posted({ ref: { workspace, channel, message: ts }, key })
					.catch(() => {});
			}),
		);
	});
	deploy({ objects, chat, machines });
	const client = newId("client", "none");
	const names = ["FRONT-DESK", "BACK-OFFICE"].slice(0, chance.between(1, 2));
	const people = [
		person(1, "Dana", "requester"),
		person(2, "Ada", "approver"),
		person(3, "Bob", "approver"),
		person(4, "Tom", "technician"),
		person(5, "Sam", "technician", "approver"),
	];
	const ask = (kind: "CLIENT" | "WORKSPACE", name: string, method: string, ...args: unknown[]) =>
		drive(objects.call(objects.find(kind, name), method, args));
	await ask(
		"CLIENT",
		client,
		"configure",
		{
			...{ id: client, name: "Acme Dental", revision: 1, people, channels: [`${workspace}:${channel}`] },
			policy: Policy.parse({ votes: chance.one([1, 1, 1, 2]) }),
			msp: {
				desk: null,
				remindDeskAfter: 900,
				ticketLink: null,
				workspaces: [{ id: workspace, enterprise: null }],
			},
			endpoints: names.map((name) => ({ name, description: "" })),
		},
		{ by: "owner", changes: [], announced: { changes: [], channels: [], unbound: [] } },
	);
	await ask("WORKSPACE", workspace, "configure", workspace, {
		...{ listed: true, token: "xoxb-1", desks: [] },
		bound: [{ channel, client }],
	});
	const publicKey = Buffer.from(
		createPublicKey(keyFrom(secret)).export({ format: "jwk" }).x as string,
		"base64url",
	).toString("base64");
	for (const name of names) {
		const key = readKey(keyFrom(newSecret()).export({ format: "pem", type: "pkcs8" }).toString());
		const { token } = (await ask("CLIENT", client, "enrollmentToken", name)) as { token: string };
		const request = {
			v: 1,
			token,
			key: Buffer.from(key.raw).toString("base64"),
			inventory: inventoryOf("boot-1"),
		};
		const enrolled = (await ask("CLIENT", client, "enroll", request)) as Enrolled;
		if (!enrolled.ok) throw new Error(enrolled.error);
		const { endpoint, clientName } = enrolled;
		const worker = { keyId: keyIdOf(publicKey, sha256), key: publicKey };
		const host: Host = {
			...{ name, key, boot: 1, life: null, stop: null, rejected: null, executions: [] },
			machine: { skew: chance.one([0, 0, -4_000, 60_000, -86_400_000]) },
			enrolment: { v: 1, url: "https://caisey.example", endpoint, name, client, clientName, worker },
			disk: { db: null, full: false, holds: true, spare: 0 },
			...{ sent: new Map(), acked: new Map(), ends: new Set() },
		};
		machines.set(name, host);
		start(host);
	}
	return { objects, machines, chat, client, people };
};

const person = (n: number, name: string, ...roles: Role[]): Person => ({
	...{ id: newId("person", "none"), name, label: null, identities: [`slack:T1:U${n}`], roles },
});
