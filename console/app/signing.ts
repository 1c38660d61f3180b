// Forms that a passkey signs: the script that asks for it comes when someone is about to press, since most who open the page never do.
import { sending, tell } from "./decide.ts";
import { part } from "./dom.ts";

const script = "/assets/passkeys.js";

/** Until the script is here. It then takes the presses, and this one first. */
export const signing = (): void => {
	let loading: Promise<unknown> | null = null;
	const load = (): Promise<unknown> => {
		loading ??= import(script).catch((error: unknown) => {
			// Some browsers try again.
			loading = null;
			throw error;
		});
		return loading;
	};
	for (const near of ["pointerover", "focusin"])
		document.addEventListener(near, ({ target }) => {
			// What fails here is said at the press.
			if (target instanceof Element && target.closest("form[data-sign]")) void load().catch(() => {});
		});
	/** The form that was pressed first. */
	let pressed: string | null = null;
	const press = (event: SubmitEvent) => {
		const form = event.target;
		if (!(form instanceof HTMLFormElement) || form.dataset.sign === undefined) return;
		event.preventDefault();
		event.stopImmediatePropagation();
		const plan = form.closest<HTMLElement>("section.plan");
		if (pressed !== null && pressed !== form.dataset.sign)
			say(plan, "Your passkey is asked for another decision first. Then press again.");
		if (pressed !== null) return;
		pressed = form.dataset.sign;
		// No other decision begins meanwhile.
		const busy = (is: boolean) => lock(plan, event.submitter, is);
		busy(true);
		say(plan, "Loading…");
		// A form isn't submitted again before this event of its submission is over; the script may be here already.
		const loaded = load().then(() => new Promise((next) => setTimeout(next)));
		void loaded.then(
			() => {
				document.removeEventListener("submit", press, { capture: true });
				busy(false);
				again(form.dataset.sign, plan);
			},
			() => {
				pressed = null;
				busy(false);
				say(plan, "This page couldn't load what asks for your passkey, so nothing was decided. Reload it.");
			},
		);
	};
	// Before what sends forms.
	document.addEventListener("submit", press, { capture: true });
};

/** The page may have brought its plan up to date meanwhile: then another form asks for the same, or none, since it was decided. */
const again = (asks: string | undefined, plan: HTMLElement | null): void => {
	const form = [...document.forms].find(({ dataset }) => dataset.sign === asks);
	if (form && plan?.dataset.part !== "decided")
		form.requestSubmit(form.querySelector<HTMLButtonElement>("button"));
	else say(plan, "This was decided meanwhile, so your passkey wasn't asked.");
};

/** Without a plan around the form, of its button alone. */
const lock = (plan: HTMLElement | null, button: HTMLElement | null, is: boolean): void => {
	if (plan) sending(plan, is);
	else if (button instanceof HTMLButtonElement) button.disabled = is;
};

const say = (plan: HTMLElement | null, text: string): void => {
	if (plan) tell(plan, text);
	else part("passkey-said")?.replaceChildren(text);
};
