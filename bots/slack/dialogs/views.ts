// Dialogs as Slack's views: a form, a message, a moment's wait.

import { type Card, sentences } from "../../../cards/model/card.ts";
import type { Form } from "../../../cards/model/form.ts";
import { limits } from "../../../cards/model/limits.ts";
import { plainText, type SlackBlock, sectionBlocks } from "../../../cards/slack/card.ts";
import { formBlocks } from "./form-blocks.ts";

const most = limits.slack;

export type Modal = {
	type: "modal";
	title: ReturnType<typeof plainText>;
	close: ReturnType<typeof plainText>;
	submit?: ReturnType<typeof plainText>;
	callback_id?: string;
	private_metadata?: string;
	/** A name of ours, beside Slack's id. */
	external_id?: string;
	blocks: SlackBlock[];
};

/** A dialog with a form, or with nothing to send where `form` is left out. */
const modal = (
	title: string,
	blocks: SlackBlock[],
	form?: { callback: string; submit: string; metadata: unknown },
): Modal => ({
	type: "modal",
	title: plainText(title, most.modalTitle),
	close: plainText(form ? "Cancel" : "Close", most.modalButton),
	...(form && {
		submit: plainText(form.submit, most.modalButton),
		callback_id: form.callback,
		private_metadata: JSON.stringify(form.metadata),
	}),
	blocks,
});

/** Sentences to be read and closed. */
export const messageView = (card: Card, workspace: string): Modal =>
	modal("Caisey", sectionBlocks(card.sections, workspace));

export const saying = (text: string): Modal => messageView(sentences([text]), "");

/** Open at once, since a trigger lasts only three seconds; the form replaces it. */
export const oneMoment = (): Modal => saying("One moment…");

/** A form as a dialog; `metadata` comes back with what is filled in. */
export const formView = (form: Form, metadata: unknown): Modal =>
	modal(form.title, formBlocks(form), { callback: form.dialog, submit: form.submit, metadata });
