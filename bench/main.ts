// The figures, with the machine's raw limits beside them. They inform; they never decide a test.
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { actions } from "../cards/actions.ts";
import { ask, propose } from "../test/world/acts.ts";
import { textOf } from "../test/world/chat.ts";
import { type Reader, signIn } from "../test/world/console.ts";
import { carried, deliver, pressBody } from "../test/world/forged.ts";
import { setup, teardown } from "../test/world/once.ts";
import { freePort, startWorld, type World } from "../test/world/world.ts";
import { ms, percentile, print, rate } from "./figures.ts";
import { rawSocketToDisk } from "./raw-disk.ts";

const runs = 12;
const rounds = 6;
const volume = 100_000_000;

type Stored = { kind: string; receivedAt: number; length: number };

/** Runs a command through everything; resolves with when the press on Approve left Slack, and what was stored. */
const through = async (
	world: World,
	command: string,
): Promise<{ approved: number; reader: Reader; run: string }> => {
	const ada = world.person("ada");
	const session = await ask(world);
	const card = await propose(world, session, { command });
	const value = carried(card, actions.approve);
	const press = pressBody({
		by: "ada",
		action: actions.approve,
		value,
		thread: card.thread,
		message: card.ts,
	});
	const approved = Date.now();
	await deliver(world, press);
	const done = await ada.until("the end", ({ messages }) =>
		messages.find((one) => one.ts === card.ts && /^(Done|Didn)/.test(textOf(one).trim())),
	);
	const reader = await signIn(world, ada, done);
	return { approved, reader, run: await reader.run("command") };
};

const records = async (reader: Reader, run: string): Promise<Stored[]> => {
	const found: Stored[] = [];
	for (let after = 0; ; ) {
		const page = await reader.json<{ records: (Stored & { n: number })[] }>(
			`runs/${run}/records?after=${after}`,
		);
		found.push(...page.records);
		const last = page.records.at(-1);
		if (!last) return found;
		after = last.n;
	}
};

/** Milliseconds from spawn to the first byte of output, directly. */
const directly = (command: string): Promise<number> =>
	new Promise((resolve) => {
		const begun = performance.now();
		const child = spawn("sh", ["-c", command], { stdio: ["ignore", "pipe", "pipe"] });
		child.stdout.once("data", () => resolve(performance.now() - begun));
	});

const latency = async (world: World): Promise<void> => {
	const [ours, plain]: [number[], number[]] = [[], []];
	for (let n = 0; n < runs; n++) {
		plain.push(await directly("echo x"));
		const { approved, reader, run } = await through(world, "echo x");
		const first = (await records(reader, run)).find(({ kind }) => kind === "stdout");
		ours.push((first?.receivedAt ?? Number.NaN) - approved);
	}
	print(`Approve → first output byte durable (${runs} runs)`, {
		p50: ms(percentile(ours, 0.5)),
		max: ms(Math.max(...ours)),
	});
	print("  the same command spawned directly", {
		p50: ms(percentile(plain, 0.5)),
		max: ms(Math.max(...plain)),
	});
	print("  overhead", { p50: ms(percentile(ours, 0.5) - percentile(plain, 0.5)) }, "≤ 50 ms p50");
};

const residentOf = (pid: number, what: string): number => {
	const status = readFileSync(`/proc/${pid}/status`, "utf8");
	return Number(status.match(new RegExp(`${what}:\\s+(\\d+)`))?.[1]) / 1024;
};

const throughput = async (world: World): Promise<number> => {
	const file = join(world.folder, "volume");
	writeFileSync(file, Buffer.alloc(volume, 0xa5));
	const before = process.platform === "linux" ? residentOf(world.agent().pid, "VmRSS") : null;
	const { reader, run } = await through(world, `cat '${file}'`);
	const stored = (await records(reader, run)).filter(({ kind }) => kind === "stdout");
	const took = (stored.at(-1)?.receivedAt ?? 0) - (stored[0]?.receivedAt ?? 0);
	const first = stored[0]?.length ?? 0;
	const ours = rate(volume - first, took);
	print("100 MB of stdout to durable storage", {
		rate: `${ours.toFixed(0)} MB/s`,
		records: String(stored.length),
	});
	if (before !== null)
		print(
			"  agent's growth meanwhile",
			{ peak: `${(residentOf(world.agent().pid, "VmHWM") - before).toFixed(0)} MiB` },
			"≤ 50 MB",
		);
	return ours;
};

/** Milliseconds of each of 50 requests that were made at once. */
const fiftyAtOnce = (request: (n: number) => Promise<Response>): Promise<number[]> =>
	Promise.all(
		Array.from({ length: 50 }, async (_, n) => {
			const begun = performance.now();
			const response = await request(n);
			await response.text();
			if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
			return performance.now() - begun;
		}),
	);

/** The work that a burst left behind is done: a request passes at once again, several times in a row. */
const idle = async (world: World): Promise<void> => {
	for (let quick = 0; quick < 20; ) {
		const begun = performance.now();
		await (await fetch(`${world.workerUrl}/health`)).text();
		quick = performance.now() - begun < 10 ? quick + 1 : 0;
	}
};

const commandBody = (n: string): string =>
	new URLSearchParams({
		command: "/caisey",
		text: `at once ${n}`,
		team_id: "T0LOCAL1",
		channel_id: "C0ACME",
		channel_name: "acme-dental",
		user_id: "U0DANA",
		user_name: "dana",
		trigger_id: `bench.${n}`,
		response_url: "https://example.invalid/none",
		api_app_id: "A0CAISEY",
	}).toString();

const slash = async (world: World): Promise<void> => {
	const [ours, plain]: [number[], number[]] = [[], []];
	for (let round = 0; round < rounds; round++) {
		await idle(world);
		plain.push(...(await fiftyAtOnce(() => fetch(`${world.workerUrl}/health`))));
		await idle(world);
		ours.push(...(await fiftyAtOnce((n) => deliver(world, commandBody(`${round}.${n}`)))));
	}
	const figures = (all: number[]) => ({ p50: ms(percentile(all, 0.5)), p99: ms(percentile(all, 0.99)) });
	print(`Slash command → answer, 50 at once (${rounds} times)`, figures(ours), "p99 ≤ 300 ms");
	print("  a request that does nothing, 50 at once", figures(plain));
};

const main = async (): Promise<void> => {
	const [cpu] = cpus();
	console.log(
		`${cpu?.model ?? "?"} × ${cpus().length}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${process.platform} ${process.arch}, Node ${process.version}`,
	);
	await setup();
	const world = await startWorld();
	try {
		await latency(world);
		const ours = await throughput(world);
		const raw = rate(
			volume,
			await rawSocketToDisk(join(world.folder, "raw"), await freePort(), volume, 1_000_000),
		);
		print("  raw WebSocket → Durable Object → insert with hash", { rate: `${raw.toFixed(0)} MB/s` });
		print("  share of the raw rate", { share: (ours / raw).toFixed(2) }, "≥ 0.6");
		await slash(world);
	} finally {
		await world.stop();
		teardown();
	}
};

await main();
