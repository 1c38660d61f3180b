// The line between agents and the Worker: it can be listened to, and cut.
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Hears what passes, and decides what happens to it: lost, with every connection; or passed on, and then the same. */
export type Ear = (bytes: Buffer) => "pass" | "cut" | "pass, then cut";

export type Line = Awaited<ReturnType<typeof openLine>>;

export const openLine = async (workerUrl: string, ears: { agent: Ear; worker: Ear }) => {
	const to = Number(new URL(workerUrl).port);
	const sockets = new Set<Socket>();
	const cut = () => {
		for (const socket of sockets) socket.destroy();
	};
	const pass = (from: Socket, into: Socket, ear: Ear) =>
		from.on("data", (bytes: Buffer) => {
			const verdict = ear(bytes);
			if (verdict === "cut") return cut();
			if (verdict === "pass, then cut") into.write(bytes, cut);
			else into.write(bytes);
		});
	const server = createServer((agent) => {
		const worker = connect(to, "localhost");
		for (const socket of [agent, worker]) {
			sockets.add(socket);
			socket
				.on("error", () => {})
				.on("close", () => {
					sockets.delete(socket);
					(socket === agent ? worker : agent).destroy();
				});
		}
		pass(agent, worker, ears.agent);
		pass(worker, agent, ears.worker);
	});
	await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
	const url = `http://localhost:${(server.address() as AddressInfo).port}`;
	return { url, cut, close: () => server.close() };
};
