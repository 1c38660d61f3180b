// Checks a recording's part link by link, some records at a time: every stored row must be the one that was chained.
import { hex } from "../../protocol/bytes.ts";
import { nextLink, payloadHash } from "../../protocol/record/chain.ts";
import { recordMeta, type Stream } from "../../protocol/record/records.ts";
import type { Cut, RowsCheck } from "../contracts/values/recording.ts";
import { sha256 } from "../keys/crypto.ts";
import { atMarks, tryEvent } from "./events.ts";
import type { RecordingStore, RecordRow } from "./store.ts";

/** Checks at least one record after `from`, and no more once `maxBytes` were looked at. */
export const checkRows = (store: RecordingStore, from: Cut, maxBytes: number): RowsCheck => {
	const found: RowsCheck = { problems: [], to: { ...from }, gone: [], struck: [], started: null, end: null };
	let left = maxBytes;
	for (const row of store.following(from.n, 2_000)) {
		checkRow(row, found);
		left -= row.length;
		if (left <= 0) break;
	}
	return found;
};

const checkRow = (row: RecordRow, found: RowsCheck): void => {
	const { problems, to } = found;
	const link = nextLink("record", to.link, recordMeta(row, row.received_at), row.hash, sha256);
	if (row.n !== to.n + 1) problems.push(`record ${to.n + 1} is missing`);
	problems.push(...rowProblems(row));
	if (hex(link) !== hex(row.link))
		problems.push(`record ${row.n}: its link does not follow from the one before`);
	to.n = row.n;
	to.link = row.link;
	if (row.kind === "event") keepEvent(row, found);
	else keepOutput(row, row.kind, found);
};

const keepOutput = (row: RecordRow, stream: Stream, found: RowsCheck): void => {
	const { problems, to } = found;
	if (row.offset !== to[stream]) problems.push(`record ${row.n}: ${stream} has a gap at byte ${to[stream]}`);
	to[stream] = row.offset + row.length;
	if (!row.payload) found.gone.push(row.n);
};

const keepEvent = (row: RecordRow, found: RowsCheck): void => {
	if (!row.payload) found.struck.push(row.n);
	const event = row.payload && tryEvent(row.payload);
	if (event) compared(event, row, found);
};

/** The parts of events that are compared with the session's own. */
const compared = atMarks<[row: RecordRow, found: RowsCheck]>({
	context: (context, { at }, found) => {
		found.started ??= { context, at: Math.floor(at / 1000) };
	},
	inside: () => {},
	person: () => {},
	end: ({ summary, signature }, _row, found) => {
		found.end = { summary, signature };
	},
});

const rowProblems = (row: RecordRow): string[] => {
	if (!row.payload && !row.salt) return [];
	if (!row.payload || !row.salt) return [`record ${row.n}: its bytes or its salt are gone, not both`];
	if (row.payload.length !== row.length)
		return [`record ${row.n}: it has ${row.payload.length} bytes, ${row.length} were chained`];
	return hex(payloadHash(row.salt, row.payload, sha256)) === hex(row.hash)
		? []
		: [`record ${row.n}: its bytes were changed`];
};
