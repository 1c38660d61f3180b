// The agent's end of a host's channel: a socket or named pipe that only the account which runs the step can open, for one
// connection, which has to prove itself by a token.
import { randomUUID } from "node:crypto";
import { chmodSync, chownSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { type Elsewhere, makeElsewhere } from "./elsewhere.ts";

export type Owner = { uid: number; gid: number };

/** `connected` is called once at most. */
export type Door = { name: string; close: () => void };

/** The most bytes of a socket's path: sun_path of macOS, with its end. */
const maxPath = 103;

/** `pipes` is the agent's own folder. What another user, or a long path, can't reach is a folder of its own. */
export const openDoor = async (
	pipes: string,
	owner: Owner | null,
	connected: (socket: Socket) => void,
): Promise<Door> => {
	const { name, elsewhere } = placeFor(pipes, owner);
	const server = createServer((socket) => {
		close();
		connected(socket);
	});
	/** One connection is all. */
	const close = () => {
		server.close();
		if (elsewhere) elsewhere.remove();
		else if (process.platform !== "win32") rmSync(name, { force: true });
	};
	const { promise, resolve, reject } = Promise.withResolvers<void>();
	server.once("error", reject);
	server.listen(name, resolve);
	try {
		await promise;
		if (process.platform !== "win32") chmodSync(name, 0o600);
		if (owner) chownSync(name, owner.uid, owner.gid);
		if (elsewhere) chmodSync(elsewhere.folder, 0o711);
	} catch (thrown) {
		close();
		throw thrown;
	}
	return { name, close };
};

const placeFor = (pipes: string, owner: Owner | null): { name: string; elsewhere?: Elsewhere } => {
	if (process.platform === "win32") return { name: `\\\\.\\pipe\\caisey-${randomUUID()}` };
	const own = join(pipes, randomUUID());
	if (!owner && Buffer.byteLength(own) <= maxPath) return { name: own };
	const elsewhere = makeElsewhere(pipes);
	return { name: elsewhere.socket, elsewhere };
};
