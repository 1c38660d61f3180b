// The audit log as a table for a spreadsheet.
import { auditKindNames } from "../../words/sign-ins.ts";
import { csvLines, utf8Mark } from "../html/csv.ts";
import type { Audited, AuditedEntry } from "../options.ts";

const columns = ["Time (UTC)", "Log", "Who", "Kind", "What", "Detail", "Session"];

const cells = ({ at, log, who, kind, what, detail, session }: AuditedEntry): string[] => [
	new Date(at).toISOString(),
	...[log.name, who, kind === null ? "" : auditKindNames[kind], what, detail, session ?? ""],
];

/** All entries, page by page. */
export async function* auditCsv(page: (behind: Audited["next"]) => Promise<Audited>): AsyncGenerator<string> {
	yield utf8Mark + csvLines([columns]);
	for (let behind: Audited["next"] = null; ; ) {
		const { entries, next } = await page(behind);
		if (entries.length > 0) yield csvLines(entries.map(cells));
		if (next === null) return;
		behind = next;
	}
}
