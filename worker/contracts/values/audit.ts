// A line of an audit log: the Client's, the Directory's.
import { z } from "zod";

export const AuditRow = z.object({
	n: z.int(),
	at: z.int(),
	who: z.string(),
	what: z.string(),
	detail: z.string(),
});
export type AuditRow = z.infer<typeof AuditRow>;
