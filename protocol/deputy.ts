// Whom an approver named to decide for them.
import { z } from "zod";
import { Instant, PersonId } from "./ids.ts";

/** `person` named `deputy`, both by their ids. `until`: `person` is away until then; null: they are here. */
export const Deputy = z.strictObject({ person: PersonId, deputy: PersonId, until: Instant.nullable() });
export type Deputy = z.infer<typeof Deputy>;
