// Checks a recording link by link: every stored row must be the one that was chained.

import { createHash } from "node:crypto";
import { hex } from "../../protocol/bytes.ts";
import { firstLink, nextLink, payloadHash } from "../../protocol/chain.ts";
import { RunSummary, readRunEvent, recordMeta } from "../../protocol/records.ts";
import { sha256 } from "../crypto.ts";
import type { RecordingStore, RecordRow, Spec } from "./store.ts";

export type RecordingCheck = {
	/** What is wrong, in words; empty: every row is as it was chained. */
	problems: string[];
	count: number;
	link: string;
	erased: number;
	/** SHA-256 of each stream as stored; null where bytes were erased. */
	stdout: string | null;
	stderr: string | null;
	/** The end record's summary text and signature, where there is one. */
	end: { summary: string; signature: string } | null;
};

export const verifyRecording = (
	store: RecordingStore,
	spec: (Spec & { erased: boolean }) | null,
): RecordingCheck => {
	const problems: string[] = [];
	if (!spec)
		return {
			problems: ["this recording was never prepared"],
			count: 0,
			link: "",
			erased: 0,
			stdout: null,
			stderr: null,
			end: null,
		};
	const streams = { stdout: createHash("sha256"), stderr: createHash("sha256") };
	const offsets = { stdout: 0, stderr: 0 };
	let link = firstLink(spec.run, sha256);
	let n = 0;
	let erased = 0;
	let end: RecordingCheck["end"] = null;
	for (let batch = store.list(0, 500); batch.length > 0; batch = store.list(n, 500)) {
		for (const meta of batch) {
			const row = store.at(meta.n) as RecordRow;
			if (row.n !== n + 1) problems.push(`record ${n + 1} is missing`);
			n = row.n;
			problems.push(...rowProblems(row));
			link = nextLink("record", link, recordMeta(row, row.received_at), row.hash, sha256);
			if (hex(link) !== hex(row.link))
				problems.push(`record ${n}: its link does not follow from the one before`);
			link = row.link;
			if (row.kind !== "event") {
				if (row.offset !== offsets[row.kind])
					problems.push(`record ${n}: ${row.kind} has a gap at byte ${offsets[row.kind]}`);
				offsets[row.kind] = row.offset + row.length;
				if (row.payload) streams[row.kind].update(row.payload);
				else erased++;
			} else if (row.payload) {
				end = endOf(row.payload) ?? end;
			}
		}
	}
	if (erased > 0 && !spec.erased) problems.push("bytes are gone without an erasure");
	const digest = (stream: "stdout" | "stderr") => (erased > 0 ? null : streams[stream].digest("hex"));
	const check = {
		problems,
		count: n,
		link: hex(link),
		erased,
		stdout: digest("stdout"),
		stderr: digest("stderr"),
		end,
	};
	if (end && erased === 0) problems.push(...summaryProblems(check, end.summary));
	return check;
};

const rowProblems = (row: RecordRow): string[] => {
	if (!row.payload || !row.salt)
		return row.kind === "event" ? [`record ${row.n}: an event's bytes are gone`] : [];
	if (row.payload.length !== row.length)
		return [`record ${row.n}: it has ${row.payload.length} bytes, ${row.length} were chained`];
	return hex(payloadHash(row.salt, row.payload, sha256)) === hex(row.hash)
		? []
		: [`record ${row.n}: its bytes were changed`];
};

const endOf = (payload: Uint8Array): RecordingCheck["end"] => {
	try {
		const event = readRunEvent(payload);
		return event.type === "end" ? { summary: event.summary, signature: event.signature } : null;
	} catch {
		return null;
	}
};

const summaryProblems = (check: RecordingCheck, text: string): string[] => {
	const summary = RunSummary.parse(JSON.parse(text));
	return (["stdout", "stderr"] as const)
		.filter((stream) => summary[stream].sha256 !== null && summary[stream].sha256 !== check[stream])
		.map((stream) => `${stream} is not what the agent says that it sent`);
};
