// The agent's end of a host's channel, for the one that proves itself by a token. Only the account which runs the step can open the
// socket. A named pipe of Windows has no access list of its own: whoever comes in without the token is turned away.
import { randomUUID } from "node:crypto";
import { chmodSync, chownSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newGreeting } from "./wire.ts";

export type Owner = { uid: number; gid: number };

export type Door = { name: string; close: () => void };

/** The most bytes of a socket's path: sun_path of macOS, with its end. */
const maxPath = 103;

/** As many may come in without a word; one more turns the first away. */
const mostSilent = 16;

/** `connected` is called once at most: for the host, with what it has said after its hello. `pipes` is the agent's own folder. What another user, or a long path, can't reach is a folder of its own. */
export const openDoor = async (
	pipes: string,
	owner: Owner | null,
	token: string,
	connected: (host: Socket, first: Uint8Array) => void,
): Promise<Door> => {
	const { name, folder } = placeFor(pipes, owner);
	const silent = new Set<Socket>();
	const server = createServer((socket) => {
		const greeting = newGreeting(token);
		const listen = (bytes: Uint8Array) => {
			try {
				const first = greeting(bytes);
				if (first === null) return;
				socket.pause().off("data", listen);
				silent.delete(socket);
				close();
				connected(socket, first);
			} catch {
				socket.destroy();
			}
		};
		silent.add(socket);
		if (silent.size > mostSilent) for (const oldest of [...silent].slice(0, 1)) oldest.destroy();
		socket.on("error", () => {}); // `close` follows.
		socket.once("close", () => silent.delete(socket));
		socket.on("data", listen);
	});
	/** One host is all. */
	const close = () => {
		server.close();
		for (const socket of silent) socket.destroy();
		if (folder) rmSync(folder, { recursive: true, force: true });
		else if (process.platform !== "win32") rmSync(name, { force: true });
	};
	const { promise, resolve, reject } = Promise.withResolvers<void>();
	server.once("error", reject);
	server.listen(name, resolve);
	try {
		await promise;
		if (process.platform !== "win32") chmodSync(name, 0o600);
		if (owner) chownSync(name, owner.uid, owner.gid);
		if (folder) chmodSync(folder, 0o711);
	} catch (thrown) {
		close();
		throw thrown;
	}
	return { name, close };
};

const placeFor = (pipes: string, owner: Owner | null): { name: string; folder?: string } => {
	if (process.platform === "win32") return { name: `\\\\.\\pipe\\caisey-${randomUUID()}` };
	const own = join(pipes, randomUUID());
	if (!owner && Buffer.byteLength(own) <= maxPath) return { name: own };
	const folder = mkdtempSync(join(tmpdir(), "caisey-"));
	return { name: join(folder, "host"), folder };
};
