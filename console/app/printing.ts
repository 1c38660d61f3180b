// The report's button for paper: the browser prints, and makes a PDF.
import { part } from "./dom.ts";

export const printing = (): void => {
	const button = part("print");
	if (!button) return;
	button.hidden = false;
	button.addEventListener("click", () => print());
};
