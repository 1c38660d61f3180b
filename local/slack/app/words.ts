// Names and times as people read them, and a message's text as it was typed.
import type { ClientChannel } from "../people/wire.ts";
import type { Slack } from "./slack.ts";

export const nameOf = (slack: Slack, user: string): string => slack.people.get(user)?.name ?? user;

/** A conversation's name: `#general`, or whom it is with. */
export const channelName = (slack: Slack, channel: ClientChannel): string =>
	channel.direct
		? nameOf(slack, channel.members.find((member) => member !== slack.me) ?? "")
		: `#${channel.name}`;

const date = (ts: string): Date => new Date(Number(ts) * 1000);

export const timeOf = (ts: string): string =>
	date(ts).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });

export const dayOf = (ts: string): string => {
	const [day, today] = [date(ts), new Date()];
	if (day.toDateString() === today.toDateString()) return "Today";
	today.setDate(today.getDate() - 1);
	if (day.toDateString() === today.toDateString()) return "Yesterday";
	return day.toLocaleDateString([], { weekday: "long", day: "numeric", month: "long" });
};

export const momentOf = (ts: string): string => `${dayOf(ts)} at ${timeOf(ts)}`;

export const unescaped = (text: string): string =>
	text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** What someone would type to get this `text`; also how notices show it. */
export const typedFrom = (slack: Slack, text: string): string =>
	unescaped(
		text.replace(/<([^<>|]+)(?:\|([^<>]*))?>/g, (_whole, target: string, shown?: string) => {
			if (target.startsWith("@")) return `@${nameOf(slack, target.slice(1))}`;
			if (target.startsWith("#"))
				return `#${shown ?? slack.channels.get(target.slice(1))?.name ?? target.slice(1)}`;
			if (target.startsWith("!date^")) return shown ?? "";
			if (target.startsWith("!")) return `@${target.slice(1)}`;
			return shown ?? target;
		}),
	);

export const sizeOf = (bytes: number): string =>
	bytes < 1_000
		? `${bytes} bytes`
		: bytes < 1e6
			? `${(bytes / 1e3).toFixed(1)} kB`
			: `${(bytes / 1e6).toFixed(1)} MB`;
