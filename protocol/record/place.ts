// Where something is said or shown: conversations, a session's threads in them, messages; and how much of them Caisey hears.
import { z } from "zod";
import { Text } from "../bounds.ts";

/** Where people say or Caisey posts something: a conversation, perhaps a thread of it. `workspace` is `slack:<team>` or `teams:<tenant>`. */
export const Place = z.strictObject({
	workspace: Text,
	channel: Text,
	thread: Text.nullable(),
});
export type Place = z.infer<typeof Place>;
/** Which of a session's threads: where it was opened; at the client elsewhere, so that approvers see the plan where they are;
 * on the MSP's own desk. */
export const ThreadKind = z.enum(["own", "client", "desk"]);
export type ThreadKind = z.infer<typeof ThreadKind>;
/** How much of a thread's talk reaches Caisey: all of it; only what mentions the bot, as far as known; nothing while the app
 * isn't there; some of it while the platform drops messages. */
export const Hearing = z.enum(["whole", "mentions", "nothing", "part"]);
export type Hearing = z.infer<typeof Hearing>;
export const MessageRef = z.strictObject({
	workspace: Text,
	channel: Text,
	message: Text,
});
export type MessageRef = z.infer<typeof MessageRef>;
