// What the last runs on this endpoint found, part by part, and how the next one differs from them.
import { z } from "zod";
import { driftOf, type Earlier, type Part, type Parts, partsOf } from "../../domain/drift.ts";
import { type Drift, DriftScope } from "../../protocol/record/drift.ts";
import type { Found } from "../contracts/endpoint.ts";
import { laterTable } from "../durable/sql.ts";

/** A report may come late: so many of each kind are kept, to compare it with the one before it. */
const mostKept = 5;
/** Of accounts and shells, together: then the ones that were not seen for longest go. */
const mostKinds = 100;

const StoredPart = z.object({
	facts: z.record(z.string(), z.string()),
	lists: z.record(z.string(), z.array(z.string())),
	variables: z.record(z.string(), z.string().nullable()),
}) satisfies z.ZodType<Part>;

const Row = z.object({ run: z.string(), session: z.string(), heard: z.int(), part: z.string() });
type Row = z.infer<typeof Row>;
const KindRow = Row.extend({ kind: z.string(), at: z.int() });
const Kept = z.object({ at: z.int() });
/** `order`: rises from run to run, as the Worker lets them start. */
type Placed = { run: string; order: number };
const Place = z.object({ at: z.int(), run: z.string() });
const Count = z.object({ n: z.int() });
const oldestOf = "SELECT at, run FROM snapshots WHERE kind = ? ORDER BY at, run LIMIT 1";
const countOf = "SELECT count(*) AS n FROM snapshots WHERE kind = ?";

/** `kind`: of which machine, account or shell the part is. `at`: orders the runs of a kind, in ms: earlier versions took the agent's
 * clock, where it was behind the Worker's. */
export const snapshotTable = (sql: SqlStorage) => {
	const table = laterTable(
		sql,
		"snapshots",
		`CREATE TABLE snapshots (
			kind TEXT NOT NULL, at INTEGER NOT NULL, run TEXT NOT NULL, session TEXT NOT NULL, heard INTEGER NOT NULL, part TEXT NOT NULL,
			PRIMARY KEY (kind, at, run)
		) STRICT, WITHOUT ROWID`,
	);
	/** A run keeps its place when it is reported again. */
	const orderOf = (kind: string, { run, order }: Placed): number =>
		table.row(Kept, "SELECT at FROM snapshots WHERE kind = ? AND run = ?", kind, run)?.at ?? order;
	return {
		/** In the order of their runs. */
		all: () => table.rows(KindRow, "SELECT * FROM snapshots ORDER BY at, run"),
		/** The last one of that kind before this run. */
		before: (kind: string, place: Placed): Row | null =>
			table.row(
				Row,
				"SELECT * FROM snapshots WHERE kind = ?1 AND run <> ?2 AND (at, run) < (?3, ?2) ORDER BY at DESC, run DESC LIMIT 1",
				kind,
				place.run,
				orderOf(kind, place),
			),
		keep: (
			kind: string,
			found: Pick<Found, "run" | "session" | "heard">,
			order: number,
			part: Part,
		): void => {
			const at = orderOf(kind, { run: found.run, order });
			const values = [kind, at, found.run, found.session, found.heard, JSON.stringify(part)];
			const [oldest, kept] = [table.row(Place, oldestOf, kind), table.row(Count, countOf, kind)?.n ?? 0];
			if (!oldest || kept < mostKept)
				table.insert(
					"INSERT INTO snapshots (kind, at, run, session, heard, part) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
					...values,
				);
			// In its place, a new one costs one row.
			else if (at > oldest.at || (at === oldest.at && found.run > oldest.run))
				table.change(
					`UPDATE OR IGNORE snapshots SET at = ?2, run = ?3, session = ?4, heard = ?5, part = ?6
					WHERE kind = ?1 AND at = ?7 AND run = ?8 AND NOT EXISTS (SELECT 1 FROM snapshots WHERE kind = ?1 AND run = ?3)`,
					...[...values, oldest.at, oldest.run],
				);
			table.change(
				`DELETE FROM snapshots WHERE kind NOT IN
					(SELECT kind FROM snapshots GROUP BY kind ORDER BY max(at) DESC LIMIT ${mostKinds})`,
			);
		},
	};
};

export type Snapshots = ReturnType<typeof snapshotTable>;

/** Inside a transaction. */
export const compare = (snapshots: Snapshots, found: Found, order: number): Drift => {
	const parts = partsOf(found.context);
	const kinds = kindsOf(found);
	const earlier: Partial<Record<DriftScope, Earlier>> = {};
	for (const scope of DriftScope.options) {
		const row = snapshots.before(kinds[scope], { run: found.run, order });
		const before = row && snapshotIn(row);
		if (before) earlier[scope] = before;
		snapshots.keep(kinds[scope], found, order, parts[scope]);
	}
	return driftOf(parts, earlier);
};

/** As the plan asks for the account, so that another name of the agent's own shows. */
const kindsOf = ({ runAs, context }: Found): Record<keyof Parts, string> => {
	const account = JSON.stringify(runAs);
	return {
		machine: "machine",
		account: `account ${account}`,
		shell: `shell ${context.shell.name} ${account}`,
	};
};

/** A part that this version can't read counts as none. */
export const snapshotIn = (row: Row): Earlier | null => {
	const part = StoredPart.safeParse(JSON.parse(row.part));
	return part.success
		? { run: { run: row.run, session: row.session, at: row.heard }, part: part.data }
		: null;
};
