// The raw rate: a WebSocket straight into a Durable Object that hashes, chains and inserts each frame.
import { once } from "node:events";
import { join } from "node:path";
import { WebSocket } from "ws";
import { projectFolder, startChild } from "../local/child.ts";

/** Sends `total` bytes in frames, a few unacked at a time; resolves with the ms until the last ack. */
export const rawSocketToDisk = async (
	folder: string,
	port: number,
	total: number,
	frame: number,
): Promise<number> => {
	const wrangler = join(projectFolder, "node_modules", "wrangler", "bin", "wrangler.js");
	const config = join(projectFolder, "bench", "raw", "wrangler.toml");
	const args = [
		wrangler,
		"dev",
		"--config",
		config,
		"--port",
		String(port),
		"--ip",
		"127.0.0.1",
		"--persist-to",
		folder,
	];
	const child = startChild(args, {
		log: join(folder, "raw.log"),
		env: { WRANGLER_SEND_METRICS: "false", CI: "true" },
	});
	try {
		const url = `http://localhost:${port}`;
		for (;;) {
			if ((await fetch(url).catch(() => null))?.ok) break;
			await new Promise((done) => setTimeout(done, 100));
		}
		return await send(new WebSocket(`ws://localhost:${port}`), total, frame);
	} finally {
		await child.stop();
	}
};

const unacked = 4;

const send = async (socket: WebSocket, total: number, frame: number): Promise<number> => {
	await once(socket, "open");
	const bytes = Buffer.alloc(frame, 0xa5);
	const frames = Math.ceil(total / frame);
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
