// What it costs to look for secrets in a step's output: bytes that have none, and bytes that are nothing else.
import { newMasking } from "../agent/secrets/masking.ts";
import { atMost, percentile, print, rate } from "./figures.ts";

const rounds = 7;
const volume = 100_000_000;
/** As the agent reads a pipe. */
const piece = 65_536;

export const masking = (): void => {
	const text = Buffer.from("2026-11-29 12:00:01 INFO  Packet 4711 of Password-Sync: done in 12 ms\n");
	const secret = `Pa55-"wörd" & more`;
	const found = Buffer.from(`${secret}\n`);
	const secrets = new Map([
		["db", secret],
		["api-key", "c0ffee-0123456789abcdef"],
	]);
	print(`100 MB of output, looked through for 2 secrets (${rounds} times)`, spread(secrets, text));
	print("  the same without secrets", spread(new Map(), text));
	print("  output that is nothing but one of them", spread(secrets, found));
	const before = process.memoryUsage().arrayBuffers;
	through(secrets, text);
	const growth = (process.memoryUsage().arrayBuffers - before) / 2 ** 20;
	print("  memory kept meanwhile", { growth: `${growth.toFixed(1)} MiB` }, atMost(growth, 1, " MiB"));
};

const spread = (secrets: Map<string, string>, line: Buffer): Record<string, string> => {
	const samples = Array.from({ length: rounds }, () => through(secrets, line));
	return { median: `${percentile(samples, 0.5).toFixed(0)} MB/s`, min: Math.min(...samples).toFixed(0) };
};

/** MB/s. What is kept is copied, as the recording does. */
const through = (secrets: Map<string, string>, line: Buffer): number => {
	const bytes = Buffer.alloc(piece, line);
	const kept = Buffer.alloc(8 * piece);
	const mask = newMasking(secrets.values(), 850);
	const begun = performance.now();
	for (let sent = 0; sent < volume; sent += piece) {
		let used = 0;
		for (const one of mask.output("stdout", bytes)) {
			kept.set(one, used);
			used += one.length;
		}
	}
	return rate(volume, performance.now() - begun);
};
