// The pages and files that a browser sees, as one table; every request is judged again.
import { Hono } from "hono";
import { streamed } from "./access/body.ts";
import { attachment, bundleFile, transcriptFile } from "./access/file-names.ts";
import { brokenPage, notFoundPage, tooLongPage } from "./access/plain-pages.ts";
import { type Reading, reading } from "./access/reading.ts";
import { recorded } from "./access/recorded.ts";
import { bounded, download, large, safe } from "./access/safety.ts";
import { signInRoutes, signOut } from "./access/sign-in.ts";
import { byePage, signedOutPage } from "./access/sign-in-pages.ts";
import { askForPasskey, signInsRoutes, signInWithPasskey } from "./access/sign-ins.ts";
import { approverRoutes } from "./approvers/approvers.ts";
import { auditRoutes } from "./audit/audit.ts";
import { awayRoutes } from "./away/away.ts";
import { changesRoutes } from "./changes/changes.ts";
import { clientsRoutes } from "./clients/clients.ts";
import { comparison } from "./compare/page.ts";
import { cancel } from "./decide/cancel.ts";
import { decide } from "./decide/decide.ts";
import { askForApproval } from "./decide/signed.ts";
import { approveFromNowOn } from "./decide/standing.ts";
import { answerErasure, askForErasure, chooseToErase } from "./erase/erase.ts";
import { evidenceBundle } from "./export/bundle.ts";
import { jsonExport } from "./export/json.ts";
import { isTooLong } from "./export/page/limits.ts";
import { htmlExport } from "./export/page/page.ts";
import { textExport } from "./export/text.ts";
import { machinesRoutes } from "./machines/machines.ts";
import type { ConsoleOptions } from "./options.ts";
import { blockList, blockRecords } from "./output/blocks.ts";
import { blobFile, recordsPage, streamFile } from "./output/raw.ts";
import { askForProposal, checkProposal, findMachines, takeProposal } from "./propose/propose.ts";
import { replay, replayCast, replayMarks, replayPart, replayParts, replayPlace } from "./replay/replay.ts";
import { reportRoutes } from "./report/report.ts";
import { isSearchable, searchPage } from "./search/page.ts";
import { wishOf } from "./search/wish.ts";
import { askForAnswer, takeAnswer } from "./secrets/answer.ts";
import { askForSecrets, takeSecrets } from "./secrets/secrets.ts";
import { sessionsPage } from "./sessions/page.ts";
import { sessionsWish } from "./sessions/wish.ts";
import { chooseToShare, lookAtCopy, openCopy, publishCopy, revokeCopy, shareDoor } from "./share/share.ts";
import { snippetsRoutes } from "./snippets/snippets.ts";
import { standingRoutes } from "./standing/standing.ts";
import { liveUpdate } from "./transcript/live.ts";
import { renderTranscript } from "./transcript/transcript.ts";
import { verification } from "./transcript/verification.ts";

export type { ConsoleOptions } from "./options.ts";

/** Mount at the root. Reads through `options` alone; keeps nothing. */
export const consoleRoutes = (options: ConsoleOptions): Hono<Reading> => {
	const app = new Hono<Reading>();
	app.use(safe, bounded);
	app.get("/", async (c) => {
		const me = await options.signedIn(c.req.raw);
		if (!me) return c.html(signedOutPage({ providers: options.providers, next: "/" }));
		const query = c.req.query();
		const wish = sessionsWish(query);
		const found = await options.sessions(me.person, wish);
		return c.html(
			sessionsPage({ who: me, query, wish, found, quarantined: await options.quarantined(me.person) }),
		);
	});
	app.get("/search", async (c) => {
		const me = await options.signedIn(c.req.raw);
		const { pathname, search } = new URL(c.req.url);
		const next = `${pathname}${search}`;
		if (!me) return c.html(signedOutPage({ providers: options.providers, next }), 401);
		const query = c.req.query();
		const wish = wishOf(query);
		const keep = async (clients: string[]): Promise<void> => {
			if (!isSearchable(wish.text)) return;
			await options.record(c.req.raw, me, {
				kind: "searched",
				session: clients.length > 0 ? wish.session : null,
				what: wish.session !== null ? "one session" : wish.client !== null ? "one client" : "everything",
				detail: wish.text,
				clients,
			});
		};
		const result = await options.search(me.person, wish, keep);
		return c.html(searchPage(me, query, wish, result));
	});
	app.get("/assets/:name{[a-z]+\\.(?:js|css|svg|wasm)}", (c) => options.asset(c.req.param("name")));
	app.route("/sign-in", signInRoutes(options));
	app.post("/sign-in/with/passkey/options", askForPasskey(options));
	app.post("/sign-in/with/passkey", signInWithPasskey(options));
	app.route("/sign-ins", signInsRoutes(options));
	app.post("/sign-out", signOut(options));
	app.get("/signed-out", (c) => c.html(byePage({ providers: options.providers, next: "/" })));
	app.route("/", auditRoutes(options));
	app.route("/approvers", approverRoutes(options));
	app.route("/away", awayRoutes(options));
	app.route("/changes", changesRoutes(options));
	app.route("/standing", standingRoutes(options));
	app.route("/", reportRoutes(options));
	app.route("/", machinesRoutes(options));
	app.route("/", clientsRoutes(options));
	app.route("/", snippetsRoutes(options));
	app.get("/shared/:session/:token", shareDoor(options));
	app.post("/shared/:session/:token", openCopy(options));
	app.use("/s/:session/*", reading(options), recorded(options));
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
	app.get("/s/:session/transcript.html", async (c) => {
		if (isTooLong(await c.var.source.runs())) return c.html(tooLongPage(c.req.param("session")), 413);
		const asset = async (name: string) => (await options.asset(name)).text();
		const { origin } = new URL(c.req.url);
		return c.body(streamed(htmlExport(c.var.source, options.now(), { asset, origin })), 200, {
			...download(transcriptFile(c.req.param("session"), "html")),
			"Content-Type": "text/html; charset=utf-8",
		});
	});
	app.get("/s/:session/evidence.zip", (c) =>
		c.body(evidenceBundle(c.var.source, options.now()), 200, {
			"Content-Type": "application/zip",
			"Content-Disposition": attachment(bundleFile(c.req.param("session"))),
		}),
	);
	app.post("/s/:session/plans/:plan/vote", decide(options));
	app.post("/s/:session/plans/:plan/cancel", cancel(options));
	app.post("/s/:session/plans/:plan/standing", approveFromNowOn(options));
	app.post("/s/:session/plans/:plan/passkey", askForApproval(options));
	app.get("/s/:session/plans/:plan/secrets", askForSecrets(options));
	app.post("/s/:session/plans/:plan/secrets", takeSecrets(options));
	app.get("/s/:session/plans/:plan/runs/:run/questions/:question", askForAnswer(options));
	app.post("/s/:session/plans/:plan/runs/:run/questions/:question", takeAnswer(options));
	app.get("/s/:session/propose", askForProposal(options));
	app.post("/s/:session/propose", large, takeProposal(options));
	app.post("/s/:session/propose/check", large, checkProposal(options));
	app.get("/s/:session/propose/machines", findMachines(options));
	app.get("/s/:session/erase", chooseToErase);
	app.post("/s/:session/erasures", askForErasure(options));
	app.post("/s/:session/erasures/:erasure", answerErasure(options));
	app.get("/s/:session/share", chooseToShare(options));
	app.post("/s/:session/share", lookAtCopy(options));
	app.post("/s/:session/share/:share/publish", publishCopy(options));
	app.post("/s/:session/share/:share/revoke", revokeCopy(options));
	app.get("/s/:session/events", liveUpdate);
	app.get("/s/:session/verify", verification);
	app.get("/s/:session/blobs/:id", blobFile);
	app.get("/s/:session/runs/:run/records", recordsPage);
	app.get("/s/:session/runs/:run/blocks", blockList);
	app.get("/s/:session/runs/:run/blocks/:id", blockRecords);
	app.get("/s/:session/runs/:run/:stream{stdout|stderr}", streamFile);
	app.get("/s/:session/runs/:run/compared", comparison);
	app.get("/s/:session/runs/:run/replay", replay);
	app.get("/s/:session/runs/:run/replay.cast", replayCast);
	app.get("/s/:session/runs/:run/replay/played", replayParts);
	app.get("/s/:session/runs/:run/replay/part", replayPart);
	app.get("/s/:session/runs/:run/replay/marks", replayMarks);
	app.get("/s/:session/runs/:run/replay/place", replayPlace);
	app.notFound((c) => c.html(notFoundPage("This address doesn't exist."), 404));
	app.onError((error, c) => {
		const errorId = crypto.randomUUID().slice(0, 8);
		console.error(`console ${errorId}`, error);
		return c.html(brokenPage(errorId), 500);
	});
	return app;
};
