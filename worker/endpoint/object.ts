// The Endpoint object: the agent's control socket, and the queue of approved plans for it.
import { z } from "zod";
import { quoted } from "../../domain/quoted.ts";
import { base64 } from "../../protocol/bytes.ts";
import {
	FromAgent,
	helloMessage,
	type Inventory,
	pingText,
	pongText,
	protocolVersions,
	type ToAgent,
} from "../../protocol/wire.ts";
import type { EndpointContract } from "../contracts/endpoint.ts";
import { RefusedGrant, Undelivered } from "../contracts/values/grant.ts";
import { Base } from "../durable/base.ts";
import { tryJson } from "../durable/columns.ts";
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { random, verify } from "../keys/crypto.ts";
import { keyNews } from "../keys/succession.ts";
import { logged } from "../log.ts";
import { type EndpointStore, endpointStore, migrations } from "./store.ts";

const EndpointOutbox = z.discriminatedUnion("type", [
	z.object({ type: z.literal("seen") }),
	z.object({ type: z.literal("distrusts"), reason: z.string() }),
	z.object({ type: z.literal("accepted"), session: z.string(), plan: z.string(), runtime: z.string() }),
	z.object({
		type: z.literal("refused"),
		session: z.string(),
		plan: z.string(),
		refused: RefusedGrant,
	}),
	/** A grant of a plan that never was this endpoint's. `session`: where the plan is, as its bytes say. */
	z.object({
		type: z.literal("misdirected"),
		session: z.string().nullable(),
		plan: z.string(),
		refused: RefusedGrant,
	}),
	z.object({
		type: z.literal("undelivered"),
		session: z.string(),
		plan: z.string(),
		because: Undelivered,
	}),
]);
type EndpointOutbox = z.infer<typeof EndpointOutbox>;

/** What was offered and not yet accepted or refused is offered again after this time, in ms: something got lost on the way. */
const offerAgainAfter = 15_000;

/** How long the older of two connections with one key has to show that it is alive, in ms. */
const doubtFor = 5_000;

const Attachment = z.discriminatedUnion("stage", [
	z.object({ stage: z.literal("challenged"), nonce: z.string() }),
	z.object({ stage: z.literal("live"), instance: z.string(), runtime: z.string() }),
	/** Another process came with the same key: is this one still there? */
	z.object({ stage: z.literal("doubted"), instance: z.string(), runtime: z.string() }),
]);
type Attachment = z.infer<typeof Attachment>;
type Live = Extract<Attachment, { stage: "live" | "doubted" }>;

export class Endpoint extends Base<EndpointOutbox> implements EndpointContract {
	readonly #store: EndpointStore;
	#offeredAt = 0;

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env, migrations, EndpointOutbox);
		this.#store = endpointStore(ctx.storage.sql);
		ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(pingText, pongText));
	}

	/** Ties this object to the key that was made at enrolment. A later enrolment of the same name is another object. */
	async enrolled(identity: { id: string; client: string; key: string; inventory: Inventory }): Promise<void> {
		this.#store.enroll(identity);
	}

	/** The endpoint was taken out of the set-up, or enrolled anew: its agent is sent away, what waits for it is not delivered. */
	async retire(): Promise<void> {
		this.#store.retire();
		for (const { plan } of this.#store.queued()) this.#drop(plan, "policy");
		for (const socket of this.ctx.getWebSockets()) this.#reject(socket, retired, false);
	}

	override async fetch(request: Request): Promise<Response> {
		if (request.headers.get("Upgrade")?.toLowerCase() !== "websocket")
			return new Response("a WebSocket is expected here", { status: 426 });
		if (!this.#store.self()) return new Response("no such endpoint", { status: 404 });
		const { 0: client, 1: server } = new WebSocketPair();
		const nonce = base64(random(32));
		this.ctx.acceptWebSocket(server);
		this.#attach(server, { stage: "challenged", nonce });
		send(server, { type: "challenge", nonce });
		return new Response(null, { status: 101, webSocket: client });
	}

	/** A connection on which something broke is ended: the agent's next one begins anew, with all that waits for it. */
	override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
		await this.#heard(socket, message).catch((error) =>
			this.#reject(socket, `something broke in the Worker (id ${logged(error)})`, true),
		);
	}

	async #heard(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
		const decoded = typeof message === "string" ? FromAgent.safeParse(tryJson(message)) : null;
		if (!decoded?.success)
			return this.#reject(socket, "a message could not be read; is the agent too old?", true);
		const attachment = Attachment.parse(socket.deserializeAttachment());
		if (attachment.stage === "challenged") return this.#hello(socket, attachment.nonce, decoded.data);
		await this.#message(socket, attachment, decoded.data);
	}

	override async webSocketClose(socket: WebSocket): Promise<void> {
		this.#gone(socket);
	}
	override async webSocketError(socket: WebSocket): Promise<void> {
		this.#gone(socket);
	}

	/** A plan for this endpoint: offered now if the agent is there, else when it is back before `runBy`. */
	async enqueue(queued: { plan: string; session: string; notBefore: number; runBy: number }): Promise<void> {
		this.change(() => this.#store.enqueue(queued));
		if (this.#store.self()?.retired) return this.#drop(queued.plan, "policy");
		this.#offer(Date.now());
	}

	/** Ends a plan: what is not delivered never will be; what runs is told to stop, now or when the agent is back. */
	async cancel(plan: string, by: string): Promise<void> {
		const row = this.#store.plan(plan);
		if (!row) return;
		if (row.state === "queued") return this.#drop(plan, "cancelled");
		this.#store.cancel(plan, by);
		this.#tell({ type: "cancel", plan, by });
	}

	async #hello(socket: WebSocket, nonce: string, hello: FromAgent): Promise<void> {
		const news = await keyNews(this.env).catch(() => null);
		if (!news) return this.#reject(socket, "the Worker can't tell its key just now", true);
		const self = this.#store.self();
		if (hello.type !== "hello" || !self) return this.#reject(socket, "a hello was expected", true);
		const message = helloMessage(hello.endpoint, hello.runtime, hello.instance, nonce);
		if (hello.endpoint !== self.id || !(await verify(self.key, message, hello.signature)))
			return this.#reject(
				socket,
				"this agent's key is not the one that was enrolled; enroll it again",
				false,
			);
		const version = protocolVersions.find((one) => hello.versions.includes(one));
		if (version === undefined)
			return this.#reject(socket, "this agent is too old for this Worker; update the agent", false);
		if (self.retired) return this.#reject(socket, retired, false);
		if (self.quarantined)
			return this.#reject(
				socket,
				"this endpoint is quarantined: its key was used by two agents at once; enroll it again",
				false,
			);
		this.#replaceOlder(hello.instance);
		this.#attach(socket, { stage: "live", instance: hello.instance, runtime: hello.runtime });
		this.#store.forgetUnanswered();
		send(socket, { type: "welcome", version, ...news });
		this.#seen(hello.inventory, true);
		for (const { plan } of hello.plans) this.#accepted(plan, hello.runtime);
		for (const row of this.#store.cancelled())
			send(socket, { type: "cancel", plan: row.plan, by: row.cancelled_by ?? "" });
		this.#offer(Date.now());
	}

	/** The same process come back takes over from its old connection; another process puts the older one in doubt. */
	#replaceOlder(instance: string): void {
		for (const { socket, live } of this.#live()) {
			if (live.instance === instance) {
				this.#attach(socket, { stage: "challenged", nonce: "" });
				socket.close(1000, "a newer connection has taken over");
			} else {
				this.#attach(socket, { ...live, stage: "doubted" });
				send(socket, { type: "alive?" });
				this.#store.doubt(Date.now() + doubtFor);
				this.wake();
			}
		}
	}

	async #message(socket: WebSocket, live: Live, message: FromAgent): Promise<void> {
		switch (message.type) {
			case "ready":
				return this.#grant(socket, message.plan, message.challenge);
			case "accepted":
				return this.#accepted(message.plan, live.runtime);
			case "refused":
				return this.#refused(message);
			case "finished":
				return void this.#store.finish(message.plan);
			case "inventory":
				return this.#seen(message.inventory, true);
			case "distrusts":
				return this.#distrusted(message);
			case "alive":
				return live.stage === "doubted" ? this.#quarantine() : undefined;
			case "hello":
				return this.#reject(socket, "a second hello", true);
		}
	}

	/** The Session judges policy and clock again, and signs for this challenge. */
	async #grant(socket: WebSocket, plan: string, challenge: string): Promise<void> {
		const row = this.#deliverable(socket, plan);
		const self = this.#store.self();
		if (!row || !self) return;
		const answer = await objectOf(this.env.SESSION, row.session).grant({
			plan,
			endpoint: self.id,
			challenge,
		});
		if (!answer.ok) return answer.because === "too-early" ? undefined : void this.#store.finish(plan);
		// Meanwhile it may have been cancelled or accepted, or the connection have come into doubt.
		if (!this.#deliverable(socket, plan)) return;
		this.#store.granted(plan);
		send(socket, {
			type: "grant",
			plan: base64(answer.plan),
			grant: base64(answer.grant),
			signature: answer.signature,
		});
	}

	/** The plan, if it may be granted over this connection now: nobody is in doubt as to who the endpoint is. */
	#deliverable(socket: WebSocket, plan: string) {
		const row = this.#store.plan(plan);
		const certain = Attachment.parse(socket.deserializeAttachment()).stage === "live" && !this.#inDoubt();
		return certain && (row?.state === "queued" || row?.state === "granted") ? row : null;
	}

	#inDoubt(): boolean {
		const self = this.#store.self();
		return !self || self.doubt_until !== null || self.quarantined || self.retired;
	}

	#accepted(plan: string, runtime: string): void {
		this.#store.answered(plan);
		const row = this.#store.plan(plan);
		if (!row || row.state === "accepted" || row.state === "finished") return;
		this.change(() => {
			this.#store.setState(plan, "accepted");
			this.outbox.put(`accepted:${plan}`, row.session, {
				type: "accepted",
				session: row.session,
				plan,
				runtime,
			});
		});
	}

	/** Nothing was run by a grant. Of its own plan, that is the end of it here; whatever else an agent was sent is told as well. */
	#refused({ plan, session, code, reason }: Extract<FromAgent, { type: "refused" }>): void {
		const row = this.#store.plan(plan);
		const over = row?.state === "accepted" || row?.state === "finished";
		const grant = !row ? "misdirected" : over ? "repeated" : "expected";
		// Two offers crossed, and both were answered: the second of our own grants comes too late, as it should.
		const crossed = over && (row?.unanswered ?? 0) > 0;
		this.change(() => {
			this.#store.answered(plan);
			const n = crossed ? null : this.#store.tell(`refused:${plan}`);
			if (n === null && grant !== "expected") return;
			if (grant === "expected") this.#store.finish(plan);
			const refused = { n: n ?? 0, grant, code, reason } as const;
			const key = `refused:${plan}:${refused.n}`;
			if (row) this.outbox.put(key, row.session, { type: "refused", session: row.session, plan, refused });
			else this.outbox.put(key, session ?? "client", { type: "misdirected", session, plan, refused });
		});
	}

	/** This endpoint's agent obeys another key of the Worker than the one in use: told once of each. */
	#distrusted({ key, reason }: Extract<FromAgent, { type: "distrusts" }>): void {
		this.change(() => {
			if (this.#store.tell(`distrusts:${key}`) === 1)
				this.outbox.put(`distrusts:${key}`, "client", { type: "distrusts", reason });
		});
	}

	#drop(plan: string, because: Undelivered): void {
		const row = this.#store.plan(plan);
		if (!row) return;
		this.change(() => {
			this.#store.finish(plan);
			this.outbox.put(`undelivered:${plan}`, row.session, {
				type: "undelivered",
				session: row.session,
				plan,
				because,
			});
		});
	}

	#offer(now: number): void {
		if (this.#inDoubt()) return;
		for (const row of this.#store.waiting(now)) this.#tell({ type: "offer", plan: row.plan });
		this.#offeredAt = now;
	}

	/** When what waits is to be offered again; null where nothing does, or nobody is there. */
	#nextOffer(): number | null {
		const can = !this.#inDoubt() && this.#live().length > 0 && this.#store.waiting(Date.now()).length > 0;
		return can ? this.#offeredAt + offerAgainAfter : null;
	}

	/** Two agents with one key: neither can be trusted to be the endpoint. */
	#quarantine(): void {
		this.change(() => {
			this.#store.quarantine();
			this.outbox.put("seen", "client", { type: "seen" });
		});
		// A granted plan may be running: only its agent could tell, and the Session's own clock gives it up.
		for (const { plan } of this.#store.queued()) this.#drop(plan, "quarantined");
		for (const socket of this.ctx.getWebSockets())
			this.#reject(socket, "two agents used this endpoint's key at once; enroll it again", false);
	}

	#seen(inventory: Inventory | null, online: boolean): void {
		this.change(() => {
			this.#store.seen(inventory, online, Date.now());
			this.outbox.put("seen", "client", { type: "seen" });
		});
	}

	#gone(socket: WebSocket): void {
		const attachment = Attachment.parse(socket.deserializeAttachment());
		if (attachment.stage === "challenged") return;
		const others = this.#live().filter((one) => one.socket !== socket);
		if (others.length === 0) this.#seen(null, false);
	}

	protected override onTime(now: number): void {
		for (const row of this.#store.overdue(now)) this.#drop(row.plan, "run-by-passed");
		const doubt = this.#store.self()?.doubt_until ?? null;
		if (doubt !== null && now >= doubt) {
			// The older connection said nothing: it was only a dead one.
			this.#store.doubt(null);
			for (const { socket, live } of this.#live())
				if (live.stage === "doubted") socket.close(1001, "no answer");
		}
		this.#offer(now);
	}

	protected override nextTime(): number | null {
		const doubt = this.#store.self()?.doubt_until ?? null;
		const due = [this.#store.nextDue(Date.now()), doubt, this.#nextOffer()].filter((at) => at !== null);
		return due.length > 0 ? Math.min(...due) : null;
	}

	protected override async deliver(body: EndpointOutbox): Promise<void> {
		const self = this.#store.self();
		if (!self) return;
		if (body.type === "seen") {
			const { id, online, last_seen, quarantined, inventory } = self;
			return objectOf(this.env.CLIENT, self.client).endpointSeen({
				id,
				online,
				lastSeen: last_seen,
				quarantined,
				inventory,
			});
		}
		if (body.type === "distrusts")
			return objectOf(this.env.CLIENT, self.client).auditEndpoint(
				self.id,
				"does not obey the Worker's key",
				quoted(body.reason),
			);
		if (body.type === "misdirected") return this.#misdirected(self, body);
		const session = objectOf(this.env.SESSION, body.session);
		if (body.type === "accepted") return session.accepted(body.plan, self.id, body.runtime);
		if (body.type === "refused") return void (await session.refusedByAgent(body.plan, self.id, body.refused));
		return session.undelivered(body.plan, self.id, body.because);
	}

	/** Into the plan's transcript where it is a plan of this client's, else into the client's audit log. */
	async #misdirected(
		self: { id: string; client: string },
		{ session, plan, refused }: Extract<EndpointOutbox, { type: "misdirected" }>,
	): Promise<void> {
		const told =
			session !== null && (await objectOf(this.env.SESSION, session).refusedByAgent(plan, self.id, refused));
		if (told) return;
		const detail = `of plan ${plan}, which is not for it: ${quoted(refused.reason)} (${refused.code})`;
		await objectOf(this.env.CLIENT, self.client).auditEndpoint(self.id, "refused a grant", detail);
	}

	#live(): { socket: WebSocket; live: Live }[] {
		return this.ctx.getWebSockets().flatMap((socket) => {
			const attachment = Attachment.parse(socket.deserializeAttachment());
			return attachment.stage === "challenged" || socket.readyState !== WebSocket.OPEN
				? []
				: [{ socket, live: attachment }];
		});
	}

	#tell(message: ToAgent): void {
		for (const { socket, live } of this.#live()) if (live.stage === "live") send(socket, message);
	}

	#attach(socket: WebSocket, attachment: Attachment): void {
		socket.serializeAttachment(attachment);
	}

	#reject(socket: WebSocket, reason: string, retry: boolean): void {
		send(socket, { type: "rejected", reason, retry });
		socket.close(1008, reason.slice(0, 120));
	}
}

const retired = "this endpoint was removed, or enrolled anew under another key; enroll it again";

const send = (socket: WebSocket, message: ToAgent): void => socket.send(JSON.stringify(message));
