// That a workspace doesn't take what Caisey posts, as it tells the owners of a client.
import { z } from "zod";
import { Instant } from "../../../protocol/ids.ts";
import { Unposted } from "../../../protocol/read/unposted.ts";

export const Trouble = z.object({
	/** `slack:T0123` */
	workspace: z.string(),
	/** The conversation; null: all of the workspace. */
	channel: z.string().nullable(),
	/** What people call the conversation, or the workspace; null: not known. */
	called: z.string().nullable(),
	/** Whether it is the MSP's desk. */
	desk: z.boolean(),
	because: Unposted,
	/** When that began: with the place, it names the trouble. */
	since: Instant,
});
export type Trouble = z.infer<typeof Trouble>;
