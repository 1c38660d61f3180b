// Checks a recording link by link: every stored row must be the one that was chained.

import { createHash } from "node:crypto";
import { hex } from "../../protocol/bytes.ts";
import { firstLink, nextLink, payloadHash } from "../../protocol/chain.ts";
import { type RunContext, type RunEvent, readRunEvent, recordMeta } from "../../protocol/records.ts";
import { sha256 } from "../crypto.ts";
import type { RecordingStore, RecordRow, Spec } from "./store.ts";
import { readSummary } from "./summary.ts";

export type RecordingCheck = {
	/** Whose recording it says that it is; null: it was never prepared. */
	spec: { plan: string; endpoint: string } | null;
	/** What is wrong, in words; empty: every row is as it was chained. */
	problems: string[];
	count: number;
	link: string;
	/** The numbers of records whose bytes are gone. */
	gone: number[];
	/** SHA-256 of each stream as stored; null where bytes were erased. */
	stdout: string | null;
	stderr: string | null;
	/** What the agent found before the start, and when (ms, the agent's clock), where there is such a record. */
	started: { context: RunContext; at: number } | null;
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
			spec: null,
			problems: ["this recording was never prepared"],
			count: 0,
			link: "",
			gone: [],
			stdout: null,
			stderr: null,
			started: null,
			end: null,
		};
	const streams = { stdout: createHash("sha256"), stderr: createHash("sha256") };
	const offsets = { stdout: 0, stderr: 0 };
	let link = firstLink(spec.run, sha256);
	let n = 0;
	const gone: number[] = [];
	let started: RecordingCheck["started"] = null;
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
				else gone.push(n);
			} else if (row.payload) {
				const event = eventOf(row.payload);
				if (event?.type === "context") started ??= { context: event, at: Math.floor(row.at / 1000) };
				if (event?.type === "end") end = { summary: event.summary, signature: event.signature };
			}
		}
	}
	if (gone.length > 0 && !spec.erased) problems.push("bytes are gone without an erasure");
	const digest = (stream: "stdout" | "stderr") => (gone.length > 0 ? null : streams[stream].digest("hex"));
	const check = {
		spec: { plan: spec.plan, endpoint: spec.endpoint },
		problems,
		count: n,
		link: hex(link),
		gone,
		stdout: digest("stdout"),
		stderr: digest("stderr"),
		started,
		end,
	};
	if (end) problems.push(...summaryProblems(check, end.summary));
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

const eventOf = (payload: Uint8Array): RunEvent | null => {
	try {
		return readRunEvent(payload);
	} catch {
		return null;
	}
};

const summaryProblems = (check: RecordingCheck, text: string): string[] => {
	const summary = readSummary(text);
	if (!summary) return ["the agent's own count can't be read"];
	return (["stdout", "stderr"] as const)
		.filter((stream) => check.gone.length === 0 && ![null, check[stream]].includes(summary[stream].sha256))
		.map((stream) => `${stream} is not what the agent says that it sent`);
};
