// Puts a part's new content in place of the old one; what the reader opened stays open, what they typed stays typed, and the focus
// where it was.

const focusable = "a, button, summary, input";

/** Whether it is another content than the server last sent for this part. */
export const replace = (target: HTMLElement | null, html: string): boolean => {
	if (!target || target.dataset.was === html) return false;
	const isFirst = target.dataset.was === undefined;
	target.dataset.was = html;
	if (isFirst && isSame(target, html)) return false;
	const open = [...target.querySelectorAll("details")].map((fold) => fold.open);
	const focused = [...target.querySelectorAll<HTMLElement>(focusable)].indexOf(focusedElement());
	const typing = fields(target).map(typed);
	target.innerHTML = html;
	for (const field of fields(target)) typing.find(({ name }) => name === field.name)?.putInto(field);
	for (const [i, fold] of [...target.querySelectorAll("details")].entries()) fold.open = open[i] ?? false;
	// Links may have come before the field that has it.
	const at = typing.find(({ hasFocus }) => hasFocus)?.name;
	const field = fields(target).find(({ name }) => name === at);
	if (field) field.focus({ preventScroll: true });
	else if (focused >= 0)
		target.querySelectorAll<HTMLElement>(focusable)[focused]?.focus({ preventScroll: true });
	return true;
};

const fields = (within: HTMLElement): HTMLInputElement[] => [
	...within.querySelectorAll<HTMLInputElement>("input[name]:not([type]), input[name][type=text]"),
];

/** What is in a field, and where in it its reader is. */
const typed = (field: HTMLInputElement) => {
	const { name, value, selectionStart, selectionEnd } = field;
	return {
		name,
		hasFocus: field === document.activeElement,
		putInto: (to: HTMLInputElement): void => {
			if (value === field.defaultValue) return;
			to.value = value;
			to.setSelectionRange(selectionStart, selectionEnd);
		},
	};
};

const focusedElement = (): HTMLElement =>
	document.activeElement instanceof HTMLElement ? document.activeElement : document.body;

/** Whether the page was delivered with it, but for what the browser put in: local times, and the mark of where the reader is. */
const isSame = (target: HTMLElement, html: string): boolean => {
	const template = document.createElement("template");
	template.innerHTML = html;
	return plain(target) === plain(template.content);
};

const plain = (part: Node): string => {
	const whole = document.createElement("div");
	whole.append(...part.cloneNode(true).childNodes);
	for (const time of whole.querySelectorAll("time")) time.textContent = "";
	for (const link of whole.querySelectorAll("[aria-current]")) link.removeAttribute("aria-current");
	for (const fold of whole.querySelectorAll("details")) fold.removeAttribute("open");
	return whole.innerHTML;
};
