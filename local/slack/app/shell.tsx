// The whole window: where one is, who one is, and what is worth a notice.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { ClientMessage } from "../people/wire.ts";
import { AppPage } from "./app-page.tsx";
import { Avatar } from "./avatar.tsx";
import { Conversation, Thread } from "./conversation.tsx";
import { useLeave } from "./leave.ts";
import { Modal } from "./modal.tsx";
import { Sidebar } from "./sidebar.tsx";
import {
	addressAs,
	type Send,
	type Shared,
	type Slack,
	SlackProvider,
	send,
	useShared,
	useSlack,
} from "./slack.ts";
import { concerns, useUnread } from "./unread.ts";
import { channelName, nameOf, typedFrom } from "./words.ts";

type Notice = { id: number; kind: "mention" | "trouble"; text: string; place?: string };

const noticeFor = 8_000;

export const App = () => {
	const [notices, setNotices] = useState<Notice[]>([]);
	const notify = useCallback((notice: Omit<Notice, "id">) => {
		const id = Math.random();
		// The newest of a conversation is enough.
		setNotices((now) => [
			...now
				.filter(({ text }) => text !== notice.text)
				.filter(({ place }) => !place || place !== notice.place)
				.slice(-2),
			{ ...notice, id },
		]);
		setTimeout(() => setNotices((now) => now.filter((each) => each.id !== id)), noticeFor);
	}, []);
	const seen = useRef<{ channel: string; thread: string | undefined }>({ channel: "", thread: undefined });
	const arrived = useCallback(
		(message: ClientMessage, slack: Slack) => {
			if (message.onlyYou || !concerns(message, slack)) return;
			const place = `${message.channel}${message.thread ? `/${message.thread}` : ""}`;
			const { channel, thread } = seen.current;
			const inSight = channel === message.channel && (!message.thread || message.thread === thread);
			if (inSight && !document.hidden) return;
			const text = `${nameOf(slack, message.user)}: ${typedFrom(slack, message.text)}`;
			notify({ kind: "mention", text, place });
		},
		[notify],
	);
	const slack = useSlack(arrived);
	const act: Send = useCallback(
		async (name, request) => {
			const reply = await send(name, request);
			if (reply.trouble && name !== "submit") notify({ kind: "trouble", text: reply.trouble });
			return reply;
		},
		[notify],
	);
	const [place, thread] = usePlace(slack);
	seen.current = { channel: place, thread };
	const unread = useUnread(slack, place, thread);
	const shared = useMemo<Shared | null>(
		() =>
			slack && {
				slack,
				act,
				go: (to) => {
					location.hash = to;
				},
				openThread: ({ channel, ts }) => {
					location.hash = `${channel}/${ts}`;
				},
			},
		[slack, act],
	);
	if (!slack || !shared) return <p className="empty">Connecting to the local Slack…</p>;
	const modal = slack.modals.at(-1);
	return (
		<SlackProvider value={shared}>
			<Layout place={place} thread={thread} sidebar={<Sidebar place={place} unread={unread} />} />
			{modal && <Modal view={modal} deeper={slack.modals.length > 1} key={modal.id} />}
			<Notices notices={notices} />
		</SlackProvider>
	);
};

// The address tells where one is: `#C0ACME`, `#C0ACME/<thread>`, `#home`.
const usePlace = (slack: Slack | null): [string, string | undefined] => {
	const [hash, setHash] = useState(location.hash.slice(1));
	useEffect(() => {
		const moved = () => setHash(location.hash.slice(1));
		addEventListener("hashchange", moved);
		return () => removeEventListener("hashchange", moved);
	}, []);
	const [asked, thread] = hash.split("/");
	const known = asked === "home" || slack?.channels.has(asked ?? "");
	const first = [...(slack?.channels.values() ?? [])][0]?.id ?? "";
	return [known && asked ? asked : first, thread];
};

type LayoutProps = { place: string; thread: string | undefined; sidebar: React.ReactNode };

const Layout = ({ place, thread, sidebar }: LayoutProps) => {
	const [drawer, setDrawer] = useState(false);
	// biome-ignore lint/correctness/useExhaustiveDependencies: going somewhere closes the drawer
	useEffect(() => setDrawer(false), [place, thread]);
	return (
		<div className={`layout${thread ? " with-thread" : ""}${drawer ? " with-drawer" : ""}`}>
			{sidebar}
			<button type="button" className="shade" aria-label="Close menu" onClick={() => setDrawer(false)} />
			<TopBar place={place} openDrawer={() => setDrawer(true)} />
			<main>
				<Content place={place} />
			</main>
			{thread && (
				<Thread
					channel={place}
					ts={thread}
					close={() => {
						location.hash = place;
					}}
				/>
			)}
		</div>
	);
};

const useAppChannel = (slack: Slack): string =>
	[...slack.channels.values()].find(({ direct, members }) => direct && members.includes(slack.app))?.id ?? "";

const Content = ({ place }: { place: string }) => {
	const { slack } = useShared();
	const channel = useAppChannel(slack);
	if (place === "home" || place === channel) {
		return <AppPage tab={place === "home" ? "home" : "messages"} channel={channel} />;
	}
	return <Conversation channel={place} />;
};

const TopBar = ({ place, openDrawer }: { place: string; openDrawer(): void }) => {
	const { slack } = useShared();
	const channel = slack.channels.get(place);
	return (
		<header className="top">
			<button type="button" className="plain drawer" aria-label="Open menu" onClick={openDrawer}>
				☰
			</button>
			<h2>
				{channel ? channelName(slack, channel) : "Caisey"}
				<small>{channel?.topic}</small>
			</h2>
			<Who />
		</header>
	);
};

const Who = () => {
	const { slack } = useShared();
	const [open, setOpen] = useState(false);
	const box = useLeave(open, () => setOpen(false));
	const people = [...slack.people.values()].filter(({ app }) => !app);
	const me = slack.people.get(slack.me);
	if (!me) return null;
	return (
		<div className="who" ref={box}>
			<button
				type="button"
				aria-haspopup="menu"
				aria-expanded={open}
				aria-label={`You are ${me.name}`}
				onClick={() => setOpen(!open)}
			>
				<Avatar user={me.id} name={me.name} app={false} small />
				<span>
					<small>You are</small>
					<b>{me.name}</b>
				</span>
				<span aria-hidden>▾</span>
			</button>
			{open && (
				<div role="menu" aria-label="Who are you?" className="menu">
					{people.map(({ id, handle, name, title }) => (
						<a role="menuitem" href={addressAs(handle)} aria-current={id === slack.me} key={id}>
							<Avatar user={id} name={name} app={false} small />
							<span>
								<b>{name}</b>
								<small>{title}</small>
							</span>
						</a>
					))}
					<p>Open one in another window to be two people at once.</p>
				</div>
			)}
		</div>
	);
};

const Notices = ({ notices }: { notices: Notice[] }) => (
	<div className="notices">
		{notices.map(({ id, kind, text, place }) =>
			kind === "mention" ? (
				<p role="status" key={id}>
					<a href={`#${place}`}>{text}</a>
				</p>
			) : (
				<p role="alert" key={id}>
					⚠ {text}
				</p>
			),
		)}
	</div>
);
