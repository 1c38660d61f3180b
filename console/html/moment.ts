// A time: UTC as delivered, with the exact UTC on hover; the browser puts the reader's own zone in its place.
import { html } from "hono/html";
import type { Instant } from "../../protocol/ids.ts";
import { clock, utc, utcExact, utcMinute } from "../../words/times.ts";
import type { Html } from "./escape.ts";

/** The day by its name, or its date if it is further away from `seen`: the browser does that, in the reader's zone. */
export const dayBefore = (at: Instant, seen: Instant): Html =>
	html`<time datetime="${new Date(at).toISOString()}" data-form="day" data-seen="${new Date(seen).toISOString()}" title="${utcExact(at)}">${utcMinute(at)}</time>`;

export const moment = (at: Instant, form: "clock" | "long" = "clock"): Html =>
	html`<time datetime="${new Date(at).toISOString()}" data-form="${form}" title="${utcExact(at)}">${form === "clock" ? `${clock(at)} UTC` : utc(at)}</time>`;
