// How far an approved plan is on its way to each of its endpoints.
import { z } from "zod";
import { DiskState } from "../../../protocol/record/records.ts";
import { row, rows } from "../../durable/sql.ts";
import { afterEvents } from "./order.ts";

const DeliveryState = z.enum([
	"queued",
	"granted",
	"accepted",
	"undelivered",
	"refused",
	"unheard",
	"record-lost",
]);
type DeliveryState = z.infer<typeof DeliveryState>;

const DeliveryRow = z.object({
	plan: z.string(),
	endpoint: z.string(),
	state: DeliveryState,
	detail: z.string().nullable(),
	/** As the endpoint last said of its disk while it had the plan. */
	disk: DiskState,
});
export type DeliveryRow = z.infer<typeof DeliveryRow>;

/** Why the endpoint tells no more of the plan, as far as we know; null: it may. */
export const unheardBecause = (
	delivery: Pick<DeliveryRow, "state"> | null,
): "unheard" | "record-lost" | null =>
	delivery?.state === "unheard" || delivery?.state === "record-lost" ? delivery.state : null;

export const deliveriesTable = (sql: SqlStorage) => ({
	add: (plan: string, endpoint: string) =>
		sql.exec(
			`INSERT INTO deliveries (plan, endpoint, state, rowid)
			VALUES (?1, ?2, 'queued', ${afterEvents} + (SELECT count(*) FROM deliveries WHERE plan = ?1))`,
			plan,
			endpoint,
		),
	set: (plan: string, endpoint: string, state: DeliveryState, detail: string | null) =>
		sql.exec(
			"UPDATE deliveries SET state = ?, detail = ? WHERE plan = ? AND endpoint = ?",
			state,
			detail,
			plan,
			endpoint,
		),
	setDisk: (plan: string, endpoint: string, state: DiskState) =>
		sql.exec("UPDATE deliveries SET disk = ? WHERE plan = ? AND endpoint = ?", state, plan, endpoint),
	get: (plan: string, endpoint: string): DeliveryRow | null =>
		row(sql, DeliveryRow, "SELECT * FROM deliveries WHERE plan = ? AND endpoint = ?", plan, endpoint),
	of: (plan: string): DeliveryRow[] =>
		rows(sql, DeliveryRow, "SELECT * FROM deliveries WHERE plan = ? ORDER BY rowid", plan),
});
