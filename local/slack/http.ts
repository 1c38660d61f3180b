// A web server over node:http that speaks Request and Response, on this machine only.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { ReadableStream as NodeStream } from "node:stream/web";

export type Listening = { port: number; stop(): Promise<void> };

/** `port` 0: any free one. Rejects with the system's error if the port is taken. */
export const listen = async (
	port: number,
	answer: (request: Request) => Response | Promise<Response>,
): Promise<Listening> => {
	const server = createServer((incoming, outgoing) => void serve(incoming, outgoing, answer));
	// Who called closes a connection that is kept for the next call: else that could come just as it is closed here, and be lost.
	server.keepAliveTimeout = 600_000;
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		server.listen(port, "127.0.0.1", resolve);
	});
	const address = server.address();
	return {
		port: address && typeof address === "object" ? address.port : port,
		stop: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
};

const serve = async (
	incoming: IncomingMessage,
	outgoing: ServerResponse,
	answer: (request: Request) => Response | Promise<Response>,
): Promise<void> => {
	try {
		const response = await answer(toRequest(incoming));
		outgoing.writeHead(response.status, Object.fromEntries(response.headers));
		if (!response.body) return void outgoing.end();
		const body = Readable.fromWeb(response.body as NodeStream<Uint8Array>);
		outgoing.on("close", () => body.destroy());
		// A window that closes during a write isn't an error.
		body.on("error", () => outgoing.destroy());
		body.pipe(outgoing);
	} catch (error) {
		console.error("local service:", error);
		if (!outgoing.headersSent) outgoing.writeHead(500);
		outgoing.end();
	}
};

const toRequest = (incoming: IncomingMessage): Request => {
	const headers = new Headers();
	for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
		headers.append(incoming.rawHeaders[i] ?? "", incoming.rawHeaders[i + 1] ?? "");
	}
	const method = incoming.method ?? "GET";
	const hasBody = method !== "GET" && method !== "HEAD";
	return new Request(new URL(incoming.url ?? "/", `http://${incoming.headers.host ?? "localhost"}`), {
		method,
		headers,
		...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: "half" } : {}),
	});
};
