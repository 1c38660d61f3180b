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
const Kept = z.object({ at: z.int() });
type Place = Pick<Found, "at" | "run" | "heard">;

/** `kind`: of which machine, account or shell the part is. `at`: orders the runs of a kind. */
export const snapshotTable = (sql: SqlStorage) => {
	const table = laterTable(
		sql,
		"snapshots",
		`CREATE TABLE snapshots (
			kind TEXT NOT NULL, at INTEGER NOT NULL, run TEXT NOT NULL, session TEXT NOT NULL, heard INTEGER NOT NULL, part TEXT NOT NULL,
			PRIMARY KEY (kind, at, run)
		) STRICT, WITHOUT ROWID`,
	);
	/** By the agent's clock, but none is later than we heard of it: a clock that was ahead would stay before all later runs. A run
	 * keeps its place when it is reported again. */
	const orderOf = (kind: string, { at, run, heard }: Place): number =>
		table.row(Kept, "SELECT at FROM snapshots WHERE kind = ? AND run = ?", kind, run)?.at ??
		Math.min(at, heard);
	return {
		/** The last one of that kind before this run. */
		before: (kind: string, place: Place): Row | null =>
			table.row(
				Row,
				"SELECT * FROM snapshots WHERE kind = ?1 AND run <> ?2 AND (at, run) < (?3, ?2) ORDER BY at DESC, run DESC LIMIT 1",
				kind,
				place.run,
				orderOf(kind, place),
			),
		keep: (kind: string, found: Found, part: Part): void => {
			table.insert(
				"INSERT INTO snapshots (kind, at, run, session, heard, part) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
				kind,
				orderOf(kind, found),
				found.run,
				found.session,
				found.heard,
				JSON.stringify(part),
			);
			table.change(
				`DELETE FROM snapshots WHERE kind = ?1 AND (at, run) NOT IN
					(SELECT at, run FROM snapshots WHERE kind = ?1 ORDER BY at DESC, run DESC LIMIT ${mostKept})`,
				kind,
			);
			table.change(
				`DELETE FROM snapshots WHERE kind NOT IN
					(SELECT kind FROM snapshots GROUP BY kind ORDER BY max(at) DESC LIMIT ${mostKinds})`,
			);
		},
	};
};

type Snapshots = ReturnType<typeof snapshotTable>;

/** Inside a transaction. */
export const compare = (snapshots: Snapshots, found: Found): Drift => {
	const parts = partsOf(found.context);
	const kinds = kindsOf(found);
	const earlier: Partial<Record<DriftScope, Earlier>> = {};
	for (const scope of DriftScope.options) {
		const before = earlierIn(snapshots.before(kinds[scope], found));
		if (before) earlier[scope] = before;
		snapshots.keep(kinds[scope], found, parts[scope]);
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
const earlierIn = (row: Row | null): Earlier | null => {
	if (!row) return null;
	const part = StoredPart.safeParse(JSON.parse(row.part));
	return part.success
		? { run: { run: row.run, session: row.session, at: row.heard }, part: part.data }
		: null;
};
