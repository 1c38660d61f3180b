// Puts an export that someone has changed back into the tables, as someone who holds the database could: links are made
// again, only signatures can't be. So the check inside the Worker judges the same attacks as the script.
import { fromBase64, fromHex, utf8 } from "../../../../protocol/bytes.ts";
import { type ChainKind, firstLink, nextLink } from "../../../../protocol/record/chain.ts";
import { eventMeta } from "../../../../protocol/record/events.ts";
import { recordMeta } from "../../../../protocol/record/records.ts";
import { sha256 } from "../../../keys/crypto.ts";
import { verifySession } from "../verify.ts";
import type { Proven } from "./proven.ts";

/** An export's JSON, whatever became of it. */
export type Loose = ReturnType<typeof JSON.parse>;

type Judgeable = Pick<Proven, "storage" | "made" | "core" | "key">;

/** What the Worker says about its tables after a change; they are as before afterwards. */
export const judged = async (
	made: Judgeable,
	change: () => void,
): Promise<{ ok: boolean; said: string[] }> => {
	const all = [made.storage.sql, ...[...made.made.all.values()].map(({ sql }) => sql)];
	for (const sql of all) sql.exec("SAVEPOINT attack");
	try {
		const refused = refusal(change);
		if (refused) return { ok: false, said: [refused] };
		const { ok, checks, open } = await verifySession(made.core, [made.key]);
		const problems = checks.filter((one) => !one.ok).map(({ what, detail }) => `${what}: ${detail}`);
		return { ok, said: [...problems, ...open] };
	} finally {
		for (const sql of all) sql.exec("ROLLBACK TO attack; RELEASE attack");
	}
};

/** Why the tables don't take it; null: they do. */
const refusal = (put: () => void): string | null => {
	try {
		put();
		return null;
	} catch (error) {
		return `the tables don't take it: ${String(error)}`;
	}
};

type Row = Record<string, unknown>;
const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
const bytes = (text: string | null): Uint8Array | null => (text === null ? null : fromBase64(text));

/** Puts what an export says into the tables. */
export const store = (made: Proven, t: Loose): void => {
	const { sql } = made.storage;
	const rowsOf = (table: string): Row[] =>
		sql.exec<Record<string, SqlStorageValue>>(`SELECT * FROM ${table} ORDER BY rowid`).toArray();
	const refill = (table: string, rows: Row[]) => fill(sql, table, rows);
	const before = { plans: rowsOf("plans"), votes: thingsIn(sql, "vote"), runs: rowsOf("runs") };
	refill(
		"session",
		rowsOf("session").map((row) => session(row, t.header)),
	);
	refill("events", chained("event", t.header.session, t.events.map(event)));
	refill(
		"plans",
		t.plans.map(({ id, text, digest, state }: Loose) => {
			const row = before.plans.find((one) => one.id === id) ?? before.plans[0];
			return { ...row, id, bytes: utf8(text), digest, state };
		}),
	);
	fillThings(
		sql,
		"vote",
		({ plan, person }) => `${plan} ${person}`,
		t.plans.flatMap(({ id: plan, votes }: Loose) =>
			votes.map((vote: Loose, i: number) => {
				const row = before.votes.filter((one) => one.plan === plan)[i] ?? before.votes[0];
				const { name, surface, ...rest } = vote;
				const actor = JSON.stringify({ ...JSON.parse(String(row?.actor)), name, surface });
				return { ...row, plan, ...rest, actor };
			}),
		),
	);
	refill(
		"runs",
		t.runs.map((one: Loose) =>
			run(
				before.runs.find(({ id }) => id === one.run),
				one,
			),
		),
	);
	fillThings(sql, "endpoint-key", ({ endpoint }) => `${endpoint}`, t.header.endpointKeys);
	refill(
		"blobs",
		t.attachments.map(({ blob: id, name, type, bytes: all }: Loose) => ({
			...{ id, part: 0, name, type, bytes: bytes(all) },
		})),
	);
	for (const { run, records } of t.runs)
		fill(made.made.getByName(run).sql, "records", chained("record", run, records.map(record)));
};

/** Those of one kind, as rows. */
const thingsIn = (sql: SqlStorage, kind: string): Row[] =>
	sql
		.exec<{ body: string }>("SELECT body FROM things WHERE kind = ? ORDER BY n", kind)
		.toArray()
		.map(({ body }) => JSON.parse(body));

const fillThings = (sql: SqlStorage, kind: string, keyOf: (row: Row) => string, rows: Row[]): void => {
	sql.exec("DELETE FROM things WHERE kind = ?", kind);
	for (const [n, row] of rows.entries())
		sql.exec(
			"INSERT INTO things (kind, key, n, body) VALUES (?, ?, ?, ?)",
			...[kind, keyOf(row), n + 1, JSON.stringify(row)],
		);
};

const fill = (sql: SqlStorage, table: string, rows: Row[]): void => {
	sql.exec(`DELETE FROM ${table}`);
	for (const row of rows)
		sql.exec(
			`INSERT INTO ${table} (${Object.keys(row).map((name) => `"${name}"`)}) VALUES (${Object.keys(row).map(() => "?")})`,
			...Object.values(row),
		);
};

const session = (row: Row, header: Loose): Row => {
	const { session: id, request, openedAt: opened_at, ticket } = header;
	const requester = JSON.stringify({ ...JSON.parse(String(row.requester)), name: header.requester });
	return { ...row, id, request, opened_at, ticket: ticket?.ticket ?? null, requester };
};

const event = ({ seq, at, kind, payload, salt, hash }: Loose): Row => ({
	...{
		seq,
		at,
		kind,
		payload: payload === null ? null : utf8(payload),
		salt: bytes(salt),
		hash: fromHex(hash),
	},
});

const record = ({ n, kind, at, receivedAt: received_at, offset, length, ...row }: Loose): Row => ({
	...{ n, kind, at, received_at, offset, length },
	...{ salt: bytes(row.salt), payload: bytes(row.bytes), hash: fromHex(row.hash) },
});

const chained = (kind: ChainKind, id: string, rows: Row[]): Row[] => {
	let link = firstLink(id, sha256);
	return rows.map((row: Loose) => {
		const meta = kind === "event" ? eventMeta(row) : recordMeta(row, row.received_at);
		link = nextLink(kind, link, meta, row.hash, sha256);
		return { ...row, link };
	});
};

const run = (row: Row | undefined, one: Loose): Row => {
	const { plan, step, phase, stdout, stderr, context, drift = null, summary, agrees, head } = one;
	const flag = agrees === null ? null : Number(agrees);
	const told = {
		context: json(context),
		drift: json(drift),
		summary: json(summary),
		agrees: flag,
		head: json(head),
	};
	return {
		...row,
		id: one.run,
		plan,
		endpoint: one.endpoint.id,
		step,
		phase,
		stdout,
		stderr,
		start_heard: one.startedAt,
		started_at: one.agentStartedAt ?? null,
		...told,
	};
};
