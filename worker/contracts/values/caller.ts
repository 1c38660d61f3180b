// Who wants something of a session: an account, as its platform vouches for it, or a person signed in to the console.
import type { ChatUser } from "../../../bots/intent.ts";

/** `person` is their id, `name` for people to read only. */
export type SignedIn = { person: string; name: string };

export type Caller = ChatUser | SignedIn;
