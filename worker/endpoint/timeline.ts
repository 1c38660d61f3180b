// The runs on this endpoint in their order, each with what had changed since the ones before it.
import { z } from "zod";
import { driftOf, type Earlier, lessOf } from "../../domain/drift.ts";
import { startOf } from "../../domain/line.ts";
import { RunAs } from "../../protocol/plan/plan.ts";
import { Drift, type DriftScope } from "../../protocol/record/drift.ts";
import { isFirst } from "../../words/drift.ts";
import type { Found } from "../contracts/endpoint.ts";
import type { PastRun } from "../contracts/values/machine.ts";
import { json } from "../durable/columns.ts";
import { laterTable } from "../durable/sql.ts";
import { type Snapshots, snapshotIn } from "./snapshots.ts";

/** Its session has all of it. */
const ofRun = { changes: 50, units: 16_384, what: 300, value: 300 };
/** Characters of a shell's name. */
const longestShell = 100;
/** So many runs are kept; of those before the newest ones, only those that found a change. */
const kept = { all: 5_000, unchanged: 2_000 };
/** At each run, so many rows beyond a limit are looked at. */
const trimmed = 200;

const Row = z.object({
	at: z.int(),
	run: z.string(),
	session: z.string(),
	heard: z.int(),
	shell: z.string(),
	run_as: json(RunAs).nullable(),
	drift: json(Drift).nullable(),
});

const When = z.object({ at: z.int() });

export const timelineTable = (sql: SqlStorage, snapshots: Snapshots, most = kept) => {
	const table = laterTable(
		sql,
		"timeline",
		`CREATE TABLE timeline (
			at INTEGER NOT NULL, run TEXT NOT NULL, session TEXT NOT NULL, heard INTEGER NOT NULL, shell TEXT NOT NULL, run_as TEXT, drift TEXT,
			PRIMARY KEY (at, run)
		) STRICT, WITHOUT ROWID`,
	);
	const insert = ({ at, run, session, heard, shell, runAs, drift }: PastRun): void =>
		table.insert(
			"INSERT INTO timeline (at, run, session, heard, shell, run_as, drift) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
			...[at, run, session, heard, shell, runAs && JSON.stringify(runAs), drift && JSON.stringify(drift)],
		);
	const isNew = (): boolean => table.row(When, "SELECT at FROM timeline LIMIT 1") === null;
	/** A new run moves one other over each of the two limits. A table from before there were any has more: some of them go each time,
	 * from a place among them that is another one each time, so that those that stay aren't in the way of the others. */
	const trim = (now: number): void => {
		const some = `SELECT at, run FROM (SELECT at, run, drift FROM timeline ORDER BY at DESC, run DESC LIMIT ? OFFSET ?)`;
		const beyond = (limit: string) => `DELETE FROM timeline WHERE (at, run) IN (${some}${limit})`;
		const unchanged = beyond(" WHERE json_array_length(drift, '$.changes') = 0");
		table.change(unchanged, 1, most.unchanged);
		table.change(unchanged, trimmed, most.unchanged + (now % Math.max(1, most.all - most.unchanged)));
		table.change(beyond(""), trimmed, most.all);
	};
	return {
		/** Inside a transaction. What runs found before this table was there is taken from the snapshots. */
		keep: ({ run, session, heard, runAs, context }: Found, at: number, drift: Drift): void => {
			if (isNew()) for (const one of remembered(snapshots)) insert(one);
			insert({ at, run, session, heard, shell: shellIn(context.shell.name), runAs, drift: told(drift) });
			trim(at);
		},
		/** Newest first, before this one. */
		runs: (before: Pick<PastRun, "at" | "run"> | null, limit: number): PastRun[] => {
			if (isNew()) return before ? [] : remembered(snapshots).reverse().slice(0, limit);
			return table
				.rows(
					Row,
					"SELECT * FROM timeline WHERE (at, run) < (?, ?) ORDER BY at DESC, run DESC LIMIT ?",
					...[before?.at ?? Number.MAX_SAFE_INTEGER, before?.run ?? "", limit],
				)
				.map(({ run_as, ...row }) => ({ ...row, runAs: run_as }));
		},
	};
};

const shellIn = (name: string): string => startOf(name, longestShell);

const told = (drift: Drift): Drift | null => (isFirst(drift) ? null : lessOf(drift, ofRun));

/** The runs whose snapshots are still there, oldest first, each part compared with the one before it. */
const remembered = (snapshots: Snapshots): PastRun[] => {
	const runs = new Map<string, PastRun>();
	const before = new Map<string, Earlier>();
	for (const row of snapshots.all()) {
		const found = snapshotIn(row);
		if (!found) continue;
		const { run, session, at, heard } = row;
		const { scope, shell, runAs } = kindIn(row.kind);
		const one = runs.get(run) ?? { at, run, session, heard, shell: "", runAs: null, drift: null };
		const earlier = before.get(row.kind);
		before.set(row.kind, found);
		const drift = earlier && told(driftOfPart(scope, found, earlier));
		runs.set(run, {
			...one,
			shell: shellIn(shell) || one.shell,
			runAs: runAs ?? one.runAs,
			drift: drift ? joined(one.drift, drift) : one.drift,
		});
	}
	return [...runs.values()].sort((a, b) => a.at - b.at || (a.run < b.run ? -1 : 1));
};

const nothing = { facts: {}, lists: {}, variables: {} };
const driftOfPart = (scope: DriftScope, now: Earlier, earlier: Earlier): Drift =>
	driftOf({ machine: nothing, account: nothing, shell: nothing, [scope]: now.part }, { [scope]: earlier });

const joined = (one: Drift | null, other: Drift): Drift => {
	if (!one) return other;
	const more = (one.more ?? 0) + (other.more ?? 0);
	const since = { ...one.since, ...other.since };
	return { since, changes: [...one.changes, ...other.changes], ...(more > 0 && { more }) };
};

/** Of `machine`, `account {…}` or `shell pwsh {…}`. */
const kindIn = (kind: string): { scope: DriftScope; shell: string; runAs: RunAs | null } => {
	const [, scope, shell = "", account = ""] = /^(account|shell)(?: ([^{]+))? (\{.*)$/.exec(kind) ?? [];
	const runAs = RunAs.safeParse(account === "" ? null : JSON.parse(account)).data ?? null;
	return { scope: scope === "account" || scope === "shell" ? scope : "machine", shell, runAs };
};
