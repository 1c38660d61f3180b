// “While you're away”: an approver names a deputy. Who may is judged where the deputies are, each time.
import { Hono } from "hono";
import { z } from "zod";
import { ClientId } from "../../protocol/ids.ts";
import { refusalText } from "../../words/refusals.ts";
import { fresh, type Mine, mine } from "../access/mine.ts";
import type { ConsoleOptions } from "../options.ts";
import { awayPage } from "./page.ts";

const Form = z.object({
	client: ClientId,
	deputy: z.string().max(100).default(""),
	day: z
		.string()
		.regex(/^(?:\d{4}-\d{2}-\d{2})?$/)
		.default(""),
	time: z
		.string()
		.regex(/^(?:\d{2}:\d{2})?$/)
		.default(""),
});

/** A day without a time means its first minute, in UTC; null: no day. */
const untilOf = ({ day, time }: z.infer<typeof Form>): number | null =>
	day === "" ? null : Date.parse(`${day}T${time || "00:00"}:00Z`);

/** Mounted at /away: for someone who is signed in. */
export const awayRoutes = (options: ConsoleOptions): Hono<Mine> => {
	const app = new Hono<Mine>();
	app.use(mine(options, "/away"));
	app.get("/", async (c) => c.html(awayPage(c.var.me, await options.away.of(c.var.me.person), null)));
	// Someone else decides in their name then: a copied cookie is not enough for that.
	app.post("/:client", fresh(options, "/away"), async (c) => {
		const read = Form.safeParse({ ...(await c.req.parseBody()), client: c.req.param("client") });
		const views = () => options.away.of(c.var.me.person);
		const until = read.success ? untilOf(read.data) : Number.NaN;
		if (!read.success || Number.isNaN(until)) return c.html(awayPage(c.var.me, await views(), null), 400);
		const { client, deputy } = read.data;
		const answer = await options.away.name(c.var.me, client, { deputy: deputy || null, until });
		if (answer.ok) return c.redirect("/away", 303);
		return c.html(awayPage(c.var.me, await views(), { client, text: refusalText(answer.refusal) }), 409);
	});
	return app;
};
