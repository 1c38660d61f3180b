// What a technician chose last in the dialog of a plan at a client: never what they wrote there.
import { z } from "zod";
import { EndpointId } from "../../../protocol/ids.ts";
import { PlanDraft } from "../../../protocol/plan/plan.ts";

export const LastChoices = z.object({
	endpoints: z.array(EndpointId),
	shell: PlanDraft.shape.shell,
	runAs: PlanDraft.shape.runAs,
});
export type LastChoices = z.infer<typeof LastChoices>;
