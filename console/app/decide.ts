// A decision is answered right where it was made: the page stays, and shows what comes of it.
import { elements, part } from "./dom.ts";
import { replace } from "./replace.ts";
import { Decided } from "./wire.ts";

/** `decided`: something was recorded. */
export const decisions = (root: HTMLElement, decided: () => void): void => {
	root.addEventListener("submit", (event) => {
		const form = event.target;
		if (!(form instanceof HTMLFormElement) || !form.closest("[data-part=decide]")) return;
		const plan = form.closest<HTMLElement>("section.plan");
		if (!plan) return;
		event.preventDefault();
		void send(form, event.submitter, plan, decided);
	});
};

/** Brings a plan's panel up to date around what someone does in it: the panel itself stays, with what they typed, a decision that is
 * on its way, and what was said of the last one. */
export const showPlan = (plan: string, html: string): void => {
	const panel = document.getElementById(plan);
	const [made] = elements(html);
	if (!panel || !made) return;
	const said = part("said", panel)?.textContent ?? "";
	if (!replace(panel, made.innerHTML)) return;
	part("said", panel)?.replaceChildren(said);
	if (panel.dataset.sending !== undefined) lock(panel, true);
};

/** While a decision is on its way, or a passkey is asked for one, no other begins; also where the panel is brought up to date. */
export const sending = (plan: HTMLElement, is: boolean): void => {
	if (is) plan.dataset.sending = "yes";
	else delete plan.dataset.sending;
	lock(plan, is);
};

const lock = (plan: HTMLElement, locked: boolean): void => {
	for (const button of plan.querySelectorAll<HTMLButtonElement>("[data-part=decide] button"))
		button.disabled = locked;
};

/** Where the form is gone, since someone else decided meanwhile, the answer is told in its place. */
export const tell = (plan: HTMLElement, text: string): void => {
	const made = (): HTMLElement => {
		const said = document.createElement("p");
		Object.assign(said, { className: "said", role: "status" });
		said.dataset.part = "said";
		return plan.appendChild(said);
	};
	(part("said", plan) ?? made()).replaceChildren(text);
};

const send = async (
	form: HTMLFormElement,
	pressed: HTMLElement | null,
	plan: HTMLElement,
	decided: () => void,
): Promise<void> => {
	const body = new FormData(form);
	if (pressed instanceof HTMLButtonElement) body.set(pressed.name, pressed.value);
	sending(plan, true);
	tell(plan, "Sending your decision…");
	const answer = await post(form.action, body).catch(() => null);
	if (answer?.ok) {
		// What comes of it takes the buttons' place.
		delete plan.dataset.sending;
		tell(plan, "Your decision is recorded.");
		plan.dataset.part = "decided";
		return decided();
	}
	sending(plan, false);
	tell(
		plan,
		answer
			? `Not decided: ${answer.why}.`
			: "No answer came, so it isn't known whether your decision arrived. This page shows it if it did.",
	);
	if (!answer) decided();
};

const post = async (url: string, body: FormData) => {
	const fields = [...body].map(([name, value]): [string, string] => [name, String(value)]);
	const answer = await fetch(url, {
		method: "POST",
		headers: { Accept: "application/json" },
		body: new URLSearchParams(fields),
	});
	if (answer.status === 401 || answer.status === 403)
		return { ok: false, why: "you are signed out, or can no longer see this session" } as const;
	return Decided.parse(await answer.json());
};
