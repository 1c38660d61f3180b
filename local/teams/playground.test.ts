import { mkdtemp, readFile, rm } from "node:fs/promises";
import { get } from "node:http";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../test/world/ports.ts";
import type { Child } from "../child.ts";
import { type Listening, listen } from "../slack/http.ts";
import { startPlayground } from "./playground.ts";
import { channel, idOf, tenant } from "./tenant.ts";

let folder: string;
let port: number;
let playground: Child;
let bot: Listening;
const sent: { type: string; from: object; conversation: object; serviceUrl: string }[] = [];
let heard: () => void = () => {};
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "caisey-teams-"));
	bot = await listen(0, async (request) => {
		if (request.method === "POST") sent.push(JSON.parse(await request.text()));
		heard();
		return new Response();
	});
	port = await freePort();
	const serviceUrl = "http://127.0.0.1:9/connector";
	playground = await startPlayground({ port, folder, bot: `http://127.0.0.1:${bot.port}/bot`, serviceUrl });
});
afterAll(async () => {
	await playground?.stop();
	await bot?.stop();
	await rm(folder, { recursive: true, force: true });
});

const status = (headers: Record<string, string>, host = "127.0.0.1"): Promise<number | string> =>
	new Promise((resolve) => {
		get({ host, port, path: "/_internal/v1/config", headers }, (response) => {
			response.resume();
			resolve(response.statusCode ?? 0);
		}).on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "error"));
	});

test("it is Acme's tenant, seen by Ada, with the bot added where we say", async () => {
	const added = new Promise<void>((resolve) => {
		heard = () => sent.length === 2 && resolve();
	});
	const path = `/_debug/conversation/${encodeURIComponent(channel)}/installation`;
	const headers = { "content-type": "application/json" };
	await fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", headers, body: "{}" });
	await added;
	expect(sent.map(({ type }) => type).sort()).toEqual(["conversationUpdate", "installationUpdate"]);
	for (const activity of sent)
		expect(activity).toMatchObject({
			from: { id: idOf("ada"), aadObjectId: idOf("ada") },
			conversation: { id: channel, conversationType: "channel", tenantId: tenant },
			serviceUrl: "http://127.0.0.1:9/connector",
		});
});

test("it serves this computer alone, and no page of another name or another site", async () => {
	expect(await status({})).toBe(200);
	expect(await status({ origin: `http://localhost:${port}` })).toBe(200);
	expect(await status({ host: `evil.example:${port}` })).toBe(403);
	expect(await status({ origin: "http://evil.example" })).toBe(403);
	const outside = Object.values(networkInterfaces())
		.flat()
		.find((one) => one?.family === "IPv4" && !one.internal);
	if (outside) expect(await status({}, outside.address)).toBe("ECONNREFUSED");
});

test("its log is in its folder", async () => {
	expect(await readFile(join(folder, "playground.log"), "utf8")).toContain("Listening");
});
