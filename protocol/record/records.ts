// A recording's records: output as raw bytes and events as JSON, in one order of arrival, and their binary frames.
import { z } from "zod";
import { longestInRecord, mostInRecord, recordOf } from "../bounds.ts";
import { concat, fromUtf8, utf8 } from "../bytes.ts";
import { Sha256Hex, Signature } from "../ids.ts";
import { CaptureEvent, InsideEvent } from "./inside.ts";
import { PersonEvent } from "./person.ts";

export const Stream = z.enum(["stdout", "stderr"]);
export type Stream = z.infer<typeof Stream>;

const kinds = ["stdout", "stderr", "event"] as const;
export type RecordKind = (typeof kinds)[number];

/** One record. `n` counts from 1 over output and events alike; `at` is the agent's clock in microseconds since 1970;
 * `offset` is the position of the bytes in their stream (0 for events). `bytes` of an event are the UTF-8 JSON of a RunEvent. */
export type RunRecord = { n: number; kind: RecordKind; at: number; offset: number; bytes: Uint8Array };

/** The most bytes of one record. */
export const maxRecordBytes = longestInRecord;
/** The most bytes of one frame; Cloudflare takes WebSocket messages up to 32 MiB. */
export const maxFrameBytes = 2 * maxRecordBytes;
/** The most bytes an agent sends ahead of the last ack. */
export const sendWindowBytes = 4 * maxRecordBytes;

/** A header: version u8, kind u8, zero u16, length u32, n u64, at u64, offset u64; all little-endian. */
export const recordHeaderBytes = 32;
const recordVersion = 1;

/** The 32 bytes of a record's header: the metadata that its link in the chain covers. */
export const recordHeader = (
	record: Omit<RunRecord, "bytes"> & { length: number },
): Uint8Array<ArrayBuffer> => {
	const header = new Uint8Array(recordHeaderBytes);
	const view = new DataView(header.buffer);
	view.setUint8(0, recordVersion);
	view.setUint8(1, kinds.indexOf(record.kind));
	view.setUint32(4, record.length, true);
	view.setBigUint64(8, BigInt(record.n), true);
	view.setBigUint64(16, BigInt(record.at), true);
	view.setBigUint64(24, BigInt(record.offset), true);
	return header;
};

/** The metadata that a record's link covers: its header, then the Worker's clock at arrival (u64, ms since 1970, little-endian). */
export const recordMeta = (
	record: Parameters<typeof recordHeader>[0],
	receivedAt: number,
): Uint8Array<ArrayBuffer> => {
	const received = new Uint8Array(8);
	new DataView(received.buffer).setBigUint64(0, BigInt(receivedAt), true);
	return concat(recordHeader(record), received);
};

/** A frame: records, each as header and bytes, in a row. */
export const encodeFrame = (records: RunRecord[]): Uint8Array<ArrayBuffer> =>
	concat(
		...records.flatMap((record) => [recordHeader({ ...record, length: record.bytes.length }), record.bytes]),
	);

const small = (value: bigint): number => {
	if (value > BigInt(Number.MAX_SAFE_INTEGER))
		throw new RangeError("a number in a record's header is too large");
	return Number(value);
};

/** The records of a frame, their bytes as views into it. Throws a RangeError or TypeError if it is malformed. */
export const decodeFrame = (frame: Uint8Array): RunRecord[] => {
	const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
	const records: RunRecord[] = [];
	for (let at = 0; at < frame.length; ) {
		if (view.getUint8(at) !== recordVersion) throw new TypeError("unknown version of a record");
		const kind = kinds[view.getUint8(at + 1)];
		if (!kind || view.getUint16(at + 2, true) !== 0) throw new TypeError("malformed record header");
		const length = view.getUint32(at + 4, true);
		const start = at + recordHeaderBytes;
		if (length > maxRecordBytes || start + length > frame.length)
			throw new RangeError("a record is longer than its frame");
		records.push({
			n: small(view.getBigUint64(at + 8, true)),
			kind,
			at: small(view.getBigUint64(at + 16, true)),
			offset: small(view.getBigUint64(at + 24, true)),
			bytes: frame.subarray(start, start + length),
		});
		at = start + length;
	}
	return records;
};

/** Groups of one account: the most that Linux takes; Windows takes 1,015. */
const mostGroups = 65_536;
/** Variables of an environment: each takes 37 bytes of the record. */
const mostVariables = Math.ceil(maxRecordBytes / 37);
/** Facts: each takes six. An agent says there, too, which variables it left out. */
const mostFacts = Math.ceil(maxRecordBytes / 6);

/** What the agent found before the process started: the transcript's header and environment snapshot. */
export const RunContext = z.strictObject({
	type: z.literal("context"),
	v: z.literal(1),
	runtime: z.string().max(longestInRecord),
	agentVersion: z.string().max(longestInRecord),
	/** The process's real user: `NT AUTHORITY\SYSTEM`, `root`; its groups; whether it is root or elevated. */
	user: z.strictObject({
		name: z.string().max(longestInRecord),
		id: z.string().max(longestInRecord),
		groups: z.array(z.string().max(longestInRecord)).max(mostGroups),
		elevated: z.boolean(),
	}),
	cwd: z.string().max(longestInRecord),
	shell: z.strictObject({
		name: z.string().max(longestInRecord),
		/** What the shell's name resolved to on PATH. */
		path: z.string().max(longestInRecord),
		sha256: Sha256Hex.nullable(),
		version: z.string().max(longestInRecord).nullable(),
		/** The exact arguments, the command among them. */
		argv: z.array(z.string().max(longestInRecord)).max(mostInRecord),
	}),
	/** The program on PATH that the command's first word names; null: it isn't one, or the agent can't tell. */
	executable: z
		.strictObject({
			path: z.string().max(longestInRecord),
			sha256: Sha256Hex.nullable(),
			version: z.string().max(longestInRecord).nullable(),
		})
		.nullable(),
	os: z.strictObject({
		platform: z.string().max(longestInRecord),
		release: z.string().max(longestInRecord),
		version: z.string().max(longestInRecord),
		arch: z.string().max(longestInRecord),
		hostname: z.string().max(longestInRecord),
	}),
	locale: z.string().max(longestInRecord),
	timeZone: z.string().max(longestInRecord),
	bootId: z.string().max(longestInRecord),
	/** Further facts of the shell: PSVersion, ExecutionPolicy, code page. */
	facts: recordOf(z.string().max(longestInRecord), z.string().max(longestInRecord), mostFacts),
	/** The environment given to the process; `masked` where name or value look secret (then the value stays on the endpoint). */
	env: z
		.array(
			z.strictObject({
				name: z.string().max(longestInRecord),
				value: z.string().max(longestInRecord),
				masked: z.boolean(),
			}),
		)
		.max(mostVariables),
	/** Always `plain`: a later `capture` record says whether the agent sees more. */
	capture: z.enum(["plain"]),
});
export type RunContext = z.infer<typeof RunContext>;

/** How a run ended. */
export const RunEnd = z.discriminatedUnion("outcome", [
	z.strictObject({ outcome: z.literal("exited"), code: z.int() }),
	z.strictObject({ outcome: z.literal("signalled"), signal: z.string().max(longestInRecord) }),
	z.strictObject({ outcome: z.literal("timed-out") }),
	z.strictObject({ outcome: z.literal("cancelled"), by: z.string().max(longestInRecord) }),
	/** Nothing was started: the reason, in words. */
	z.strictObject({ outcome: z.literal("not-started"), reason: z.string().max(longestInRecord) }),
	/** Not run, because of what came before it. */
	z.strictObject({
		outcome: z.literal("skipped"),
		because: z.enum(["failed-check", "earlier-step", "cancelled", "run-by-passed"]),
	}),
	/** It had started; its result is unknown. */
	z.strictObject({
		outcome: z.literal("unknown"),
		because: z.enum(["agent-restarted", "endpoint-restarted", "unheard", "rejected", "record-lost"]),
	}),
]);
export type RunEnd = z.infer<typeof RunEnd>;

/** The agent's own count of a run, signed by its key: what it says that it sent. */
export const RunSummary = z.strictObject({
	v: z.literal(1),
	run: z.string().max(longestInRecord),
	plan: z.string().max(longestInRecord),
	digest: Sha256Hex,
	endpoint: z.string().max(longestInRecord),
	/** Records before the end record. */
	records: z.int().min(0),
	/** Of all bytes of each stream. A null hash: the agent died and could not finish it. */
	stdout: z.strictObject({ bytes: z.int().min(0), sha256: Sha256Hex.nullable() }),
	stderr: z.strictObject({ bytes: z.int().min(0), sha256: Sha256Hex.nullable() }),
	durationMs: z.number().min(0).nullable(),
	end: RunEnd,
});
export type RunSummary = z.infer<typeof RunSummary>;

/** Whether an endpoint's disk takes what its agent writes. */
export const DiskState = z.enum(["full", "failing", "room"]);
export type DiskState = z.infer<typeof DiskState>;

/** The body of a record of kind `event`. */
export const RunEvent = z.discriminatedUnion("type", [
	RunContext,
	/** The process was spawned. */
	z.strictObject({ type: z.literal("started"), v: z.literal(1), pid: z.int() }),
	/** The process itself has ended, while a child that outlived it still holds its output open. */
	z.strictObject({ type: z.literal("output-held"), v: z.literal(1), graceMs: z.int() }),
	/** The agent wrote the step's script to this file, which holds just these bytes, and removes it when the step ends. */
	z.strictObject({
		type: z.literal("script"),
		v: z.literal(1),
		path: z.string().max(longestInRecord),
		bytes: z.int().min(1),
		sha256: Sha256Hex,
	}),
	/** The plan says that the command restarts the machine. `awaited`: its process has ended, and the agent waits for that.
	 * `back`: the machine restarted, and the agent is back. `missing`: it did not restart. */
	z.strictObject({
		type: z.literal("restart"),
		v: z.literal(1),
		state: z.enum(["awaited", "back", "missing"]),
	}),
	/** The process has ended, or was to end, and these that it started are still running; or the agent came back, and found these of it. */
	z.strictObject({ type: z.literal("left"), v: z.literal(1), processes: z.array(z.int()).min(1).max(100) }),
	/** The agent came back, and found nothing of this step running. An event of its own: `left` names one at least wherever it is read. */
	z.strictObject({ type: z.literal("none-left"), v: z.literal(1) }),
	/** Output that is lost for good: which bytes, and why. */
	z.strictObject({
		type: z.literal("gap"),
		v: z.literal(1),
		stream: Stream,
		bytes: z.int().nullable(),
		reason: z.string().max(longestInRecord),
	}),
	/** `full`, `failing`: the endpoint's disk takes nothing more, and the process waits; `room`: it goes on. Nothing is lost. */
	z.strictObject({ type: z.literal("disk"), v: z.literal(1), state: DiskState }),
	CaptureEvent,
	InsideEvent,
	/** So many times the agent found a secret of the plan and put its mark there: these bytes aren't as the step wrote them.
	 * `inside`: in what the shell reported. */
	z.strictObject({
		type: z.literal("masked"),
		v: z.literal(1),
		stdout: z.int().min(0),
		stderr: z.int().min(0),
		inside: z.int().min(0),
	}),
	PersonEvent,
	/** As whom the process really runs, by the system's own word (`/proc`, the process's token), read before its first instruction
	 * where it had to become another user. `as`: what was asked; `differs`: what is otherwise than asked. */
	z.strictObject({
		type: z.literal("ran-as"),
		v: z.literal(1),
		as: z.string().max(longestInRecord),
		user: z.strictObject({
			id: z.string().max(longestInRecord),
			group: z.string().max(longestInRecord),
			groups: z.array(z.string().max(longestInRecord)).max(mostGroups),
		}),
		differs: z.string().max(longestInRecord).nullable(),
	}),
	/** Something worth knowing, in words: a program that gives no answer, a user without its groups. */
	z.strictObject({ type: z.literal("note"), v: z.literal(1), text: z.string().max(longestInRecord) }),
	/** The last record of every recording. `summary` is the JSON text that was signed. */
	z.strictObject({
		type: z.literal("end"),
		v: z.literal(1),
		summary: z.string().max(longestInRecord),
		signature: Signature,
	}),
]);
export type RunEvent = z.infer<typeof RunEvent>;

export const eventBytes = (event: RunEvent): Uint8Array<ArrayBuffer> => utf8(JSON.stringify(event));
export const readRunEvent = (bytes: Uint8Array): RunEvent => RunEvent.parse(JSON.parse(fromUtf8(bytes)));

/** An event of a kind from a later version: its bytes are kept, and no code reads them. */
export type UnknownEvent = { type: "unknown" };

/** What an event of any version says of itself. */
const AnyEvent = z.looseObject({ type: z.string().max(longestInRecord), v: z.int().min(1) });

/** As `readRunEvent`, but accepts an unknown kind; it reads a known kind as strictly. */
export const readAnyEvent = (bytes: Uint8Array): RunEvent | UnknownEvent => {
	const event: unknown = JSON.parse(fromUtf8(bytes));
	const { type } = AnyEvent.parse(event);
	const known = RunEvent.options.some(({ shape }) => shape.type.value === type);
	return known ? RunEvent.parse(event) : { type: "unknown" };
};

/** What the agent signs of a run: purpose, then the summary's JSON text. */
export const summaryMessage = (summary: string): Uint8Array<ArrayBuffer> =>
	concat(utf8("caisey run v1\n"), utf8(summary));
