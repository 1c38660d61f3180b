// What the enrollment connected with, so that the agent connects in the same way when a service manager starts it.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import type { Folder } from "./folder.ts";

/** `proxy`: its URL, perhaps with a password; `ca`: the path of a PEM file. */
const Connection = z.strictObject({
	v: z.literal(1),
	proxy: z.string().nullable(),
	ca: z.string().nullable(),
});
export type Connection = z.infer<typeof Connection>;

/** Agents before this had no such file: they connected directly. */
export const readConnection = (folder: Folder): Connection => {
	try {
		return Connection.parse(JSON.parse(readFileSync(folder.connection, "utf8")));
	} catch {
		return { v: 1, proxy: null, ca: null };
	}
};

/** For this account alone: a proxy's password may be in it. */
export const writeConnection = (folder: Folder, connection: Connection): void => {
	const draft = `${folder.connection}.new`;
	writeFileSync(draft, JSON.stringify(connection, null, "\t"), { mode: 0o600, flush: true });
	renameSync(draft, folder.connection);
};
