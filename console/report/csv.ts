// A report as a table for a spreadsheet, a row a plan.
import { inQuotes } from "../../domain/line.ts";
import { utc } from "../../words/times.ts";
import { csvLines, utf8Mark } from "../html/csv.ts";
import { type Row, rowsOf } from "./rows.ts";
import type { ReportFound } from "./wish.ts";

const columns = [
	...["Asked (UTC)", "Asked by", "Request", "Ticket", "Plan", "What changes", "Commands"],
	...["Proposed by", "Proposed (UTC)", "Decided by", "Endpoints (start, UTC)", "Result", "Transcript"],
];

/** Page by page. `most`: sessions; where there are more, the last line says so. `origin`: of the links. */
export const reportCsv = async function* (
	page: (before: ReportFound["next"]) => Promise<ReportFound>,
	origin: string,
	most: number,
): AsyncGenerator<string> {
	yield utf8Mark + csvLines([columns]);
	let given = 0;
	for (let before: ReportFound["next"] = null; ; ) {
		const { sessions, next } = await page(before);
		const rows = sessions.flatMap(rowsOf);
		if (rows.length > 0) yield csvLines(rows.map((row) => cells(row, origin)));
		given += sessions.length;
		if (next === null) return;
		if (given >= most)
			return yield csvLines([[`There is more before this. Choose fewer days for the rest.`]]);
		before = next;
	}
};

const cells = ({ session, openedAt, request, requester, ticket, result, plan }: Row, origin: string) => [
	...[utc(openedAt), requester, request, ticket ?? ""],
	...(plan
		? [
				...[plan.digest, plan.changes, plan.commands.join("\n"), plan.proposer, utc(plan.proposedAt)],
				plan.votes
					.map(({ name, verdict, at, reason }) => {
						const did = verdict === "approve" ? "approved" : "denied";
						return `${name} ${did} ${utc(at)}${reason ? `: ${inQuotes(reason)}` : ""}`;
					})
					.join("\n"),
				plan.ran.map(({ endpoint, at }) => `${endpoint}${at === null ? "" : ` ${utc(at)}`}`).join("\n"),
			]
		: ["", "", "", "", "", "", ""]),
	result.text,
	`${origin}/s/${session}${plan ? `#${plan.id}` : ""}`,
];
