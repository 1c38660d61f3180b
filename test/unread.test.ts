// Attached files whose reader dies: the record says what happened to each.
import { randomBytes } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { deliver, eventBody } from "./world/forged/requests.ts";
import { patience } from "./world/patience.ts";
import { ask } from "./world/people/acts.ts";
import { signIn } from "./world/people/console.ts";
import { attachmentIn, entries } from "./world/record.ts";
import { timePasses } from "./world/storage.ts";
import { channel, startWorld, type World } from "./world/world.ts";

let world: World;
let slack: Awaited<ReturnType<typeof startSlowFiles>>;
beforeAll(async () => {
	world = await startWorld({ agents: [] });
	slack = await startSlowFiles(world.slack.apiUrl);
	await world.worker().stop();
	await world.restartWorker({ SLACK_API_URL: slack.apiUrl });
});
afterAll(async () => {
	slack?.close();
	await world?.stop();
});

/** The local Slack, with its own files: it answers none until it has their contents. */
const startSlowFiles = async (apiUrl: string) => {
	const waiting: ServerResponse[] = [];
	const files = new Map<string, Uint8Array>();
	const seen = { asked: [] as string[], hold: true };
	const server = createServer(async (request, response) => {
		const path = request.url ?? "";
		if (path.startsWith("/held/")) {
			seen.asked.push(path);
			const bytes = files.get(path.slice(6));
			if (seen.hold || path.endsWith("never.bin")) waiting.push(response);
			else if (bytes) response.writeHead(200).end(bytes);
			else response.writeHead(404).end();
			return;
		}
		const body = Buffer.concat(await request.toArray());
		const { authorization = "", "content-type": type = "application/json" } = request.headers;
		const headers = { authorization, "content-type": type };
		const to = new URL(path.slice(1), new URL("/", apiUrl));
		const answer = await fetch(to, {
			method: request.method ?? "GET",
			headers,
			...(body.length > 0 && { body }),
		});
		const json = { "content-type": "application/json" };
		response.writeHead(answer.status, json).end(await answer.text());
	});
	await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		...{ apiUrl: `${origin}/api/`, files, seen },
		at: (name: string) => `${origin}/held/${name}`,
		close: () => {
			for (const response of waiting) response.destroy();
			server.close();
			server.closeAllConnections();
		},
	};
};

test("the Worker is killed while it reads a message's files: each is read later, or reported missing", async () => {
	const tom = world.person("tom");
	const root = await ask(world, "look at this");
	// The message's time says that its thread isn't new: Caisey would not wait to learn where its own card is.
	const before = await signIn(world, tom, root);
	await expect.poll(() => entries(before, "thread.opened")).toHaveLength(1);
	const askedFor = (name: string) => slack.seen.asked.filter((path) => path.endsWith(name)).length;
	const names = ["photo.bin", "gone.bin", "never.bin"];
	slack.files.set("photo.bin", randomBytes(1_500_000));
	const message = { user: "U0DANA", team: "T0LOCAL1", ts: `${Number(root.ts) + 30}`, thread_ts: root.ts };
	const files = names.map((name) => ({
		id: `F0${name}`,
		name,
		size: 9,
		url_private_download: slack.at(name),
	}));
	const event = {
		type: "message",
		channel,
		channel_type: "channel",
		text: "Three files.",
		...message,
		files,
	};
	const json = { type: "application/json" };
	expect((await deliver(world, eventBody(event), json)).status).toBe(200);
	await expect.poll(() => slack.seen.asked.length).toBeGreaterThan(0);
	await world.worker().kill();
	slack.seen.hold = false;
	const lost = askedFor("never.bin");
	const [minute, hour] = [60_000, 3_600_000];
	// Nothing is due for an hour, however long this computer takes for what comes next.
	await timePasses(world, -hour, { SLACK_API_URL: slack.apiUrl });

	const reader = await signIn(world, tom, root);
	expect(await entries(reader, "message.attached")).toEqual([]);
	expect((await entries(reader, "message.said"))[0]?.expected?.map(({ name }) => name)).toEqual(names);
	const settledFiles = (count: number) =>
		vi.waitFor(
			async () => {
				const found = await entries(reader, "message.attached");
				expect(found).toHaveLength(count);
				return found;
			},
			{ timeout: patience, interval: 100 },
		);
	await timePasses(world, hour + minute, { SLACK_API_URL: slack.apiUrl });
	await settledFiles(2);
	const isOver = async () => (await entries(reader, "message.attached")).length === names.length;
	// A request that was made shortly before a restart is made again: there may be more of them than tries, and more restarts.
	for (let restarts = 0; !(await isOver()); restarts++) {
		expect(restarts).toBeLessThan(8);
		const before = askedFor("never.bin");
		await timePasses(world, minute, { SLACK_API_URL: slack.apiUrl });
		await vi.waitFor(async () => expect(askedFor("never.bin") > before || (await isOver())).toBe(true), {
			timeout: patience,
			interval: 100,
		});
	}
	const settled = await settledFiles(3);
	expect(askedFor("never.bin") - lost).toBeGreaterThanOrEqual(3);
	const of = (name: string) => settled.find(({ file }) => file === `F0${name}`);
	const blob = await reader.get(`blobs/${attachmentIn(of("photo.bin")).blob}`);
	expect(Buffer.from(await blob.arrayBuffer()).equals(slack.files.get("photo.bin") as Buffer)).toBe(true);
	expect(of("gone.bin")?.attached).toEqual({ missing: { name: "gone.bin", reason: "Slack answered 404" } });
	expect(of("never.bin")?.attached).toMatchObject({ missing: { name: "never.bin" } });
	expect(settled.map(({ actor }) => actor.name)).toEqual(Array(3).fill("Dana Reyes"));
	expect(await reader.json("verify")).toMatchObject({ ok: true });
});
