// What `npm run admin` prints: the Worker's answers hold names that others chose.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { z } from "zod";

/** Runs the command against a Worker that answers so, by what it is sent as JSON. */
const run = async (
	answer: (path: string, sent: unknown) => { status?: number; body: object },
	...args: string[]
) => {
	const server = createServer(async (request, response) => {
		const sent: unknown = JSON.parse(await text(request));
		const { status = 200, body } = answer(request.url ?? "", sent);
		response.writeHead(status).end(JSON.stringify(body));
	});
	await once(server.listen(0, "127.0.0.1"), "listening");
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const main = join(import.meta.dirname, "main.ts");
	const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", main, ...args], {
		env: { ...process.env, CAISEY_URL: url, CAISEY_OWNER_TOKEN: "t" },
		stdio: ["ignore", "pipe", "pipe"],
	});
	const ended = once(child, "close");
	const [printed, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
	const [code] = await ended;
	server.close();
	return { printed, complained, code };
};

test("admin spells out what would reach into the owner's terminal", async () => {
	const hold = { because: ["host"], from: "A", to: "B", since: 1 };
	const body = { hold, change: "renamed\u001b[1A\u001b[2K\nAll is well" };
	const { printed } = await run(() => ({ body }), "confirm", "acme/A", "--yes");
	expect(printed).toContain("renamed⟨U+001B escape⟩[1A⟨U+001B escape⟩[2K ⏎ All is well\n");
	expect(printed).not.toContain("\u001b");
	expect(printed).toContain("Confirmed. Waiting plans go on there.\n");
});

const sessionNo = (n: number): string => `s_g${String(n).padStart(16, "0")}`;
const Wanted = z.strictObject({
	client: z.string(),
	after: z.strictObject({ session: z.string(), openedAt: z.int() }).nullable(),
});

test("reindex goes on, page by page, until each session of the client was told, and says how many", async () => {
	/** Newest first, as the Worker lists them. */
	const all = Array.from({ length: 120 }, (_, n) => ({ session: sessionNo(120 - n), openedAt: 120 - n }));
	const told: string[] = [];
	const answer = (path: string, sent: unknown) => {
		const { client, after } = Wanted.parse(sent);
		const from = after === null ? 0 : all.findIndex(({ session }) => session === after.session) + 1;
		const page = all.slice(from, from + 50);
		told.push(...page.map(({ session }) => `${path} ${client} ${session}`));
		const next = from + page.length < all.length ? page.at(-1) : null;
		return { body: { sessions: page.length, next } };
	};
	const { printed, complained, code } = await run(answer, "reindex", "acme-dental");
	expect(told).toEqual(all.map(({ session }) => `/admin/reindex acme-dental ${session}`));
	expect([printed, complained, code]).toEqual([
		"120 sessions of acme-dental will be read again. The search page says what it still misses.\n",
		...["", 0],
	]);
});

test("reindex that breaks off says why, and ends with an error", async () => {
	let asked = 0;
	const next = { session: sessionNo(1), openedAt: 1 };
	const answer = () =>
		asked++ === 0
			? { body: { sessions: 50, next } }
			: { status: 404, body: { errors: ["There is no client bolt."] } };
	const { printed, complained, code } = await run(answer, "reindex", "bolt");
	expect([printed, complained, code, asked]).toEqual(["", "There is no client bolt.\n", 1, 2]);
});
