// A conversation: its messages by day, and where to write.
import { Fragment, useEffect, useLayoutEffect, useRef } from "react";
import type { ClientMessage } from "../people/wire.ts";
import { Composer } from "./composer.tsx";
import { MessageItem } from "./message.tsx";
import { useMessages, useShared } from "./slack.ts";
import { channelName, dayOf } from "./words.ts";

export const Conversation = ({ channel }: { channel: string }) => {
	const { slack } = useShared();
	const known = slack.channels.get(channel);
	const messages = useMessages(channel, null);
	if (!known) return <p className="empty">There is no such conversation.</p>;
	const name = channelName(slack, known);
	return (
		<>
			<Log label={`Messages in ${name}`} messages={messages} thread={null}>
				<div className="welcome">
					<h2>{name}</h2>
					<p>{known.direct ? `Between you and ${name}.` : known.topic}</p>
				</div>
			</Log>
			<Composer label={`Message ${name}`} channel={channel} thread={null} key={channel} />
		</>
	);
};

export const Thread = ({ channel, ts, close }: { channel: string; ts: string; close(): void }) => {
	const { slack } = useShared();
	const messages = useMessages(channel, ts);
	const known = slack.channels.get(channel);
	return (
		<aside className="thread" aria-label="Thread">
			<header>
				<h2>
					Thread <small>{known && channelName(slack, known)}</small>
				</h2>
				<button type="button" className="plain" aria-label="Close thread" onClick={close}>
					×
				</button>
			</header>
			<Log label="Messages in this thread" messages={messages} thread={ts} />
			<Composer label="Reply in thread" channel={channel} thread={ts} key={ts} />
		</aside>
	);
};

type LogProps = {
	label: string;
	messages: ClientMessage[];
	thread: string | null;
	children?: React.ReactNode;
};

const Log = ({ label, messages, thread, children }: LogProps) => {
	const box = useRef<HTMLDivElement>(null);
	const replies = messages.filter(({ onlyYou }) => !onlyYou).length - 1;
	const { slack } = useShared();
	const own = messages.findLast(({ user }) => user === slack.me)?.ts ?? "";
	useStayAtEnd(box, `${label}/${thread}`, own);
	return (
		<div className="log" role="log" aria-label={label} ref={box}>
			<div className="inner">
				{children}
				{messages.map((message, index) => {
					const before = messages[index - 1];
					const newDay = !before || dayOf(before.ts) !== dayOf(message.ts);
					return (
						<Fragment key={message.ts}>
							{newDay && !thread && (
								<div className="day">
									<span>{dayOf(message.ts)}</span>
								</div>
							)}
							<MessageItem
								message={message}
								inThread={thread !== null}
								follows={!newDay && follows(before, message)}
							/>
							{thread && index === 0 && replies > 0 && (
								<div className="day">
									<span>{replies === 1 ? "1 reply" : `${replies} replies`}</span>
								</div>
							)}
						</Fragment>
					);
				})}
			</div>
		</div>
	);
};

const together = 5 * 60;
const follows = (before: ClientMessage, message: ClientMessage): boolean =>
	before.user === message.user &&
	before.onlyYou === message.onlyYou &&
	!message.onlyYou &&
	before.replies === 0 &&
	Number(message.ts) - Number(before.ts) < together;

// Follows new messages and growing cards as long as the reader is at the end. `own` is the reader's last message: a new one
// leads to the end.
const useStayAtEnd = (
	box: React.RefObject<HTMLDivElement | null>,
	conversation: string,
	own: string,
): void => {
	const atEnd = useRef(true);
	const before = useRef({ conversation: "", own });
	useLayoutEffect(() => {
		const stays = before.current.conversation === conversation && own <= before.current.own;
		before.current = { conversation, own };
		if (stays || !box.current) return;
		atEnd.current = true;
		box.current.scrollTop = box.current.scrollHeight;
	}, [box, conversation, own]);
	useEffect(() => {
		const log = box.current;
		const inner = log?.firstElementChild;
		if (!log || !inner) return;
		const scrolled = () => {
			atEnd.current = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
		};
		const watcher = new ResizeObserver(() => {
			if (atEnd.current) log.scrollTop = log.scrollHeight;
		});
		log.addEventListener("scroll", scrolled);
		watcher.observe(inner);
		watcher.observe(log);
		return () => {
			log.removeEventListener("scroll", scrolled);
			watcher.disconnect();
		};
	}, [box]);
};
