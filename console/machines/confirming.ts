// A machine on hold: an owner says that it's the right one. What is confirmed is what the page showed.
import type { Context } from "hono";
import { html } from "hono/html";
import { Hold } from "../../protocol/machine.ts";
import { refusalText } from "../../words/refusals.ts";
import type { Mine } from "../access/mine.ts";
import { notChangedPage } from "../access/plain-pages.ts";
import { staleSignInPage } from "../access/sign-in-pages.ts";
import type { Html } from "../html/escape.ts";
import type { ConsoleOptions } from "../options.ts";
import { pathOf } from "./chips.ts";
import type { MachineFound } from "./view.ts";

export const confirming = (client: string, name: string, held: Hold): Html =>
	html`<p>If someone renamed or replaced it, confirm it: approved plans then run there again. If you don't know why, leave it as it is, and look at the machine first.</p>
		<form method="post" action="${pathOf(client, name)}/confirm"><input type="hidden" name="shown" value="${JSON.stringify(held)}"><button>Confirm this machine</button></form>`;

/** POST /machines/:client/:machine/confirm: then back to the machine. */
export const confirmMachine = async (options: ConsoleOptions, c: Context<Mine>, found: MachineFound) => {
	const { me } = c.var;
	const { client, machine, may } = found;
	const home = pathOf(client, machine.name);
	if (may.confirm && !(await options.isFresh(c.req.raw)))
		return c.html(staleSignInPage(me, { providers: options.providers, next: home }), 403);
	const { shown } = await c.req.parseBody();
	const held = Hold.safeParse(parsed(shown));
	if (!held.success) return c.html(notChangedPage(me, "Caisey couldn't read the form. Try again."), 400);
	const done = await options.machines.confirm(me, client, machine.name, held.data);
	if (!done.ok) return c.html(notChangedPage(me, refusalText(done.refusal)), 403);
	if (!done.confirmed)
		return c.html(
			notChangedPage(me, "The machine has changed in the meantime. Look at its page again."),
			409,
		);
	return c.redirect(home, 303);
};

const parsed = (text: unknown): unknown => {
	try {
		return typeof text === "string" ? JSON.parse(text) : null;
	} catch {
		return null;
	}
};
