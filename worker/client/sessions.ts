// A client's list of its sessions: how each is now, and which of them someone looks for.
import { z } from "zod";
import { Outcome, SessionState } from "../../protocol/read/view.ts";
import {
	type FoundListed,
	type Glance,
	type Listed,
	type ListedMonth,
	type ListWish,
	Pending,
	PendingErasure,
	Queue,
	type SessionCounts,
} from "../contracts/values/listed.ts";
import { json } from "../durable/columns.ts";
import { row, rows } from "../durable/sql.ts";

const listedColumns = z.object({
	id: z.string(),
	request: z.string(),
	requester: z.string(),
	people: json(z.array(z.string())).nullable(),
	state: SessionState,
	opened_at: z.int(),
	closed_at: z.int().nullable(),
	pending: json(z.array(Pending)),
	erasures: json(z.array(PendingErasure)).nullable(),
	ticket: z.string().nullable(),
	taken_by: z.string().nullable(),
	asker: z.string().nullable(),
	taker: z.string().nullable(),
	machines: json(z.array(z.string())),
	outcome: Outcome.nullable(),
	went: z.string().nullable(),
});
const listed = <T extends z.infer<typeof listedColumns>>({
	id,
	opened_at,
	closed_at,
	taken_by,
	erasures,
	...rest
}: T) => ({
	takenBy: taken_by,
	session: id,
	openedAt: opened_at,
	closedAt: closed_at,
	erasures: erasures ?? [],
	...rest,
});
const ListedRow = listedColumns.transform(listed);
const QueuedRow = listedColumns.extend({ queue: Queue, of: z.int() }).transform(listed);

const IdRow = z.object({ id: z.string() });
const MonthRow = z.object({ month: z.string(), sessions: z.int() });
const CountsRow = z.object({
	all: z.int(),
	mine: z.int(),
	unclaimed: z.int(),
	approval: z.int(),
	running: z.int(),
});

/** Which sessions each tab has; `?1` is who looks. */
const tabs = {
	all: "1",
	mine: "(asker = ?1 OR taker = ?1)",
	unclaimed: "(taken_by IS NULL AND closed_at IS NULL)",
	approval: "pending <> '[]'",
	running: "state = 'running'",
} as const satisfies Record<ListWish["tab"], string>;

/** Where an open session stands; `?1` is who looks. */
const queueOf = `CASE WHEN taker = ?1 THEN 'mine'
	WHEN pending <> '[]' THEN 'approval'
	WHEN state IN ('approved', 'running', 'waiting-for-secret') THEN 'running'
	WHEN taken_by IS NULL AND state = 'waiting-for-technician' THEN 'unclaimed' END`;

export const sessionsTable = (sql: SqlStorage) => ({
	/** `follows`: the endpoints of its plans that wait or run. */
	list: (session: Listed, follows: string[]) =>
		sql.exec(
			`INSERT INTO sessions (id, request, requester, state, opened_at, closed_at, pending, ticket, taken_by, outcome, went, follows, asker, taker, machines, people, erasures)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET state = excluded.state, closed_at = excluded.closed_at, pending = excluded.pending,
				ticket = excluded.ticket, taken_by = excluded.taken_by, outcome = excluded.outcome, went = excluded.went,
				follows = excluded.follows, asker = excluded.asker, taker = excluded.taker, machines = excluded.machines, people = excluded.people,
				erasures = excluded.erasures`,
			session.session,
			session.request,
			session.requester,
			session.state,
			session.openedAt,
			session.closedAt,
			JSON.stringify(session.pending),
			session.ticket,
			session.takenBy,
			session.outcome,
			session.went,
			JSON.stringify(follows),
			session.asker,
			session.taker,
			JSON.stringify(session.machines),
			session.people && JSON.stringify(session.people),
			JSON.stringify(session.erasures),
		),
	/** As much as a Home shows. */
	glance: (me: string): Glance => {
		const requests = rows(
			sql,
			ListedRow,
			"SELECT * FROM sessions WHERE asker = ? ORDER BY opened_at DESC LIMIT 10",
			me,
		);
		const found = rows(
			sql,
			QueuedRow,
			`SELECT * FROM (
				SELECT *, row_number() OVER (PARTITION BY queue ORDER BY opened_at) AS place, count(*) OVER (PARTITION BY queue) AS "of"
				FROM (SELECT *, ${queueOf} AS queue FROM sessions WHERE closed_at IS NULL) WHERE queue IS NOT NULL
			) WHERE place <= 10 ORDER BY opened_at`,
			me,
		);
		const queued = { mine: 0, unclaimed: 0, approval: 0, running: 0 };
		for (const one of found) queued[one.queue] = one.of;
		const queue = found.map(({ of: _, ...one }) => one);
		const asked = JSON.stringify(requests.map(({ session }) => session));
		const recent = rows(
			sql,
			ListedRow,
			`SELECT * FROM sessions WHERE id NOT IN (SELECT value FROM json_each(?2))
			AND (closed_at IS NOT NULL OR ${queueOf} IS NULL) ORDER BY opened_at DESC LIMIT 10`,
			...[me, asked],
		);
		const erasing = rows(
			sql,
			ListedRow,
			"SELECT * FROM sessions WHERE erasures <> '[]' ORDER BY opened_at LIMIT 20",
		);
		return { requests, queue, queued, recent, erasing };
	},
	/** Sessions with plans that wait or run on an endpoint. */
	following: (endpoint: string): string[] =>
		rows(
			sql,
			IdRow,
			`SELECT id FROM sessions WHERE CASE WHEN follows IS NULL
				THEN pending <> '[]' OR state IN ('waiting-for-approval', 'approved', 'running')
				ELSE EXISTS (SELECT 1 FROM json_each(follows) WHERE value = ?) END`,
			endpoint,
		).map(({ id }) => id),
	/** Sessions with plans that wait for a decision. */
	pendingSessions: () =>
		rows(sql, ListedRow, "SELECT * FROM sessions WHERE pending <> '[]' ORDER BY opened_at"),
	/** Newest first. `counts`: of each tab, wherever the page begins. */
	find: (wish: ListWish): FoundListed => {
		const { where, values } = narrowed(wish);
		const all = [tabs[wish.tab], ...where];
		const found = rows(
			sql,
			ListedRow,
			`SELECT *, ?1 FROM sessions WHERE ${all.join(" AND ")} ORDER BY opened_at DESC, id DESC LIMIT ?`,
			...[wish.me, ...values, wish.limit + 1],
		);
		return {
			sessions: found.slice(0, wish.limit),
			more: found.length > wish.limit,
			counts: counts(sql, { ...wish, before: null }),
		};
	},
	/** In which sessions were opened, in UTC, newest first, and how many of them, or of those that one person may see. */
	months: (only: string | null): ListedMonth[] =>
		rows(
			sql,
			MonthRow,
			`SELECT strftime('%Y-%m', opened_at / 1000, 'unixepoch') AS month,
				coalesce(sum(?1 IS NULL OR ?1 IN (SELECT asker UNION ALL SELECT value FROM json_each(people))), 0) AS sessions
			FROM sessions GROUP BY month ORDER BY month DESC`,
			only,
		),
});

const counts = (sql: SqlStorage, wish: ListWish): SessionCounts => {
	const { where, values } = narrowed(wish);
	const counted = Object.entries(tabs).map(([name, of]) => `coalesce(sum(${of}), 0) AS "${name}"`);
	const query = `SELECT ${counted.join(", ")}, ?1 FROM sessions WHERE ${["1", ...where].join(" AND ")}`;
	return row(sql, CountsRow, query, wish.me, ...values) as SessionCounts;
};

/** Its conditions, with their values. */
const narrowed = (wish: ListWish): { where: string[]; values: (string | number)[] } => {
	const all: [condition: string, ...values: (string | number | null)[]][] = [
		["? IN (SELECT asker UNION ALL SELECT value FROM json_each(people))", wish.only],
		["EXISTS (SELECT 1 FROM json_each(machines) WHERE value = ?)", wish.endpoint],
		["? IN (asker, taker)", wish.person],
		["state = ?", wish.state],
		["outcome = ?", wish.outcome],
		["ticket = ?", wish.ticket],
		["opened_at >= ?", wish.from],
		["opened_at < ?", wish.to],
		["(opened_at, id) < (?, ?)", ...(wish.before ? [wish.before.openedAt, wish.before.session] : [null])],
	];
	const given = all.filter(([, ...values]) => !values.includes(null));
	return {
		where: given.map(([condition]) => condition),
		values: given.flatMap(([, ...values]) => values.filter((one) => one !== null)),
	};
};
