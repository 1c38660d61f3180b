// What is typed in Teams, as its client sends it; and short messages of the bot's as they read.
import { escaped as escapedHtml } from "../../../bots/teams/testing/message.ts";
import type { Typed } from "./port.ts";

/** Blanks that HTML would fold are no-break spaces there. */
const escaped = (text: string): string => escapedHtml(text).replace(/ (?= )|^ | $/gm, "&nbsp;");

export const asHtml = (typed: Typed[]): string =>
	typed
		.map((one) => {
			if (typeof one === "string") return escaped(one).replaceAll("\n", "<br>");
			if ("bold" in one) return `<strong>${escaped(one.bold)}</strong>`;
			if ("link" in one) return `<a href="${escaped(one.link)}">${escaped(one.link)}</a>`;
			return `<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="1">${escaped(one.mention)}</span>`;
		})
		.join("");

export const asCode = (text: string): string =>
	`<codeblock class="Bash"><code>${escaped(text).replaceAll("\n", "<br>")}</code></codeblock>`;

export const plainXml = (text: string): string =>
	text
		.replaceAll("<br/>", "\n")
		.replaceAll("<at>", "@")
		.replaceAll(/<[^>]*>/g, "")
		.replaceAll("&lt;", "<")
		.replaceAll("&gt;", ">")
		.replaceAll("&quot;", '"')
		.replaceAll("&amp;", "&");
