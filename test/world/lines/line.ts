// A line between agents and the Worker that reads along: grants can be changed, kept, sent again, sent to another.
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type WebSocket, WebSocketServer, WebSocket as Wire } from "ws";
import { z } from "zod";
import { decodeFrame, encodeFrame, type RunRecord } from "../../../protocol/record/records.ts";
import { ToAgent } from "../../../protocol/wire.ts";

export type GrantFrame = Extract<ToAgent, { type: "grant" }>;
export type Line = Awaited<ReturnType<typeof startLine>>;

/** `url` is where agents reach the Worker at `workerUrl` over this line. */
export const startLine = async (workerUrl: string) => {
	const agents = new Map<string, WebSocket>();
	const ends = new Set<WebSocket>();
	const line = {
		url: "",
		/** What an agent gets instead of a grant; null: nothing. */
		onGrant: null as ((frame: GrantFrame) => GrantFrame | null | Promise<GrantFrame | null>) | null,
		/** What the Worker gets instead of an agent's records. */
		onRecords: null as ((records: RunRecord[]) => RunRecord[]) | null,
		/** Nothing that agents say arrives. */
		lost: false,
		/** No data connections. */
		refuseData: false,
		/** So many of an agent's next answers to an offer, or frames of records, don't arrive. */
		lose: { ready: 0, frames: 0 },
		/** Spoils what agents send of their recordings. */
		spoilData: false,
		/** The paths of all data connections, in their order. */
		dataPaths: [] as string[],
		/** How often each endpoint's agent was welcomed. */
		welcomes: {} as Record<string, number>,
		/** Sends something to an endpoint's agent, as if the Worker had. */
		send: (endpoint: string, message: ToAgent) => agents.get(endpoint)?.send(JSON.stringify(message)),
		cut: () => {
			for (const end of ends) end.terminate();
		},
		close: () => {
			line.cut();
			server.close();
			server.closeAllConnections();
		},
	};
	const toAgent = async (endpoint: string, agent: WebSocket, text: string) => {
		const message = ToAgent.safeParse(text.startsWith("{") ? JSON.parse(text) : null).data;
		if (message?.type === "welcome") line.welcomes[endpoint] = (line.welcomes[endpoint] ?? 0) + 1;
		const grant = message?.type === "grant" && line.onGrant ? await line.onGrant(message) : undefined;
		if (grant !== null && agent.readyState === Wire.OPEN) agent.send(grant ? JSON.stringify(grant) : text);
	};
	const losing = (text: string, binary: boolean): boolean => {
		const what = binary ? "frames" : text.includes('"type":"ready"') ? "ready" : null;
		if (what === null || line.lose[what] === 0) return false;
		line.lose[what]--;
		return true;
	};
	const connected = (agent: WebSocket, path: string) => {
		const worker = new Wire(`${workerUrl.replace("http", "ws")}${path}`, { perMessageDeflate: false });
		const endpoint = /^\/agent\/([^/]+)\/control$/.exec(path)?.[1];
		if (endpoint) agents.set(endpoint, agent);
		for (const [end, other] of [
			[agent, worker],
			[worker, agent],
		] as const) {
			ends.add(end);
			end
				.on("error", () => {})
				.on("close", () => {
					ends.delete(end);
					other.terminate();
				});
		}
		agent.on("message", (message: Buffer, binary) => {
			if (losing(message.toString(), binary)) return;
			if (line.lost) return;
			if (!binary) worker.send(message, { binary });
			else if (line.spoilData) worker.send(Buffer.from("no records"));
			else worker.send(line.onRecords ? encodeFrame(line.onRecords(decodeFrame(message))) : message);
		});
		worker.on("message", (message: Buffer, binary) => {
			if (binary || !endpoint) agent.send(message, { binary });
			else void toAgent(endpoint, agent, message.toString());
		});
	};
	const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
	const server = createServer(async (request, response) => {
		const body = Buffer.concat(await request.toArray());
		const { method = "GET", headers } = request;
		const answer = await fetch(`${workerUrl}${request.url}`, {
			method,
			headers: { "content-type": headers["content-type"] ?? "text/plain" },
			...(body.length > 0 && { body }),
		});
		response.writeHead(answer.status).end(await answer.text());
	});
	server.on("upgrade", (request: IncomingMessage, socket, head) => {
		const path = request.url ?? "";
		if (line.refuseData && path.endsWith("/data")) return socket.destroy();
		if (path.endsWith("/data")) line.dataPaths.push(path);
		sockets.handleUpgrade(request, socket, head, (agent) => connected(agent, path));
	});
	await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
	line.url = `http://localhost:${(server.address() as AddressInfo).port}`;
	return line;
};

/** The endpoint's id that an agent's folder holds. */
export const endpointIn = (state: string): string =>
	z.object({ endpoint: z.string() }).parse(JSON.parse(readFileSync(join(state, "enrolment.json"), "utf8")))
		.endpoint;
