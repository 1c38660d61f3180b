// Serves the routes over real HTTP on 127.0.0.1, from sessions in memory: for the browser test, and to look at.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { consoleRoutes } from "../routes.ts";
import { door } from "./door.ts";
import type { MemorySession } from "./memory.ts";

const types = {
	js: "text/javascript",
	css: "text/css",
	svg: "image/svg+xml",
	wasm: "application/wasm",
} as const;

export const asset = async (name: string): Promise<Response> => {
	const kind = name.split(".").at(-1) as keyof typeof types;
	const bytes = await readFile(new URL(`../dist/assets/${name}`, import.meta.url)).catch(() => null);
	return new Response(bytes, { status: bytes ? 200 : 404, headers: { "Content-Type": types[kind] } });
};

/** Port 0 for any free one. `door.token` is a personal link's token, `door.cookie` that of someone signed in. */
export const serve = async (sessions: MemorySession[], port = 0) => {
	const entrance = door(sessions);
	// Not a copy: tests change what it gives.
	Object.assign(entrance.options, { asset });
	const app = consoleRoutes(entrance.options);
	const server = createServer(async (incoming, outgoing) => {
		const url = new URL(incoming.url ?? "/", `http://${incoming.headers.host}`);
		const headers = new Headers(
			Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
		);
		const method = incoming.method ?? "GET";
		const body =
			method === "POST" ? await new Response(Readable.toWeb(incoming) as ReadableStream).arrayBuffer() : null;
		const response = await app.fetch(new Request(url, { method, headers, body }));
		outgoing.writeHead(response.status, Object.fromEntries(response.headers));
		if (response.body) Readable.fromWeb(response.body as NodeStream).pipe(outgoing);
		else outgoing.end();
	});
	await new Promise<void>((ready) => server.listen(port, "127.0.0.1", ready));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return { url, door: entrance, close: () => new Promise<void>((done) => void server.close(() => done())) };
};
