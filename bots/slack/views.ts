// Small dialogs: a moment's wait, a message, and the questions of Deny… and Ask….
import { dialogs } from "../../cards/actions.ts";
import { limits } from "../../cards/limits.ts";
import { type Card, sentences } from "../../cards/model.ts";
import { plainText, type SlackBlock, sectionBlocks } from "../../cards/slack.ts";

const most = limits.slack;

export type Modal = {
	type: "modal";
	title: ReturnType<typeof plainText>;
	close: ReturnType<typeof plainText>;
	submit?: ReturnType<typeof plainText>;
	callback_id?: string;
	private_metadata?: string;
	blocks: SlackBlock[];
};

/** A dialog with a form, or with nothing to send where `form` is left out. */
export const modal = (
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

/** Open at once, since a trigger is good for three seconds only; replaced when the form is there. */
export const oneMoment = (): Modal => saying("One moment…");

/** What Deny… and Ask… keep while they are open. */
export type About = {
	plan: string;
	place: { workspace: string; channel: string; thread: string | null };
	message: string;
};

export const denyView = (about: About): Modal =>
	modal("Deny this change?", [question("Why? The proposer and the requester will read this.", 1_000)], {
		callback: dialogs.deny,
		submit: "Deny",
		metadata: about,
	});

export const askView = (about: About): Modal =>
	modal(
		"Ask about this change",
		[question("What would you like to know? It is asked in the thread.", 1_000)],
		{
			callback: dialogs.ask,
			submit: "Ask",
			metadata: about,
		},
	);

/** The block of the one question in these dialogs, and of its input. */
export const questionBlock = "question";

const question = (label: string, longest: number): SlackBlock => ({
	type: "input",
	block_id: questionBlock,
	label: plainText(label, most.inputLabel),
	element: {
		type: "plain_text_input",
		action_id: "value",
		multiline: true,
		min_length: 1,
		max_length: longest,
		focus_on_load: true,
	},
});
