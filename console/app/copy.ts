// A button that copies the text beside it, such as a command with a token. Without the script, the text is there to select.
import { part } from "./dom.ts";

export const copying = (): void => {
	const [control, text, status] = [part("copy"), part("copied"), part("status")];
	if (!control || !text || !navigator.clipboard) return;
	control.hidden = false;
	control.addEventListener("click", () => void copy(text.textContent ?? "", status));
};

const copy = async (text: string, status: HTMLElement | null): Promise<void> => {
	const copied = await navigator.clipboard.writeText(text).then(
		() => true,
		() => false,
	);
	if (status)
		status.textContent = copied ? "Copied" : "The browser doesn't allow it: select the text and copy it";
};
