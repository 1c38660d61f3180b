// What was typed, kept in this tab alone: a sign-out or a reload loses nothing. What looks like a secret isn't kept.
import * as z from "zod/mini";
import { part } from "../dom.ts";
import { secretIn } from "./spot.ts";

const Kept = z.object({ at: z.number(), fields: z.array(z.tuple([z.string(), z.string()])) });
type Fields = z.infer<typeof Kept>["fields"];

/** The form's own, and what a browser fills in itself. */
const notKept = new Set(["once", "do", "find", "script"]);

const fieldsOf = (form: HTMLFormElement): Fields =>
	[...new FormData(form)].flatMap(
		([name, value]): Fields => (typeof value !== "string" || notKept.has(name) ? [] : [[name, value]]),
	);

export const forget = (key: string): void => sessionStorage.removeItem(key);

/** Keeps it a moment after each change. */
export const keeping = (form: HTMLFormElement): (() => void) => {
	const key = form.dataset.keep ?? "";
	const told = part("kept", form);
	let timer = 0;
	const say = (text: string) => {
		if (told && told.textContent !== text) told.textContent = text;
	};
	const keep = async () => {
		const fields = fieldsOf(form);
		const secret = await secretIn(form);
		if (secret === "unknown")
			return say(
				"This tab can't keep what you type now: Caisey can't be reached. It tries again when you type on.",
			);
		if (secret) return say("This tab doesn't keep what looks like a secret.");
		try {
			sessionStorage.setItem(key, JSON.stringify({ at: Date.now(), fields }));
			say("This tab keeps what you type, until you propose it or close the tab.");
		} catch {
			say("This tab has no room to keep what you type.");
		}
	};
	return () => {
		clearTimeout(timer);
		timer = setTimeout(() => void keep(), 300);
	};
};

const read = (key: string): z.infer<typeof Kept> | null => {
	try {
		return Kept.parse(JSON.parse(sessionStorage.getItem(key) ?? ""));
	} catch {
		return null;
	}
};

/** Into a form that no one wrote into yet, and says so. */
export const restore = (form: HTMLFormElement): void => {
	const key = form.dataset.keep ?? "";
	const kept = form.dataset.untouched === "yes" ? read(key) : null;
	if (!kept || same(kept.fields, fieldsOf(form))) return;
	putInto(form, kept.fields);
	const [panel, text, restart] = [part("restored"), part("restored-text"), part("restart")];
	if (!panel || !text) return;
	text.textContent = `This is what you typed here before, until ${new Date(kept.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}.`;
	panel.hidden = false;
	restart?.addEventListener("click", () => {
		forget(key);
		location.reload();
	});
};

const same = (one: Fields, other: Fields): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Before this script was here, so it is newer than what was kept. */
const isWritten = (one: Element): boolean => {
	if (one instanceof HTMLSelectElement) {
		const first = Math.max(
			0,
			[...one.options].findLastIndex((each) => each.defaultSelected),
		);
		return one.selectedIndex !== first;
	}
	if (one instanceof HTMLInputElement && (one.type === "checkbox" || one.type === "radio"))
		return one.checked !== one.defaultChecked;
	return (
		(one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement) && one.value !== one.defaultValue
	);
};

const putInto = (form: HTMLFormElement, fields: Fields): void => {
	const values = new Map(fields);
	const ticked = new Set(fields.map(([name, value]) => `${name} ${value}`));
	for (const one of form.elements) {
		if (isWritten(one)) continue;
		if (one instanceof HTMLInputElement && one.type === "checkbox")
			one.checked = ticked.has(`${one.name} ${one.value}`);
		else if (
			one instanceof HTMLInputElement ||
			one instanceof HTMLTextAreaElement ||
			one instanceof HTMLSelectElement
		)
			if (!notKept.has(one.name)) one.value = values.get(one.name) ?? one.value;
	}
	for (const name of ["fileName", "fileEncoding", "fileLines"]) {
		const value = values.get(name);
		if (value === undefined || form.elements.namedItem(name)) continue;
		const hidden = document.createElement("input");
		hidden.type = "hidden";
		Object.assign(hidden, { name, value });
		form.append(hidden);
	}
};
