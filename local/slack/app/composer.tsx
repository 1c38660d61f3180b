// Where people type: Enter sends, Shift+Enter starts a line, files can be attached, `/` and `@` offer choices.
import { useRef, useState } from "react";
import { type Attached, attached } from "./attached.ts";
import { useShared } from "./slack.ts";
import { sizeOf } from "./words.ts";

type Props = { label: string; channel: string; thread: string | null };

export const Composer = ({ label, channel, thread }: Props) => {
	const { act } = useShared();
	const [text, setText] = useState("");
	const [files, setFiles] = useState<Attached[]>([]);
	const box = useRef<HTMLTextAreaElement>(null);
	const picker = useRef<HTMLInputElement>(null);
	const attach = async (list: FileList | null) => {
		const added = await Promise.all([...(list ?? [])].map(attached));
		setFiles((now) => [...now, ...added].slice(0, 10));
		box.current?.focus();
	};
	const send = async () => {
		if (!text.trim() && files.length === 0) return;
		const said = { text: text.trimEnd(), files: files.map(({ name, base64 }) => ({ name, base64 })) };
		setText("");
		setFiles([]);
		const { trouble } = await act("say", { channel, thread, ...said });
		if (trouble) setText((now) => now || said.text);
	};
	return (
		<div className="composer">
			<Hints
				text={text}
				thread={thread !== null}
				complete={(whole) => [setText(whole), box.current?.focus()]}
			/>
			<textarea
				ref={box}
				aria-label={label}
				placeholder={label}
				rows={1}
				value={text}
				spellCheck={false}
				onChange={({ target }) => setText(target.value)}
				onDrop={(event) => {
					if (event.dataTransfer.files.length === 0) return;
					event.preventDefault();
					void attach(event.dataTransfer.files);
				}}
				onPaste={(event) => event.clipboardData.files.length && void attach(event.clipboardData.files)}
				onKeyDown={(event) => {
					if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || inCode(text))
						return;
					event.preventDefault();
					void send();
				}}
			/>
			{files.length > 0 && (
				<ul className="attached" aria-label="Attached files">
					{files.map((file, index) => (
						<li key={`${file.name}-${index.toString()}`}>
							📄 {file.name} <small>{sizeOf(file.bytes)}</small>
							<button
								type="button"
								className="plain"
								aria-label={`Remove ${file.name}`}
								onClick={() => setFiles(files.filter((each) => each !== file))}
							>
								×
							</button>
						</li>
					))}
				</ul>
			)}
			<div className="tools">
				<button
					type="button"
					className="plain"
					aria-label="Attach a file"
					title="Attach a file"
					onClick={() => picker.current?.click()}
				>
					📎
				</button>
				<input
					ref={picker}
					type="file"
					multiple
					hidden
					onChange={({ target }) => {
						void attach(target.files);
						target.value = "";
					}}
				/>
				<span className="hint">
					<b>*bold*</b> <i>_italic_</i> <code>`code`</code> <code>```block```</code>
				</span>
				<button
					type="button"
					className="send"
					aria-label="Send"
					title="Send (Enter)"
					disabled={!text.trim() && files.length === 0}
					onClick={send}
				>
					➤
				</button>
			</div>
		</div>
	);
};

// Within an open code block Enter starts a line, as in Slack.
const inCode = (text: string): boolean => text.split("```").length % 2 === 0;

const Hints = ({
	text,
	thread,
	complete,
}: {
	text: string;
	thread: boolean;
	complete(text: string): void;
}) => {
	const { slack } = useShared();
	if (/^\/\S*$/.test(text) && "/caisey".startsWith(text)) {
		return (
			<div className="hints">
				<button type="button" onClick={() => complete("/caisey ")} disabled={thread}>
					<b>/caisey</b> what you need
					<small>
						{thread
							? "Slack has no slash commands in threads: just write."
							: "Ask your IT for a change; all of it is recorded"}
					</small>
				</button>
			</div>
		);
	}
	const typed = /(?:^|\s)@([\p{L} ]{0,20})$/u.exec(text)?.[1]?.toLowerCase();
	if (typed === undefined) return null;
	const found = [...slack.people.values()].filter(
		({ name, id }) =>
			id !== "USLACKBOT" && name.toLowerCase().startsWith(typed) && name.toLowerCase() !== typed,
	);
	if (found.length === 0) return null;
	return (
		<div className="hints">
			{found.map(({ id, name, title }) => (
				<button
					type="button"
					key={id}
					onClick={() => complete(`${text.slice(0, text.length - typed.length)}${name} `)}
				>
					<b>@{name}</b>
					<small>{title}</small>
				</button>
			))}
		</div>
	);
};
