// Links entries that have to do with each other: a message with its later edit, a decision with the card that was pressed. What
// was said first stays.

export const markChanges = (root: HTMLElement): void => {
	const messages = new Map<string, HTMLElement>();
	const cards = new Map<string, HTMLElement>();
	for (const entry of root.querySelectorAll<HTMLElement>(".entry")) {
		const { message, edits, deletes, card, to, pressed, by } = entry.dataset;
		if (message) messages.set(message, entry);
		if (card) cards.set(to ? ofOne(card, to) : card, entry);
		const own = pressed && by ? cards.get(ofOne(pressed, by)) : undefined;
		const shown = own ?? cards.get(pressed ?? "");
		if (shown) addLink(entry, shown.id, own ? "the card as they saw it" : "the card");
		const changed = messages.get(edits ?? deletes ?? "");
		if (!changed) continue;
		changed.classList.toggle("deleted", Boolean(deletes));
		addLink(changed, entry.id, deletes ? "deleted later" : "edited later");
	}
};

/** The card that someone was shown in place of the posted one. */
const ofOne = (card: string, person: string): string => `${card} ${person}`;

const addLink = (entry: HTMLElement, to: string, text: string): void => {
	if (entry.querySelector(`a[href="#${to}"].later`)) return;
	const made = document.createElement("a");
	made.className = "later";
	made.href = `#${to}`;
	made.textContent = text;
	entry.querySelector(".line")?.append(" ", made);
};
