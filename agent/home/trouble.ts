// Which errors say that the disk takes nothing more.
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

const sqliteFull = 13;
const sqliteIoError = 10;
