// Lines as Slack's rich text, in which nothing that people wrote has a meaning: no mentions, links, styles or emoji of theirs.
import type { Mention } from "../../protocol/read/view.ts";
import { utcMinute } from "../../words/times.ts";
import type { Line, Run } from "../model/card.ts";
import { cut, textOf } from "../plain.ts";

export type SlackElement = { type: string; [key: string]: unknown };

/** `workspace` is `slack:<team>`: only people of that one can be mentioned there. */
export const elements = (line: Line, workspace: string): SlackElement[] =>
	line.flatMap((run) => {
		const element = elementOf(run, workspace);
		return element.text === "" ? [] : [element];
	});

const elementOf = (run: Run, workspace: string): SlackElement => {
	const text = textOf(run);
	if (typeof run === "string") return { type: "text", text };
	if ("said" in run || "theirs" in run) return { type: "text", text, style: { italic: true } };
	if ("bold" in run) return { type: "text", text, style: { bold: true } };
	if ("code" in run) return { type: "text", text, style: { code: true } };
	if ("url" in run) return { type: "link", url: run.url, text };
	if ("time" in run)
		return time(run.time, run.form === "weekday" ? "{date_long_pretty}" : "{date_short_pretty}");
	const user = userOf(run.mention, workspace);
	return user ? { type: "user", user_id: user } : { type: "text", text, style: { bold: true } };
};

// In the reader's zone; the fallback if a client can't: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
const time = (at: number, date: string): SlackElement => ({
	type: "date",
	timestamp: Math.floor(at / 1000),
	format: `${date} at {time}`,
	fallback: utcMinute(at),
});

const userOf = ({ identities }: Mention, workspace: string): string | undefined =>
	identities.find((identity) => identity.startsWith(`${workspace}:`))?.slice(workspace.length + 1);

/** The line as a notification shows it: Slack's markup escaped, people mentioned, times in UTC. */
export const notificationText = (line: Line, workspace: string, most: number): string => {
	let room = most;
	let text = "";
	for (const run of line) {
		const said = textOf(run);
		const user = typeof run === "object" && "mention" in run ? userOf(run.mention, workspace) : undefined;
		const part = said.length > room ? cut(said, room) : said;
		text += user ? `<@${user}>` : escaped(part);
		room -= said.length;
		if (room <= 0) break;
	}
	return text;
};

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
const escaped = (text: string): string =>
	text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
