// Recordings of a size that no test has time for: one of more than a Durable Object holds, one of a million records. They are made
// without a chat, in real workerd, read as the page reads them, and verified.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { newKey } from "../agent/home/keys.ts";
import { recordPageBytes } from "../console/output/record-pages.ts";
import { projectFolder } from "../local/child.ts";
import { newSecrets } from "../local/vars.ts";
import { startWorker } from "../local/worker.ts";
import { bundleWorker } from "../local/worker-bundle.ts";
import { base64 } from "../protocol/bytes.ts";
import { newId } from "../protocol/ids.ts";
import { maxRecordBytes } from "../protocol/record/records.ts";
import { freePort } from "../test/world/ports.ts";
import { feed } from "./feed.ts";
import { atMost, ms, print, rate } from "./figures.ts";
import { madeRun, type Size } from "./made-run.ts";
import { cpuOf, residentOf } from "./process.ts";

/** Smaller ones take less time; 0: none. */
const gigabytes = Number(process.env.CAISEY_SCALE_GB ?? 11);
const records = Number(process.env.CAISEY_SCALE_RECORDS ?? 1_000_000);

const large: Size = {
	records: Math.ceil((gigabytes * 1e9) / maxRecordBytes),
	length: maxRecordBytes,
	streams: ["stdout"],
};
const many: Size = { records, length: 64, streams: ["stdout", "stderr"] };

/** Bundles the Worker again, so it has to come last. */
export const scale = async (): Promise<void> => {
	const folder = mkdtempSync(join(tmpdir(), "caisey-scale-"));
	const config = join(projectFolder, "wrangler.scale.toml");
	const settings = readFileSync(join(projectFolder, "wrangler.toml"), "utf8");
	writeFileSync(config, settings.replace('main = "worker/index.ts"', 'main = "bench/scale/worker.ts"'));
	const bundle = join(folder, "bundle");
	await bundleWorker(bundle, config).finally(() => rmSync(config));
	const port = await freePort();
	const url = `http://localhost:${port}`;
	const vars = {
		...newSecrets(),
		...{ PUBLIC_URL: url, SLACK_API_URL: url, MODE: "local" as const },
		// As it is without a setting, but that a smaller one has two parts, too.
		RECORDING_PART_BYTES: String(gigabytes > 0 ? Math.min(9e9, Math.ceil(gigabytes * 0.8e9)) : 9e9),
	};
	const log = join(folder, "worker.log");
	const worker = await startWorker({ bundle, port, persist: join(folder, "storage"), vars, log });
	try {
		for (const size of [large, many]) if (size.records > 0) await measure(url, worker.pid, size);
	} finally {
		await worker.stop();
		rmSync(folder, { recursive: true, force: true });
	}
};

const Checked = z.object({ problems: z.array(z.string()), count: z.int() });
const Page = z.array(z.object({ n: z.int(), length: z.int() }));
const Ended = z.object({ ended: z.object({ agrees: z.boolean() }) }).nullable();

const measure = async (workerUrl: string, pid: number, size: Size): Promise<void> => {
	const key = newKey();
	const [endpoint, run] = [newId("endpoint", "none"), newId("run", "none")];
	const session = newId("session", "none");
	const of = { run, plan: newId("plan", "none"), digest: "0".repeat(64), endpoint };
	const spec = { ...of, session, client: newId("client", "none"), key: base64(key.raw) };
	const ask = async <T>(path: string, schema: z.ZodType<T>): Promise<T> =>
		schema.parse(await (await answered(`${workerUrl}/scale/${path}`)).json());
	await answered(`${workerUrl}/scale/prepare`, { method: "POST", body: JSON.stringify(spec) });

	const made = madeRun(of, key, size);
	const bytes = size.records * size.length;
	const spent = timed(pid);
	const connections = await feed({ workerUrl, endpoint, run, key }, made);
	const stored = spent();
	print(`${made.last} records, ${(bytes / 1e9).toFixed(2)} GB of output, stored`, {
		in: seconds(stored.took),
		at: `${rate(bytes, stored.took).toFixed(0)} MB/s, ${Math.round(made.last / (stored.took / 1000))} records/s`,
		parts: `${await ask(`parts/${run}`, z.int())}`,
		connections: `${connections}`,
		...said(stored),
	});
	const { ended } = await there(() => ask(`ended/${run}?session=${session}`, Ended));
	if (!ended.agrees) throw new Error("the agent's count is not what is stored");

	const places = { begin: 0, middle: Math.floor(made.last / 2), end: made.last - 5 };
	for (const [name, after] of Object.entries(places)) {
		const begun = performance.now();
		const page = await ask(`records/${run}?after=${after}&bytes=${recordPageBytes}`, Page);
		const took = performance.now() - begun;
		if (page[0]?.n !== after + 1) throw new Error(`the page after ${after} begins with ${page[0]?.n}`);
		print(`  a page of the transcript, ${name}`, { records: `${page.length}`, in: ms(took) });
	}
	await ranges(workerUrl, run, bytes / size.streams.length);
	await blocks(run, ask);

	const since = timed(pid);
	const { problems, count } = Checked.parse(
		JSON.parse(await slowly(`${workerUrl}/scale/verify/${run}?session=${session}`)),
	);
	const verified = since();
	if (problems.length > 0 || count !== made.last) throw new Error(`${count} records: ${problems.join("; ")}`);
	print("  verified", { in: seconds(verified.took), ...said(verified) });
};

/** Where the output can be opened, as its viewer asks for it, and some of these places. */
const blocks = async (
	run: string,
	ask: <T>(path: string, schema: z.ZodType<T>) => Promise<T>,
): Promise<void> => {
	const [begun, steps, ids]: [number, number[], number[]] = [performance.now(), [], []];
	for (let at = { found: 0, last: -1, complete: false }; !at.complete; ) {
		const since = performance.now();
		at = await ask(`blocks/${run}?after=${at.last}`, Found);
		steps.push(performance.now() - since);
		ids.push(at.last);
	}
	print("  its blocks, listed", {
		in: seconds(performance.now() - begun),
		"longest step": ms(Math.max(...steps)),
		steps: `${steps.length}`,
	});
	const end = ids.at(-1) ?? 0;
	for (const [name, id] of Object.entries({ begin: 0, middle: Math.floor(end / 2), end })) {
		const since = performance.now();
		await ask(`block/${run}?id=${id}`, z.int());
		const took = performance.now() - since;
		print(`  a block, ${name}`, { in: ms(took) }, atMost(took / 1000, 1, " s on the page"));
	}
};
const Found = z.object({ found: z.int(), last: z.int(), complete: z.boolean() });

/** Some bytes of a stream, as its raw download asks for them. */
const ranges = async (workerUrl: string, run: string, length: number): Promise<void> => {
	for (const [name, at] of Object.entries({ begin: 0, middle: length / 2, end: length - 10_000 })) {
		const from = Math.floor(at);
		const begun = performance.now();
		const answer = await answered(`${workerUrl}/scale/stdout/${run}?from=${from}&to=${from + 10_000}`);
		const got = (await answer.arrayBuffer()).byteLength;
		if (got !== 10_000) throw new Error(`${got} bytes at ${from}`);
		print(`  10 kB of stdout, ${name}`, { in: ms(performance.now() - begun) });
	}
};

/** Asks until there is an answer. */
const there = async <T>(ask: () => Promise<T | null>): Promise<T> => {
	for (;;) {
		const found = await ask();
		if (found !== null) return found;
		await new Promise((go) => setTimeout(go, 500));
	}
};

/** As `answered`, for what takes longer than `fetch` waits. */
const slowly = (url: string): Promise<string> =>
	new Promise((done, failed) => {
		get(url, (response) => text(response).then(done, failed)).on("error", failed);
	});

const answered = async (url: string, init: RequestInit = {}): Promise<Response> => {
	const response = await fetch(url, init);
	if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
	return response;
};

type Spent = { took: number; cpu: number; resident: number };

const timed = (pid: number): (() => Spent) => {
	const [begun, cpu] = [performance.now(), cpuOf(pid)];
	return () => ({ took: performance.now() - begun, cpu: cpuOf(pid) - cpu, resident: residentOf(pid) });
};

const seconds = (took: number): string => `${(took / 1000).toFixed(1)} s`;
const said = ({ cpu, resident }: Spent) => ({
	"the Worker's CPU": seconds(cpu),
	"its memory": `${resident.toFixed(0)} MiB`,
});
