// A time: UTC as delivered, with the exact UTC on hover; the browser puts the reader's own zone in its place.
import { html } from "hono/html";
import type { Instant } from "../../protocol/ids.ts";
import { clock, utc, utcExact } from "../../words/times.ts";
import type { Html } from "./escape.ts";

export const moment = (at: Instant, form: "clock" | "long" = "clock"): Html =>
	html`<time datetime="${new Date(at).toISOString()}" data-form="${form}" title="${utcExact(at)}">${form === "clock" ? `${clock(at)} UTC` : utc(at)}</time>`;
