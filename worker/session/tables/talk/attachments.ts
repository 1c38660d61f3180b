// The bytes of files that came with messages, in parts: a row holds 2 MB.
import { z } from "zod";
import { Blob, Flag } from "../../../durable/columns.ts";
import { laterTable } from "../../../durable/sql.ts";

const PartRow = z.object({ name: z.string(), type: z.string(), bytes: Blob.nullable() });
const Facts = z.object({ name: z.string(), type: z.string(), size: z.int(), whole: Flag });
const Count = z.object({ id: z.string(), parts: z.int() });

/** Bytes of one part. */
const partBytes = 1_048_576;

const create = `CREATE TABLE blobs (
	id TEXT NOT NULL, part INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, bytes BLOB, PRIMARY KEY (id, part)
) STRICT`;

export const attachmentsTable = (sql: SqlStorage) => {
	const blobs = laterTable(sql, "blobs", create);
	return {
		add(id: string, name: string, type: string, bytes: Uint8Array): void {
			for (let part = 0; part === 0 || part * partBytes < bytes.length; part++)
				blobs.insert(
					"INSERT INTO blobs (id, part, name, type, bytes) VALUES (?, ?, ?, ?, ?)",
					id,
					part,
					name,
					type,
					bytes.slice(part * partBytes, (part + 1) * partBytes),
				);
		},
		/** Without its bytes; `whole` where all of these are there. */
		get: (id: string) =>
			blobs.row(
				Facts,
				`SELECT name, type, coalesce(sum(length(bytes)), 0) AS size, count(bytes) = count(*) AS whole
			FROM blobs WHERE id = ? GROUP BY id`,
				id,
			),
		part: (id: string, part: number) =>
			blobs.row(PartRow, "SELECT name, type, bytes FROM blobs WHERE id = ? AND part = ?", id, part),
		/** Every one, and in how many parts. */
		all: () => blobs.rows(Count, "SELECT id, count(*) AS parts FROM blobs GROUP BY id"),
		drop: (id: string) => blobs.change("DELETE FROM blobs WHERE id = ?", id),
	};
};
