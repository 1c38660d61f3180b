// The way of one run's records to the Worker: over its own data socket, in order, resumed after the last ack.

import { DataFromWorker, type DataHello, dataHelloMessage } from "../../protocol/record/data-socket.ts";
import {
	encodeFrame,
	maxFrameBytes,
	type RunRecord,
	sendWindowBytes,
} from "../../protocol/record/records.ts";
import { agentPaths } from "../../protocol/wire.ts";
import { type AgentKey, sign } from "../home/keys.ts";
import type { Settings } from "../home/settings.ts";
import { type Spool, sizeOf } from "../record/spool.ts";
import { type Link, openLink } from "./link.ts";
import { readMessage } from "./message.ts";
import { newSendBuffer, releaseRecords } from "./send-buffer.ts";
import type { Way } from "./way.ts";

export type Uplink = {
	/** Records that were just spooled; they are given away: their bytes are freed once they were sent. */
	push: (records: RunRecord[]) => void;
	/** Whether the Worker takes records now. */
	isOpen: () => boolean;
	/** Bytes that were pushed or spooled and not yet acknowledged. */
	unacked: () => number;
	close: () => void;
};

export type UplinkDeps = {
	/** `wss://…` or `ws://…`, without a path. */
	origin: string;
	way: Way;
	endpoint: string;
	key: AgentKey;
	spool: Spool;
	settings: Settings;
	log: (line: string) => void;
};

/** `resumed` hears the Worker's last number on each new connection, `acked` every ack after it was handled, `rejected` why
 * the Worker takes no more. */
export type UplinkListener = {
	resumed: (n: number) => void;
	acked: (n: number) => void;
	rejected: (reason: string) => void;
};

export const openUplink = (
	deps: UplinkDeps,
	run: string,
	spooled: { last: number; bytes: number },
	listener: UplinkListener,
): Uplink => {
	const { spool } = deps;
	let { last, bytes } = spooled;
	let open = false;
	let sent = 0;
	let acked = 0;
	/** What is on its way, oldest first, and its sum. */
	let flying: { n: number; size: number }[] = [];
	let inFlight = 0;
	const buffer = newSendBuffer(sendWindowBytes);

	const pump = () => {
		while (open && sent < last) {
			const room = Math.min(maxFrameBytes, sendWindowBytes - inFlight);
			const records = buffer.take(sent, room) ?? spool.after(run, sent, room);
			const newest = records.at(-1);
			if (!newest) return;
			link.send(encodeFrame(records));
			sent = newest.n;
			buffer.forget(sent);
			flying.push({ n: sent, size: sizeOf(records) });
			inFlight += sizeOf(records);
			releaseRecords(records);
		}
	};
	const onAck = (n: number) => {
		while (flying[0] && flying[0].n <= n) {
			const size = flying.shift()?.size ?? 0;
			inFlight -= size;
			bytes -= size;
		}
		spool.ack(run, n);
		if (n > acked) link.good();
		acked = Math.max(acked, n);
		listener.acked(n);
		pump();
	};
	const onResume = (n: number) => {
		open = true;
		sent = n;
		flying = [];
		inFlight = 0;
		bytes = spool.sizeAfter(run, n);
		buffer.forget(n);
		listener.resumed(n);
		onAck(n);
	};
	const onText = (text: string) => {
		if (text === "") return;
		const message = readMessage(DataFromWorker, text);
		if (!message) return link.drop();
		if (message.type === "rejected") return listener.rejected(message.reason);
		if (message.type === "ack") return open ? onAck(message.n) : onResume(message.n);
		const signature = sign(deps.key, dataHelloMessage(deps.endpoint, run, message.nonce));
		link.send(JSON.stringify({ type: "hello", v: 1, signature } satisfies DataHello));
	};
	const url = `${deps.origin}${agentPaths.data(deps.endpoint, run)}`;
	const link: Link = openLink(url, deps.way, deps.settings, {
		opened: () => {},
		text: onText,
		broke: (why) => {
			open = false;
			deps.log(`run ${run}: lost the data connection: ${why}`);
		},
	});
	return {
		push(records) {
			last = records.at(-1)?.n ?? last;
			bytes += sizeOf(records);
			buffer.push(records);
			pump();
		},
		isOpen: () => open,
		unacked: () => bytes,
		close: () => {
			open = false;
			link.close();
		},
	};
};
