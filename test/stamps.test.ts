// An authority outside witnesses a session's end: in the real Worker, on its page, and by the script with the authority's certificate.
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type OpensslAuthority, opensslAuthority } from "../worker/stamps/testing/openssl.ts";
import { patience } from "./world/patience.ts";
import { ask, planCard, propose } from "./world/people/acts.ts";
import { textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { entries } from "./world/record.ts";
import { startWorld, type World } from "./world/world.ts";

let world: World;
let authority: OpensslAuthority;
let server: Server;

beforeAll(async () => {
	authority = opensslAuthority();
	server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on("data", (part: Buffer) => parts.push(part));
		request.on("end", () => response.end(authority.answer(Buffer.concat(parts))));
	});
	await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
	const at = server.address();
	const port = typeof at === "object" ? at?.port : 0;
	world = await startWorld({ vars: { TIMESTAMP_URL: `http://127.0.0.1:${port}/` } });
});
afterAll(async () => {
	await world?.stop();
	server?.close();
	authority?.remove();
});

test("after a plan its session's head is stamped, shown, and verified outside", async () => {
	const ada = world.person("ada");
	const session = await ask(world);
	const card = await propose(world, session, { command: "echo hello", changes: "greets" });
	await ada.press(card, "Approve");
	await ada.until("the end", ({ messages }) =>
		messages.find((one) => one.ts === card.ts && textOf(one).includes("exit 0")),
	);
	const reader = await signIn(world, ada, await planCard(ada, session, "greets"));
	const stamped = async () => expect(await entries(reader, "head.stamped")).toHaveLength(1);
	await vi.waitFor(stamped, { timeout: patience, interval: 200 });
	const [stamp] = await entries(reader, "head.stamped");
	expect(stamp).toMatchObject({ by: "TSA", actor: { name: "Caisey" } });
	expect(await reader.text("transcript.txt")).toContain("had this record witnessed: “TSA” stamped");
	for (const page of ["", "transcript.html"])
		expect((await reader.text(page)).replaceAll(/<[^>]*>/g, "")).toMatch(
			/Witnessed by “TSA” at \d{4}-\d\d-\d\d .* UTC: its time stamp covers the first \d+ entries\./,
		);
	const checked = await reader.json<{ ok: boolean; checks: { what: string; detail: string }[] }>("verify");
	expect(checked.ok).toBe(true);
	expect(checked.checks.find(({ what }) => what === "Time stamps")?.detail).toContain("by “TSA”");
	const [file, root] = [join(world.folder, "t.json"), join(world.folder, "root.pem")];
	const text = await reader.text("transcript.json");
	await Promise.all([writeFile(file, text), writeFile(root, authority.root)]);
	const key = JSON.parse(text).header.workerKeys[0].key;
	const script = join(import.meta.dirname, "../docs/verify-transcript.mjs");
	const args = [script, file, "--key", key, "--authority", root];
	const { stdout } = await promisify(execFile)(process.execPath, args);
	expect(stdout).toMatch(
		/\nok {5}"TSA" stamped the head of \d+ events at .*, and a certificate that you named vouches for it\n/,
	);
	expect(stdout).toMatch(/\nEverything holds\.\n$/);
});
