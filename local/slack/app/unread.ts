// Messages that this person has not seen yet; kept in the browser, per person.
import { useEffect, useState } from "react";
import type { ClientMessage } from "../people/wire.ts";
import type { Slack } from "./slack.ts";

export type Unread = { count(channel: string): number };

/** `seen`: the conversation now on screen, and the thread beside it. */
export const useUnread = (
	slack: Slack | null,
	seen: string | undefined,
	thread: string | undefined,
): Unread => {
	const store = slack ? `read ${slack.team.id} ${slack.me}` : "";
	const [read, setRead] = useState<Record<string, string>>({});
	useEffect(() => {
		if (store) setRead(JSON.parse(localStorage.getItem(store) ?? "{}"));
	}, [store]);
	useEffect(() => {
		if (!slack || document.hidden) return;
		const now: Record<string, string> = {};
		for (const message of slack.messages.values()) {
			const place = placeOf(message);
			const here = message.channel === seen && (!message.thread || message.thread === thread);
			if (here && message.ts > (now[place] ?? "")) now[place] = message.ts;
		}
		setRead((before) => {
			const next = { ...before, ...now };
			if (JSON.stringify(next) === JSON.stringify(before)) return before;
			localStorage.setItem(store, JSON.stringify(next));
			return next;
		});
	}, [slack, seen, thread, store]);
	return {
		count: (channel) =>
			[...(slack?.messages.values() ?? [])].filter(
				(message) =>
					message.channel === channel &&
					message.user !== slack?.me &&
					message.ts > (read[placeOf(message)] ?? "") &&
					(!message.thread || concerns(message, slack)),
			).length,
	};
};

const placeOf = ({ channel, thread }: ClientMessage): string => (thread ? `${channel}/${thread}` : channel);

/** Whether a message is for this person: they are named, or it is between them and someone alone. */
export const concerns = (message: ClientMessage, slack: Slack | null): boolean =>
	slack !== null &&
	message.user !== slack.me &&
	(message.onlyYou ||
		(slack.channels.get(message.channel)?.direct ?? false) ||
		message.text.includes(`<@${slack.me}>`) ||
		JSON.stringify(message.blocks).includes(slack.me));
