// Each press in the console takes a turn of the person's, before anything else is asked.
import { createMiddleware } from "hono/factory";
import { tooOftenPage } from "../../console/access/plain-pages.ts";
import { safe } from "../../console/access/safety.ts";
import { refusalText } from "../../words/refusals.ts";
import { consoleTurn } from "../backend/presses.ts";
import type { Env } from "../env.ts";
import { keep } from "./audit.ts";
import { signedIn } from "./signing-in/browser.ts";

/** What ends a sign-in must always be possible, also while a thief presses; what a page checks as someone types has its own quota. */
const isFree = (path: string): boolean =>
	/^\/sign-out$|^\/sign-ins\/(?:[0-9a-f]{64}\/)?end$|^\/s\/[^/]+\/propose\/check$/.test(path);

/** For POSTs. The first refusal in a row is kept in the log where the person belongs. */
export const paced = createMiddleware<{ Bindings: Env }>(async (c, next) => {
	const me = isFree(c.req.path) ? null : await signedIn(c.env, c.req.raw);
	const turn = me ? await consoleTurn(c.env, me.person, Date.now()) : ({ ok: true } as const);
	if (!me || turn.ok) return next();
	const refusal = { code: "too-many", what: "presses", until: turn.at } as const;
	const { person, name: who } = me;
	if (turn.first)
		await keep(
			c.env,
			{ person },
			{ kind: "refused", who, person, what: "press", detail: `${refusal.code} presses` },
		);
	return safe(c, async () => {
		c.res = await c.html(tooOftenPage(me, refusalText(refusal)), 429);
	});
});
