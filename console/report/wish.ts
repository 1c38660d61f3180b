// Which client's report is wanted, and of which days, as the address has it; and what there is.
import { ClientId } from "../../protocol/ids.ts";
import type { TranscriptHeader, TranscriptRun } from "../../protocol/read/transcript-source.ts";
import { day } from "../../words/times.ts";
import { Before, Day, DayAfter, type Query, reader } from "../access/query.ts";

/** Times in ms since 1970, `to` exclusive: of the sessions that were opened then. */
export type ReportWish = {
	client: string | null;
	from: number;
	to: number;
	/** Only sessions after this one, newest first. */
	before: { openedAt: number; session: string } | null;
};

/** `client`: whose report it is; null: it isn't chosen yet, or isn't among `clients`, where the person may look. */
export type ReportFound = {
	clients: { client: string; name: string }[];
	client: { client: string; name: string } | null;
	sessions: Reported[];
	next: { openedAt: number; session: string } | null;
};

export type Reported = { header: TranscriptHeader; runs: TranscriptRun[] };

/** Without days, this month so far. */
export const reportWish = (query: Query, now: number): ReportWish => {
	const read = reader(query);
	const today = Date.parse(day(now));
	const month = Date.parse(`${day(now).slice(0, 7)}-01`);
	return {
		client: read(ClientId, "client"),
		from: read(Day, "from") ?? month,
		to: read(DayAfter, "to") ?? today + 86_400_000,
		before: read(Before, "before"),
	};
};

/** The days as the form has them. */
export const daysOf = ({ from, to }: ReportWish): { from: string; to: string } => ({
	from: day(from),
	to: day(Math.max(to - 1, 0)),
});
