// The deployment's audit log: the set-up's changes, sign-ins of the MSP's staff, and attempts in places without a client.
import type { AuditEntry } from "../../protocol/read/audit.ts";
import { auditTable } from "../durable/audit.ts";

const day = 86_400_000;

export const auditStore = (sql: SqlStorage) => {
	const { add, list, newest } = auditTable(sql);
	const keep = (entry: AuditEntry): void => add(entry, Date.now());
	return {
		keep,
		/** Once a day for each detail. */
		keepDaily: (entry: AuditEntry): void => {
			const now = Date.now();
			sql.exec("DELETE FROM told_today WHERE at <= ?", now - day);
			const query =
				"INSERT INTO told_today (detail, at) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING detail";
			if (sql.exec(query, entry.detail, now).toArray().length === 1) keep(entry);
		},
		list,
		newest,
	};
};
export type AuditStore = ReturnType<typeof auditStore>;
