// The deployment's audit log: the set-up's changes, and attempts in places without a client.
import { AuditRow } from "../contracts/values/audit.ts";
import { rows } from "../durable/sql.ts";

const day = 86_400_000;

export const auditStore = (sql: SqlStorage) => {
	const keep = (who: string, what: string, detail: string): void => {
		const query = "INSERT INTO audit (at, who, what, detail) VALUES (?, ?, ?, ?)";
		sql.exec(query, Date.now(), who, what, detail);
	};
	return {
		keep,
		/** Once a day for each detail. */
		keepDaily: (who: string, what: string, detail: string): void => {
			const now = Date.now();
			sql.exec("DELETE FROM told_today WHERE at <= ?", now - day);
			const query =
				"INSERT INTO told_today (detail, at) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING detail";
			if (sql.exec(query, detail, now).toArray().length === 1) keep(who, what, detail);
		},
		list: (after: number, limit: number): AuditRow[] =>
			rows(sql, AuditRow, "SELECT * FROM audit WHERE n > ? ORDER BY n LIMIT ?", after, limit),
	};
};
export type AuditStore = ReturnType<typeof auditStore>;
