// workerd may run for days: garbage must not wait for hundreds of MiB.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { heapOf } from "../bench/inspector.ts";
import { freePort } from "../test/world/ports.ts";
import { laySmallWorker } from "./testing/small.ts";
import { startWorker } from "./worker.ts";

/** It asks itself 500 times. */
const script = `
export default {
	async fetch({ url }, { SELF }) {
		if (url.endsWith("/many")) for (let count = 0; count < 500; count++) await (await SELF.fetch("http://self/")).text();
		return new Response("ok");
	},
};`;

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "caisey-garbage-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("what requests leave behind is collected, in an isolate that uses little, too", async () => {
	const bundle = join(folder, "bundle");
	await laySmallWorker(bundle, script, { serviceBindings: { SELF: "small" } });
	const [port, inspectorPort] = [await freePort(), await freePort()];
	const [persist, log] = [join(folder, "worker"), join(folder, "worker.log")];
	const worker = await startWorker({ bundle, port, persist, log, vars: {}, inspectorPort });
	try {
		for (let count = 0; count < 40; count++) expect((await fetch(`${worker.url}/many`)).ok).toBe(true);
		// Else it has 57 MiB, and grows with each request.
		expect((await heapOf(inspectorPort, "small")).used).toBeLessThan(30);
	} finally {
		await worker.stop();
	}
});
