// An agent's data socket, by itself: sends a made-up run into its recording, and goes on after the last ack when it is closed.
import { WebSocket } from "ws";
import { type AgentKey, sign } from "../agent/home/keys.ts";
import { DataFromWorker, dataHelloMessage } from "../protocol/record/data-socket.ts";
import {
	encodeFrame,
	maxFrameBytes,
	type RunRecord,
	recordHeaderBytes,
	sendWindowBytes,
} from "../protocol/record/records.ts";
import type { MadeRun } from "./made-run.ts";

type To = { workerUrl: string; endpoint: string; run: string; key: AgentKey };

type Fed = Pick<MadeRun, "last" | "record">;

/** Resolves when all is acked, with how often it connected. */
export const feed = async (to: To, run: Fed): Promise<number> => {
	let acked = 0;
	for (let connections = 1; ; connections++) {
		acked = await oneConnection(to, run);
		if (acked === run.last) return connections;
	}
};

/** Until all is acked, or the connection ends; resolves with the last ack. */
const oneConnection = ({ workerUrl, endpoint, run: id, key }: To, run: Fed): Promise<number> =>
	new Promise((done, failed) => {
		const url = `${workerUrl.replace("http", "ws")}/agent/${endpoint}/runs/${id}/data`;
		const socket = new WebSocket(url, { perMessageDeflate: false });
		const frames: { last: number; bytes: number }[] = [];
		let [acked, sent, unacked] = [0, -1, 0];
		const hello = (nonce: string) => {
			const signature = sign(key, dataHelloMessage(endpoint, id, nonce));
			socket.send(JSON.stringify({ type: "hello", v: 1, signature }));
		};
		const ack = (n: number) => {
			acked = n;
			if (sent === -1) sent = n;
			for (let first = frames[0]; first && first.last <= n; first = frames[0]) {
				unacked -= first.bytes;
				frames.shift();
			}
			if (acked === run.last) return socket.close();
			while (sent < run.last && unacked < sendWindowBytes) {
				const frame = frameAfter(run, sent);
				const bytes = encodeFrame(frame);
				sent += frame.length;
				unacked += bytes.length;
				frames.push({ last: sent, bytes: bytes.length });
				socket.send(bytes);
			}
		};
		socket.on("message", (data) => {
			const told = DataFromWorker.parse(JSON.parse(String(data)));
			if (told.type === "challenge") hello(told.nonce);
			else if (told.type === "ack") ack(told.n);
			else failed(new Error(told.reason));
		});
		socket.on("close", () => done(acked));
		socket.on("error", failed);
	});

/** As many records as a frame holds. */
const frameAfter = (run: Fed, after: number): RunRecord[] => {
	const records: RunRecord[] = [];
	let bytes = 0;
	for (let n = after + 1; n <= run.last; n++) {
		const record = run.record(n);
		bytes += recordHeaderBytes + record.bytes.length;
		if (records.length > 0 && bytes > maxFrameBytes) break;
		records.push(record);
	}
	return records;
};
