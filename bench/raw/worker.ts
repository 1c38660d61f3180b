// The limit to measure against: a socket straight into a Durable Object, each frame hashed, chained and inserted.
import { DurableObject } from "cloudflare:workers";
import { createHash } from "node:crypto";

type Env = { RAW: DurableObjectNamespace<Raw> };

export class Raw extends DurableObject<Env> {
	#link = new Uint8Array(32);

	override async fetch(): Promise<Response> {
		this.ctx.storage.sql.exec(
			"CREATE TABLE IF NOT EXISTS frames (n INTEGER PRIMARY KEY, bytes BLOB NOT NULL, link BLOB NOT NULL)",
		);
		const { 0: client, 1: server } = new WebSocketPair();
		this.ctx.acceptWebSocket(server);
		return new Response(null, { status: 101, webSocket: client });
	}

	override async webSocketMessage(socket: WebSocket, message: ArrayBuffer): Promise<void> {
		const bytes = new Uint8Array(message);
		this.#link = new Uint8Array(createHash("sha256").update(this.#link).update(bytes).digest());
		this.ctx.storage.sql.exec("INSERT INTO frames (bytes, link) VALUES (?, ?)", bytes, this.#link);
		socket.send("ack");
	}
}

export default {
	fetch: (request: Request, env: Env) =>
		request.headers.get("Upgrade") === "websocket"
			? env.RAW.getByName(new URL(request.url).pathname).fetch(request)
			: new Response("ok"),
};
