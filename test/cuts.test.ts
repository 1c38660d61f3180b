// A bad line between agent and Worker: every socket is cut, again and again, in the middle of one run.
import { createHash, randomFillSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Line, openLine } from "./world/lines/bad-line.ts";
import { ask, propose } from "./world/people/acts.ts";
import { textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { startWorld, type World } from "./world/world.ts";

const cutsWanted = 50;
const total = 64 * 1_048_576;

let world: World;
let line: Line;
let cuts = 0;
/** Bytes that still pass from the agent before the next cut; null: the line works. */
let untilCut: number | null = null;

/** Cuts everything when its budget is used up. */
const count = (bytes: Buffer): "pass" | "cut" => {
	if (untilCut !== null) untilCut -= bytes.length;
	if (untilCut === null || untilCut > 0 || cuts >= cutsWanted) return "pass";
	cuts++;
	untilCut = Math.ceil(Math.random() * 2 * (total / cutsWanted) * 0.9);
	return "cut";
};

const badLine = async (workerUrl: string): Promise<string> => {
	line = await openLine(workerUrl, { agent: count, worker: () => "pass" });
	return line.url;
};

beforeAll(async () => {
	world = await startWorld({ agentUrl: badLine });
});
afterAll(async () => {
	await world?.stop();
	line?.close();
});

test("50 cuts at random moments of one run: every byte arrives once, in order, and the record verifies", async () => {
	const ada = world.person("ada");
	const file = join(world.folder, "random");
	const bytes = randomFillSync(Buffer.alloc(total));
	writeFileSync(file, bytes);
	const go = join(world.folder, "go");
	const session = await ask(world);
	// The run ends only once all cuts have been made.
	const command = `cat '${file}'; while [ ! -e '${go}' ]; do echo waiting >&2; sleep 0.05; done`;
	const card = await propose(world, session, { command, changes: "crosses a bad line" });
	untilCut = 200_000;
	await ada.press(card, "Approve");
	for (let n = 1; n <= cutsWanted; n++)
		await expect.poll(() => cuts, { interval: 50 }).toBeGreaterThanOrEqual(n);
	writeFileSync(go, "");
	const done = await ada.until("the end", ({ messages }) =>
		messages.find(
			(one) => one.ts === card.ts && / on CLIENT-ACCT-01/.test(textOf(one)) && /exit 0/.test(textOf(one)),
		),
	);
	const reader = await signIn(world, ada, done);
	const stored = Buffer.from(
		await (await reader.get(`runs/${await reader.run("command")}/stdout`)).arrayBuffer(),
	);
	expect(stored.length).toBe(total);
	expect(sha256(stored)).toBe(sha256(bytes));
	const { ok, checks } = await reader.json<{ ok: boolean; checks: unknown[] }>("verify");
	expect(ok, JSON.stringify(checks)).toBe(true);
});

const sha256 = (of: Uint8Array): string => createHash("sha256").update(of).digest("hex");
