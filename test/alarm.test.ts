// What only real workerd shows of Durable Objects by themselves: outbox and alarm repeat what fails, for ever; a session's work
// doesn't grow with its plans.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { projectFolder } from "../local/child.ts";
import { newSecrets } from "../local/vars.ts";
import { startWorker, type Worker } from "../local/worker.ts";
import { bundleWorker } from "../local/worker-bundle.ts";
import { patience } from "./world/patience.ts";
import { freePort } from "./world/ports.ts";

const folder = mkdtempSync(join(tmpdir(), "caisey-alarm-"));
const secrets = newSecrets();
let worker: Worker;
let port: number;

const start = () => {
	const url = `http://localhost:${port}`;
	const vars = { ...secrets, PUBLIC_URL: url, SLACK_API_URL: url, MODE: "local" as const };
	const log = join(folder, "worker.log");
	return startWorker({ bundle: join(folder, "bundle"), port, persist: join(folder, "storage"), vars, log });
};

beforeAll(async () => {
	const main = JSON.stringify(join(projectFolder, "worker", "testing", "probe.ts"));
	const config = join(folder, "wrangler.toml");
	writeFileSync(
		config,
		`name = "probe"
main = ${main}
compatibility_date = "2026-10-01"
compatibility_flags = ["nodejs_compat"]
durable_objects.bindings = [{ name = "PROBE", class_name = "Probe" }, { name = "STEPS", class_name = "Steps" }]
exports.Probe = { type = "durable-object", storage = "sqlite" }
exports.Steps = { type = "durable-object", storage = "sqlite" }
`,
	);
	await bundleWorker(join(folder, "bundle"), config);
	port = await freePort();
	worker = await start();
});
afterAll(async () => {
	await worker?.stop();
	rmSync(folder, { recursive: true, force: true });
});

const ask = async (what?: object): Promise<string[]> => {
	const given = what ? { method: "POST", body: JSON.stringify(what) } : {};
	return (await (await fetch(`http://localhost:${port}/`, given)).json()) as string[];
};
const eventually = (look: (seen: string[]) => void) =>
	vi.waitFor(async () => look(await ask()), { timeout: patience, interval: 100 });

test("a delivery that fails is repeated by the alarm, in its lane's order; another lane goes on", async () => {
	const failing = { deliveries: 1_000, lane: "a" };
	await ask({
		...failing,
		rows: [
			{ key: "a1", lane: "a", text: "a1" },
			{ key: "a2", lane: "a", text: "a2" },
		],
	});
	await ask({ ...failing, rows: [{ key: "b1", lane: "b", text: "b1" }] });
	await eventually((seen) => expect(seen).toContain("done b1"));
	await eventually((seen) => expect(seen.filter((one) => one === "try a1").length).toBeGreaterThan(1));
	await ask({ deliveries: 0 });
	await eventually((seen) => expect(seen).toContain("done a2"));
	const seen = await ask();
	expect(seen.filter((one) => one.startsWith("done"))).toEqual(["done b1", "done a1", "done a2"]);
});

test("the alarm calls a timed task a ninth time after eight failures in a row: it never gives up", async () => {
	await ask({ times: 9 });
	await eventually((seen) => expect(seen.filter((one) => one === "time")).toHaveLength(9));
	await ask({ rows: [{ key: "after", lane: "a", text: "after" }] });
	await eventually((seen) => expect(seen).toContain("done after"));
});

test("a process killed during a delivery delivers after its restart, by itself", async () => {
	await ask({ deliveries: null, rows: [{ key: "hung", lane: "a", text: "hung" }] });
	await eventually((seen) => expect(seen).toContain("try hung"));
	await worker.kill();
	worker = await start();
	// It hangs again, in the alarm: that it was tried at all is what this looks at.
	await eventually((seen) => expect(seen.filter((one) => one === "try hung").length).toBeGreaterThan(1));
	await ask({ deliveries: 0 });
	await worker.kill();
	worker = await start();
	await eventually((seen) => expect(seen).toContain("done hung"));
});

test("a session with 150 plans reads no more rows at a step than one with 40", async () => {
	const read = async (plans: number): Promise<Record<string, number>> =>
		(await (await fetch(`http://localhost:${port}/steps?plans=${plans}`)).json()) as Record<string, number>;
	const [many, some] = [await read(150), await read(40)];
	expect(Object.keys(many)).toEqual(Object.keys(some));
	// A scan also reads the row behind what it looks for. There is none if the plan's random id is the last of all: one less for each scan.
	for (const [step, rows] of Object.entries(many)) {
		expect(rows).toBeGreaterThan(0);
		expect(Math.abs(rows - (some[step] ?? 0))).toBeLessThan(20);
	}
});
