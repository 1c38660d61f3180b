// The state of this window: loaded once, updated by server-sent events, loaded again after the line was cut.
import { createContext, useContext, useEffect, useMemo, useState } from "react";
import { pressing } from "../../../console/app/pressing.ts";
import type {
	ClientChannel,
	ClientMessage,
	ClientPerson,
	LiveEvent,
	Reply,
	Requests,
	State,
} from "../people/wire.ts";

const released = pressing();

export type Slack = Omit<State, "messages" | "people" | "channels"> & {
	people: Map<string, ClientPerson>;
	channels: Map<string, ClientChannel>;
	/** By channel and ts. */
	messages: Map<string, ClientMessage>;
};

export type Send = <Name extends keyof Requests>(name: Name, request: Requests[Name]) => Promise<Reply>;

const query = () => {
	const here = new URLSearchParams(location.search);
	const asked = new URLSearchParams({ as: here.get("as") ?? "dana" });
	const team = here.get("team");
	if (team) asked.set("team", team);
	return asked.toString();
};

/** This page's address as someone else. */
export const addressAs = (handle: string): string => {
	const here = new URLSearchParams(location.search);
	here.set("as", handle);
	return `?${here}${location.hash}`;
};

export const fileAddress = (id: string): string => `/client/file/${encodeURIComponent(id)}?${query()}`;

const load = async (): Promise<Slack> => {
	const state: State = await (await fetch(`/client/state?${query()}`)).json();
	return {
		...state,
		people: new Map(state.people.map((person) => [person.id, person])),
		channels: new Map(state.channels.map((channel) => [channel.id, channel])),
		messages: new Map(state.messages.map((message) => [key(message), message])),
	};
};

export const key = ({ channel, ts }: { channel: string; ts: string }): string => `${channel}/${ts}`;

const apply = (slack: Slack, event: LiveEvent): Slack => {
	switch (event.type) {
		case "message":
			return { ...slack, messages: new Map(slack.messages).set(key(event.message), event.message) };
		case "deleted": {
			const messages = new Map(slack.messages);
			messages.delete(key(event));
			return { ...slack, messages };
		}
		case "channel":
			return { ...slack, channels: new Map(slack.channels).set(event.channel.id, event.channel) };
		case "home":
			return { ...slack, home: event.view };
		case "modals":
			return { ...slack, modals: event.views };
	}
};

/** Calls `arrived` with each new message. */
export const useSlack = (arrived: (message: ClientMessage, slack: Slack) => void): Slack | null => {
	const [slack, setSlack] = useState<Slack | null>(null);
	useEffect(() => {
		let current: Slack | null = null;
		// Events that arrive during the load may be newer than the load.
		let meanwhile: LiveEvent[] | null = [];
		const set = (next: Slack) => {
			current = next;
			setSlack(next);
		};
		const live = new EventSource(`/client/live?${query()}`);
		live.onopen = () => {
			meanwhile = [];
			void load().then((loaded) => {
				set((meanwhile ?? []).reduce(apply, loaded));
				meanwhile = null;
			});
		};
		/** In their order, and none between a press and its end: it would take the button away. */
		let last = Promise.resolve();
		live.onmessage = ({ data }) => {
			last = last
				.then(released)
				.then(() => happened(JSON.parse(data)))
				.catch(reportError);
		};
		const happened = (event: LiveEvent) => {
			meanwhile?.push(event);
			if (!current) return;
			const isNew = event.type === "message" && !current.messages.has(key(event.message));
			set(apply(current, event));
			if (isNew) arrived(event.message, current);
		};
		return () => live.close();
	}, [arrived]);
	return slack;
};

/** `trouble` also reports problems on the way. */
export const send: Send = async (name, request) => {
	try {
		const response = await fetch(`/client/${name}?${query()}`, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify(request),
		});
		if (!response.ok) return { trouble: `The local Slack answered ${response.status}.` };
		return await response.json();
	} catch {
		return { trouble: "The local Slack can't be reached. Is `npm start` still running?" };
	}
};

export type Shared = {
	slack: Slack;
	/** Sends, and tells the person when it went wrong. */
	act: Send;
	openThread(message: { channel: string; ts: string }): void;
	go(place: string): void;
};

const SlackContext = createContext<Shared | null>(null);
export const SlackProvider = SlackContext.Provider;
export const useShared = (): Shared => {
	const shared = useContext(SlackContext);
	if (!shared) throw new Error("outside of the local Slack");
	return shared;
};

/** Messages of one conversation, oldest first. */
export const useMessages = (channel: string, thread: string | null): ClientMessage[] => {
	const { slack } = useShared();
	return useMemo(
		() =>
			[...slack.messages.values()]
				.filter((message) => message.channel === channel)
				.filter((message) => (thread ? message.thread === thread || message.ts === thread : !message.thread))
				.sort((a, b) => (a.ts < b.ts ? -1 : 1)),
		[slack.messages, channel, thread],
	);
};
