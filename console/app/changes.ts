// Marks a message that was edited or deleted later, with the way to that entry; what was said first stays.

export const markChanges = (root: HTMLElement): void => {
	const messages = new Map<string, HTMLElement>();
	for (const entry of root.querySelectorAll<HTMLElement>(".entry")) {
		const { message, edits, deletes } = entry.dataset;
		if (message) messages.set(message, entry);
		const changed = messages.get(edits ?? deletes ?? "");
		if (!changed || changed.querySelector(`a[href="#${entry.id}"].later`)) continue;
		changed.classList.toggle("deleted", Boolean(deletes));
		changed.querySelector(".line")?.append(" ", link(entry.id, deletes ? "deleted later" : "edited later"));
	}
};

const link = (to: string, text: string): HTMLAnchorElement => {
	const made = document.createElement("a");
	made.className = "later";
	made.href = `#${to}`;
	made.textContent = text;
	return made;
};
