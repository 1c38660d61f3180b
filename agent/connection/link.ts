// A WebSocket to the Worker that is opened again whenever it breaks, until it is closed.
import { WebSocket } from "ws";
import { pingText, pongText } from "../../protocol/wire.ts";
import type { Settings } from "../home/settings.ts";
import { elapsed } from "../machine/clock.ts";
import { release } from "../record/release.ts";
import { explain } from "./trouble.ts";
import type { Way } from "./way.ts";

export type Link = {
	/** Sends if there is a connection; else does nothing: what matters is sent again on the next one.
	 * Bytes are given away: they are freed as soon as they were written. */
	send: (message: string | Uint8Array<ArrayBuffer>) => void;
	/** The connection works: after the next break the waits start short again. */
	good: () => void;
	/** Ends this connection; the next one follows. */
	drop: () => void;
	close: () => void;
};

export type LinkListener = {
	opened: () => void;
	/** Text messages; pongs too, as an empty text. */
	text: (text: string) => void;
	/** Once for each connection that was opened or tried. */
	broke: (why: string) => void;
};

/** The largest message is a grant with a plan of 21 steps of 64 KiB, escaped and in base64. */
const maxPayload = 33_554_432;

export const openLink = (
	url: string,
	way: Way,
	settings: Pick<Settings, "backoff" | "pingMs">,
	listener: LinkListener,
): Link => {
	let attempt = 0;
	let closed = false;
	let timer: NodeJS.Timeout | undefined;
	let socket: WebSocket | undefined;

	const connect = () => {
		const text = (message: string) => {
			if (!closed) listener.text(message);
		};
		socket = connectOnce(url, way, settings.pingMs, { ...listener, text }, (why) => {
			socket = undefined;
			if (closed) return;
			listener.broke(why);
			timer = setTimeout(connect, settings.backoff(attempt++));
		});
	};
	connect();
	return {
		send: (message) => {
			if (socket?.readyState !== WebSocket.OPEN) return;
			socket.send(message, () => {
				if (typeof message !== "string") release(message);
			});
		},
		good: () => {
			attempt = 0;
		},
		drop: () => socket?.terminate(),
		close: () => {
			closed = true;
			clearTimeout(timer);
			if (socket?.readyState === WebSocket.OPEN) socket.close(1000);
			else socket?.terminate();
		},
	};
};

const options = {
	perMessageDeflate: false,
	handshakeTimeout: 15_000,
	maxPayload,
	// A mask of zeros leaves the bytes as they are, which saves a copy of each. Masks guard careless proxies against the
	// scripts of hostile pages (RFC 6455, 10.3). This program has none, and sends nothing unencrypted except to this machine.
	generateMask: (mask: Buffer) => void mask.fill(0),
};

const connectOnce = (
	url: string,
	way: Way,
	pingMs: number,
	listener: LinkListener,
	ended: (why: string) => void,
): WebSocket => {
	const socket = new WebSocket(url, { ...options, ...way.options });
	const alive = watch(socket, pingMs);
	let failed: Promise<string> | undefined;
	socket.on("open", () => {
		alive.heard();
		listener.opened();
	});
	socket.on("message", (message, binary) => {
		alive.heard();
		if (binary) return;
		const text = message.toString();
		listener.text(text === pongText ? "" : text);
	});
	socket.on("error", (error) => {
		failed = explain(error, url, way);
	});
	socket.on("close", (code, reason) => {
		alive.stop();
		if (failed) void failed.then(ended);
		else ended(`closed by the other side (${code}${reason.length > 0 ? ` ${reason}` : ""})`);
	});
	return socket;
};

/** Pings, and ends a connection on which nothing was heard for two pings' time. A machine's sleep counts: once it is awake, it
 * connects again, and so says that it is back. */
const watch = (socket: WebSocket, pingMs: number) => {
	let last = elapsed();
	const timer = setInterval(() => {
		if (elapsed() - last > 2 * pingMs) socket.terminate();
		else if (socket.readyState === WebSocket.OPEN) socket.send(pingText);
	}, pingMs);
	return {
		heard: () => {
			last = elapsed();
		},
		stop: () => clearInterval(timer),
	};
};
