// The form of a proposal: its lines get numbers, it is checked while someone writes, and this tab keeps what they typed.
import { part } from "../dom.ts";
import { checking } from "./checking.ts";
import { numbering } from "./gutter.ts";
import { forget, keeping, restore } from "./kept.ts";
import { machines } from "./machines.ts";

const done = part("proposed");
if (done instanceof HTMLAnchorElement) {
	forget(done.dataset.keep ?? "");
	location.replace(done.href);
}

const form = part("propose");
if (form instanceof HTMLFormElement) ready(form);

function ready(form: HTMLFormElement): void {
	const command = part("command", form);
	const gutter = part("gutter", form);
	if (!(command instanceof HTMLTextAreaElement) || !gutter) return;
	restore(form);
	const numbers = numbering(command, gutter);
	const checks = checking(form, command, numbers);
	const keep = keeping(form);
	form.addEventListener("input", () => {
		keep();
		checks.soon();
	});
	form.addEventListener("change", checks.soon);
	form.addEventListener("submit", (event) => checks.mayLeave(event));
	takesFiles(form);
	machines(form, checks.soon);
	keep();
	checks.soon();
}

/** A file is read by the server, as where there is no script: choosing it is enough. */
function takesFiles(form: HTMLFormElement): void {
	const [upload, press] = [part("upload", form), part("upload-press", form)];
	if (!(upload instanceof HTMLInputElement) || !(press instanceof HTMLButtonElement)) return;
	press.hidden = true;
	const read = () => {
		if (upload.files?.length) form.requestSubmit(press);
	};
	upload.addEventListener("change", read);
	// Chosen before this script was here. Someone who goes back to the page finds the file again, and stays.
	if (isNew()) read();
}

function isNew(): boolean {
	return performance
		.getEntriesByType("navigation")
		.some((one) => one instanceof PerformanceNavigationTiming && one.type === "navigate");
}
