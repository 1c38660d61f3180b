// One message: who, when, what, its files and thread, and what can be done with it.
import { useState } from "react";
import type { ClientMessage } from "../people/wire.ts";
import { Avatar } from "./avatar.tsx";
import { Blocks } from "./blocks.tsx";
import { mrkdwn } from "./mrkdwn.tsx";
import { fileAddress, useShared } from "./slack.ts";
import { momentOf, nameOf, sizeOf, timeOf, typedFrom } from "./words.ts";

type Props = { message: ClientMessage; inThread: boolean; follows: boolean };

/** `follows`: right after another message of the same author, so without a head. */
export const MessageItem = ({ message, inThread, follows }: Props) => {
	const { slack, act } = useShared();
	const [editing, setEditing] = useState(false);
	const { channel, ts } = message;
	const author = nameOf(slack, message.user);
	const isApp = slack.people.get(message.user)?.app ?? false;
	const classes = ["message", follows && "follows", message.onlyYou && "only-you"].filter(Boolean).join(" ");
	return (
		<article className={classes} aria-label={`${author} at ${timeOf(ts)}`} data-ts={ts}>
			{follows ? (
				<time className="gutter">{timeOf(ts)}</time>
			) : (
				<Avatar user={message.user} name={author} app={isApp} />
			)}
			<div className="content">
				{message.onlyYou && (
					<p className="note">
						👁 Only visible to you ·{" "}
						<button type="button" className="link" onClick={() => act("dismiss", { channel, ts })}>
							Dismiss
						</button>
					</p>
				)}
				{!follows && (
					<p className="head">
						<b>{author}</b>
						{isApp && <span className="badge">APP</span>}
						<time title={momentOf(ts)}>{timeOf(ts)}</time>
					</p>
				)}
				{editing ? <Editor message={message} done={() => setEditing(false)} /> : <Said message={message} />}
				{message.files.map(({ id, name, bytes }) => (
					<a className="file" href={fileAddress(id)} download={name} key={id}>
						📄 <b>{name}</b> <small>{sizeOf(bytes)}</small>
					</a>
				))}
				{!inThread && message.replies > 0 && <Replies message={message} />}
			</div>
			{!message.onlyYou && !editing && (
				<Tools message={message} inThread={inThread} edit={() => setEditing(true)} />
			)}
		</article>
	);
};

const Said = ({ message }: { message: ClientMessage }) => {
	const { slack } = useShared();
	const { channel, ts, blocks, text } = message;
	return (
		<div className="said">
			{blocks.length > 0 ? (
				<Blocks blocks={blocks} where={{ channel, ts }} />
			) : (
				<p className="text">{mrkdwn(text, slack)}</p>
			)}
			{message.edited && slack.people.get(message.user)?.app !== true && (
				<small className="edited">(edited)</small>
			)}
		</div>
	);
};

const Replies = ({ message }: { message: ClientMessage }) => {
	const { slack, openThread } = useShared();
	return (
		<button type="button" className="replies" onClick={() => openThread(message)}>
			{message.repliers.slice(0, 4).map((user) => (
				<Avatar
					user={user}
					name={nameOf(slack, user)}
					app={slack.people.get(user)?.app ?? false}
					small
					key={user}
				/>
			))}
			<b>{message.replies === 1 ? "1 reply" : `${message.replies} replies`}</b>
		</button>
	);
};

const Tools = ({ message, inThread, edit }: { message: ClientMessage; inThread: boolean; edit(): void }) => {
	const { slack, act, openThread } = useShared();
	const { channel, ts } = message;
	const mine = message.user === slack.me;
	return (
		<div className="tools" role="toolbar" aria-label="Message actions">
			{!inThread && (
				<button
					type="button"
					aria-label="Reply in thread"
					title="Reply in thread"
					onClick={() => openThread(message)}
				>
					💬
				</button>
			)}
			<button
				type="button"
				aria-label="Start a Caisey session"
				title="Start a Caisey session"
				onClick={() => act("shortcut", { channel, ts, callback: "start_session" })}
			>
				⚡
			</button>
			{mine && (
				<button type="button" aria-label="Edit message" title="Edit message" onClick={edit}>
					✏️
				</button>
			)}
			{mine && (
				<button
					type="button"
					aria-label="Delete message"
					title="Delete message"
					onClick={() => window.confirm("Delete this message?") && act("delete", { channel, ts })}
				>
					🗑
				</button>
			)}
		</div>
	);
};

const Editor = ({ message, done }: { message: ClientMessage; done(): void }) => {
	const { slack, act } = useShared();
	const [text, setText] = useState(typedFrom(slack, message.text));
	const save = async () => {
		const { channel, ts } = message;
		const { trouble } = text.trim() ? await act("edit", { channel, ts, text }) : {};
		if (!trouble) done();
	};
	return (
		<div className="editor">
			<textarea
				// biome-ignore lint/a11y/noAutofocus: the person just asked to edit this
				autoFocus
				aria-label="Edit this message"
				value={text}
				rows={Math.min(8, text.split("\n").length)}
				onChange={({ target }) => setText(target.value)}
				onKeyDown={(event) => {
					if (event.key === "Escape") done();
					if (event.key !== "Enter" || event.shiftKey) return;
					event.preventDefault();
					void save();
				}}
			/>
			<button type="button" className="button" onClick={done}>
				Cancel
			</button>
			<button type="button" className="button primary" onClick={save}>
				Save
			</button>
		</div>
	);
};
