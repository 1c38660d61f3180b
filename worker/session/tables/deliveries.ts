// How far an approved plan is on its way to each of its endpoints.
import { z } from "zod";
import { DiskState } from "../../../protocol/record/records.ts";
import { keyOf, thingsOf } from "../../durable/things.ts";
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

export const deliveriesTable = (sql: SqlStorage) => {
	const deliveries = thingsOf(sql, "delivery", DeliveryRow);
	return {
		add: (plan: string, endpoint: string) =>
			deliveries.add(
				keyOf(plan, endpoint),
				{ plan, endpoint, state: "queued", detail: null, disk: "room" },
				`${afterEvents} + ${deliveries.under(plan).length}`,
			),
		set: (plan: string, endpoint: string, state: DeliveryState, detail: string | null) =>
			deliveries.set(keyOf(plan, endpoint), { state, detail }),
		setDisk: (plan: string, endpoint: string, disk: DiskState) =>
			deliveries.set(keyOf(plan, endpoint), { disk }),
		get: (plan: string, endpoint: string): DeliveryRow | null => deliveries.get(keyOf(plan, endpoint)),
		of: (plan: string): DeliveryRow[] => deliveries.under(plan),
	};
};
