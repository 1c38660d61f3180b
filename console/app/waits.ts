// Buttons of forms that would go unsigned without the page's script: they wait for it.

/** Once what has such forms signed is here. Those too that the page puts in later. */
export const noLongerWait = (): void => {
	ready();
	new MutationObserver(ready).observe(document.body, { childList: true, subtree: true });
};

const ready = (): void => {
	for (const button of document.querySelectorAll<HTMLButtonElement>("form[data-sign] [data-waits]")) {
		delete button.dataset.waits;
		button.disabled = button.closest("section.plan[data-sending]") !== null;
	}
};
