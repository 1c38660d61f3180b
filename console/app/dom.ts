// Finding the page's parts, which the server marks with data-part.

export const part = (name: string, within: ParentNode = document): HTMLElement | null =>
	within.querySelector<HTMLElement>(`[data-part="${name}"]`);

/** The id that the page's address names; "" where it names none that can be read. */
export const hashId = (): string => {
	try {
		return decodeURIComponent(location.hash.slice(1));
	} catch {
		return "";
	}
};

/** HTML that the server (or the shared renderer) has escaped. */
export const elements = (html: string): HTMLElement[] => {
	const template = document.createElement("template");
	template.innerHTML = html;
	return [...template.content.children].filter((one) => one instanceof HTMLElement);
};

export const button = (text: string, pressed: () => void): HTMLButtonElement => {
	const made = document.createElement("button");
	made.type = "button";
	made.textContent = text;
	made.addEventListener("click", pressed);
	return made;
};

/** Says something to people who listen to the page (screen readers). */
export const say = (text: string): void => {
	const status = part("status");
	if (status) status.textContent = text;
};
