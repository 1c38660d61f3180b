// One change of a client's part of the set-up file, as a page of the console sends it.
import { z } from "zod";
import { Policy } from "./people.ts";
import { ConversationId } from "./platform.ts";
import { EndpointName, EndpointSetup, Key, PersonSetup } from "./setup.ts";

export const SetupEdit = z.discriminatedUnion("edit", [
	/** Someone new, or all that the file says of someone. */
	z.strictObject({ edit: z.literal("person"), key: Key, ...PersonSetup.shape }),
	z.strictObject({ edit: z.literal("remove-person"), key: Key }),
	z.strictObject({ edit: z.literal("policy"), policy: Policy }),
	z.strictObject({ edit: z.literal("channels"), channels: z.array(ConversationId).max(100) }),
	z.strictObject({ edit: z.literal("machine"), name: EndpointName, ...EndpointSetup.shape }),
	z.strictObject({ edit: z.literal("remove-machine"), name: EndpointName }),
]);
export type SetupEdit = z.infer<typeof SetupEdit>;
