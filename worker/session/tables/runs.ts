// Runs: one for each step of an approved plan on each of its endpoints, and what is known of it.
import { z } from "zod";
import { Phase } from "../../../protocol/plan/plan.ts";
import { ExcerptPart, Reading } from "../../../protocol/read/reading.ts";
import { Drift } from "../../../protocol/record/drift.ts";
import { SignedHead } from "../../../protocol/record/events.ts";
import { Highlight } from "../../../protocol/record/inside.ts";
import { PersonSeen } from "../../../protocol/record/person.ts";
import { RunContext, RunSummary } from "../../../protocol/record/records.ts";
import { Found } from "../../../protocol/record/verdict.ts";
import type { Ended, Progress } from "../../contracts/values/recording.ts";
import { Flag } from "../../durable/columns.ts";
import { indexOnceLarge, row, rows } from "../../durable/sql.ts";
import { afterEvents, byId } from "./order.ts";
import { shown } from "./talk/shown.ts";

const ExcerptReading = Reading.extend({ part: ExcerptPart, errors: z.string().exactOptional() });

const Id = z.object({ id: z.string() });

const RunRow = z.object({
	id: z.string(),
	plan: z.string(),
	endpoint: z.string(),
	step: z.int(),
	phase: Phase,
	/** By its agent's clock. */
	started_at: z.int().nullable(),
	/** When the Worker heard of it. */
	start_heard: z.int().nullable(),
	context: shown(RunContext, null).nullable(),
	/** Null: not compared. */
	drift: shown(Drift, null).nullable(),
	stdout: z.int(),
	stderr: z.int(),
	lines: z.int().nullable(),
	excerpt: z.string(),
	whole: Flag,
	/** Null: an older version wrote the excerpt, its first lines as UTF-8. */
	reading: shown(ExcerptReading, null).nullable(),
	ended_at: z.int().nullable(),
	summary: shown(RunSummary, null).nullable(),
	agrees: Flag.nullable(),
	/** What the Worker found in the recording when the run ended. */
	found: shown(Found, null).nullable(),
	/** What became of the plan's words for the person at the machine. */
	person: shown(PersonSeen, null).nullable(),
	/** The first of what `found.inside` counts; null: nothing, or erased. */
	highlights: shown(z.array(Highlight), null).nullable(),
	head: shown(SignedHead, null).nullable(),
	/** Why all of its output is erased. */
	erased: z.string().nullable(),
	/** Why some of its records are erased, if not all are. */
	partly: z.string().nullable(),
	/** Why its recording rejected records: the first contradiction. */
	rejected: z.string().nullable(),
});
export type RunRow = z.infer<typeof RunRow>;

const progressColumns = "stdout = ?, stderr = ?, lines = ?, excerpt = ?, whole = ?, reading = ?";
const progressValues = ({ stdout, stderr, lines, excerpt, whole, part, reading, errors }: Progress) => [
	...[stdout, stderr, lines, excerpt, whole ? 1 : 0],
	JSON.stringify({ ...reading, part, ...(errors && { errors }) }),
];

export const runsTable = (sql: SqlStorage) => ({
	add: ({ id, plan, endpoint, step, phase }: Pick<RunRow, "id" | "plan" | "endpoint" | "step" | "phase">) => {
		sql.exec(
			`INSERT INTO runs (id, plan, endpoint, step, phase, rowid)
			VALUES (?1, ?2, ?3, ?4, ?5, ${afterEvents} + (SELECT count(*) FROM runs WHERE plan = ?2))`,
			id,
			plan,
			endpoint,
			step,
			phase,
		);
		indexOnceLarge(
			sql,
			"runs",
			"CREATE INDEX IF NOT EXISTS runs_by_plan ON runs (plan)",
			...byId(sql, "runs"),
		);
	},
	get: (id: string): RunRow | null => row(sql, RunRow, "SELECT * FROM runs WHERE id = ?", id),
	/** Of a plan: endpoint by endpoint, in the order of its steps. */
	of: (plan: string): RunRow[] => rows(sql, RunRow, "SELECT * FROM runs WHERE plan = ? ORDER BY rowid", plan),
	all: (): RunRow[] => rows(sql, RunRow, "SELECT * FROM runs ORDER BY rowid"),
	/** Also of rows that can't be read. */
	ids: (): string[] => rows(sql, Id, "SELECT id FROM runs ORDER BY rowid").map(({ id }) => id),
	/** `at`: by its agent's clock. */
	start: (id: string, at: number, heard: number, context: RunContext, drift: Drift | null) =>
		sql.exec(
			"UPDATE runs SET started_at = ?, start_heard = ?, context = ?, drift = ? WHERE id = ?",
			at,
			heard,
			JSON.stringify(context),
			drift && JSON.stringify(drift),
			id,
		),
	/** Nothing if output of it is erased. */
	progress: (id: string, progress: Progress) =>
		sql.exec(
			`UPDATE runs SET ${progressColumns} WHERE id = ? AND erased IS NULL AND partly IS NULL`,
			...progressValues(progress),
			id,
		),
	/** `progress` null: as it was, since output of it is erased. */
	end: (id: string, at: number, ended: Omit<Ended, "progress">, progress: Progress | null = null) =>
		sql.exec(
			`UPDATE runs SET ended_at = ?, summary = ?, agrees = ?, found = ?, highlights = ?, head = ?
			${progress ? `, ${progressColumns}` : ""} WHERE id = ?`,
			at,
			JSON.stringify(ended.summary),
			ended.agrees ? 1 : 0,
			JSON.stringify(ended.found),
			ended.highlights ? JSON.stringify(ended.highlights) : null,
			JSON.stringify(ended.head),
			...(progress ? progressValues(progress) : []),
			id,
		),
	setPerson: (id: string, seen: PersonSeen) =>
		sql.exec("UPDATE runs SET person = ? WHERE id = ?", JSON.stringify(seen), id),
	reject: (id: string, reason: string) => sql.exec("UPDATE runs SET rejected = ? WHERE id = ?", reason, id),
	erase: (id: string, reason: string, partly: boolean) =>
		sql.exec(
			`UPDATE runs SET ${partly ? "partly" : "erased"} = ?, excerpt = '', reading = json_remove(reading, '$.errors'), whole = 0, highlights = NULL WHERE id = ?`,
			reason,
			id,
		),
});
