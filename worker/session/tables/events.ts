// The session's events: appended to one chain, never changed; only what one says can be erased.
import { z } from "zod";
import { hex } from "../../../protocol/bytes.ts";
import type { Actor } from "../../../protocol/people.ts";
import type { StoredEvent } from "../../../protocol/read/transcript-source.ts";
import { firstLink, nextLink, payloadHash, saltLength } from "../../../protocol/record/chain.ts";
import {
	eventMeta,
	eventPayload,
	readEventPayload,
	type SessionEventBody,
	type SessionEventKind,
} from "../../../protocol/record/events.ts";
import { Blob } from "../../durable/columns.ts";
import { pack, unpack } from "../../durable/packed.ts";
import { row, rows } from "../../durable/sql.ts";
import { random, sha256 } from "../../keys/crypto.ts";

/** What an event says, as it was chained. */
const Packed = Blob.transform(unpack);

/** Empty while salt and payload are there, from which it follows: 32 bytes less for each event. */
const unstored = new Uint8Array();

const EventRow = z
	.object({
		seq: z.int(),
		at: z.int(),
		kind: z.string(),
		payload: Packed.nullable(),
		salt: Blob.nullable(),
		hash: Blob,
		link: Blob,
	})
	.transform((row) => {
		const { salt, payload, hash } = row;
		return hash.length > 0 || !salt || !payload ? row : { ...row, hash: payloadHash(salt, payload, sha256) };
	});
export type EventRow = z.infer<typeof EventRow>;
const Last = z.object({ seq: z.int(), link: Blob });
const Said = z.object({ seq: z.int(), payload: Packed });
/** So many of them are read at once. */
const atOnce = 100;

/** `session`: the id that the chain begins with. */
export const eventsTable = (sql: SqlStorage, session: () => string) => {
	const last = () => row(sql, Last, "SELECT seq, link FROM events ORDER BY seq DESC LIMIT 1");
	const rowsAfter = (after: number, limit: number): EventRow[] =>
		rows(sql, EventRow, "SELECT * FROM events WHERE seq > ? ORDER BY seq LIMIT ?", after, limit);

	/** The people behind events of some kinds, in their order: some rows at a time. */
	function* actorsOf(kinds: SessionEventKind[]): Generator<string> {
		const query = `SELECT seq, payload FROM events WHERE payload IS NOT NULL AND seq > ?
			AND kind IN (SELECT value FROM json_each(?)) ORDER BY seq LIMIT ?`;
		for (let after = 0; ; ) {
			const found = rows(sql, Said, query, after, JSON.stringify(kinds), atOnce);
			for (const { seq, payload } of found) {
				const { person } = readEventPayload(payload).actor;
				if (person !== null) yield person;
				after = seq;
			}
			if (found.length < atOnce) return;
		}
	}

	return {
		/** For `record` alone, which tells all listeners. Returns the event's number. Call it inside a transaction. */
		append(at: number, actor: Actor, body: SessionEventBody): number {
			const before = last();
			const seq = (before?.seq ?? 0) + 1;
			const payload = eventPayload(actor, body);
			const salt = random(saltLength);
			const hash = payloadHash(salt, payload, sha256);
			const previous = before?.link ?? firstLink(session(), sha256);
			const link = nextLink("event", previous, eventMeta({ seq, at, kind: body.kind }), hash, sha256);
			sql.exec(
				"INSERT INTO events (seq, at, kind, payload, salt, hash, link) VALUES (?, ?, ?, ?, ?, ?, ?)",
				seq,
				at,
				body.kind,
				pack(payload),
				salt,
				unstored,
				link,
			);
			return seq;
		},
		/** How many links there are, and the last one. */
		head(): { count: number; link: string } {
			const end = last();
			return { count: end?.seq ?? 0, link: hex(end?.link ?? firstLink(session(), sha256)) };
		},
		get: (seq: number): StoredEvent | null => {
			const found = row(sql, EventRow, "SELECT * FROM events WHERE seq = ?", seq);
			return found && read(found);
		},
		after: (seq: number, limit: number): StoredEvent[] => rowsAfter(seq, limit).map(read),
		/** Of some kinds alone, all of them. */
		ofKinds: (...kinds: SessionEventKind[]): StoredEvent[] =>
			rows(
				sql,
				EventRow,
				`SELECT * FROM events WHERE kind IN (${kinds.map(() => "?").join()}) ORDER BY seq`,
				...kinds,
			).map(read),
		/** The ids of the people who did something of these kinds, as far as it wasn't erased. */
		actorsOf: (...kinds: SessionEventKind[]): string[] => [...new Set(actorsOf(kinds))],
		/** As they are stored, for the checks. */
		rowsAfter,
		/** Erases what an event says; hash and link stay. */
		strike: (seq: number): void => {
			const found = row(sql, EventRow, "SELECT * FROM events WHERE seq = ?", seq);
			const erase = "UPDATE events SET payload = NULL, salt = NULL, hash = ? WHERE seq = ?";
			if (found) sql.exec(erase, found.hash, seq);
		},
	};
};

const read = ({ seq, at, kind, payload, salt, hash }: EventRow): StoredEvent => {
	const { actor, body } = payload ? readEventPayload(payload) : { actor: null, body: null };
	return { seq, at, kind, actor, body, payload, salt, hash };
};
