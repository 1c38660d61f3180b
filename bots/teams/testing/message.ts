// A message as Teams sends it, and text as its client writes it into HTML.
import type { Activity } from "../read/activity.ts";

/** `html`: the message as Teams encodes it; null: none. */
export const messageOf = (html: string | null, text = ""): Activity => ({
	type: "message",
	channelId: "msteams",
	serviceUrl: "https://smba.trafficmanager.net/emea/",
	from: { id: "29:tom" },
	recipient: { id: "28:bot", name: "Caisey" },
	conversation: { id: "19:x@thread.tacv2;messageid=1" },
	text,
	...(html !== null && { attachments: [{ contentType: "text/html", content: html }] }),
});

export const escaped = (text: string): string =>
	text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
