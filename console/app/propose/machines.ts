// Finding machines among many: those that the form lists at once, others by asking the server.
import { elements, part } from "../dom.ts";

export const machines = (form: HTMLFormElement, changed: () => void): void => {
	const [field, list, press] = [part("find", form), part("options", form), part("find-press", form)];
	if (!(field instanceof HTMLInputElement) || !list) return;
	if (press) press.hidden = true;
	let timer = 0;
	let asked: AbortController | null = null;
	const narrow = (): void => {
		const wanted = field.value.trim().toLowerCase();
		for (const one of list.children)
			if (one instanceof HTMLElement)
				one.hidden = !isChosen(one) && !(one.textContent ?? "").toLowerCase().includes(wanted);
	};
	const askMore = async (): Promise<void> => {
		asked?.abort();
		const now = new AbortController();
		asked = now;
		const url = `${form.action}/machines?q=${encodeURIComponent(field.value)}`;
		const answer = await fetch(url, { signal: now.signal }).catch(() => null);
		if (!answer?.ok || now.signal.aborted) return;
		const known = new Set([...list.querySelectorAll("input")].map(({ value }) => value));
		const found = elements(await answer.text());
		list.append(...found.filter((one) => !known.has(one.querySelector("input")?.value ?? "")));
		narrow();
	};
	const look = (): void => {
		narrow();
		clearTimeout(timer);
		if (field.dataset.more === "yes") timer = setTimeout(() => void askMore(), 250);
	};
	field.addEventListener("input", (event) => {
		event.stopPropagation();
		look();
	});
	field.addEventListener("keydown", (event) => {
		if (event.key === "Enter") event.preventDefault();
	});
	list.addEventListener("change", changed);
	// Typed before this script was here.
	if (field.value !== field.defaultValue) look();
};

const isChosen = (option: HTMLElement): boolean => option.querySelector("input")?.checked ?? false;
