// The machine that an endpoint is: as it was at its first hello, or as an owner confirmed it last.
import { z } from "zod";
import { withBoot } from "../../domain/machine.ts";
import { Hold, Machine } from "../../protocol/machine.ts";
import { Flag, json, rememberedJson } from "../durable/columns.ts";
import { row } from "../durable/sql.ts";

/** `boots`: starts of its system, newest last. `count`: what its journal must exceed. `said`: the hello of a machine that
 * differs, until an owner confirms it. `moved`: it was confirmed since the last hello. */
export const machineMigration = `CREATE TABLE machine (
	one INTEGER PRIMARY KEY CHECK (one = 1), host TEXT NOT NULL, id TEXT, boots TEXT NOT NULL, count INTEGER,
	hold TEXT, said TEXT, moved INTEGER NOT NULL DEFAULT 0
) STRICT;`;

/** `ahead`: how far its clock is ahead of ours, in ms, as at the last hello. */
export const clockMigration = "ALTER TABLE machine ADD COLUMN ahead INTEGER NOT NULL DEFAULT 0;";

const MachineRow = z.object({
	host: z.string(),
	id: z.string().nullable(),
	boots: rememberedJson(z.array(z.string())),
	count: z.int().nullable(),
	hold: json(Hold).nullable(),
	said: rememberedJson(Machine).nullable(),
	moved: Flag,
	ahead: z.int(),
});
export type MachineRow = z.infer<typeof MachineRow>;

export const machineTable = (sql: SqlStorage) => {
	const read = (): MachineRow | null => row(sql, MachineRow, "SELECT * FROM machine");
	return {
		read,
		/** What it says is from now on what it is; what it can't say stays. Ends a hold. */
		pin: ({ host, id, boot, count }: Machine, moved = false): void => {
			const before = read();
			sql.exec(
				"INSERT OR REPLACE INTO machine (one, host, id, boots, count, moved) VALUES (1, ?, ?, ?, ?, ?)",
				host,
				id ?? before?.id ?? null,
				JSON.stringify(withBoot(before?.boots ?? [], boot)),
				count ?? before?.count ?? null,
				moved ? 1 : 0,
			);
		},
		unpin: () => sql.exec("DELETE FROM machine"),
		/** Its journal has risen by one accepted plan. */
		rise: () => sql.exec("UPDATE machine SET count = count + 1 WHERE hold IS NULL"),
		hold: (hold: Hold, said: Machine | null) =>
			sql.exec("UPDATE machine SET hold = ?, said = ?", JSON.stringify(hold), said && JSON.stringify(said)),
		setClock: (ahead: number) => sql.exec("UPDATE machine SET ahead = ?", ahead),
		held: (): Hold | null => read()?.hold ?? null,
	};
};
