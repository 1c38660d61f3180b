// A recording that goes on in a further object, while at that very moment the line, the Worker or the agent breaks.
import { createHash, randomFillSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ear, type Line, openLine } from "./world/lines/bad-line.ts";
import { ask, propose } from "./world/people/acts.ts";
import { textOf } from "./world/people/chat.ts";
import { type Reader, signIn } from "./world/people/console.ts";
import { startWorld, type World } from "./world/world.ts";

let world: World;
let line: Line;
let ears: { agent: Ear; worker: Ear };
const quiet: typeof ears = { agent: () => "pass", worker: () => "pass" };

beforeAll(async () => {
	ears = quiet;
	const agentUrl = async (workerUrl: string) => {
		line = await openLine(workerUrl, {
			agent: (bytes) => ears.agent(bytes),
			worker: (bytes) => ears.worker(bytes),
		});
		return line.url;
	};
	world = await startWorld({ vars: { RECORDING_PART_BYTES: "500000" }, agentUrl });
});
afterAll(async () => {
	await world?.stop();
	line?.close();
});

/** What passes at a roll, in this order. The socket's other messages, masked with zeros, can be read too. */
const isGoodbye = (bytes: Buffer) => bytes.includes("goes on in another part");
const isRequest = (bytes: Buffer) => bytes.includes("/data HTTP/1.1");
const isChallenge = (bytes: Buffer) => bytes.includes('"type":"challenge"');
const isHello = (bytes: Buffer) => bytes.includes('"type":"hello"') && !bytes.includes('"runtime"');
const isAck = (bytes: Buffer) => bytes.includes('"type":"ack"');

/** The moments around a roll, each by whom of the two it is seen. */
const moments: {
	seen: "agent" | "worker";
	is: (bytes: Buffer) => boolean;
	fate: "cut" | "pass, then cut";
}[] = [
	{ seen: "worker", is: isGoodbye, fate: "cut" },
	{ seen: "worker", is: isGoodbye, fate: "pass, then cut" },
	{ seen: "agent", is: isRequest, fate: "cut" },
	{ seen: "agent", is: isRequest, fate: "pass, then cut" },
	{ seen: "worker", is: isChallenge, fate: "cut" },
	{ seen: "agent", is: isHello, fate: "pass, then cut" },
	{ seen: "worker", is: isAck, fate: "cut" },
];

/** Waits for one moment after the other, from a roll on; `happen` is called at each, and decides what happens to the bytes. */
const atMoments = (wanted: typeof moments, happen: (moment: (typeof moments)[number]) => ReturnType<Ear>) => {
	let at = 0;
	let rolled = false;
	const ear =
		(who: "agent" | "worker"): Ear =>
		(bytes) => {
			const moment = wanted[at];
			if (who === "worker" && isGoodbye(bytes)) rolled = true;
			if (!moment || !rolled || moment.seen !== who || !moment.is(bytes)) return "pass";
			at++;
			rolled = false;
			return happen(moment);
		};
	ears = { agent: ear("agent"), worker: ear("worker") };
	/** Resolves when all of them have come: each is waited for by itself. */
	const come = async (): Promise<void> => {
		for (let n = 1; n <= wanted.length; n++) await expect.poll(() => at).toBeGreaterThanOrEqual(n);
	};
	return { come };
};

const sha256 = (of: Uint8Array): string => createHash("sha256").update(of).digest("hex");

/** Random bytes on stdout and, in turn, the same on stderr, then what else is wanted. */
const start = async (megabytes: number, then = "") => {
	const [file, script] = [join(world.folder, "random"), join(world.folder, "script")];
	const bytes = randomFillSync(Buffer.alloc(megabytes * 1_000_000));
	writeFileSync(file, bytes);
	const piece = `tail -c +$((i * 1000000 + 1)) '${file}' | head -c 1000000`;
	const both = `for i in $(seq 0 ${megabytes - 1}); do ${piece}; ${piece} >&2; done`;
	writeFileSync(script, `${both}\n${then}\n`);
	const ada = world.person("ada");
	const command = `sh '${script}'`;
	const card = await propose(world, await ask(world), { command });
	await ada.press(card, "Approve");
	const done = (text: RegExp) =>
		ada.until("the end", ({ messages }) =>
			messages.find((one) => one.ts === card.ts && text.test(textOf(one))),
		);
	return { ada, bytes, done };
};

const expectWhole = async (reader: Reader, bytes: Buffer): Promise<void> => {
	const run = await reader.run("command");
	for (const stream of ["stdout", "stderr"]) {
		const stored = Buffer.from(await (await reader.get(`runs/${run}/${stream}`)).arrayBuffer());
		expect(stored.length, stream).toBe(bytes.length);
		expect(sha256(stored), stream).toBe(sha256(bytes));
	}
	const { ok, checks } = await reader.json<{ ok: boolean; checks: unknown[] }>("verify");
	expect(ok, JSON.stringify(checks)).toBe(true);
};

test("the line is cut at every moment of a roll: every byte arrives once, in order", async () => {
	const wanted = [...moments, ...moments];
	const made = atMoments(wanted, ({ fate }) => fate);
	const { ada, bytes, done } = await start(12);
	await made.come();
	const card = await done(/ on CLIENT-ACCT-01.*exit 0/s);
	ears = quiet;
	await expectWhole(await signIn(world, ada, card), bytes);
});

test("the Worker is killed at moments of a roll: every byte arrives once, in order", async () => {
	const wanted = moments.filter(({ fate }) => fate === "pass, then cut");
	let restarted = Promise.resolve();
	const made = atMoments(wanted, () => {
		const killed = world.worker().kill();
		// Its start may not be over: agents connect as soon as it listens. Then it fails, and the next one counts.
		const started = restarted.catch(() => {});
		restarted = Promise.all([killed, started]).then(() => world.restartWorker());
		return "pass";
	});
	const { ada, bytes, done } = await start(6);
	await made.come();
	await restarted;
	const card = await done(/ on CLIENT-ACCT-01.*exit 0/s);
	ears = quiet;
	await expectWhole(await signIn(world, ada, card), bytes);
});

test("the agent is killed at a roll: stored output stays, the outcome is unknown, and all of it verifies", async () => {
	let killed: Promise<void> | undefined;
	atMoments([moments[1] as (typeof moments)[number]], () => {
		killed = world.agent().kill();
		return "pass";
	});
	const { ada, bytes, done } = await start(6, "sleep 600");
	await expect.poll(() => killed !== undefined).toBe(true);
	await killed;
	ears = quiet;
	world.runAgent("CLIENT-ACCT-01");
	const reader = await signIn(world, ada, await done(/We don.t know/));
	const stored = await (await reader.get(`runs/${await reader.run("command")}/stdout`)).arrayBuffer();
	expect(stored.byteLength).toBeGreaterThan(250_000);
	expect(sha256(Buffer.from(stored))).toBe(sha256(bytes.subarray(0, stored.byteLength)));
	const { ok, checks } = await reader.json<{ ok: boolean; checks: unknown[] }>("verify");
	expect(ok, JSON.stringify(checks)).toBe(true);
});
