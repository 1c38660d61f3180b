// WebSockets between agents and objects. A connection keeps its order; it may break, and either side may hear of that late.
import { frozen } from "../replaced/remembering.ts";
import { copied } from "./copying.ts";
import { world } from "./world.ts";

const [open, closing, closed] = [1, 2, 3];

/** What an end hears. Each is called within that end's life. */
export type Listener = {
	message: (message: string | Uint8Array) => void;
	close: (code: number, reason: string) => void;
};

// biome-ignore lint/complexity/noStaticOnlyClass: as much of the Worker's class of the name as is used.
export class WebSocket {
	static readonly OPEN = open;
}

export class End {
	readyState = open;
	peer!: End;
	listener: Listener | null = null;
	#attachment: unknown = null;
	#clear = 0;
	/** What came before anyone listened; null: someone does. */
	#early: (() => void)[] | null = [];
	name: string;
	constructor(name: string) {
		this.name = name;
	}
	/** From now on it is heard, all that came before first. */
	start(listener: Listener): void {
		this.listener = listener;
		const early = this.#early ?? [];
		this.#early = null;
		for (const one of early) one();
	}
	serializeAttachment(value: unknown): void {
		this.#attachment = frozen(copied(value));
	}
	/** No one can change it, so that it is decoded once. */
	deserializeAttachment(): unknown {
		return this.#attachment;
	}
	send(message: string | Uint8Array): void {
		if (this.readyState === closed) throw new Error("the WebSocket is closed");
		if (this.readyState !== open) return;
		const { faults } = world();
		const sent = typeof message === "string" ? message : message.slice();
		if (faults.happens("brokenSocket")) breakLink(this, "on the way");
		else
			this.#later(sentAs(sent), () => {
				if (this.peer.readyState !== closed) this.peer.hear(sent);
			});
	}
	close(code = 1000, reason = ""): void {
		if (this.readyState !== open) return;
		this.readyState = closing;
		this.#later(`closes ${code} ${reason}`, () => {
			this.peer.#closed(code, reason);
			this.peer.#later(null, () => this.#closed(code, reason));
		});
	}
	/** The connection is gone for this end, which hears of it. */
	drop(): void {
		this.#closed(1006, "");
	}
	/** Gone at once on this side; the other one finds out. */
	cut(): void {
		this.readyState = closed;
		breakLink(this, "off by this side");
	}
	/** No one is left on this side. */
	abandon(): void {
		this.listener = null;
		this.cut();
	}
	hear(message: string | Uint8Array): void {
		if (this.#early) this.#early.push(() => this.listener?.message(message));
		else this.listener?.message(message);
	}
	#closed(code: number, reason: string): void {
		if (this.readyState === closed) return;
		this.readyState = closed;
		if (this.#early) this.#early.push(() => this.listener?.close(code, reason));
		else this.listener?.close(code, reason);
	}
	/** In the order of what this end sent before. */
	#later(what: string | null, run: () => void): void {
		const { time, faults } = world();
		this.#clear = Math.max(this.#clear, time.now() + faults.delay());
		time.world(this.#clear - time.now(), what === null ? null : `${this.name} ${what}`, run);
	}
}

const sentAs = (message: string | Uint8Array): string =>
	typeof message !== "string"
		? `${message.length} bytes`
		: message.startsWith("{")
			? (/"type":"([^"]+)"/.exec(message)?.[1] ?? "text")
			: message;

/** Both ends lose it: each hears of it in its own time. */
export const breakLink = (end: End, why: string): void => {
	const { time, chance, note } = world();
	note(`  ${end.name}: broke ${why}`);
	for (const one of [end, end.peer]) {
		if (one.readyState === closed) continue;
		time.world(chance.one([1, 30, 2_000, 30_000]), `${one.name} finds its connection broken`, () =>
			one.drop(),
		);
		one.send = () => {};
	}
};

export const pair = (client: string, server: string): { client: End; server: End } => {
	const ends = { client: new End(client), server: new End(server) };
	[ends.client.peer, ends.server.peer] = [ends.server, ends.client];
	return ends;
};

export class WebSocketPair {
	readonly 0: End;
	readonly 1: End;
	constructor() {
		const { client, server } = pair("", world().time.life().name);
		[this[0], this[1]] = [client, server];
	}
}

export class WebSocketRequestResponsePair {
	readonly request: string;
	readonly response: string;
	constructor(request: string, response: string) {
		[this.request, this.response] = [request, response];
	}
}

type Init = { status?: number; headers?: Record<string, string>; webSocket?: End };

/** As much of a response as an opened socket needs: Node's own refuses the status 101. */
export class Response {
	readonly status: number;
	readonly headers: Headers;
	readonly webSocket: End | null;
	constructor(_body: unknown, { status = 200, headers = {}, webSocket }: Init = {}) {
		this.status = status;
		this.headers = new Headers(headers);
		this.webSocket = webSocket ?? null;
	}
}
