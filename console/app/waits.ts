// Buttons of forms that would go unsigned without the page's script: they wait for it, and a line beside them says so.

/** Once what has such forms signed is here. Those too that the page puts in later. */
export const noLongerWait = (): void => {
	ready();
	new MutationObserver(ready).observe(document.body, { childList: true, subtree: true });
};

const ready = (): void => {
	for (const line of document.querySelectorAll("form[data-sign] p[data-waits]")) line.remove();
	for (const button of document.querySelectorAll<HTMLButtonElement>("form[data-sign] button[data-waits]")) {
		delete button.dataset.waits;
		button.disabled = button.closest("section.plan[data-sending]") !== null;
	}
};
