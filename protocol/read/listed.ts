// What someone wants to see of a list of sessions, whoever keeps the list.
import { z } from "zod";
import type { Outcome, SessionState } from "./view.ts";

export const Tab = z.enum(["all", "mine", "unclaimed", "approval", "running"]);
export type Tab = z.infer<typeof Tab>;

/** Times in ms since 1970, `to` exclusive; null: any. */
export type SessionsFilter = {
	tab: Tab;
	/** A name. */
	endpoint: string | null;
	/** The id of who asked, or of who has it. */
	person: string | null;
	state: SessionState | null;
	outcome: Outcome | null;
	ticket: string | null;
	/** When it was opened. */
	from: number | null;
	to: number | null;
	/** Only sessions after this one in the list. */
	before: { openedAt: number; session: string } | null;
};
