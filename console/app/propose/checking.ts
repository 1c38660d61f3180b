// Asks what the machines say of the steps while someone writes: a moment after the last key, one question at a time, and only of
// the newest text. What looks like a secret stays in this browser.
import { button, elements, part } from "../dom.ts";
import type { Mark, Numbers } from "./gutter.ts";
import { intoSecret } from "./secret.ts";
import { type Spot, secretIn, turn } from "./spot.ts";

export type Checking = {
	/** Something was typed or chosen. */
	soon(): void;
	/** Keeps a form here that holds what looks like a secret: it goes on its way only once it was looked through. */
	mayLeave(event: SubmitEvent): void;
};

/** In ms after the last key; a long text takes longer to send. */
const pause = 600;
const pauseFor = ({ length }: string): number => pause + Math.min(2_000, length / 300);

export const checking = (form: HTMLFormElement, command: HTMLTextAreaElement, numbers: Numbers): Checking => {
	const [told, list] = [part("told", form), part("findings", form)];
	let timer = 0;
	let asked: AbortController | null = null;
	let leaves = false;

	const say = (text: string): void => {
		if (told && told.textContent !== text) told.textContent = text;
	};
	const show = (...items: HTMLElement[]): void => {
		list?.replaceChildren(...items);
		numbers.mark(marksIn(list));
	};
	const isShown = (items: HTMLElement[]): boolean =>
		list?.children.length === items.length &&
		items.every((item, i) => item.isEqualNode(list.children.item(i)));
	const hold = (found: Spot): void => {
		say("Not checked: this stays in your browser until the secret is out.");
		show(
			secretItem(found, command, () => {
				show();
				intoSecret(found, shellIn(form));
			}),
		);
	};
	const check = async (): Promise<void> => {
		asked?.abort();
		const now = new AbortController();
		asked = now;
		const secret = await secretIn(form);
		if (now.signal.aborted) return;
		if (secret === "unknown") {
			say(unreached);
			return show();
		}
		if (secret) return hold(secret);
		if (command.value.trim() === "") {
			say("");
			return show();
		}
		say(told?.textContent || "Checking…");
		const answer = await ask(form, now.signal);
		if (answer === null) return;
		say(answer.told);
		// The same again leaves alone what someone has got to.
		if (!isShown(answer.items)) show(...answer.items);
		else numbers.mark(marksIn(list));
	};
	const leaving = async (submitter: HTMLElement | null): Promise<void> => {
		const before = told?.textContent ?? "";
		say("Checking…");
		// A form isn't submitted again before this event of its submission is over.
		await turn();
		const secret = await secretIn(form);
		leaves = secret === null;
		if (leaves) say(before);
		if (leaves) form.requestSubmit(submitter);
		leaves = false;
		if (!secret) return;
		if (secret === "unknown") return say(`${unreached} Try again.`);
		hold(secret);
		list?.scrollIntoView({ block: "center" });
		list?.querySelector("button")?.focus();
	};
	const soon = (): void => {
		clearTimeout(timer);
		timer = setTimeout(() => void check(), pauseFor(command.value));
	};
	list?.addEventListener("click", ({ target }) => {
		const way = target instanceof Element ? target.closest<HTMLElement>("[data-goto]") : null;
		if (!way) return;
		if (way.dataset.goto === command.id) return numbers.goTo(Number(way.dataset.at));
		document.getElementById(way.dataset.goto ?? "")?.focus();
	});
	return {
		soon,
		mayLeave(event) {
			if (leaves) return;
			event.preventDefault();
			void leaving(event.submitter);
		},
	};
};

type Answer = { told: string; items: HTMLElement[] };

/** Null: it is of no more use. */
const ask = async (form: HTMLFormElement, signal: AbortSignal): Promise<Answer | null> => {
	const body = new FormData(form);
	body.delete("script");
	const response = await fetch(`${form.action}/check`, { method: "POST", body, signal }).catch(() => null);
	if (signal.aborted || response?.status === 204) return null;
	if (!response) return { told: unreached, items: [] };
	if (response.status === 401) return { told: signedOut, items: [] };
	if (!response.ok) return { told: "Not checked: something went wrong.", items: [] };
	const html = await response.text();
	if (signal.aborted) return null;
	const items = elements(html);
	return { told: items[0]?.dataset.told ?? "", items };
};

const unreached = "Not checked: Caisey can't be reached.";
const signedOut =
	"You are signed out. Sign in in another tab, then go on here: what you typed stays in this tab.";

const shellIn = (form: HTMLFormElement): string => {
	const shell = form.elements.namedItem("shell");
	return shell instanceof HTMLSelectElement ? shell.value : "";
};

const worst = ["bad", "check", "quiet"];

/** The most serious one at each line of the command. */
const marksIn = (list: HTMLElement | null): Map<number, Mark> => {
	const marks = new Map<number, Mark>();
	for (const item of list?.querySelectorAll<HTMLElement>('[data-field="command"][data-line]') ?? []) {
		const line = Number(item.dataset.line);
		const known = marks.get(line);
		const tone = item.className;
		if (known && worst.indexOf(known.tone) <= worst.indexOf(tone)) continue;
		marks.set(line, { tone, text: item.textContent?.trim() ?? "" });
	}
	return marks;
};

/** A press takes it out where a step may have a named one. */
const secretItem = ({ field, what, line }: Spot, command: Element, pressed: () => void): HTMLElement => {
	const list = document.createElement("ul");
	list.className = "findings";
	const item = document.createElement("li");
	item.className = "bad";
	const where = field === command ? `Line ${line}` : `“${field.labels?.[0]?.firstChild?.textContent ?? ""}”`;
	if (field === command) Object.assign(item.dataset, { field: "command", line: `${line}` });
	const text = document.createElement("span");
	text.textContent = `${where} looks like it contains ${what}. Approvers, chat and the transcript would show it.`;
	item.append(text);
	if (steps.includes(field.name)) item.append(" ", button("Make it a secret", pressed));
	list.append(item);
	return list;
};

const steps = ["before", "command", "after"];
