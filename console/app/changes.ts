// Links entries that have to do with each other: a message with its later edit, a decision with the card that was pressed. What
// was said first stays.

export const markChanges = (root: HTMLElement): void => {
	const messages = new Map<string, HTMLElement>();
	const cards = new Map<string, HTMLElement>();
	const unkept = new Set<string>();
	for (const entry of root.querySelectorAll<HTMLElement>(".entry")) {
		const { message, edits, deletes, card, to, pressed, by, plan } = entry.dataset;
		if (message) messages.set(message, entry);
		if (card) cards.set(to ? ofOne(card, to) : card, entry);
		else if (plan && to) unkept.add(ofOne(plan, to));
		const isKept = plan && by && !unkept.has(ofOne(plan, by));
		const own = pressed && isKept ? cards.get(ofOne(pressed, by)) : undefined;
		const shown = own ?? cards.get(pressed ?? "");
		if (shown) addLink(entry, shown.id, own ? "the card as they saw it" : "the card");
		const changed = messages.get(edits ?? deletes ?? "");
		if (!changed) continue;
		changed.classList.toggle("deleted", Boolean(deletes));
		addLink(changed, entry.id, deletes ? "deleted later" : "edited later");
	}
};

/** The card, or the plan, as someone was shown it in place of the posted one. */
const ofOne = (card: string, person: string): string => `${card} ${person}`;

const addLink = (entry: HTMLElement, to: string, text: string): void => {
	if (entry.querySelector(`a[href="#${to}"].later`)) return;
	const made = document.createElement("a");
	made.className = "later";
	made.href = `#${to}`;
	made.textContent = text;
	entry.querySelector(".line")?.append(" ", made);
};
