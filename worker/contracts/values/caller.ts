// Who wants something of a session: an account, as its platform vouches for it, or a person signed in to the console.
import { z } from "zod";
import type { ChatUser } from "../../../bots/intent.ts";

/** `person` is their id, `name` for people to read only. */
export const SignedIn = z.object({ person: z.string(), name: z.string() });
export type SignedIn = z.infer<typeof SignedIn>;

export type Caller = ChatUser | SignedIn;
