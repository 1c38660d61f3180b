// Checks a whole recording: each part begins where the one before ended, every row is as it was chained, and each stream
// has the hash that the agent signed.
import { createHash } from "node:crypto";
import { hex } from "../../protocol/bytes.ts";
import { firstLink } from "../../protocol/record/chain.ts";
import { Stream } from "../../protocol/record/records.ts";
import type { Cut, End, Started } from "../contracts/values/recording.ts";
import type { Env } from "../env.ts";
import { sha256 } from "../keys/crypto.ts";
import { partOf } from "./roll-over.ts";
import { readSummary } from "./summary.ts";
import { recordingOf } from "./whole.ts";

export type RecordingCheck = {
	/** Whose recording it says that it is; null: it was never prepared. */
	spec: { plan: string; endpoint: string } | null;
	/** The problems, in words; empty: every row is as it was chained. */
	problems: string[];
	count: number;
	link: string;
	/** Bytes of each stream. */
	stdout: number;
	stderr: number;
	/** The numbers of records of output whose bytes are gone. */
	gone: number[];
	/** The numbers of events whose bytes are gone. */
	struck: number[];
	/** Null: no such record. */
	started: Started | null;
	end: End | null;
};

/** Bytes of output that one call checks or reads: a Durable Object has 30 s of CPU for a request. */
const bytesAtOnce = 256_000_000;

export const verifyRecording = async (env: Env, run: string): Promise<RecordingCheck> => {
	const found: Found = {
		spec: null,
		problems: [],
		gone: [],
		struck: [],
		started: null,
		end: null,
		at: { n: 0, link: firstLink(run, sha256), stdout: 0, stderr: 0 },
	};
	const { starts } = await recordingOf(env, run).outline();
	if (starts.length === 0) found.problems.push("this recording was never prepared");
	for (const [part, start] of starts.entries()) await checkPart(env, run, part, start, found);
	await checkStreams(env, run, found);
	const { at, ...rest } = found;
	return { ...rest, count: at.n, link: hex(at.link), stdout: at.stdout, stderr: at.stderr };
};

type Found = Omit<RecordingCheck, "count" | "link" | Stream> & { at: Cut };

const checkPart = async (env: Env, run: string, part: number, start: Cut, found: Found): Promise<void> => {
	const object = partOf(env, run, part);
	const about = await object.about();
	if (!about) {
		found.problems.push(`part ${part + 1} of the recording is missing`);
		return;
	}
	found.spec ??= about.spec;
	if (![start, about.start].every((cut) => sameCut(cut, found.at)))
		found.problems.push(`part ${part + 1} of the recording does not begin where the one before ends`);
	const before = found.gone.length + found.struck.length;
	for (let n = -1; n !== found.at.n; ) {
		n = found.at.n;
		const { problems, to, gone, struck, started, end } = await object.check(found.at, bytesAtOnce);
		found.problems.push(...problems);
		found.at = to;
		found.gone.push(...gone);
		found.struck.push(...struck);
		found.started ??= started;
		found.end = end ?? found.end;
	}
	if (found.gone.length + found.struck.length > before && !about.erased)
		found.problems.push("bytes are gone without an erasure");
};

const sameCut = (a: Cut, b: Cut): boolean =>
	a.n === b.n && hex(a.link) === hex(b.link) && a.stdout === b.stdout && a.stderr === b.stderr;

const checkStreams = async (env: Env, run: string, { problems, gone, end, at }: Found): Promise<void> => {
	const summary = end && readSummary(end.summary);
	if (end && !summary) problems.push("the agent's own count can't be read");
	if (!summary || gone.length > 0) return;
	for (const stream of Stream.options) {
		if (summary[stream].sha256 === null) continue;
		const stored = await hashOf(env, run, stream, at[stream]).catch(() => null);
		if (stored !== summary[stream].sha256) problems.push(`${stream} is not what the agent says that it sent`);
	}
};

const hashOf = async (env: Env, run: string, stream: Stream, length: number): Promise<string | null> => {
	const hash = createHash("sha256");
	for (let at = 0; at < length; at += bytesAtOnce) {
		const bytes = await recordingOf(env, run).stream(stream, at, Math.min(at + bytesAtOnce, length));
		if (!bytes) return null;
		for await (const piece of bytes) hash.update(piece);
	}
	return hash.digest("hex");
};
