// Menus of the page: one closes when something else is pressed, and on Escape, which gives the focus back.

export const menus = (): void => {
	const close = (keep: Node | null): HTMLDetailsElement[] => {
		const open = [...document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")];
		const others = open.filter((menu) => !menu.contains(keep));
		for (const menu of others) menu.open = false;
		return others;
	};
	const closeOthers = ({ target }: Event) => void close(target instanceof Node ? target : null);
	addEventListener("click", closeOthers);
	addEventListener("focusin", closeOthers);
	addEventListener("keydown", ({ key }) => {
		if (key !== "Escape") return;
		const within = document.activeElement;
		const mine = close(null).find((menu) => menu.contains(within));
		mine?.querySelector("summary")?.focus();
	});
};
