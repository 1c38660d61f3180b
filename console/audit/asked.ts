// What of the audit log is asked for, in the page's address.
import { z } from "zod";
import { AuditCursor, type AuditFilter, AuditKind } from "../../protocol/read/audit.ts";
import { Day, DayAfter, Name, type Query, reader, Whole } from "../access/query.ts";

/** `log`: a client's id or `deployment`; null: all that the person may read. */
export type Asked = { log: string | null; filter: AuditFilter; behind: AuditCursor | null };

const Behind = z
	.string()
	.transform((text) => text.split("~"))
	.pipe(z.tuple([Whole, Name, Whole]))
	.transform(([at, log, n]) => ({ at, log, n }))
	.pipe(AuditCursor);

/** What doesn't fit is as if it weren't there. Days are UTC, the last one included. */
export const askedIn = (query: Query): Asked => {
	const read = reader(query);
	return {
		log: read(Name, "log"),
		filter: {
			kind: read(AuditKind, "kind"),
			who: read(Name, "who") ?? "",
			from: read(Day, "from"),
			until: read(DayAfter, "until"),
		},
		behind: read(Behind, "behind"),
	};
};

export const behindText = ({ at, log, n }: AuditCursor): string => `${at}~${log}~${n}`;
