// The pages and files that a browser sees, as one table; every request is judged again.
import { Hono } from "hono";
import { streamed } from "./access/body.ts";
import { attachment, transcriptFile } from "./access/file-names.ts";
import { brokenPage, byePage, notFoundPage, signedOutPage } from "./access/plain-pages.ts";
import { type Reading, reading } from "./access/reading.ts";
import { safe } from "./access/safety.ts";
import { signInRoutes, signOut } from "./access/sign-in.ts";
import { decide } from "./decide/decide.ts";
import { answerErasure, askForErasure, chooseToErase } from "./erase/erase.ts";
import { jsonExport } from "./export/json.ts";
import { textExport } from "./export/text.ts";
import type { ConsoleOptions } from "./options.ts";
import { blobFile, recordsPage, streamFile } from "./output/raw.ts";
import { askForSecrets, takeSecrets } from "./secrets/secrets.ts";
import { sessionsPage } from "./sessions/page.ts";
import { liveUpdate } from "./transcript/live.ts";
import { renderTranscript } from "./transcript/transcript.ts";

export type { ConsoleOptions } from "./options.ts";

/** Mount at the root. Reads through `options` alone; keeps nothing. */
export const consoleRoutes = (options: ConsoleOptions): Hono<Reading> => {
	const app = new Hono<Reading>();
	app.use(safe);
	app.get("/", async (c) => {
		const me = await options.signedIn(c.req.raw);
		if (!me) return c.html(signedOutPage());
		const { person, name } = me;
		return c.html(sessionsPage(name, await options.sessions(person), await options.quarantined(person)));
	});
	app.get("/assets/:name{[a-z]+\\.(?:js|css|svg)}", (c) => options.asset(c.req.param("name")));
	app.route("/sign-in", signInRoutes(options));
	app.post("/sign-out", signOut(options));
	app.get("/signed-out", (c) => c.html(byePage()));
	app.use("/s/:session/*", reading(options));
	app.get("/s/:session", async (c) => c.html(await renderTranscript(c.var.source, c.var.me)));
	app.get("/s/:session/transcript.txt", (c) =>
		c.body(streamed(textExport(c.var.source, options.now())), 200, {
			"Content-Type": "text/plain; charset=utf-8",
			"Content-Disposition": attachment(transcriptFile(c.req.param("session"), "txt")),
		}),
	);
	app.get("/s/:session/transcript.json", (c) =>
		c.body(streamed(jsonExport(c.var.source, options.now())), 200, {
			"Content-Type": "application/json",
			"Content-Disposition": attachment(transcriptFile(c.req.param("session"), "json")),
		}),
	);
	app.post("/s/:session/plans/:plan/vote", decide(options));
	app.get("/s/:session/plans/:plan/secrets", askForSecrets(options));
	app.post("/s/:session/plans/:plan/secrets", takeSecrets(options));
	app.get("/s/:session/erase", chooseToErase);
	app.post("/s/:session/erasures", askForErasure(options));
	app.post("/s/:session/erasures/:erasure", answerErasure(options));
	app.get("/s/:session/events", liveUpdate);
	app.get("/s/:session/verify", async (c) => c.json(await c.var.source.verify()));
	app.get("/s/:session/blobs/:id", blobFile);
	app.get("/s/:session/runs/:run/records", recordsPage);
	app.get("/s/:session/runs/:run/:stream{stdout|stderr}", streamFile);
	app.notFound((c) => c.html(notFoundPage("This address doesn't exist."), 404));
	app.onError((error, c) => {
		const errorId = crypto.randomUUID().slice(0, 8);
		console.error(`console ${errorId}`, error);
		return c.html(brokenPage(errorId), 500);
	});
	return app;
};
