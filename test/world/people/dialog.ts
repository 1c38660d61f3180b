// A dialog whose work takes a while stays open: it says when it is done, and the person closes it.
import type { ClientView } from "../../../local/slack/people/wire.ts";
import { type Person, textOf } from "./chat.ts";

const saidBy = ({ blocks }: ClientView): string => textOf({ text: "", blocks });

export const isWaiting = (view: ClientView): boolean => /^(?:One moment|Checking on .*)…$/.test(saidBy(view));

/** The app can change a dialog then, not close it. */
export const isDone = (view: ClientView): boolean => saidBy(view) === "That's recorded. You can close this.";

/** Waits until this dialog is gone, or says that it is done, and then closes it. */
export const closeOnceDone = async (person: Person, id: string): Promise<void> => {
	const { still } = await person.until("an end of the dialog", ({ modals }) => {
		const still = modals.find((view) => view.id === id);
		return still ? isDone(still) && { still } : { still: null };
	});
	if (still) await person.close(still);
};
