// A modified agent's control connection: it takes the next plan, and runs nothing.
import { randomBytes } from "node:crypto";
import { WebSocket } from "ws";
import { z } from "zod";
import { newRuntime } from "../../../agent/home/runtime.ts";
import type { Machine } from "../../../protocol/machine.ts";
import {
	agentPaths,
	type FromAgent,
	helloMessage,
	protocolVersions,
	ToAgent,
} from "../../../protocol/wire.ts";
import { inStorage, rowsOf } from "../storage.ts";
import type { World } from "../world.ts";

const Known = z.object({
	host: z.string(),
	id: z.string().nullable(),
	boots: z.string(),
	count: z.coerce.number(),
});

/** What the Worker believes that the endpoint's machine is, one hello later. */
const machineOf = (world: Pick<World, "folder">, endpoint: string): Machine => {
	const [row] = inStorage(world, (database) =>
		rowsOf(database, "endpoint").some(({ id }) => id === endpoint) ? rowsOf(database, "machine") : [],
	).flat();
	const { host, id, boots, count } = Known.parse(row);
	const boot = z.array(z.string()).parse(JSON.parse(boots)).at(-1) ?? "";
	return { host, id, boot, count: count + 1, at: Date.now() };
};

const inventory = {
	...{ hostname: "forged", os: "none", arch: "none", agentVersion: "0.3.0", user: "root", elevated: true },
	...{ loggedOn: [], shells: [{ shell: "sh" as const, path: "/bin/sh", version: null }], bootId: "none" },
};

/** Resolves once it has accepted a plan, and is gone. */
export const takeGrant = (
	world: Pick<World, "workerUrl" | "folder">,
	endpoint: string,
	sign: (bytes: Uint8Array) => string,
): Promise<void> => {
	const socket = new WebSocket(`${world.workerUrl.replace("http", "ws")}${agentPaths.control(endpoint)}`);
	const send = (message: FromAgent) => socket.send(JSON.stringify(message));
	const [runtime, instance, machine] = [
		newRuntime(),
		randomBytes(16).toString("hex"),
		machineOf(world, endpoint),
	];
	let taken = "";
	const hear = (message: ToAgent): void => {
		if (message.type === "challenge") {
			const signature = sign(helloMessage(endpoint, runtime, instance, message.nonce, machine));
			const about = { endpoint, runtime, instance, machine, signature, inventory, plans: [] };
			send({ type: "hello", versions: protocolVersions, ...about });
		} else if (message.type === "offer") {
			taken = message.plan;
			send({ type: "ready", plan: taken, challenge: randomBytes(32).toString("base64") });
		} else if (message.type === "grant") {
			send({ type: "accepted", plan: taken });
			socket.close();
		} else if (message.type === "rejected" || (message.type === "welcome" && message.held))
			socket.emit("error", new Error(JSON.stringify(message)));
	};
	socket.on("message", (data) => hear(ToAgent.parse(JSON.parse(data.toString()))));
	return new Promise((resolve, reject) => {
		socket.on("error", reject);
		socket.on("close", () => (taken === "" ? reject(new Error("no plan was offered")) : resolve()));
	});
};
