// A file that Slack doesn't give now.
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { filesOf, readAgain } from "./files.ts";

let close = () => {};
afterEach(() => close());

const slackThat = async (answer: RequestListener): Promise<{ token: string; apiUrl: string }> => {
	const server = createServer(answer);
	await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
	close = () => {
		server.close();
		server.closeAllConnections();
	};
	return { token: "xoxb-1", apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api` };
};

test("a shared file that Slack doesn't describe now is left for after its Retry-After", async () => {
	const kit = await slackThat((_request, response) => response.writeHead(429, { "retry-after": "90" }).end());
	const [file] = filesOf(kit, [{ id: "F1", name: "a.txt", file_access: "check_file_info" }]);
	expect(await file?.read()).toEqual({ name: "a.txt", retryAfterMs: 90_000 });
	const again = readAgain(kit, { name: "a.txt", source: file?.source ?? "" }, 1_000);
	expect(await again).toEqual({ name: "a.txt", retryAfterMs: 90_000 });
});

test("so is a file whose bytes Slack doesn't give now", async () => {
	const kit = await slackThat((_request, response) => response.writeHead(429).end());
	const url_private = `${new URL(kit.apiUrl).origin}/files/a.txt`;
	const [file] = filesOf(kit, [{ id: "F1", name: "a.txt", url_private }]);
	expect(await file?.read()).toEqual({ name: "a.txt", retryAfterMs: 1_000 });
});

test("so is one that Slack doesn't answer for in time", async () => {
	const kit = await slackThat(() => {});
	const source = JSON.stringify({ id: "F1", url_private: `${new URL(kit.apiUrl).origin}/files/a.txt` });
	expect(await readAgain(kit, { name: "a.txt", source }, 50)).toEqual({ name: "a.txt", retryAfterMs: 0 });
});
