// A session's tables: the chained events, and what is derived from them for quick answers.
import { z } from "zod";
import { hex } from "../../../protocol/bytes.ts";
import { firstLink, nextLink, payloadHash, saltLength } from "../../../protocol/chain.ts";
import { Erasure, ErasureTargets } from "../../../protocol/erasure.ts";
import {
	eventMeta,
	eventPayload,
	type MessageRef,
	Place,
	readEventPayload,
	type SessionEventBody,
	type SessionEventKind,
	SignedHead,
} from "../../../protocol/events.ts";
import { Actor } from "../../../protocol/people.ts";
import { Phase, readPlan } from "../../../protocol/plan.ts";
import { RunContext, RunSummary } from "../../../protocol/records.ts";
import type { StoredEvent } from "../../../protocol/transcript.ts";
import { Found } from "../../../protocol/verdict.ts";
import { PlanState } from "../../../protocol/view.ts";
import { AwaitedFile } from "../../contracts/values/awaited.ts";
import { Snapshot } from "../../contracts/values/snapshot.ts";
import { Blob, Flag, json } from "../../durable/columns.ts";
import { outboxTable } from "../../durable/outbox.ts";
import { row, rows } from "../../durable/sql.ts";
import { random, sha256 } from "../../keys/crypto.ts";
import { hearingColumn, threadStore, threadTables } from "./thread-store.ts";

export const migrations = [
	`${outboxTable}
	CREATE TABLE session (
		id TEXT PRIMARY KEY, client TEXT NOT NULL, opened_at INTEGER NOT NULL, request TEXT NOT NULL,
		requester TEXT NOT NULL, place TEXT NOT NULL, root_key TEXT NOT NULL, closed_at INTEGER, retention_at INTEGER, snapshot TEXT NOT NULL, once TEXT NOT NULL
	) STRICT;
	CREATE TABLE events (
		seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, payload BLOB, salt BLOB,
		hash BLOB NOT NULL, link BLOB NOT NULL
	) STRICT;
	CREATE TABLE once (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
	CREATE TABLE plans (
		id TEXT PRIMARY KEY, bytes BLOB NOT NULL, digest TEXT NOT NULL, state TEXT NOT NULL, proposer TEXT NOT NULL,
		decide_by INTEGER NOT NULL, reminded INTEGER NOT NULL DEFAULT 0, decided_at INTEGER, run_by INTEGER,
		policy INTEGER, cancelled_by TEXT
	) STRICT;
	CREATE TABLE votes (
		plan TEXT NOT NULL, person TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT, at INTEGER NOT NULL, actor TEXT NOT NULL,
		PRIMARY KEY (plan, person)
	) STRICT;
	CREATE TABLE cards (
		workspace TEXT NOT NULL, channel TEXT NOT NULL, message TEXT NOT NULL, plan TEXT, key TEXT NOT NULL,
		PRIMARY KEY (workspace, channel, message)
	) STRICT;
	CREATE TABLE deliveries (
		plan TEXT NOT NULL, endpoint TEXT NOT NULL, state TEXT NOT NULL, detail TEXT, PRIMARY KEY (plan, endpoint)
	) STRICT;
	CREATE TABLE runs (
		id TEXT PRIMARY KEY, plan TEXT NOT NULL, endpoint TEXT NOT NULL, step INTEGER NOT NULL, phase TEXT NOT NULL,
		started_at INTEGER, context TEXT, stdout INTEGER NOT NULL DEFAULT 0, stderr INTEGER NOT NULL DEFAULT 0,
		lines INTEGER, excerpt TEXT NOT NULL DEFAULT '', whole INTEGER NOT NULL DEFAULT 1,
		ended_at INTEGER, summary TEXT, agrees INTEGER, head TEXT, erased TEXT
	) STRICT;
	CREATE TABLE endpoint_keys (endpoint TEXT PRIMARY KEY, key TEXT NOT NULL) STRICT;
	CREATE TABLE drafts (id TEXT PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL, command TEXT NOT NULL) STRICT;
	CREATE TABLE blobs (id TEXT NOT NULL, part INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, bytes BLOB, PRIMARY KEY (id, part)) STRICT;`,
	// `partly`: some of a run's records are erased, and why, where not all are.
	`CREATE TABLE erasures (
		id TEXT PRIMARY KEY, by TEXT NOT NULL, at INTEGER NOT NULL, expires INTEGER NOT NULL, reason TEXT NOT NULL,
		targets TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'open'
	) STRICT;
	ALTER TABLE runs ADD COLUMN partly TEXT;`,
	// `message`: the one in which it was typed or attached, as `messageKey` names it.
	"ALTER TABLE drafts ADD COLUMN message TEXT;",
	`CREATE TABLE awaited (key TEXT PRIMARY KEY, what TEXT NOT NULL, at INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0) STRICT;
	CREATE INDEX awaited_at ON awaited (at);`,
	threadTables,
	hearingColumn,
	// `found`: what the Worker found in the recording when the run ended.
	"ALTER TABLE runs ADD COLUMN found TEXT;",
];

/** What is only shown: where it can't be read, this stands for it, so that the rest can be; the checks find it. */
const shown = <S extends z.ZodType, F>(schema: S, otherwise: F) =>
	z.string().transform((text): z.output<S> | F => {
		try {
			return schema.parse(JSON.parse(text));
		} catch {
			return otherwise;
		}
	});
const unreadable: Actor = {
	surface: "worker",
	person: null,
	identity: null,
	name: "(unreadable)",
	label: null,
};

const SessionRow = z.object({
	id: z.string(),
	client: z.string(),
	opened_at: z.int(),
	request: z.string(),
	requester: shown(Actor, unreadable),
	place: json(Place),
	root_key: z.string(),
	closed_at: z.int().nullable(),
	/** When retention is to be looked at next. */
	retention_at: z.int().nullable(),
	snapshot: json(Snapshot),
	once: z.string(),
	/** The technician who opened it for somebody who phoned. */
	opened_by: shown(Actor, unreadable).nullable(),
	/** The technician who has it. */
	taken_by: shown(Actor, unreadable).nullable(),
	ticket: z.string().nullable(),
	desk_reminded: Flag,
});
export type SessionRow = z.infer<typeof SessionRow>;

const PlanRow = z.object({
	id: z.string(),
	bytes: Blob,
	digest: z.string(),
	state: PlanState,
	proposer: shown(Actor, unreadable),
	decide_by: z.int(),
	reminded: Flag,
	decided_at: z.int().nullable(),
	run_by: z.int().nullable(),
	policy: z.int().nullable(),
	cancelled_by: z.string().nullable(),
});
export type PlanRow = z.infer<typeof PlanRow> & { plan: ReturnType<typeof readPlan> };

const VoteRow = z.object({
	plan: z.string(),
	person: z.string(),
	verdict: z.enum(["approve", "deny"]),
	reason: z.string().nullable(),
	at: z.int(),
	actor: shown(Actor, unreadable),
});
export type VoteRow = z.infer<typeof VoteRow>;

export const DeliveryState = z.enum(["queued", "granted", "accepted", "undelivered", "refused", "unheard"]);
const DeliveryRow = z.object({
	plan: z.string(),
	endpoint: z.string(),
	state: DeliveryState,
	detail: z.string().nullable(),
});
export type DeliveryRow = z.infer<typeof DeliveryRow>;

const RunRow = z.object({
	id: z.string(),
	plan: z.string(),
	endpoint: z.string(),
	step: z.int(),
	phase: Phase,
	started_at: z.int().nullable(),
	context: shown(RunContext, null).nullable(),
	stdout: z.int(),
	stderr: z.int(),
	lines: z.int().nullable(),
	excerpt: z.string(),
	whole: Flag,
	ended_at: z.int().nullable(),
	summary: shown(RunSummary, null).nullable(),
	agrees: Flag.nullable(),
	found: shown(Found, null).nullable(),
	head: shown(SignedHead, null).nullable(),
	erased: z.string().nullable(),
	partly: z.string().nullable(),
});
export type RunRow = z.infer<typeof RunRow>;

const ErasureRow = Erasure.extend({
	by: json(Actor),
	targets: json(ErasureTargets),
	state: z.enum(["open", "confirmed", "declined", "withdrawn", "expired"]),
});

const AwaitedRow = z.object({ key: z.string(), what: json(AwaitedFile), at: z.int(), tries: z.int() });
const CardRow = z.object({ plan: z.string().nullable(), key: z.string() });
const DraftRow = z.object({ id: z.string(), by: z.string(), command: z.string() });
const EventRow = z.object({
	seq: z.int(),
	at: z.int(),
	kind: z.string(),
	payload: Blob.nullable(),
	salt: Blob.nullable(),
	hash: Blob,
	link: Blob,
});
export type EventRow = z.infer<typeof EventRow>;
const BlobRow = z.object({ name: z.string(), type: z.string(), bytes: Blob.nullable() });
const BlobFacts = z.object({ name: z.string(), type: z.string(), size: z.int(), whole: Flag });

/** Bytes of one part of an attachment: a row holds 2 MB. */
const partBytes = 1_048_576;

export const sessionStore = (sql: SqlStorage) => {
	const self = () => row(sql, SessionRow, "SELECT * FROM session");
	const lastLink = () => row(sql, EventRow, "SELECT * FROM events ORDER BY seq DESC LIMIT 1");

	return {
		/** The session itself; null before it was opened. */
		self,

		open: (session: {
			id: string;
			client: string;
			at: number;
			request: string;
			requester: Actor;
			openedBy: Actor | null;
			place: Place;
			rootKey: string;
			snapshot: Snapshot;
			once: string;
		}) =>
			sql.exec(
				"INSERT INTO session (id, client, opened_at, request, requester, place, root_key, snapshot, once, opened_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
				session.id,
				session.client,
				session.at,
				session.request,
				JSON.stringify(session.requester),
				JSON.stringify(session.place),
				session.rootKey,
				JSON.stringify(session.snapshot),
				session.once,
				session.openedBy && JSON.stringify(session.openedBy),
			),
		threads: threadStore(sql),
		take: (by: Actor) => sql.exec("UPDATE session SET taken_by = ?", JSON.stringify(by)),
		setTicket: (ticket: string | null) => sql.exec("UPDATE session SET ticket = ?", ticket),
		remindDesk: () => sql.exec("UPDATE session SET desk_reminded = 1"),
		close: (at: number) => sql.exec("UPDATE session SET closed_at = ?", at),
		lookAtRetention: (at: number) => sql.exec("UPDATE session SET retention_at = ?", at),
		keepSnapshot: (snapshot: Snapshot) =>
			sql.exec("UPDATE session SET snapshot = ?1 WHERE snapshot <> ?1", JSON.stringify(snapshot)),

		/** Appends one event to the chain; returns its number. To be called inside a transaction. */
		append(at: number, actor: Actor, body: SessionEventBody): number {
			const last = lastLink();
			const seq = (last?.seq ?? 0) + 1;
			const payload = eventPayload(actor, body);
			const salt = random(saltLength);
			const hash = payloadHash(salt, payload, sha256);
			const previous = last?.link ?? firstLink((self() as SessionRow).id, sha256);
			const link = nextLink("event", previous, eventMeta({ seq, at, kind: body.kind }), hash, sha256);
			sql.exec(
				"INSERT INTO events (seq, at, kind, payload, salt, hash, link) VALUES (?, ?, ?, ?, ?, ?, ?)",
				seq,
				at,
				body.kind,
				payload,
				salt,
				hash,
				link,
			);
			return seq;
		},
		events: (after: number, limit: number): StoredEvent[] =>
			rows(sql, EventRow, "SELECT * FROM events WHERE seq > ? ORDER BY seq LIMIT ?", after, limit).map(
				readEvent,
			),
		/** Of some kinds alone, all of them. */
		eventsOf: (...kinds: SessionEventKind[]): StoredEvent[] =>
			rows(
				sql,
				EventRow,
				`SELECT * FROM events WHERE kind IN (${kinds.map(() => "?").join()}) ORDER BY seq`,
				...kinds,
			).map(readEvent),
		eventRows: (after: number, limit: number): EventRow[] =>
			rows(sql, EventRow, "SELECT * FROM events WHERE seq > ? ORDER BY seq LIMIT ?", after, limit),
		/** How many links there are, and the last one. */
		head(): { count: number; link: string } {
			const last = lastLink();
			return { count: last?.seq ?? 0, link: hex(last?.link ?? firstLink((self() as SessionRow).id, sha256)) };
		},

		/** What was answered the first time that this wish came, or null: a redelivery then changes nothing. */
		before: (key: string): string | null =>
			row(sql, z.object({ value: z.string() }), "SELECT value FROM once WHERE key = ?", key)?.value ?? null,
		remember: (key: string, value: string) =>
			sql.exec("INSERT INTO once (key, value) VALUES (?, ?) ON CONFLICT DO NOTHING", key, value),

		addPlan: (plan: { id: string; bytes: Uint8Array; digest: string; proposer: Actor; decideBy: number }) =>
			sql.exec(
				"INSERT INTO plans (id, bytes, digest, state, proposer, decide_by) VALUES (?, ?, ?, 'open', ?, ?)",
				plan.id,
				plan.bytes,
				plan.digest,
				JSON.stringify(plan.proposer),
				plan.decideBy,
			),
		plan: (id: string): PlanRow | null => withPlan(row(sql, PlanRow, "SELECT * FROM plans WHERE id = ?", id)),
		plans: (): PlanRow[] =>
			rows(sql, PlanRow, "SELECT * FROM plans ORDER BY rowid").map((found) => withPlan(found) as PlanRow),
		setPlan: (id: string, state: PlanState) => sql.exec("UPDATE plans SET state = ? WHERE id = ?", state, id),
		decide: (id: string, state: PlanState, at: number, runBy: number | null, policy: number | null) =>
			sql.exec(
				"UPDATE plans SET state = ?, decided_at = ?, run_by = ?, policy = ? WHERE id = ?",
				state,
				at,
				runBy,
				policy,
				id,
			),
		cancelledBy: (id: string, name: string) =>
			sql.exec("UPDATE plans SET cancelled_by = ? WHERE id = ?", name, id),
		reminded: (id: string) => sql.exec("UPDATE plans SET reminded = 1 WHERE id = ?", id),

		keepKey: (endpoint: string, key: string) =>
			sql.exec(
				"INSERT INTO endpoint_keys (endpoint, key) VALUES (?, ?) ON CONFLICT DO NOTHING",
				endpoint,
				key,
			),
		/** The keys of all agents that any plan named, as they were when it was proposed. */
		keys: () =>
			rows(
				sql,
				z.object({ endpoint: z.string(), key: z.string() }),
				"SELECT endpoint, key FROM endpoint_keys ORDER BY rowid",
			),

		addVote: (
			plan: string,
			person: string,
			verdict: "approve" | "deny",
			reason: string | null,
			at: number,
			actor: Actor,
		) =>
			sql.exec(
				"INSERT INTO votes (plan, person, verdict, reason, at, actor) VALUES (?, ?, ?, ?, ?, ?)",
				plan,
				person,
				verdict,
				reason,
				at,
				JSON.stringify(actor),
			),
		votes: (plan: string): VoteRow[] =>
			rows(sql, VoteRow, "SELECT * FROM votes WHERE plan = ? ORDER BY at, rowid", plan),

		allVotes: (): VoteRow[] => rows(sql, VoteRow, "SELECT * FROM votes ORDER BY rowid"),

		addCard: (ref: MessageRef, plan: string | null, key: string) =>
			sql.exec(
				"INSERT INTO cards (workspace, channel, message, plan, key) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
				ref.workspace,
				ref.channel,
				ref.message,
				plan,
				key,
			),
		/** The plan whose card this message is, if it is one of ours. */
		cardAt: (ref: MessageRef) =>
			row(
				sql,
				CardRow,
				"SELECT plan, key FROM cards WHERE workspace = ? AND channel = ? AND message = ?",
				ref.workspace,
				ref.channel,
				ref.message,
			),

		addDelivery: (plan: string, endpoint: string) =>
			sql.exec("INSERT INTO deliveries (plan, endpoint, state) VALUES (?, ?, 'queued')", plan, endpoint),
		deliver: (plan: string, endpoint: string, state: z.infer<typeof DeliveryState>, detail: string | null) =>
			sql.exec(
				"UPDATE deliveries SET state = ?, detail = ? WHERE plan = ? AND endpoint = ?",
				state,
				detail,
				plan,
				endpoint,
			),
		delivery: (plan: string, endpoint: string): DeliveryRow | null =>
			row(sql, DeliveryRow, "SELECT * FROM deliveries WHERE plan = ? AND endpoint = ?", plan, endpoint),
		deliveries: (plan: string): DeliveryRow[] =>
			rows(sql, DeliveryRow, "SELECT * FROM deliveries WHERE plan = ? ORDER BY rowid", plan),

		addRun: (run: {
			id: string;
			plan: string;
			endpoint: string;
			step: number;
			phase: z.infer<typeof Phase>;
		}) =>
			sql.exec(
				"INSERT INTO runs (id, plan, endpoint, step, phase) VALUES (?, ?, ?, ?, ?)",
				run.id,
				run.plan,
				run.endpoint,
				run.step,
				run.phase,
			),
		run: (id: string): RunRow | null => row(sql, RunRow, "SELECT * FROM runs WHERE id = ?", id),
		runs: (plan: string): RunRow[] =>
			rows(sql, RunRow, "SELECT * FROM runs WHERE plan = ? ORDER BY rowid", plan),
		allRuns: (): RunRow[] => rows(sql, RunRow, "SELECT * FROM runs ORDER BY rowid"),
		runIds: (): string[] =>
			rows(sql, z.object({ id: z.string() }), "SELECT id FROM runs ORDER BY rowid").map(({ id }) => id),
		startRun: (id: string, at: number, context: RunContext) =>
			sql.exec("UPDATE runs SET started_at = ?, context = ? WHERE id = ?", at, JSON.stringify(context), id),
		progressRun: (
			id: string,
			progress: { stdout: number; stderr: number; lines: number | null; excerpt: string; whole: boolean },
		) =>
			sql.exec(
				"UPDATE runs SET stdout = ?, stderr = ?, lines = ?, excerpt = ?, whole = ? WHERE id = ? AND erased IS NULL AND partly IS NULL",
				progress.stdout,
				progress.stderr,
				progress.lines,
				progress.excerpt,
				progress.whole ? 1 : 0,
				id,
			),
		endRun: (
			id: string,
			at: number,
			{
				summary,
				agrees,
				found,
				head,
			}: { summary: RunSummary; agrees: boolean; found: Found; head: SignedHead },
		) =>
			sql.exec(
				"UPDATE runs SET ended_at = ?, summary = ?, agrees = ?, found = ?, head = ? WHERE id = ?",
				at,
				JSON.stringify(summary),
				agrees ? 1 : 0,
				JSON.stringify(found),
				JSON.stringify(head),
				id,
			),
		eraseRun: (id: string, reason: string, partly: boolean) =>
			sql.exec(
				`UPDATE runs SET ${partly ? "partly" : "erased"} = ?, excerpt = '', whole = 0 WHERE id = ?`,
				reason,
				id,
			),
		/** Strikes out what an event says, its attachments with it; hash and link stay. */
		eraseEvent(seq: number): void {
			const [event] = this.events(seq - 1, 1);
			for (const blob of blobsOf(event?.body ?? null)) sql.exec("DELETE FROM blobs WHERE id = ?", blob);
			sql.exec("UPDATE events SET payload = NULL, salt = NULL WHERE seq = ?", seq);
		},

		addErasure: ({ id, by, at, expires, reason, targets }: Erasure) =>
			sql.exec(
				"INSERT INTO erasures (id, by, at, expires, reason, targets) VALUES (?, ?, ?, ?, ?, ?)",
				id,
				JSON.stringify(by),
				at,
				expires,
				reason,
				JSON.stringify(targets),
			),
		erasure: (id: string) => row(sql, ErasureRow, "SELECT * FROM erasures WHERE id = ?", id),
		openErasures: (): Erasure[] =>
			rows(sql, ErasureRow, "SELECT * FROM erasures WHERE state = 'open' ORDER BY at").map(
				({ state: _open, ...erasure }) => erasure,
			),
		endErasure: (id: string, state: "confirmed" | "declined" | "withdrawn" | "expired") =>
			sql.exec("UPDATE erasures SET state = ? WHERE id = ?", state, id),

		addDraft: (draft: { id: string; at: number; by: string; command: string; ref: MessageRef }) =>
			sql.exec(
				"INSERT INTO drafts (id, at, by, command, message) VALUES (?, ?, ?, ?, ?)",
				draft.id,
				draft.at,
				draft.by,
				draft.command,
				messageKey(draft.ref),
			),
		draft: (id: string) => row(sql, DraftRow, "SELECT id, by, command FROM drafts WHERE id = ?", id),
		dropDraft: (id: string) => sql.exec("DELETE FROM drafts WHERE id = ?", id),
		/** What was typed or attached there does not stand any more. */
		dropDraftsOf: (ref: MessageRef) => sql.exec("DELETE FROM drafts WHERE message = ?", messageKey(ref)),

		addBlob(id: string, name: string, type: string, bytes: Uint8Array): void {
			for (let part = 0; part === 0 || part * partBytes < bytes.length; part++) {
				const slice = bytes.slice(part * partBytes, (part + 1) * partBytes);
				sql.exec(
					"INSERT INTO blobs (id, part, name, type, bytes) VALUES (?, ?, ?, ?, ?)",
					id,
					part,
					name,
					type,
					slice,
				);
			}
		},
		/** A file that is still to be handed over; in ms, when it is to be asked for. */
		awaitFile: (key: string, what: AwaitedFile, at: number) =>
			sql.exec(
				"INSERT INTO awaited (key, what, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
				key,
				JSON.stringify(what),
				at,
			),
		/** Files that are awaited, the first due first. */
		awaited: () => rows(sql, AwaitedRow, "SELECT * FROM awaited ORDER BY at, rowid"),
		askAgain: (key: string, at: number) =>
			sql.exec("UPDATE awaited SET at = ?, tries = tries + 1 WHERE key = ?", at, key),
		settled: (key: string) => sql.exec("DELETE FROM awaited WHERE key = ?", key),
		/** Every attachment that is stored, and in how many parts. */
		blobs: () =>
			rows(
				sql,
				z.object({ id: z.string(), parts: z.int() }),
				"SELECT id, count(*) AS parts FROM blobs GROUP BY id",
			),
		blobPart: (id: string, part: number) =>
			row(sql, BlobRow, "SELECT name, type, bytes FROM blobs WHERE id = ? AND part = ?", id, part),
		/** An attachment without its bytes; `whole` where all of these are there. */
		blob: (id: string) =>
			row(
				sql,
				BlobFacts,
				`SELECT name, type, coalesce(sum(length(bytes)), 0) AS size, count(bytes) = count(*) AS whole
				FROM blobs WHERE id = ? GROUP BY id`,
				id,
			),
	};
};
export type SessionStore = ReturnType<typeof sessionStore>;

/** A message of any conversation, in one word. */
export const messageKey = ({ workspace, channel, message }: MessageRef): string =>
	`${workspace}:${channel}:${message}`;

const withPlan = (found: z.infer<typeof PlanRow> | null): PlanRow | null =>
	found && { ...found, plan: readPlan(found.bytes) };
const blobsOf = (body: SessionEventBody | null): string[] => {
	if (body?.kind === "message.said") return body.attachments.map(({ blob }) => blob);
	if (body?.kind !== "message.attached" || !("attachment" in body.attached)) return [];
	return [body.attached.attachment.blob];
};

const readEvent = ({ seq, at, kind, payload, salt, hash }: EventRow): StoredEvent => {
	const { actor, body } = payload ? readEventPayload(payload) : { actor: null, body: null };
	return { seq, at, kind, actor, body, payload, salt, hash };
};
