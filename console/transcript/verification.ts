// What the check in the Worker found: as JSON for the page's script, as a page where that is missing.
import type { Context } from "hono";
import { html } from "hono/html";
import { shortId } from "../../protocol/ids.ts";
import type { Verification } from "../../protocol/read/transcript-source.ts";
import type { Reading } from "../access/reading.ts";
import { type Html, shown } from "../html/escape.ts";
import type { Who } from "../html/frame.ts";
import { layout } from "../html/layout.ts";

/** GET /s/:session/verify */
export const verification = async (c: Context<Reading>) => {
	const found = await c.var.source.verify();
	return c.req.header("Accept")?.includes("text/html")
		? c.html(page(c.req.param("session") ?? "", c.var.me, found))
		: c.json(found);
};

const page = (session: string, who: Who, { ok, checks, open }: Verification): Html => {
	const holds = open.length === 0 ? "Verified: everything holds" : "Everything that is signed holds";
	return layout({
		title: `Verification · Session ${shortId(session)} · Caisey`,
		who,
		body: html`<section class="notice checked"><h1>${ok ? holds : "Something does not hold"}</h1>
			<ul>${checks.map((one) => html`<li class="${one.ok ? "good" : "bad"}">${one.ok ? "✓" : "✗"} ${shown(one.what)}: ${one.ok ? "holds" : "DOES NOT HOLD"}<small>${shown(one.detail)}</small></li>`)}
			${open.map((what) => html`<li>○ Not signed yet: ${shown(what)}</li>`)}</ul>
			<p class="hint">Checked where it is stored. To check it without us, <a href="/s/${session}/evidence.zip">export the evidence bundle</a>.</p>
			<p><a href="/s/${session}">Back to the transcript</a></p></section>`,
	});
};
