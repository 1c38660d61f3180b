// A peer's records of its runs, by number, counted and hashed; and what was wrong with them.
import { createHash, type Hash } from "node:crypto";
import type { WebSocket } from "ws";
import {
	type RunEvent,
	type RunRecord,
	RunSummary,
	readRunEvent,
	type Stream,
	summaryMessage,
} from "../../protocol/record/records.ts";
import { verifies } from "../home/keys.ts";
import type { Until } from "./until.ts";

/** One run as the peer has it. `records` is without bytes of output where they are only counted. */
export type Recorded = {
	records: RunRecord[];
	/** How many bytes and which, of each stream. */
	counts: Record<Stream, number>;
	hashes: Record<Stream, Hash>;
	socket: WebSocket | undefined;
	/** Connections of this run until now. */
	connections: number;
};

type Options = {
	/** False: output is counted and hashed, but not kept. */
	keep: boolean;
	/** What an honest agent never does. */
	problems: string[];
	/** The agent's public key, base64. */
	agentKey: () => string;
	until: Until;
};

export const newRecords = ({ keep, problems, agentKey, until }: Options) => {
	const runs = new Map<string, Recorded>();

	const recorded = (run: string): Recorded => {
		const known = runs.get(run) ?? {
			records: [],
			counts: { stdout: 0, stderr: 0 },
			hashes: { stdout: createHash("sha256"), stderr: createHash("sha256") },
			socket: undefined,
			connections: 0,
		};
		runs.set(run, known);
		return known;
	};
	const repeated = (run: string, { records }: Recorded, record: RunRecord) => {
		const before = records[record.n - 1];
		if (keep && (!before || Buffer.compare(before.bytes, record.bytes) !== 0 || before.at !== record.at))
			problems.push(`${run} record ${record.n} came again with other bytes`);
	};
	const store = (run: string, record: RunRecord) => {
		const into = recorded(run);
		const expected = (into.records.at(-1)?.n ?? 0) + 1;
		if (record.n < expected) return repeated(run, into, record);
		if (record.n > expected) problems.push(`${run} record ${record.n} came in place of ${expected}`);
		if (record.kind !== "event") {
			if (record.offset !== into.counts[record.kind]) problems.push(`${run} ${record.n}: wrong offset`);
			into.counts[record.kind] += record.bytes.length;
			into.hashes[record.kind].update(record.bytes);
		}
		const bytes = keep || record.kind === "event" ? new Uint8Array(record.bytes) : new Uint8Array();
		into.records.push({ ...record, bytes });
	};
	const ack = (run: string) => {
		const { socket, records } = recorded(run);
		socket?.send(JSON.stringify({ type: "ack", n: records.at(-1)?.n ?? 0 }));
	};
	const events = (run: string): RunEvent[] =>
		recorded(run)
			.records.filter(({ kind }) => kind === "event")
			.map(({ bytes }) => readRunEvent(bytes));
	/** The signed summary, once the end record is here. */
	const ended = async (run: string): Promise<RunSummary> => {
		const end = await until(() => {
			const last = recorded(run).records.at(-1);
			const event = last?.kind === "event" ? readRunEvent(last.bytes) : undefined;
			return event?.type === "end" ? event : undefined;
		});
		if (!verifies(agentKey(), summaryMessage(end.summary), end.signature))
			problems.push(`${run}: a summary with a wrong signature`);
		return RunSummary.parse(JSON.parse(end.summary));
	};
	const bytesOf = (run: string, stream: Stream): Buffer =>
		Buffer.concat(
			recorded(run)
				.records.filter(({ kind }) => kind === stream)
				.map(({ bytes }) => bytes),
		);
	return { runs, recorded, store, ack, events, ended, bytesOf };
};
