// Free ports of this computer.
import { createServer } from "node:net";

/** The first free port from `wanted` on; gives up after fifty. */
export const freePortFrom = async (wanted: number): Promise<number> => {
	for (let port = wanted; port < wanted + 50; port++) if (await isFree(port)) return port;
	throw new Error(`Every port from ${wanted} to ${wanted + 49} is in use. Choose another with --port.`);
};

const isFree = (port: number): Promise<boolean> =>
	new Promise((resolve) => {
		const probe = createServer();
		probe.once("error", () => resolve(false));
		probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
	});
