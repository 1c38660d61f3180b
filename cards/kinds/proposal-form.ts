// What the dialog for a plan starts from.
import type { Policy } from "../../protocol/people.ts";
import type { PlanDraft } from "../../protocol/plan/plan.ts";
import type { EndpointChoice } from "./endpoints.ts";

export type ProposalForm = {
	session: string;
	client: string;
	/** The first 100 and the chosen ones, sorted by name. `more`: people can search for others. */
	endpoints: EndpointChoice[];
	more: boolean;
	policy: Policy;
	/** Filled in as far as known. */
	draft: Partial<PlanDraft>;
	/** What of it this technician chose last at this client, and hasn't chosen now. */
	last?: ("endpoints" | "shell")[];
};
