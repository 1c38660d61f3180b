// Where the blocks of a part of a recording begin, as far as someone or its end had them found: made with the second block.
import { z } from "zod";
import { type Block, type BlockStart, Carried } from "../../protocol/read/blocks.ts";
import type { Stream } from "../../protocol/record/records.ts";
import { json } from "../durable/columns.ts";
import { indexOnceLarge, laterTable } from "../durable/sql.ts";

const create = `CREATE TABLE blocks (
	i INTEGER PRIMARY KEY, n INTEGER NOT NULL, skip INTEGER NOT NULL, stdout INTEGER NOT NULL, stderr INTEGER NOT NULL,
	stdout_lines INTEGER NOT NULL, stderr_lines INTEGER NOT NULL, carried TEXT NOT NULL
) STRICT`;

const byPlace = (["stdout", "stderr"] as const).map(
	(stream) => `CREATE INDEX IF NOT EXISTS blocks_by_${stream} ON blocks (${stream})`,
);
/** SQL: the last block that begins before a place of ?1, 0 if there is none. */
const lastBefore = (stream: Stream): string =>
	`coalesce((SELECT i FROM blocks WHERE ${stream} < value ->> '${stream}' ORDER BY ${stream} DESC, i DESC LIMIT 1), 0)`;
/** Earlier blocks than ?2 with these places: asked for in one go, since there may be thousands. */
const earlier = `SELECT DISTINCT block AS i FROM (
	SELECT max(${lastBefore("stdout")}, ${lastBefore("stderr")}) AS block FROM json_each(?1)
) WHERE block < ?2`;

/** Records that report something of an earlier block: the first hundred of a block, and one that says there are more. */
const mostNotes = 100;
/** Blocks of one answer have so many of them, or one block's more. */
const mostOfPage = 10_000;
const createNotes =
	"CREATE TABLE block_notes (i INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (i, n)) STRICT, WITHOUT ROWID";

const Row = z.object({
	...{ i: z.int(), n: z.int(), skip: z.int(), stdout: z.int(), stderr: z.int() },
	...{ stdout_lines: z.int(), stderr_lines: z.int() },
	carried: json(z.record(z.enum(["stdout", "stderr"]), Carried.nullable())),
});
type Row = z.infer<typeof Row>;
const Note = z.object({ i: z.int(), n: z.int() });
const One = z.object({ i: z.int() });

/** `first`: where the part begins; that is no row. Block `i` counts from 0. */
export const blocksTable = (sql: SqlStorage, first: () => BlockStart) => {
	const blocks = laterTable(sql, "blocks", create);
	const notes = laterTable(sql, "block_notes", createNotes);
	const at = (i: number): BlockStart | null => {
		if (i === 0) return first();
		const found = blocks.row(Row, "SELECT * FROM blocks WHERE i = ?", i);
		return found && startOf(found);
	};
	const last = (): { i: number; start: BlockStart } => {
		const found = blocks.row(Row, "SELECT * FROM blocks ORDER BY i DESC LIMIT 1");
		return found ? { i: found.i, start: startOf(found) } : { i: 0, start: first() };
	};
	return {
		at,
		last,
		add(start: BlockStart): void {
			blocks.insert(
				"INSERT INTO blocks (i, n, skip, stdout, stderr, stdout_lines, stderr_lines, carried) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
				last().i + 1,
				start.n,
				start.skip,
				start.stdout,
				start.stderr,
				start.lines.stdout,
				start.lines.stderr,
				JSON.stringify(start.carried),
			);
		},
		/** Record `n` reports something of these places: noted with their blocks, if these are earlier ones. There is a block after
		 * the first. */
		note(n: number, places: Record<Stream, number>[]): void {
			indexOnceLarge(sql, "blocks", ...byPlace);
			const own = blocks.row(One, "SELECT i FROM blocks WHERE n <= ? ORDER BY i DESC LIMIT 1", n)?.i ?? 0;
			const found = blocks.rows(One, earlier, JSON.stringify(places), own).map(({ i }) => i);
			if (found.length > 0)
				notes.insert(
					`INSERT INTO block_notes (i, n) SELECT value, ?2 FROM json_each(?1)
					WHERE (SELECT count(*) FROM block_notes WHERE i = value) <= ${mostNotes} ON CONFLICT DO NOTHING`,
					JSON.stringify(found),
					n,
				);
		},
		/** Records that report something of block `i`. */
		notes(i: number): { noted: number[]; isAll: boolean } {
			const found = notes.rows(Note, "SELECT i, n FROM block_notes WHERE i = ? ORDER BY n", i);
			const noted = found.slice(0, mostNotes).map(({ n }) => n);
			return { noted, isAll: noted.length === found.length };
		},
		/** Those after block `i` (-1: from the first on). `isAll`: as many as there are. */
		after(i: number, limit: number): { blocks: (Omit<Block, "id"> & { i: number })[]; isAll: boolean } {
			const found = blocks.rows(Row, "SELECT * FROM blocks WHERE i > ? ORDER BY i LIMIT ?", i, limit);
			const all = [
				...(i < 0 ? [{ i: 0, ...first() }] : []),
				...found.map((row) => ({ i: row.i, ...startOf(row) })),
			];
			const query = "SELECT i, n FROM block_notes WHERE i > ? AND i <= ? ORDER BY i, n LIMIT ?";
			const noted = notes.rows(Note, query, i, all.at(-1)?.i ?? 0, mostOfPage);
			// The last one's notes may be cut.
			const until = noted.length < mostOfPage ? Number.POSITIVE_INFINITY : (noted.at(-1)?.i ?? 0);
			const by = Map.groupBy(noted, (one) => one.i);
			const page = all.filter((block) => block.i < until);
			return {
				blocks: page.map(({ carried: _, ...block }) => ({
					...block,
					notes:
						by
							.get(block.i)
							?.slice(0, mostNotes)
							.map(({ n }) => n) ?? [],
				})),
				isAll: found.length < limit && page.length === all.length,
			};
		},
		clear(): void {
			blocks.change("DELETE FROM blocks");
			notes.change("DELETE FROM block_notes");
		},
	};
};

const startOf = ({ n, skip, stdout, stderr, stdout_lines, stderr_lines, carried }: Row): BlockStart => ({
	...{ n, skip, stdout, stderr },
	lines: { stdout: stdout_lines, stderr: stderr_lines },
	carried,
});
