// What workerd itself holds, shown by a Worker of a few lines: what requests leave behind, as Miniflare starts it and as
// `local/miniflare.ts` does; and what objects do.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { laySmallWorker } from "../local/testing/small.ts";
import { startWorker } from "../local/worker.ts";
import { freePort } from "../test/world/ports.ts";
import { print } from "./figures.ts";
import { anonymousOf, databasesOf, named, onLinux } from "./process.ts";

const script = `
import { DurableObject } from "cloudflare:workers";
export class Small extends DurableObject {
	hold() {
		this.ctx.storage.sql.exec("CREATE TABLE t (a TEXT)");
		this.ctx.storage.sql.exec("INSERT INTO t VALUES (?)", "x".repeat(2000));
	}
}
export default {
	async fetch({ url }, { SELF, SMALL }) {
		if (url.endsWith("/requests")) for (let n = 0; n < 1000; n++) await (await SELF.fetch("http://self/")).text();
		if (url.endsWith("/objects")) for (let n = 0; n < 100; n++) await SMALL.get(SMALL.newUniqueId()).hold();
		return new Response("ok");
	},
};`;
const settings = {
	serviceBindings: { SELF: "small" },
	durableObjects: { SMALL: { className: "Small", useSQLite: true } },
};
/** In ms; as in memory.ts. */
const idle = 160_000;

type Small = { ask: (path: string, times: number) => Promise<void>; look: (when: string) => void };

export const bare = async (): Promise<void> => {
	if (!onLinux) return console.log("bare: only Linux tells how much a process has");
	const flags = process.env.MINIFLARE_WORKERD_V8_FLAGS;
	process.env.MINIFLARE_WORKERD_V8_FLAGS = "";
	await inSmall((small) => requests(small, "Miniflare's own settings"));
	if (flags === undefined) delete process.env.MINIFLARE_WORKERD_V8_FLAGS;
	else process.env.MINIFLARE_WORKERD_V8_FLAGS = flags;
	await inSmall((small) => requests(small, "ours"));
	await inSmall(objects);
};

const requests = async ({ ask, look }: Small, whose: string): Promise<void> => {
	look(`Requests of a Worker to itself, ${whose}: none`);
	for (const count of [20_000, 40_000]) {
		await ask("requests", 20);
		look(`  ${count}`);
	}
};

const objects = async ({ ask, look }: Small): Promise<void> => {
	look("Objects: none");
	await ask("objects", 10);
	look("  1,000");
	await new Promise((go) => setTimeout(go, idle));
	look(`  ${idle / 1_000} s later`);
	await ask("objects", 10);
	look("  1,000 others");
};

const inSmall = async (work: (small: Small) => Promise<void>): Promise<void> => {
	const folder = await mkdtemp(join(tmpdir(), "caisey-bare-"));
	const bundle = join(folder, "bundle");
	await laySmallWorker(bundle, script, settings);
	const [persist, log] = [join(folder, "worker"), join(folder, "worker.log")];
	const worker = await startWorker({ bundle, port: await freePort(), persist, log, vars: {} });
	try {
		const pid = named(worker.pid, "workerd");
		if (pid === null) throw new Error("there is no workerd");
		await work({
			ask: async (path, times) => {
				for (let left = times; left > 0; left--) await fetch(`${worker.url}/${path}`);
			},
			look: (when) =>
				print(when, {
					"written to": `${anonymousOf(pid).toFixed(0)} MiB`,
					"open databases": `${databasesOf(pid)}`,
				}),
		});
	} finally {
		await worker.stop();
		await rm(folder, { recursive: true, force: true });
	}
};
