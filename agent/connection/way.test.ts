// What a request to the Worker takes for an answer.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { post } from "./way.ts";

test("an answer that never ends is cut off after 1 MiB, and the request fails", async () => {
	let closed = () => {};
	const over = new Promise<void>((resolve) => {
		closed = resolve;
	});
	const server = createServer((_request, response) => {
		const more = () => {
			while (!response.destroyed && response.write(Buffer.alloc(65_536))) {}
		};
		response.on("drain", more).on("close", closed);
		more();
	});
	await once(server.listen(0, "127.0.0.1"), "listening");
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const way = { proxy: null, options: {} };
	await expect(post(url, "{}", way, 60_000)).rejects.toThrow("its answer is too long to be Caisey's");
	await over;
	server.close();
});
