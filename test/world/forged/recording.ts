// A modified agent: it sends what it likes about an approved run, proven with the endpoint's own key.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import WebSocket from "ws";
import { z } from "zod";
import { readKey, sign } from "../../../agent/home/keys.ts";
import { concat } from "../../../protocol/bytes.ts";
import { DataFromWorker, dataHelloMessage } from "../../../protocol/record/data-socket.ts";
import {
	encodeFrame,
	eventBytes,
	type RunRecord,
	type RunSummary,
	type Stream,
	summaryMessage,
} from "../../../protocol/record/records.ts";
import { agentPaths } from "../../../protocol/wire.ts";
import { endpointIn } from "../lines/line.ts";
import { patience } from "../patience.ts";
import { ask, propose } from "../people/acts.ts";
import { type Reader, signIn } from "../people/console.ts";
import type { World } from "../world.ts";
import { takeGrant } from "./granted.ts";

const name = "CLIENT-ACCT-01";
const Runs = z.looseObject({
	runs: z.array(
		z.looseObject({
			run: z.string(),
			plan: z.string(),
			command: z.string(),
			endpoint: z.object({ id: z.string() }),
		}),
	),
	plans: z.array(z.looseObject({ id: z.string(), digest: z.string() })),
});

/** A record as the modified agent puts it: the bytes of an event's JSON, or of a stream. */
export type Sent = { event: string | Uint8Array } | { stream: Stream; bytes: Uint8Array };

/** A run of this command, approved and waiting: its agent is stopped, and another speaks for it. */
export const forgedRun = async (world: World, command: string) => {
	const ada = world.person("ada");
	const session = await ask(world);
	const reader = await signIn(world, ada, session);
	const card = await propose(world, session, { command });
	await world.agent().stop();
	await ada.press(card, "Approve");
	const { run, plan, digest } = await waiting(reader);
	const state = world.stateOf(name);
	const key = readKey(readFileSync(join(state, "key.pem"), "utf8"));
	const endpoint = endpointIn(state);
	await takeGrant(world, endpoint, (bytes) => sign(key, bytes));
	return {
		run,
		reader,
		session,
		card,
		/** Where its agent's data socket is. */
		dataPath: agentPaths.data(endpoint, run),
		sign: (bytes: Uint8Array) => sign(key, bytes),
		/** The end after all of these, with a report that counts them as they are. */
		end: (sent: Sent[]): Sent => {
			const of = (stream: Stream) => {
				const bytes = concat(
					...sent.flatMap((one) => ("stream" in one && one.stream === stream ? [one.bytes] : [])),
				);
				return { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
			};
			const summary = JSON.stringify({
				v: 1,
				run,
				plan,
				digest,
				endpoint,
				records: sent.length,
				stdout: of("stdout"),
				stderr: of("stderr"),
				durationMs: 5,
				end: { outcome: "exited", code: 0 },
			} satisfies RunSummary);
			const signature = sign(key, summaryMessage(summary));
			return { event: eventBytes({ type: "end", v: 1, summary, signature }) };
		},
		/** Sends them all; resolves with what the Worker says to it: that it has them, or why it takes no more. */
		send: (sent: Sent[]): Promise<string> =>
			deliver(world, { endpoint, run }, sent, (bytes) => sign(key, bytes)),
	};
};
export type ForgedRun = Awaited<ReturnType<typeof forgedRun>>;

const waiting = (reader: Reader) =>
	vi.waitFor(
		async () => {
			const { runs, plans } = Runs.parse(await reader.json("transcript.json"));
			const [run, plan] = [runs.at(-1), plans.at(-1)];
			if (!run || !plan || run.plan !== plan.id) throw new Error("no run yet");
			return { run: run.run, plan: plan.id, digest: plan.digest };
		},
		{ timeout: patience, interval: 200 },
	);

const deliver = (
	world: World,
	{ endpoint, run }: { endpoint: string; run: string },
	sent: Sent[],
	prove: (bytes: Uint8Array) => string,
): Promise<string> => {
	const records = numbered(sent);
	return new Promise((done, failed) => {
		const socket = new WebSocket(`${world.workerUrl.replace("http", "ws")}${agentPaths.data(endpoint, run)}`);
		socket.on("error", failed);
		socket.on("close", (code, reason) => done(`${code} ${reason}`));
		socket.on("message", (data) => {
			const told = DataFromWorker.parse(JSON.parse(String(data)));
			if (told.type === "challenge") {
				const signature = prove(dataHelloMessage(endpoint, run, told.nonce));
				return socket.send(JSON.stringify({ type: "hello", v: 1, signature }));
			}
			if (told.type !== "ack") return;
			if (told.n < records.length) return socket.send(encodeFrame(records));
			done(`has ${told.n}`);
			socket.close();
		});
	});
};

const numbered = (sent: Sent[]): RunRecord[] => {
	const at = { stdout: 0, stderr: 0 };
	return sent.map((one, index) => {
		const fixed = { n: index + 1, at: Date.now() * 1000 + index };
		if ("event" in one) {
			const bytes = typeof one.event === "string" ? new TextEncoder().encode(one.event) : one.event;
			return { ...fixed, kind: "event", offset: 0, bytes };
		}
		const offset = at[one.stream];
		at[one.stream] += one.bytes.length;
		return { ...fixed, kind: one.stream, offset, bytes: one.bytes };
	});
};
