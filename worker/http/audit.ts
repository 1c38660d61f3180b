// Keeps what people do in the console and what they are refused there: the one way into the audit logs from a page.
import type { AuditEntry } from "../../protocol/read/audit.ts";
import { directoryOf, objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";

/** Whose log: a client's; the one where a person belongs, a client's or the deployment's; or the deployment's. */
export type Log = { client: string } | { person: string } | "deployment";

/** What can't be kept isn't done: so await it before the answer. */
export const keep = async (env: Env, log: Log, entry: AuditEntry): Promise<void> => {
	const directory = directoryOf(env.DIRECTORY);
	if (log === "deployment") return directory.audit(entry);
	const client = "client" in log ? log.client : (await directory.belonging(log.person)).client;
	return client === null ? directory.audit(entry) : objectOf(env.CLIENT, client).audit(entry);
};

/** A failed sign-in. Anyone can cause many: each is kept once a day, by its detail, which no stranger may choose. */
export const keepFailed = (env: Env, what: string, detail: string): Promise<void> =>
	directoryOf(env.DIRECTORY).auditDaily({
		kind: "failed sign-in",
		who: "someone in a browser",
		what,
		detail: detail.slice(0, 500),
	});
