// Recordings in a test: their real tables and rules, filled by an agent that signs with a key of its own.
import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { base64, fromBase64, utf8 } from "../../../../protocol/bytes.ts";
import { shellArgv } from "../../../../protocol/plan/invocation.ts";
import {
	eventBytes,
	type RunContext,
	type RunEnd,
	type RunRecord,
	type RunSummary,
	type Stream,
	summaryMessage,
} from "../../../../protocol/record/records.ts";
import type { Cut } from "../../../contracts/values/recording.ts";
import { migrate } from "../../../durable/sql.ts";
import type { Env } from "../../../env.ts";
import { sha256Hex } from "../../../keys/crypto.ts";
import { follow } from "../../../recording/events.ts";
import { deliver, questionReport, type RecordingOutbox } from "../../../recording/outbox.ts";
import { readRecords, readStream } from "../../../recording/reading.ts";
import { type RecordingStore, recordingStore } from "../../../recording/store.ts";
import { migrations } from "../../../recording/tables.ts";
import { takeRecords } from "../../../recording/taking.ts";
import { checkRows } from "../../../recording/verify.ts";
import { memoryStorage } from "../../../workspace/testing/sql.ts";
import { context } from "../../testing/states.ts";

export type Key = { raw: string; private: KeyObject };

export const newKey = (): Key => {
	const pair = generateKeyPairSync("ed25519");
	const raw = base64(new Uint8Array(pair.publicKey.export({ type: "spki", format: "der" }).subarray(-32)));
	return { raw, private: pair.privateKey };
};

export const signedBy = (key: Key, message: Uint8Array): string =>
	base64(new Uint8Array(sign(null, message, key.private)));

/** How plans name a key. */
export const fingerprint = ({ raw }: Key): string => sha256Hex(fromBase64(raw));

/** One recording, with what its object does for those who read and check it. */
const recordingObject = () => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	const store = recordingStore(storage.sql);
	return {
		sql: storage.sql,
		store,
		outline: async () => ({
			starts: store.spec() ? [store.start()] : [],
			erased: store.spec()?.erased ?? false,
			generation: store.generation(),
		}),
		about: async () => {
			const spec = store.spec();
			return spec && { spec, start: store.start(), erased: spec.erased };
		},
		tail: async () => store.tail(),
		check: async (from: Cut, maxBytes: number) => checkRows(store, from, maxBytes),
		records: async (after: number, maxBytes: number) => readRecords(store, after, maxBytes),
		stream: async (stream: Stream, start: number, end: number) => readStream(store, stream, start, end),
	};
};
export type RecordingObject = ReturnType<typeof recordingObject>;

/** All recordings, by the run's id. */
export const recordings = () => {
	const all = new Map<string, RecordingObject>();
	const getByName = (run: string): RecordingObject => {
		const found = all.get(run) ?? recordingObject();
		all.set(run, found);
		return found;
	};
	return { all, getByName };
};

export type Played = {
	run: string;
	plan: string;
	digest: string;
	endpoint: string;
	command: string;
	key: Key;
	at: number;
	says: [Stream | "unknown", string][];
	/** Null: it hasn't ended, as far as anyone has heard. */
	end: RunEnd | null;
	/** Whether it has sent nothing of its start. */
	unstarted?: boolean;
	/** What its report says otherwise. */
	some?: Partial<RunSummary>;
};

/** How far an agent's clock is behind the Worker's, in ms. */
const clockBehind = 120_000;

/** What an agent sends of one step: context, start, output, and its signed report. */
const sent = ({ at, command, says, end, unstarted, some, key, ...of }: Played): RunRecord[] => {
	const records: RunRecord[] = [];
	const totals = { stdout: createHash("sha256"), stderr: createHash("sha256") };
	const sizes = { stdout: 0, stderr: 0 };
	const add = (kind: RunRecord["kind"], bytes: Uint8Array, offset = 0) =>
		records.push({
			...{ n: records.length + 1, kind, offset, bytes },
			at: (at - clockBehind + records.length) * 1000 + 7,
		});
	const shell = { ...context.shell, argv: shellArgv("sh", "/bin/sh", command) };
	if (!unstarted) {
		add("event", eventBytes({ ...context, shell } satisfies RunContext));
		add("event", eventBytes({ type: "started", v: 1, pid: 4321 }));
	}
	for (const [kind, text] of says)
		if (kind === "unknown") add("event", utf8(text));
		else {
			add(kind, utf8(text), sizes[kind]);
			totals[kind].update(text);
			sizes[kind] += utf8(text).length;
		}
	if (end === null) return records;
	const stream = (name: Stream) => ({ bytes: sizes[name], sha256: totals[name].digest("hex") });
	const { run, plan, digest, endpoint } = of;
	const counts = { records: records.length, stdout: stream("stdout"), stderr: stream("stderr") };
	const report: RunSummary = { v: 1, run, plan, digest, endpoint, ...counts, durationMs: 10.5, end, ...some };
	const summary = JSON.stringify(report);
	add("event", eventBytes({ type: "end", v: 1, summary, signature: signedBy(key, summaryMessage(summary)) }));
	return records;
};

/** Takes all of it as the object would, and reports to the session what follows. */
export const record = async (env: Env, store: RecordingStore, played: Played): Promise<void> => {
	const reports: RecordingOutbox[] = [];
	const problem = takeRecords(store, sent(played), false, played.at + 3, (event, n) =>
		follow(event, n, {
			started: (first) => {
				if (store.markContext(first)) reports.push({ type: "started" });
			},
			questioned: (entry) => reports.push(questionReport(entry)),
			asked: (n) => reports.push({ type: "person", n }),
			ended: () => reports.push({ type: "ended" }),
		}),
	);
	if (problem) throw new Error(problem.reason);
	for (const report of reports) await deliver(report, env, store);
};
