// What follows elsewhere from a change of a client.
import { z } from "zod";
import { Post } from "../contracts/values/post.ts";

export const ClientOutbox = z.union([
	/** Whose passkeys decide has changed: an endpoint's agent learns it, by the endpoint's id. */
	z.object({ approvers: z.string() }),
	/** An endpoint that is no longer this client's, by its id. */
	z.object({ retire: z.string() }),
	/** A session whose plans' cards may show an endpoint that came or went. */
	z.object({ session: z.string(), endpoint: z.string() }),
	/** A session with plans that someone else may decide now. */
	z.object({ peopleOf: z.string() }),
	/** Someone's mailed link is over: another one of this session is to be mailed. `name`: of the wish. */
	z.object({ mail: z.object({ session: z.string(), person: z.string(), name: z.string() }) }),
	/** What of the set-up is in force: the Directory connects channels by it. */
	z.object({ inForce: z.literal(true) }),
	z.object({ workspace: z.string(), post: Post }),
]);
export type ClientOutbox = z.infer<typeof ClientOutbox>;
