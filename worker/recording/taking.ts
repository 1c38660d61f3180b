// Which records a recording takes: the next in the sequence. One that is there already must be the same, byte for byte.
import { hex } from "../../protocol/bytes.ts";
import { payloadHash } from "../../protocol/record/chain.ts";
import type { RunRecord } from "../../protocol/record/records.ts";
import type { Cut } from "../contracts/values/recording.ts";
import { sha256 } from "../keys/crypto.ts";
import { type Event, tryEvent } from "./events.ts";
import type { RecordingStore } from "./store.ts";
import { readSummary } from "./summary.ts";

/** Why a record is not taken, in words. `missing`: those before it have not come, and will when they are sent again;
 * anything else contradicts what is stored, and would again. */
export type Objection = { missing: boolean; reason: string };

/** Stores those that follow; `onEvent` hears of each event. Returns the problem of the first that can't be taken. Call it
 * inside a transaction. */
export const takeRecords = (
	store: RecordingStore,
	records: RunRecord[],
	wasEnded: boolean,
	now: number,
	onEvent: (event: Event, n: number) => void,
): Objection | null => {
	let tail = store.tail();
	let ended = wasEnded;
	for (const record of records) {
		if (record.n > tail.n + 1)
			return { missing: true, reason: `record ${record.n} came after record ${tail.n}` };
		const reason = contradiction(store, record, tail, ended);
		if (reason) return { missing: false, reason };
		if (record.n <= tail.n) continue;
		tail = store.append(record, tail, now);
		const event = record.kind === "event" ? tryEvent(record.bytes) : null;
		if (event) onEvent(event, record.n);
		if (event?.type === "end") ended = true;
	}
	return null;
};

/** The problem with a record, in words; null: it is the next one, or is already stored just so. */
const contradiction = (
	store: RecordingStore,
	record: RunRecord,
	tail: Cut,
	ended: boolean,
): string | null => {
	const { n, kind, offset, bytes } = record;
	if (n <= tail.n) return isStored(store, record) ? null : `record ${n} came again with other bytes`;
	if (ended) return `record ${n} came after the end`;
	if (kind === "event") return eventObjection(n, bytes);
	const expected = tail[kind];
	return offset === expected
		? null
		: `record ${n} of ${kind} starts at byte ${offset}, ${expected} was expected`;
};

/** A record of an earlier part isn't here: but an agent never sends one, since it knew from where to go on. */
const isStored = (store: RecordingStore, record: RunRecord): boolean => {
	const stored = store.at(record.n);
	if (
		!stored ||
		stored.kind !== record.kind ||
		stored.offset !== record.offset ||
		stored.length !== record.bytes.length
	)
		return false;
	return stored.salt === null || hex(payloadHash(stored.salt, record.bytes, sha256)) === hex(stored.hash);
};

const eventObjection = (n: number, bytes: Uint8Array): string | null => {
	const event = tryEvent(bytes);
	if (!event) return `record ${n} is an event that could not be read`;
	return event.type === "end" && !readSummary(event.summary)
		? `record ${n} is an end whose summary could not be read`
		: null;
};
