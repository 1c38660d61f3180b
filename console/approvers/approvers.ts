// “Who approves”: with which passkeys at each client, and the steps until one counts.
import { type Context, Hono } from "hono";
import { z } from "zod";
import { ClientId } from "../../protocol/ids.ts";
import { CredentialId } from "../../protocol/plan/passkey.ts";
import type { Answer } from "../../protocol/refusal.ts";
import { refusalNote } from "../../words/refusals.ts";
import { fresh, type Mine, mine } from "../access/mine.ts";
import { notDecidedPage, notFoundPage } from "../access/plain-pages.ts";
import { Signed } from "../decide/signed.ts";
import type { ConsoleOptions } from "../options.ts";
import { approversPage } from "./page.ts";

const At = z.object({ client: ClientId, credential: CredentialId });

/** Mounted at /approvers: for someone who is signed in. Who may do what is judged where the keys are, each time. */
export const approverRoutes = (options: ConsoleOptions): Hono<Mine> => {
	const app = new Hono<Mine>();
	app.use(mine(options, "/approvers"));
	// Endpoints obey a revocation at once and for good. A word for a key is signed by itself.
	const isFresh = fresh(options, "/approvers");
	app.get("/", async (c) => {
		const views = await options.approvers.of(c.var.me.person);
		if (views.length === 0)
			return c.html(notFoundPage("Approvers see this page, and technicians and owners."), 404);
		const { passkeys } = await options.signIns(c.req.raw, c.var.me);
		return c.html(approversPage(c.var.me, views, passkeys, options.now()));
	});
	app.post("/:client/keys", isFresh, async (c) => {
		const asked = At.safeParse({ ...(await c.req.parseBody()), ...c.req.param() });
		if (!asked.success) return unreadable(c);
		const { client, credential } = asked.data;
		return answered(c, await options.approvers.register(c.var.me, client, credential));
	});
	app.post("/:client/keys/:credential{[\\w-]+}/:step{confirm|revoke}", isFresh, async (c) => {
		const at = At.safeParse(c.req.param());
		if (!at.success) return unreadable(c);
		const { client, credential } = at.data;
		const step = c.req.param("step") === "confirm" ? "confirm" : "revoke";
		return answered(c, await options.approvers.change(c.var.me, client, { step, credential }));
	});
	app.post("/:client/keys/:credential{[\\w-]+}/vouch/options", async (c) => {
		const at = At.safeParse(c.req.param());
		const toSign = at.success
			? await options.approvers.toVouch(c.var.me, at.data.client, at.data.credential)
			: null;
		return toSign
			? c.json(toSign)
			: c.json({ why: "None of your passkeys can vouch for this one now." }, 409);
	});
	app.post("/:client/keys/:credential{[\\w-]+}/vouch", async (c) => {
		const at = At.extend({ proof: Signed }).safeParse({ ...(await c.req.parseBody()), ...c.req.param() });
		if (!at.success) return unreadable(c);
		const { client, credential, proof } = at.data;
		const { credential: by, policy: _, ...assertion } = proof;
		const vouch = { by, ...assertion };
		return answered(
			c,
			await options.approvers.change(c.var.me, client, { step: "vouch", credential, vouch }),
		);
	});
	return app;
};

const unreadable = (c: Context<Mine>) =>
	c.html(notDecidedPage(c.var.me, "Caisey couldn't read the form"), 400);

const answered = (c: Context<Mine>, answer: Answer<object>) =>
	answer.ok
		? c.redirect("/approvers", 303)
		: c.html(notDecidedPage(c.var.me, refusalNote(answer.refusal)), 409);
