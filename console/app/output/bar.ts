// The bar above a run's output: which stream, how it is shown, where to go, what to copy.
import { part, say } from "../dom.ts";
import { choices, choose, onChoice } from "./choices.ts";
import type { Layout } from "./panes.ts";

export type Wishes = {
	show(which: Layout): void;
	/** False: that says no place. */
	goTo(typed: string): Promise<boolean>;
	start(): void;
	end(): void;
	/** What [Copy] takes. */
	copied(): string;
};

const isLayout = (value: string): value is Layout =>
	value === "both" || value === "apart" || value === "stdout" || value === "stderr";

export const bar = (output: HTMLElement, wishes: Wishes) => {
	const radios = [...output.querySelectorAll<HTMLInputElement>('input[type="radio"]')];
	const named = (name: string) => output.querySelector<HTMLInputElement>(`input[name="${name}"]`);
	for (const radio of radios)
		radio.addEventListener("change", () => {
			const { value } = radio;
			if (value === "terminal" || value === "text" || value === "raw") choose({ as: value });
			else if (isLayout(value)) wishes.show(value);
		});
	for (const name of ["controls", "wrap", "numbers", "times"] as const)
		named(name)?.addEventListener("change", ({ target }) => {
			if (target instanceof HTMLInputElement) choose({ [name]: target.checked });
		});
	const apply = () => {
		const { as, ...flags } = choices();
		for (const radio of radios) if (radio.value === as) radio.checked = true;
		for (const [name, on] of Object.entries(flags)) {
			const box = named(name);
			if (box) box.checked = on;
			output.classList.toggle(`with-${name}`, on);
		}
	};
	apply();
	onChoice(apply);
	const form = output.querySelector<HTMLFormElement>("form.go");
	form?.addEventListener("submit", async (event) => {
		event.preventDefault();
		const field = form.querySelector("input");
		if (!field) return;
		field.setCustomValidity(
			(await wishes.goTo(field.value)) ? "" : "A line (1200), a byte (@4096) or a part (50%)",
		);
		field.reportValidity();
	});
	form?.addEventListener("input", ({ target }) => {
		if (target instanceof HTMLInputElement) target.setCustomValidity("");
	});
	part("to-start", output)?.addEventListener("click", wishes.start);
	part("to-end", output)?.addEventListener("click", wishes.end);
	const copy = part("copy", output);
	copy?.addEventListener("click", async () => {
		const text = wishes.copied();
		await navigator.clipboard.writeText(text);
		say("Copied the lines in view");
		copy.textContent = "Copied";
		setTimeout(() => {
			copy.textContent = "Copy";
		}, 2_000);
	});
	for (const hidden of output.querySelectorAll<HTMLElement>("[data-scripted]")) hidden.hidden = false;
	return {
		chose(which: Layout): void {
			for (const radio of radios) if (radio.value === which) radio.checked = true;
		},
	};
};
