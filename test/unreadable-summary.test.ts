// An agent whose own count of a run can't be read: it is kept out of the record, told, and holds nothing up.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import WebSocket from "ws";
import { readKey, sign } from "../agent/home/keys.ts";
import { dataHelloMessage, encodeFrame, eventBytes } from "../protocol/records.ts";
import { ask, propose } from "./world/acts.ts";
import { signIn } from "./world/console.ts";
import { entries } from "./world/record.ts";
import { startWorld, type World } from "./world/world.ts";

let world: World;
beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world?.stop());

test("an end whose summary can't be read is refused, stands in the transcript, and the record verifies", async () => {
	const ada = world.person("ada");
	const session = await ask(world);
	const reader = await signIn(world, ada, session);
	const card = await propose(world, session, { command: "echo hello", changes: "nothing" });
	await world.agent().stop();
	await ada.press(card, "Approve");
	const run = await vi.waitFor(
		async () => {
			const { runs } = await reader.json<{ runs: { run: string }[] }>("transcript.json");
			expect(runs).toHaveLength(1);
			return runs[0]?.run as string;
		},
		{ timeout: 60_000, interval: 200 },
	);
	const { endpoint } = JSON.parse(
		readFileSync(join(world.stateOf("CLIENT-ACCT-01"), "enrolment.json"), "utf8"),
	);
	const key = readKey(readFileSync(join(world.stateOf("CLIENT-ACCT-01"), "key.pem"), "utf8"));
	const signature = sign(key, new TextEncoder().encode("anything"));
	const bytes = eventBytes({ type: "end", v: 1, summary: "{}", signature });
	const frame = encodeFrame([{ n: 1, kind: "event", at: Date.now() * 1000, offset: 0, bytes }]);

	const closed = await new Promise((done, failed) => {
		const socket = new WebSocket(
			`${world.workerUrl.replace("http", "ws")}/agent/${endpoint}/runs/${run}/data`,
		);
		socket.on("error", failed);
		socket.on("close", (code, reason) => done(`${code} ${reason}`));
		socket.on("message", (data) => {
			const told = JSON.parse(String(data));
			if (told.type === "ack") return socket.send(frame);
			const proof = sign(key, dataHelloMessage(endpoint, run, told.nonce));
			socket.send(JSON.stringify({ type: "hello", v: 1, signature: proof }));
		});
	});
	expect(closed).toBe("1008 record 1 is an end whose summary could not be read");
	const integrity = await vi.waitFor(async () => {
		const found = await entries(reader, "integrity");
		expect(found).toHaveLength(1);
		return found[0];
	}, 60_000);
	expect(integrity).toMatchObject({ run, reason: "record 1 is an end whose summary could not be read" });
	expect(await reader.json("verify")).toMatchObject({ ok: true });
});
