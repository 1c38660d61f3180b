// The Endpoint object: the agent's control socket, and the queue of approved plans for it.
import { base64 } from "../../protocol/bytes.ts";
import type { Hold } from "../../protocol/machine.ts";
import type { Approvers } from "../../protocol/plan/passkey.ts";
import type { Drift } from "../../protocol/record/drift.ts";
import type { SealingKey } from "../../protocol/sealing.ts";
import { FromAgent, type Inventory, pingText, pongText } from "../../protocol/wire.ts";
import type {
	Asked,
	EndpointAnswer,
	EndpointContract,
	Found,
	QueuedPlan,
	SentAnswer,
} from "../contracts/endpoint.ts";
import type { PastRun } from "../contracts/values/machine.ts";
import { Base } from "../durable/base.ts";
import { tryJson } from "../durable/columns.ts";
import type { Env } from "../env.ts";
import { random } from "../keys/crypto.ts";
import { logged } from "../log.ts";
import * as answering from "./answering.ts";
import * as approvers from "./approvers.ts";
import { preflight } from "./checking.ts";
import * as connecting from "./connecting.ts";
import { type Core, EndpointOutbox } from "./core.ts";
import * as delivering from "./delivering.ts";
import * as leaving from "./leaving.ts";
import * as machines from "./machines.ts";
import { nextOffer, offerNext } from "./offering.ts";
import { newOffers, type Offers } from "./offers.ts";
import { newPreflights, type Preflights } from "./preflights.ts";
import * as presence from "./presence.ts";
import * as removing from "./removing.ts";
import { deliver } from "./reporting.ts";
import * as snapshots from "./snapshots.ts";
import { attach, attachmentOf, type Live, reject, type Sockets, send, socketsOf } from "./sockets.ts";
import { type EndpointStore, endpointStore, migrations } from "./store.ts";

/** Of one message of an agent: a hello with its inventory and the plans of its journal is a fraction of that. */
const mostCharacters = 1_048_576;

export class Endpoint extends Base<EndpointOutbox> implements Core, EndpointContract {
	override readonly env: Env;
	readonly store: EndpointStore;
	readonly sockets: Sockets;
	readonly offers: Offers = newOffers();
	readonly preflights: Preflights = newPreflights();
	lookedAt = 0;

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env, migrations, EndpointOutbox);
		this.env = env;
		this.store = endpointStore(ctx.storage.sql);
		this.sockets = socketsOf(ctx);
		ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(pingText, pongText));
	}

	// What the parts need (Core).
	override change<T>(write: () => T): T {
		return super.change(write);
	}
	put(key: string, lane: string, body: EndpointOutbox): void {
		this.outbox.put(key, lane, body);
	}
	override wake(): void {
		super.wake();
	}

	async enrolled(identity: { id: string; client: string; key: string; inventory: Inventory }): Promise<void> {
		this.store.enroll(identity);
	}
	async retire(): Promise<void> {
		removing.retire(this, Date.now());
	}
	async watch(until: number): Promise<void> {
		presence.watch(this, until);
	}
	async hold(): Promise<Hold | null> {
		return this.store.machine.held();
	}
	async confirm(shown: Hold): Promise<boolean> {
		return machines.confirm(this, shown);
	}
	async preflight(asked: Asked): Promise<EndpointAnswer> {
		return preflight(this, asked);
	}
	async sealingKey(): Promise<SealingKey | null> {
		return this.store.self()?.sealing ?? null;
	}
	async approversChanged(said: Approvers | null): Promise<void> {
		approvers.name(this, said);
	}
	async enqueue(queued: QueuedPlan): Promise<void> {
		delivering.enqueue(this, queued);
	}
	async cancel(plan: string, by: string): Promise<void> {
		delivering.cancel(this, plan, by);
	}
	async hasRun(run: string): Promise<boolean> {
		return delivering.hasRun(this, run);
	}
	async answer(sent: SentAnswer): Promise<void> {
		answering.answer(this, sent);
	}

	async dropAnswer(run: string, question: number): Promise<void> {
		this.store.answers.dropOne(run, question);
	}

	async compare(found: Found): Promise<Drift> {
		return this.change(() => {
			const order = this.store.turn(found.plan, Date.now()) + found.step;
			const drift = snapshots.compare(this.store.snapshots, found, order);
			this.store.timeline.keep(found, order, drift);
			return drift;
		});
	}

	async runs(before: Pick<PastRun, "at" | "run"> | null, limit: number): Promise<PastRun[]> {
		return this.store.timeline.runs(before, limit);
	}

	/** The agent's control socket: first a challenge; anything else only from who answers it with the enrolled key. */
	override async fetch(request: Request): Promise<Response> {
		if (request.headers.get("Upgrade")?.toLowerCase() !== "websocket")
			return new Response("a WebSocket is expected here", { status: 426 });
		if (!this.store.self()) return new Response("no such endpoint", { status: 404 });
		const now = Date.now();
		if (!this.sockets.room(now))
			return new Response("too many connections at once: try again", { status: 503 });
		const { 0: client, 1: server } = new WebSocketPair();
		const nonce = base64(random(32));
		const order = this.sockets.nextOrder();
		this.ctx.acceptWebSocket(server);
		attach(server, { stage: "challenged", nonce, at: now, order });
		send(server, { type: "challenge", nonce });
		return new Response(null, { status: 101, webSocket: client });
	}

	/** A connection on which something broke is ended: the agent's next one starts over, with all that waits for it. */
	override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
		await this.#heard(socket, message).catch((error) =>
			reject(socket, `something went wrong in the Worker (code ${logged(error)})`, true),
		);
	}

	async #heard(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
		const isShort = typeof message === "string" && message.length <= mostCharacters;
		const decoded = isShort ? FromAgent.safeParse(tryJson(message)) : null;
		if (!decoded?.success) return reject(socket, "unreadable message. The agent may be too old", true);
		const attachment = attachmentOf(socket);
		if (attachment.stage === "challenged") return connecting.hello(this, socket, attachment, decoded.data);
		if (attachment.stage === "waiting") return;
		if (attachment.stage === "leaving") return leaving.heard(this, attachment, decoded.data);
		await this.#message(socket, attachment, decoded.data);
	}

	async #message(socket: WebSocket, live: Live, message: FromAgent): Promise<void> {
		switch (message.type) {
			case "ready":
				return delivering.ready(this, socket, message);
			case "accepted":
			case "refused":
			case "finished":
				return delivering.heard(this, live, message);
			case "inventory":
				return connecting.seen(this, message.inventory, true);
			case "distrusts":
				return connecting.distrusted(this, message);
			case "disk":
				return connecting.disk(this, message.state);
			case "sealing-key":
				return connecting.sealing(this, message);
			case "pinned":
				return approvers.pinned(this, message);
			case "alive":
				return connecting.alive(this, live);
			case "preflighted":
				return this.preflights.answered(message.nonce, message.answer);
			case "hello":
				return reject(socket, "a second hello", true);
		}
	}

	/** Answers the close: for a socket that hibernates the runtime doesn't, and an agent that ends would wait for it. */
	override async webSocketClose(socket: WebSocket): Promise<void> {
		socket.close();
		this.#gone(socket);
	}
	override async webSocketError(socket: WebSocket): Promise<void> {
		this.#gone(socket);
	}
	#gone(socket: WebSocket): void {
		connecting.gone(this, socket);
		if (this.sockets.live().length === 0) this.preflights.end();
	}

	protected override onTime(now: number): void {
		for (const row of this.store.overdue(now)) delivering.drop(this, row.plan, "run-by-passed");
		connecting.endDoubt(this, now);
		removing.settleLeft(this, now);
		const due = presence.nextLook(this, now);
		if (due !== null && now >= due) presence.look(this, now);
		offerNext(this, now);
	}
	protected override nextTime(): number | null {
		const doubt = this.store.self()?.doubt_until ?? null;
		const now = Date.now();
		const looks = [presence.nextLook(this, now), removing.heardUntil(this)];
		const all = [this.store.nextDue(now), doubt, nextOffer(this), ...looks];
		const due = all.filter((at) => at !== null);
		return due.length > 0 ? Math.min(...due) : null;
	}

	protected override async deliver(body: EndpointOutbox): Promise<void> {
		await deliver(this, body);
	}
}
