// The outside witness of a session's record, where everyone sees it: the last time stamp that it has.
import { html } from "hono/html";
import { inQuotes } from "../../domain/line.ts";
import type { SessionEvent } from "../../protocol/record/events.ts";
import { count } from "../../words/amounts.ts";
import { talk } from "../html/drawn.ts";
import type { Html } from "../html/escape.ts";
import { moment } from "../html/moment.ts";

/** Of these events; nothing if none of them is a stamp. */
export const witness = (events: SessionEvent[]): Html | string => {
	const stamp = events.findLast(({ body }) => body?.kind === "head.stamped");
	if (stamp?.body?.kind !== "head.stamped") return "";
	const { by, time, count: n } = stamp.body;
	return html`<p class="witness">Witnessed by <b>${talk(inQuotes(by))}</b> at ${moment(time, "long")}: <a href="#e${stamp.seq}">its time stamp</a> covers the first ${n === 1 ? "entry" : `${count(n)} entries`}.</p>`;
};
