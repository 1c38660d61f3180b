// Which errors say that the disk takes nothing more.
import { closeSync, openSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";

export type DiskTrouble = "full" | "failing";

const FileError = z.object({ code: z.enum(["ENOSPC", "EDQUOT", "EFBIG", "EIO", "EROFS"]) });
const DatabaseError = z.object({ code: z.literal("ERR_SQLITE_ERROR"), errcode: z.int() });

/** Null: another error. Result codes: https://www.sqlite.org/rescode.html */
export const troubleOf = (thrown: unknown): DiskTrouble | null => {
	const file = FileError.safeParse(thrown);
	if (file.success) return ["ENOSPC", "EDQUOT"].includes(file.data.code) ? "full" : "failing";
	const database = DatabaseError.safeParse(thrown);
	if (!database.success) return null;
	const { errcode } = database.data;
	if (errcode === sqliteFull) return "full";
	return (errcode & 0xff) === sqliteIoError ? "failing" : null;
};

/** SQLite doesn't say why it can't open, make or write a file. Where no file can be made in its folder, because there can be no more of them
 * (inodes) or the file system is read-only, that's the error; else it stays as it is: a wrong folder is no trouble of the disk. */
export const whyUnopened = (thrown: unknown, path: string): unknown => {
	const database = DatabaseError.safeParse(thrown);
	if (!database.success || !unexplained.includes(database.data.errcode & 0xff)) return thrown;
	const why = makesNone(dirname(path));
	return troubleOf(why) ? why : thrown;
};

/** Why no file can be made in a folder; null: one can be. Tried, since not every system counts the files that there can be. */
export const makesNone = (folder: string): unknown => {
	const path = join(folder, `try-${process.pid}`);
	try {
		rmSync(path, { force: true });
		closeSync(openSync(path, "wx", 0o600));
		rmSync(path, { force: true });
		return null;
	} catch (thrown) {
		return thrown;
	}
};

/** Whether a file system takes no write at all. */
export const isReadOnly = (thrown: unknown): boolean => FileError.safeParse(thrown).data?.code === "EROFS";

const sqliteFull = 13;
const sqliteIoError = 10;
/** READONLY, IOERR, CANTOPEN. */
const unexplained = [8, sqliteIoError, 14];
