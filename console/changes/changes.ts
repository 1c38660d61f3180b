// Changes of approvers, policy and channels that wait for an approver. Who decides is judged where they are kept, each time.
import { type Context, Hono } from "hono";
import { z } from "zod";
import { AmendmentId, ClientId } from "../../protocol/ids.ts";
import { refusalNote } from "../../words/refusals.ts";
import { fresh, type Mine, mine } from "../access/mine.ts";
import { notDecidedPage, notFoundPage } from "../access/plain-pages.ts";
import { Signed } from "../decide/signed.ts";
import type { ConsoleOptions } from "../options.ts";
import { changesPage } from "./page.ts";

const At = z.object({ client: ClientId, amendment: AmendmentId });
/** `proof`: by a passkey, where policy asks for one. */
const Sent = At.extend({ proof: Signed.optional() });

/** Mounted at /changes: for someone who is signed in. */
export const changesRoutes = (options: ConsoleOptions): Hono<Mine> => {
	const app = new Hono<Mine>();
	app.use(mine(options, "/changes"));
	app.get("/", async (c) => {
		const views = await options.amendments.of(c.var.me.person);
		return views.length > 0
			? c.html(changesPage(c.var.me, views))
			: c.html(notFoundPage("Approvers see this page, and technicians and owners."), 404);
	});
	// Someone else may decide from then on: a copied cookie isn't enough for that.
	app.post("/:client/:amendment/confirm", fresh(options, "/changes"), async (c) => {
		const sent = Sent.safeParse({ ...(await c.req.parseBody()), ...c.req.param() });
		return sent.success ? answered(options, c, "confirm", sent.data) : unreadable(c);
	});
	app.post("/:client/:amendment/refuse", async (c) => {
		const at = At.safeParse(c.req.param());
		return at.success ? answered(options, c, "refuse", at.data) : unreadable(c);
	});
	app.post("/:client/:amendment/passkey", async (c) => {
		const at = At.safeParse(c.req.param());
		const toSign = at.success
			? await options.amendments.toSign(c.var.me, at.data.client, at.data.amendment)
			: null;
		return toSign ? c.json(toSign) : c.json({ why: "None of your passkeys can confirm this now." }, 409);
	});
	return app;
};

const answered = async (
	options: ConsoleOptions,
	c: Context<Mine>,
	answer: "confirm" | "refuse",
	{ client, amendment, proof }: z.infer<typeof Sent>,
) => {
	const done = await options.amendments.answer(c.var.me, client, {
		...{ amendment, answer },
		...(proof && { proof: without(proof) }),
	});
	return done.ok
		? c.redirect("/changes", 303)
		: c.html(notDecidedPage(c.var.me, refusalNote(done.refusal)), 409);
};

/** The challenge says itself what is in force. */
const without = ({ policy: _, ...proof }: z.infer<typeof Signed>) => proof;

const unreadable = (c: Context<Mine>) =>
	c.html(notDecidedPage(c.var.me, "Caisey couldn't read the form"), 400);
