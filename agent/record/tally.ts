// Numbers a run's records, and counts and hashes its streams.
import { createHash, type Hash } from "node:crypto";
import type { RunRecord, RunSummary, Stream } from "../../protocol/record/records.ts";
import type { Piece } from "./coalesce.ts";
import type { Progress, RunRow } from "./journal.ts";

/** Continues from the journal's row. */
export const newTally = (row: RunRow) => {
	const counts = { stdout: row.stdout, stderr: row.stderr };
	// After a restart the first part of a stream is gone, and with it its hash.
	const hashes: Record<Stream, Hash> | undefined =
		row.state === "waiting" ? { stdout: createHash("sha256"), stderr: createHash("sha256") } : undefined;
	let last = row.last;

	const total = (stream: Stream) => ({
		bytes: counts[stream],
		sha256: hashes?.[stream].copy().digest("hex") ?? null,
	});
	return {
		/** Makes the next record of a piece. */
		number({ kind, at, bytes }: Piece): RunRecord {
			last += 1;
			if (kind === "event") return { n: last, kind, at, offset: 0, bytes };
			const offset = counts[kind];
			counts[kind] += bytes.length;
			hashes?.[kind].update(bytes);
			return { n: last, kind, at, offset, bytes };
		},
		/** Numbers up to `n` are taken, though not by records that are known here. */
		skipTo(n: number): void {
			last = Math.max(last, n);
		},
		progress: (): Progress => ({ last, ...counts }),
		totals: (): Pick<RunSummary, "records" | "stdout" | "stderr"> => ({
			records: last,
			stdout: total("stdout"),
			stderr: total("stderr"),
		}),
	};
};
