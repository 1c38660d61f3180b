// A small real peer of the agent for tests: it speaks the Worker's side, keeps records in memory, and can misbehave.
import { createHash, type Hash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { base64, hex } from "../../protocol/bytes.ts";
import { type Grant, grantBytes, grantMessage } from "../../protocol/grant.ts";
import { newId } from "../../protocol/ids.ts";
import type { SignedSuccession } from "../../protocol/keys.ts";
import { type Plan, planBytes, planDigest } from "../../protocol/plan.ts";
import {
	DataHello,
	dataHelloMessage,
	decodeFrame,
	maxFrameBytes,
	type RunEvent,
	type RunRecord,
	RunSummary,
	readRunEvent,
	type Stream,
	sendWindowBytes,
	summaryMessage,
} from "../../protocol/records.ts";
import {
	EnrollRequest,
	FromAgent,
	helloMessage,
	pingText,
	pongText,
	type ToAgent,
} from "../../protocol/wire.ts";
import { sha256, verifies } from "../home/keys.ts";
import { newWorkerKey } from "./worker-key.ts";

/** One run as the peer has it. `records` is without bytes of output where they are only counted. */
export type Recorded = {
	records: RunRecord[];
	/** How many bytes and which, of each stream. */
	counts: Record<Stream, number>;
	hashes: Record<Stream, Hash>;
	socket: WebSocket | undefined;
	/** Connections of this run until now. */
	connections: number;
};

type Of<Type extends FromAgent["type"]> = Extract<FromAgent, { type: Type }>;

export type Peer = Awaited<ReturnType<typeof startPeer>>;

/** `keep: false`: output is counted and hashed, but not kept. */
export const startPeer = async ({ keep = true } = {}) => {
	const endpoint = newId("endpoint", "none");
	const state = {
		agentKey: "",
		holdAcks: false,
		/** The key that it signs with, and what it says in its favour. */
		worker: newWorkerKey(),
		succession: [] as SignedSuccession[],
		/** In place of a welcome. */
		rejection: null as Extract<ToAgent, { type: "rejected" }> | null,
		control: undefined as WebSocket | undefined,
		hellos: [] as Of<"hello">[],
		/** No data connections. */
		refuseData: false,
		/** Why no records are taken. */
		rejectData: null as string | null,
	};
	const signed = (message: Uint8Array) => state.worker.sign(message);
	const heard: FromAgent[] = [];
	const runs = new Map<string, Recorded>();
	/** Things that an honest agent never does. */
	const problems: string[] = [];
	let wake = Promise.withResolvers<void>();
	const changed = () => {
		wake.resolve();
		wake = Promise.withResolvers<void>();
	};
	/** Resolves as soon as `find` finds something; checked whenever anything came in. */
	const until = async <T>(find: () => T | undefined | null | false): Promise<T> => {
		for (;;) {
			const found = find();
			if (found) return found;
			await wake.promise;
		}
	};
	const recorded = (run: string): Recorded => {
		const known = runs.get(run) ?? {
			records: [],
			counts: { stdout: 0, stderr: 0 },
			hashes: { stdout: createHash("sha256"), stderr: createHash("sha256") },
			socket: undefined,
			connections: 0,
		};
		runs.set(run, known);
		return known;
	};
	const store = (run: string, record: RunRecord) => {
		const into = recorded(run);
		const expected = (into.records.at(-1)?.n ?? 0) + 1;
		if (record.n < expected) {
			const before = into.records[record.n - 1];
			if (keep && (!before || Buffer.compare(before.bytes, record.bytes) !== 0 || before.at !== record.at))
				problems.push(`${run} record ${record.n} came again with other bytes`);
			return;
		}
		if (record.n > expected) problems.push(`${run} record ${record.n} came in place of ${expected}`);
		if (record.kind !== "event") {
			if (record.offset !== into.counts[record.kind]) problems.push(`${run} ${record.n}: wrong offset`);
			into.counts[record.kind] += record.bytes.length;
			into.hashes[record.kind].update(record.bytes);
		}
		const bytes = keep || record.kind === "event" ? new Uint8Array(record.bytes) : new Uint8Array();
		into.records.push({ ...record, bytes });
	};
	const ack = (run: string) => {
		const { socket, records } = recorded(run);
		socket?.send(JSON.stringify({ type: "ack", n: records.at(-1)?.n ?? 0 }));
	};
	const onData = (socket: WebSocket, run: string) => {
		const nonce = randomBytes(32).toString("base64");
		const recording = recorded(run);
		recording.socket = socket;
		recording.connections += 1;
		let unacked = 0;
		socket.on("message", (message: Buffer, binary) => {
			if (socket !== recording.socket) return;
			if (!binary && message.toString() === pingText) return socket.send(pongText);
			if (!binary) {
				const { signature } = DataHello.parse(JSON.parse(message.toString()));
				if (!verifies(state.agentKey, dataHelloMessage(endpoint, run, nonce), signature))
					problems.push(`${run}: data hello with a wrong signature`);
				ack(run);
				return changed();
			}
			if (message.length > maxFrameBytes) problems.push(`a frame of ${message.length} bytes`);
			if (state.rejectData !== null) {
				socket.send(JSON.stringify({ type: "rejected", reason: state.rejectData }));
				return socket.close(1008);
			}
			unacked += message.length;
			if (unacked > sendWindowBytes) problems.push(`${unacked} bytes unacked`);
			for (const record of decodeFrame(message)) store(run, record);
			if (!state.holdAcks) {
				unacked = 0;
				ack(run);
			}
			changed();
		});
		socket.on("error", () => {});
		socket.send(JSON.stringify({ type: "challenge", nonce }));
	};
	const onControl = (socket: WebSocket) => {
		const nonce = randomBytes(32).toString("base64");
		state.control?.terminate();
		state.control = socket;
		socket.on("message", (message: Buffer) => {
			if (message.toString() === pingText) return socket.send(pongText);
			const from = FromAgent.parse(JSON.parse(message.toString()));
			if (from.type === "hello") {
				const { endpoint: id, runtime, instance, signature } = from;
				if (!verifies(state.agentKey, helloMessage(id, runtime, instance, nonce), signature))
					problems.push("hello with a wrong signature");
				state.hellos.push(from);
				const { key } = state.worker;
				send(state.rejection ?? { type: "welcome", version: 1, key, succession: state.succession });
			} else heard.push(from);
			changed();
		});
		socket.on("error", () => {});
		socket.on("close", () => {
			if (state.control === socket) state.control = undefined;
			changed();
		});
		socket.send(JSON.stringify({ type: "challenge", nonce }));
	};
	const send = (message: ToAgent) => state.control?.send(JSON.stringify(message));
	/** Takes a message that the agent sent, or will send. */
	const take = <Type extends FromAgent["type"]>(type: Type, plan: string): Promise<Of<Type>> =>
		until(() => {
			const at = heard.findIndex(
				(message) => message.type === type && "plan" in message && message.plan === plan,
			);
			return at === -1 ? undefined : (heard.splice(at, 1)[0] as Of<Type>);
		});

	const server = createServer(async (request, response) => {
		const body = Buffer.concat(await request.toArray()).toString();
		const answer = (value: unknown) => response.end(JSON.stringify(value));
		const asked = EnrollRequest.parse(JSON.parse(body));
		if (asked.token !== "good")
			return answer({ ok: false, error: "this token was used before; ask for a new one" });
		state.agentKey = asked.key;
		answer({
			ok: true,
			endpoint,
			name: "CLIENT-ACCT-01",
			client: newId("client", "none"),
			clientName: "Acme Dental",
			worker: { keyId: state.worker.keyId, key: state.worker.key },
		});
	});
	const sockets = new WebSocketServer({
		noServer: true,
		maxPayload: 2 * maxFrameBytes,
		perMessageDeflate: false,
	});
	server.on("upgrade", (request: IncomingMessage, socket, head) => {
		const run = /\/runs\/([^/]+)\/data$/.exec(request.url ?? "")?.[1];
		if (run && state.refuseData) return socket.destroy();
		sockets.handleUpgrade(request, socket, head, (ws) => (run ? onData(ws, run) : onControl(ws)));
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

	const makePlan = (steps: string | Plan["steps"], choices: Partial<Plan> = {}): Plan => ({
		v: 1,
		id: newId("plan", "none"),
		client: newId("client", "none"),
		session: newId("session", "none"),
		proposedBy: newId("person", "none"),
		proposedAt: 1,
		decideBy: 2,
		endpoints: [
			{ id: endpoint, name: "CLIENT-ACCT-01", key: hex(sha256(Buffer.from(state.agentKey, "base64"))) },
		],
		shell: "sh",
		runAs: { kind: "agent" },
		cwd: null,
		steps: typeof steps === "string" ? [{ phase: "command", command: steps }] : steps,
		stepTimeLimit: 60,
		failedCheck: "stop",
		input: [],
		runWithin: 3600,
		notBefore: null,
		words: { changes: "", notices: "", undo: "" },
		secrets: [],
		preflight: null,
		...choices,
	});
	const makeGrant = (plan: Plan, challenge: string, bytes: Uint8Array = planBytes(plan)): Grant => ({
		v: 1,
		keyId: state.worker.keyId,
		plan: plan.id,
		digest: planDigest(bytes, sha256),
		endpoint,
		challenge,
		runs: plan.steps.map(() => newId("run", "none")),
		startWithin: 60_000,
		approvals: [{ by: "ada@acme.example", at: 1 }],
		proofs: [],
	});
	/** Offers, and resolves with the agent's challenge. */
	const offer = async (plan: string): Promise<string> => {
		await until(() => state.control && state.hellos.length > 0);
		send({ type: "offer", plan });
		return (await take("ready", plan)).challenge;
	};
	/** Sends a grant; what is sent in its place can be given. */
	const sendGrant = (plan: Uint8Array, grant: Uint8Array, signature = signed(grantMessage(grant))) =>
		send({ type: "grant", plan: base64(plan), grant: base64(grant), signature });
	/** Offers and grants; resolves with the runs once the agent has accepted. */
	const start = async (plan: Plan): Promise<string[]> => {
		const grant = makeGrant(plan, await offer(plan.id));
		sendGrant(planBytes(plan), grantBytes(grant));
		await take("accepted", plan.id);
		return grant.runs;
	};
	const events = (run: string): RunEvent[] =>
		recorded(run)
			.records.filter(({ kind }) => kind === "event")
			.map(({ bytes }) => readRunEvent(bytes));
	/** The signed summary, once the end record is here. */
	const ended = async (run: string): Promise<RunSummary> => {
		const end = await until(() => {
			const last = recorded(run).records.at(-1);
			const event = last?.kind === "event" ? readRunEvent(last.bytes) : undefined;
			return event?.type === "end" ? event : undefined;
		});
		if (!verifies(state.agentKey, summaryMessage(end.summary), end.signature))
			problems.push(`${run}: a summary with a wrong signature`);
		return RunSummary.parse(JSON.parse(end.summary));
	};
	const bytesOf = (run: string, stream: Stream): Buffer =>
		Buffer.concat(
			recorded(run)
				.records.filter(({ kind }) => kind === stream)
				.map(({ bytes }) => bytes),
		);
	return {
		...{ url, endpoint, signed, state, runs, problems, heard, recorded, until, take, send },
		...{ makePlan, makeGrant, offer, sendGrant, start, events, ended, bytesOf, ack },
		/** Runs a one-step plan to its end; stdout and stderr as text too. */
		async run(plan: Plan) {
			const [run = ""] = await start(plan);
			const summary = await ended(run);
			const [stdout, stderr] = [bytesOf(run, "stdout"), bytesOf(run, "stderr")];
			return {
				run,
				summary,
				end: summary.end,
				stdout,
				stderr,
				text: stdout.toString(),
				errors: stderr.toString(),
			};
		},
		async close() {
			for (const client of sockets.clients) client.terminate();
			server.close();
			server.closeAllConnections();
			await once(server, "close");
		},
	};
};
