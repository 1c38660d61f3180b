// A small real peer of the agent for tests: it speaks the Worker's side, keeps records in memory, and can misbehave.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { base64 } from "../../protocol/bytes.ts";
import { newId } from "../../protocol/ids.ts";
import type { SignedSuccession } from "../../protocol/keys.ts";
import { grantBytes, grantMessage } from "../../protocol/plan/grant.ts";
import type { Approvers } from "../../protocol/plan/passkey.ts";
import { type Plan, planBytes } from "../../protocol/plan/plan.ts";
import { answerBytes, answerMessage, type GivenAnswer } from "../../protocol/prompt.ts";
import { DataHello, dataHelloMessage } from "../../protocol/record/data-socket.ts";
import type { InsideEntry } from "../../protocol/record/inside.ts";
import { decodeFrame, maxFrameBytes, sendWindowBytes } from "../../protocol/record/records.ts";
import type { SealedSecret, SealingKey } from "../../protocol/sealing.ts";
import {
	EnrollRequest,
	FromAgent,
	helloMessage,
	pingText,
	pongText,
	type ToAgent,
} from "../../protocol/wire.ts";
import { verifies } from "../home/keys.ts";
import { makeGrant, makePlan } from "./plans.ts";
import { newRecords } from "./records.ts";
import { newWaiting } from "./until.ts";
import { newWorkerKey } from "./worker-key.ts";

type Asked = Extract<InsideEntry, { what: "question" }>;
type Of<Type extends FromAgent["type"]> = Extract<FromAgent, { type: Type }>;

export type Peer = Awaited<ReturnType<typeof startPeer>>;

/** `keep: false`: output is counted and hashed, but not kept. */
export const startPeer = async ({ keep = true } = {}) => {
	const endpoint = newId("endpoint", "none");
	const client = newId("client", "none");
	const state = {
		agentKey: "",
		holdAcks: false,
		/** The key that it signs with, and what it says in its favour. */
		worker: newWorkerKey(),
		succession: [] as SignedSuccession[],
		/** Why the endpoint is on hold. */
		held: null as string | null,
		/** Whether it says that it takes questions, as older Workers don't. */
		questions: true,
		/** What it says at enrollment about whose passkeys decide. */
		approvers: undefined as Approvers | undefined,
		/** In place of a welcome. */
		rejection: null as Extract<ToAgent, { type: "rejected" }> | null,
		control: undefined as WebSocket | undefined,
		hellos: [] as Of<"hello">[],
		/** As a firewall that lets no WebSockets through. */
		refuseControl: false,
		/** How many machines asked for an enrollment. */
		asked: 0,
		/** No data connections. */
		refuseData: false,
		/** Why no records are taken. */
		rejectData: null as string | null,
	};
	const signed = (message: Uint8Array) => state.worker.sign(message);
	const heard: FromAgent[] = [];
	/** What waits for the agent's answer: offered again on each new connection, as the Worker does. */
	const offered = new Set<{ plan: string }>();
	let greeted: WebSocket | undefined;
	/** What an honest agent never does. */
	const problems: string[] = [];
	const { changed, until } = newWaiting();
	const records = { keep, problems, agentKey: () => state.agentKey, until };
	const { runs, recorded, store, ack, events, ended, bytesOf } = newRecords(records);

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
		// A challenge is good on its own connection alone.
		for (const stale of heard.filter(({ type }) => type === "ready")) heard.splice(heard.indexOf(stale), 1);
		socket.on("message", (message: Buffer) => {
			if (socket !== state.control) return;
			if (message.toString() === pingText) return socket.send(pongText);
			const from = FromAgent.parse(JSON.parse(message.toString()));
			if (from.type === "hello") {
				const { endpoint: id, runtime, instance, machine, signature } = from;
				if (!verifies(state.agentKey, helloMessage(id, runtime, instance, nonce, machine), signature))
					problems.push("hello with a wrong signature");
				state.hellos.push(from);
				const { key } = state.worker;
				const said = {
					...(state.held === null ? {} : { held: state.held }),
					...(state.questions ? { questions: true as const } : {}),
				};
				send(state.rejection ?? { type: "welcome", version: 1, key, succession: state.succession, ...said });
				if (state.rejection) return changed();
				greeted = socket;
				for (const { plan } of offered) send({ type: "offer", plan });
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
	const takeHeard = <Type extends FromAgent["type"]>(type: Type, plan: string): Of<Type> | undefined => {
		const at = heard.findIndex(
			(message) => message.type === type && "plan" in message && message.plan === plan,
		);
		return at === -1 ? undefined : (heard.splice(at, 1)[0] as Of<Type>);
	};
	/** Takes a message that the agent sent, or will send. */
	const take = <Type extends FromAgent["type"]>(type: Type, plan: string): Promise<Of<Type>> =>
		until(() => takeHeard(type, plan));

	const server = createServer(async (request, response) => {
		const body = Buffer.concat(await request.toArray()).toString();
		const answer = (value: unknown) => response.end(JSON.stringify(value));
		const asked = EnrollRequest.parse(JSON.parse(body));
		state.asked += 1;
		if (asked.token !== "good")
			return answer({ ok: false, error: "this token was used before; ask for a new one" });
		state.agentKey = asked.key;
		answer({
			ok: true,
			endpoint,
			name: "CLIENT-ACCT-01",
			client,
			clientName: "Acme Dental",
			worker: { keyId: state.worker.keyId, key: state.worker.key },
			...(state.approvers && { approvers: state.approvers }),
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
		if (!run && state.refuseControl) return socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
		sockets.handleUpgrade(request, socket, head, (ws) => (run ? onData(ws, run) : onControl(ws)));
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

	const ours = () => ({ endpoint, agentKey: state.agentKey, keyId: state.worker.keyId });
	const planOf = (steps: string | Plan["steps"], choices?: Partial<Plan>) => makePlan(ours(), steps, choices);
	const grantOf = (plan: Plan, challenge: string, bytes?: Uint8Array) =>
		makeGrant(ours(), plan, challenge, bytes);
	/** Offers a plan, again on each new connection until `answered` has come. */
	const offering = <T>(plan: string, answered: () => Promise<T>): Promise<T> => {
		const one = { plan };
		offered.add(one);
		if (state.control === greeted) send({ type: "offer", plan });
		return answered().finally(() => offered.delete(one));
	};
	/** Offers, and resolves with the agent's challenge. */
	const offer = async (plan: string): Promise<string> =>
		(await offering(plan, () => take("ready", plan))).challenge;
	/** Sends a grant; what is sent in its place can be given. */
	const sendGrant = (
		plan: Uint8Array,
		grant: Uint8Array,
		signature = signed(grantMessage(grant)),
		secrets: SealedSecret[] = [],
	) =>
		send({
			...{ type: "grant", plan: base64(plan), grant: base64(grant), signature },
			...(secrets.length > 0 && { secrets }),
		});
	/** What the agent wants secrets to be sealed to. */
	const sealingKey = async (): Promise<SealingKey> => {
		await until(() => state.control && state.hellos.length > 0);
		send({ type: "sealing-key?" });
		return until(() => heard.findLast((message) => message.type === "sealing-key"));
	};
	/** Offers and grants; resolves with the runs once the agent has accepted. */
	const start = (plan: Plan, secrets: SealedSecret[] = []): Promise<string[]> => {
		const grant = grantOf(plan, "");
		return offering(plan.id, async () => {
			for (;;) {
				const answer = await until(() => takeHeard("accepted", plan.id) ?? takeHeard("ready", plan.id));
				if (answer.type === "accepted") return grant.runs;
				const { challenge } = answer;
				sendGrant(planBytes(plan), grantBytes({ ...grant, challenge }), undefined, secrets);
			}
		});
	};
	/** A question of a run, once the agent asks it. */
	const asked = (run: string, id: number): Promise<Asked> =>
		until(() => {
			const entries = events(run).flatMap((event) => (event.type === "inside" ? event.entries : []));
			return entries.find((entry): entry is Asked => entry.what === "question" && entry.id === id);
		});
	/** Sends an answer; the signature of another one can be given. */
	const answer = (run: string, question: number, given: GivenAnswer, signature?: string): void => {
		const { keyId } = state.worker;
		const bytes = answerBytes({ v: 1, keyId, run, question, by: "Tom Okafor", answer: given });
		send({ type: "answer", answer: base64(bytes), signature: signature ?? signed(answerMessage(bytes)) });
	};
	return {
		...{ asked, answer },
		...{ url, endpoint, client, signed, state, runs, problems, heard, recorded, until, take, send },
		...{
			makePlan: planOf,
			makeGrant: grantOf,
			offer,
			sealingKey,
			sendGrant,
			start,
			events,
			ended,
			bytesOf,
			ack,
		},
		/** Runs a one-step plan to its end; stdout and stderr as text too. */
		async run(plan: Plan, secrets: SealedSecret[] = []) {
			const [run = ""] = await start(plan, secrets);
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
