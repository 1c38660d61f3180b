// The agent's WebSockets: they lead to the simulated Worker, where a request finds its object as agents.ts has it.
import { EventEmitter } from "node:events";
import { decodeFrame } from "../../../../protocol/record/records.ts";
import { openDataSocket } from "../../../../worker/recording/roll-over.ts";
import { deployment } from "../world/deployment.ts";
import { type Host, hostOf } from "../world/machines.ts";
import type { End, Response } from "../world/sockets.ts";
import type { Life } from "../world/time.ts";
import { world } from "../world/world.ts";

const [connecting, open, closed] = [0, 1, 3];

export class WebSocket extends EventEmitter {
	static readonly OPEN = open;
	readyState = connecting;
	#end: End | null = null;
	#run = "";
	readonly #life: Life;
	readonly #host: Host;

	constructor(url: string) {
		super();
		const { time, faults } = world();
		this.#life = time.life();
		this.#host = hostOf(deployment().machines, this.#life);
		time.after(faults.delay(), null, () => this.#open(new URL(url)));
	}
	async #open(url: URL): Promise<void> {
		const { faults } = world();
		if (this.readyState !== connecting) return;
		const response = await route(url).catch(() => null);
		if (this.readyState !== connecting) return;
		const end = response?.webSocket;
		if (!end || faults.happens("lostCall")) {
			this.#ended(1006, "could not connect");
			return;
		}
		const [, , , what, run = ""] = url.pathname.split("/");
		this.#run = run;
		end.name = `${this.#life.name} ${what === "runs" ? `data of ${run}` : "control"}`;
		this.#end = end;
		this.#host.ends.add(end);
		this.readyState = open;
		this.emit("open");
		end.start({
			message: (message) => this.#within(() => this.#heard(message)),
			close: (code, reason) => this.#within(() => this.#ended(code, reason)),
		});
	}
	#within(run: () => void): void {
		if (this.#life.alive) world().time.in(this.#life, run);
	}
	#heard(message: string | Uint8Array): void {
		const ack =
			typeof message === "string" && this.#run ? /^{"type":"ack","n":(\d+)/.exec(message)?.[1] : undefined;
		if (ack) this.#host.acked.set(this.#run, Math.max(Number(ack), this.#host.acked.get(this.#run) ?? 0));
		if (this.readyState !== closed) this.emit("message", Buffer.from(message), typeof message !== "string");
	}
	#ended(code: number, reason: string): void {
		if (this.readyState === closed) return;
		this.readyState = closed;
		this.emit("close", code, Buffer.from(reason));
	}
	send(message: string | Uint8Array, sent?: () => void): void {
		if (typeof message !== "string") this.#keep(message);
		this.#end?.send(message);
		if (sent) world().time.after(0, null, sent);
	}
	/** What left this machine, whether it arrives or not. */
	#keep(frame: Uint8Array): void {
		const kept = this.#host.sent.get(this.#run) ?? new Map<number, string>();
		this.#host.sent.set(this.#run, kept);
		for (const { n, kind, at, bytes } of decodeFrame(frame))
			kept.set(n, `${kind} ${at} ${Buffer.from(bytes).toString("latin1")}`);
	}
	close(code = 1000): void {
		this.#end?.close(code);
	}
	terminate(): void {
		this.#end?.cut();
		world().time.after(0, null, () => this.#ended(1006, "terminated"));
	}
}

const route = async (url: URL): Promise<Response> => {
	const request = { url: url.href, headers: new Headers({ Upgrade: "websocket" }) };
	const { env, find } = deployment().objects;
	const [, , endpoint = "", what, run = ""] = url.pathname.split("/");
	const { time } = world();
	const door = time.born("worker", { skew: 0 });
	if (what === "runs")
		return time.in(door, () => openDataSocket(env, run, request as never)) as unknown as Promise<Response>;
	return time.in(door, () =>
		deployment().objects.call(find("ENDPOINT", endpoint), "fetch", [request]),
	) as Promise<Response>;
};
