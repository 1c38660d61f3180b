// A proposal as its session takes it: from a dialog in chat, or from the console's form.
import { z } from "zod";
import { ChatUser, Propose } from "../../../bots/intent.ts";
import { SignedIn } from "./caller.ts";

export const Proposed = Propose.pick({ once: true, from: true, draft: true }).extend({
	by: z.union([ChatUser, SignedIn]),
});
export type Proposed = z.infer<typeof Proposed>;
