// The Verify button: every check in words.
import type * as z from "zod/mini";
import { button } from "./dom.ts";
import { ask, Checks } from "./wire.ts";

/** The answer opens below the button, and closes again. */
export const verify = (control: HTMLAnchorElement, panel: HTMLElement): void => {
	control.setAttribute("role", "button");
	control.setAttribute("aria-controls", panel.id);
	const show = (open: boolean) => {
		panel.hidden = !open;
		control.setAttribute("aria-expanded", String(open));
	};
	const close = () => {
		const within = panel.contains(document.activeElement);
		show(false);
		if (within) control.focus();
	};
	let newest = 0;
	const run = async () => {
		const own = ++newest;
		show(true);
		panel.dataset.ok = "";
		panel.replaceChildren(line("p", "Checking every link, hash and signature…"));
		const result = await ask(control.href, Checks).catch(() => null);
		// Of two presses, the later one's answer counts.
		if (own !== newest) return;
		panel.replaceChildren(
			...(result ? shown(result) : [line("p", "The check didn't work. Please try again.")]),
			button("Close", close),
		);
		panel.dataset.ok = String(result?.ok ?? "");
	};
	control.addEventListener("click", (event) => {
		event.preventDefault();
		void run();
	});
	control.addEventListener("keydown", (event) => {
		if (event.key === " ") control.click();
		if (event.key === " ") event.preventDefault();
	});
	addEventListener("keydown", ({ key }) => {
		if (key === "Escape" && !panel.hidden) close();
	});
	show(false);
};

const shown = ({ ok, checks, open }: z.infer<typeof Checks>) => {
	const list = document.createElement("ul");
	list.append(
		...checks.map((check) => {
			const item = line(
				"li",
				`${check.ok ? "✓" : "✗"} ${check.what}: ${check.ok ? "holds" : "DOES NOT HOLD"}`,
			);
			item.className = check.ok ? "good" : "bad";
			item.append(line("small", check.detail));
			return item;
		}),
	);
	list.append(...open.map((what) => line("li", `○ Not signed yet: ${what}`)));
	const holds = open.length === 0 ? "Verified: everything holds" : "Everything that is signed holds";
	const title = ok ? holds : "Something does not hold";
	const hint =
		"Checked where it is stored. To check it without us, export the evidence bundle: it has everything that you need.";
	return [line("h2", title), list, line("p", hint)];
};

const line = (name: "h2" | "p" | "li" | "small", text: string): HTMLElement => {
	const made = document.createElement(name);
	made.textContent = text;
	return made;
};
