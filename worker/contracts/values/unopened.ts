// That a thread of a session couldn't be opened, as the Workspace tells it: its own, once each time that someone was told; another one
// once for each reason.
import { z } from "zod";
import { Instant } from "../../../protocol/ids.ts";
import { Unposted } from "../../../protocol/read/unposted.ts";

export const Unopened = z.object({
	because: Unposted,
	/** Whether the person who asked was told, or of another thread the owners: as in the event. */
	told: z.enum(["there", "directly", "not"]),
	at: Instant,
	/** The key of the first message of another thread than the session's own. */
	root: z.string().optional(),
});
export type Unopened = z.infer<typeof Unopened>;
