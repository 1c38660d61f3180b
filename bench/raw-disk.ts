// The raw rate: a WebSocket straight into a Durable Object that hashes, chains and inserts each frame.
import { once } from "node:events";
import { join } from "node:path";
import { WebSocket } from "ws";
import { type Child, projectFolder } from "../local/child.ts";
import { startWorker } from "../local/worker.ts";
import { bundleWorker } from "../local/worker-bundle.ts";
import { maxFrameBytes, sendWindowBytes } from "../protocol/record/records.ts";

export type Raw = Pick<Child, "pid" | "stop"> & {
	/** Sends so many bytes to a new object, in frames and with a window like an agent's; resolves with the ms until the last ack. */
	send: (total: number) => Promise<number>;
};

/** Starts it, with its bundle and storage in a folder. */
export const startRaw = async (folder: string, port: number): Promise<Raw> => {
	const bundle = join(folder, "bundle");
	await bundleWorker(bundle, join(projectFolder, "bench", "raw", "wrangler.toml"));
	const log = join(folder, "raw.log");
	const { pid, stop } = await startWorker({ bundle, port, persist: join(folder, "storage"), vars: {}, log });
	let count = 0;
	const open = () => new WebSocket(`ws://localhost:${port}/${++count}`, { perMessageDeflate: false });
	return { pid, stop, send: (total) => send(open(), total) };
};

const unacked = sendWindowBytes / maxFrameBytes;

const send = async (socket: WebSocket, total: number): Promise<number> => {
	await once(socket, "open");
	const bytes = Buffer.alloc(maxFrameBytes, 0xa5);
	const frames = Math.ceil(total / maxFrameBytes);
	const begun = performance.now();
	await new Promise<void>((resolve, reject) => {
		let sent = 0;
		let acked = 0;
		const fill = () => {
			while (sent < frames && sent - acked < unacked) {
				socket.send(bytes);
				sent++;
			}
		};
		socket.on("message", () => {
			acked++;
			if (acked === frames) resolve();
			else fill();
		});
		socket.once("error", reject);
		socket.once("close", () => reject(new Error("closed")));
		fill();
	});
	const took = performance.now() - begun;
	socket.close();
	return took;
};
