// What Slack's client asks before it sends a press: https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
import { useEffect, useRef } from "react";
import { Text, type TextObject } from "./mrkdwn.tsx";

export type Confirmation = {
	title: TextObject;
	text: TextObject;
	confirm: TextObject;
	deny: TextObject;
	style?: "primary" | "danger";
};

type Asked = { question: Confirmation; yes(): void; no(): void };

export const Confirm = ({ question, yes, no }: Asked) => {
	const dialog = useRef<HTMLDialogElement>(null);
	useEffect(() => dialog.current?.showModal(), []);
	const { title, text, confirm, deny, style = "primary" } = question;
	return (
		<dialog
			ref={dialog}
			className="modal confirm"
			role="alertdialog"
			aria-label={title.text}
			onCancel={(event) => {
				event.preventDefault();
				no();
			}}
		>
			<header>
				<h2>{title.text}</h2>
				<button type="button" className="plain" aria-label="Close" onClick={no}>
					×
				</button>
			</header>
			<div className="body">
				<Text of={text} />
			</div>
			<footer>
				<button type="button" className="button" onClick={no}>
					{deny.text}
				</button>
				<button type="button" className={`button ${style}`} onClick={yes}>
					{confirm.text}
				</button>
			</footer>
		</dialog>
	);
};
