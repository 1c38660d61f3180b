// A made-up run of any size. Each record follows from its number, so that a sender can go on anywhere.
import { createHash, randomBytes } from "node:crypto";
import { type AgentKey, sign } from "../agent/home/keys.ts";
import {
	eventBytes,
	type RunEvent,
	type RunRecord,
	type RunSummary,
	type Stream,
	summaryMessage,
} from "../protocol/record/records.ts";

/** So many records of output, each of `length` bytes; the streams take turns. */
export type Size = { records: number; length: number; streams: Stream[] };
type Of = Pick<RunSummary, "run" | "plan" | "digest" | "endpoint">;
export type MadeRun = ReturnType<typeof madeRun>;

const begin: RunEvent[] = [
	{ type: "note", v: 1, text: "made by a bench" },
	{ type: "started", v: 1, pid: 1 },
];

export const madeRun = (of: Of, key: AgentKey, { records, length, streams }: Size) => {
	const last = begin.length + records + 1;
	const base = randomBytes(length);
	const count = newCount();
	const output = (n: number): RunRecord => {
		const index = n - begin.length - 1;
		const bytes = Buffer.from(base);
		bytes.write(`${n} `);
		const kind = streams[index % streams.length] ?? "stdout";
		const record = { n, kind, at: n, offset: Math.floor(index / streams.length) * length, bytes };
		count.add(record);
		return record;
	};
	const end = (): RunEvent => {
		const ended = { durationMs: 1, end: { outcome: "exited", code: 0 } } as const;
		const summary = JSON.stringify({
			...{ v: 1, ...of, records: last - 1, ...count.sums() },
			...ended,
		} satisfies RunSummary);
		return { type: "end", v: 1, summary, signature: sign(key, summaryMessage(summary)) };
	};
	const event = (n: number): RunEvent => begin[n - 1] ?? end();
	return {
		/** The number of the end record. */
		last,
		/** Ask for all records before the end first. */
		record: (n: number): RunRecord =>
			n > begin.length && n < last
				? output(n)
				: { n, kind: "event", at: n, offset: 0, bytes: eventBytes(event(n)) },
	};
};

/** Counts each record once, though it may be made again. */
const newCount = () => {
	const hashes = { stdout: createHash("sha256"), stderr: createHash("sha256") };
	const bytes = { stdout: 0, stderr: 0 };
	let counted = 0;
	return {
		add(record: RunRecord & { kind: Stream }): void {
			if (record.n <= counted) return;
			counted = record.n;
			hashes[record.kind].update(record.bytes);
			bytes[record.kind] += record.bytes.length;
		},
		sums: () => ({
			stdout: { bytes: bytes.stdout, sha256: hashes.stdout.copy().digest("hex") },
			stderr: { bytes: bytes.stderr, sha256: hashes.stderr.copy().digest("hex") },
		}),
	};
};
