// That a session's own thread couldn't be opened, as the Workspace tells it: once each time that someone was told.
import { z } from "zod";
import { Instant } from "../../../protocol/ids.ts";
import { Unposted } from "../../../protocol/read/unposted.ts";

export const Unopened = z.object({
	because: Unposted,
	/** Whether the person who asked was told: as in the event. */
	told: z.enum(["there", "directly", "not"]),
	at: Instant,
});
export type Unopened = z.infer<typeof Unopened>;
