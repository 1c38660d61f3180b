// A walk through all pages in a browser: axe finds nothing, and all that can be pressed is reached by keyboard.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe, { type RunOptions } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fromUtf8, utf8 } from "../protocol/bytes.ts";
import { planBytes, shortDigest } from "../protocol/plan/plan.ts";
import { refusalText } from "../words/refusals.ts";
import { installedPage, installPage, notInstalledPage } from "./access/install-pages.ts";
import { brokenPage, tooOftenPage } from "./access/plain-pages.ts";
import { chooseWhoPage, notSignedInPage } from "./access/sign-in-pages.ts";
import type { Html } from "./html/escape.ts";
import { consoleRoutes } from "./routes.ts";
import type { SearchResult } from "./search/wish.ts";
import { freeze } from "./share/frozen.ts";
import { changeThatWaits } from "./testing/amendments.ts";
import { launch, newPage } from "./testing/browser.ts";
import { acmeSetUp, causes } from "./testing/clients.ts";
import { eventfulSession } from "./testing/eventful.ts";
import { approvers, snippet, standings } from "./testing/kept.ts";
import { firstLoads } from "./testing/loads.ts";
import { acme, everyState, weekend } from "./testing/machines.ts";
import { endRun, startRun } from "./testing/play.ts";
import { checkedScript, previewedCard, refusedScript, script } from "./testing/proposing.ts";
import { approvedSession, friday, ids, openSession, plan, runStart } from "./testing/sample.ts";
import { serve } from "./testing/server.ts";
import { votesAnchor } from "./transcript/anchor.ts";

let browser: Browser;
let server: Awaited<ReturnType<typeof serve>>;
let page: Page;
let complaints: string[];
let folder: string;
let loads: Map<string, string[]>;
const eventful = eventfulSession();
/** The one that is served. */
const sessions = [eventful];

beforeAll(async () => {
	[browser, folder] = await Promise.all([launch(), mkdtemp(join(tmpdir(), "caisey-walk-"))]);
	server = await serve(sessions);
	loads = firstLoads();
	server.door.me = { person: ids.ada, name: "Ada Lindqvist", roles: ["approver", "owner"] };
	server.door.quarantined = [{ client: "Acme Dental", endpoint: "CLIENT-ACCT-01" }];
	// What fades is hard to read for a moment.
	({ page, complaints } = await newPage(browser, { reducedMotion: "reduce" }));
	const cookie = server.door.cookie.split("=");
	await page.context().addCookies([{ name: cookie[0] ?? "", value: cookie[1] ?? "", url: server.url }]);
});
afterAll(async () => {
	await browser?.close();
	await server?.close();
	if (folder) await rm(folder, { recursive: true });
});

const viewports = { desktop: { width: 1400, height: 900 }, phone: { width: 390, height: 844 } } as const;

/** A page as someone finds it: its path, and what they open there. `set`: what is so from there on. `within`: the part that is new.
 * `html`: of a page that only the Worker answers with. `from`: its address, where it is known only then, or a file's.
 * `by`: the file that lays it out, where that isn't what usually does at this address; null: it loads nothing. `tab`: on what it is walked
 * through by Tab, too. `leave`: what is not so any more behind it. */
type Stop = {
	at: string;
	set?: () => unknown;
	html?: () => Html;
	from?: () => Promise<string>;
	open?: (page: Page) => Promise<unknown>;
	within?: string;
	by?: string | null;
	tab?: keyof typeof viewports;
	leave?: () => unknown;
};
const session = `/s/${ids.session}`;
const propose = `${session}/propose`;
const machines = "/machines/c_g0000000000000001";
const client = "/clients/c_g0000000000000001";
const signedOut = () => Object.assign(server.door, { cookie: "caisey=nobody" });
const ways = { providers: ["slack", "microsoft"] as const, next: "/" };

const found = { text: "LegacyMode \u202e 0x1", from: 0, to: 10, before: true, after: true };
const foundLines: Partial<SearchResult> = {
	sessions: [
		{
			...{
				session: ids.session,
				client: "Acme Dental",
				request: "registry tweak",
				openedAt: 1_700_000_000_000,
			},
			lines: [
				{ ...found, place: { seq: 5 } },
				{ ...found, place: { run: ids.before, endpoint: "CLIENT-ACCT-01", stream: "stderr", byte: 12 } },
			],
			next: "0.1.2",
		},
	],
	waiting: {
		runs: 2,
		running: 1,
		sessions: 1,
		missing: 1,
		cut: 1,
		inPart: 1,
		unread: 1,
		older: true,
		live: true,
		paused: true,
	},
	next: { openedAt: 1_700_000_000_000, session: ids.session },
};

const passcode = "correct horse battery";
/** The link of a copy that was just published. */
const sharedLink = async (): Promise<string> => {
	const { door } = server;
	const { shares, now } = door.options;
	const choice = { run: null, events: [], outputs: [], words: ["vendor"] };
	const id = (await shares.begin(ids.session, { by: door.me, choice, again: null })) ?? "";
	await shares.fill(ids.session, id, (await freeze(eventful.source(), choice, now())).html);
	const done = await shares.publish(ids.session, id, { passcode, days: 7 }, door.me);
	return `${server.url}/shared/${ids.session}/${done.ok ? done.link?.split("/").at(-1) : ""}`;
};

/** What downloads, opened where it was saved. */
const savedFile = async (): Promise<string> => {
	const file = join(folder, "transcript.html");
	await writeFile(file, await (await page.request.get(`${server.url}${session}/transcript.html`)).body());
	return pathToFileURL(file).href;
};

/** Ada's plan waits for her passkey. */
const passkeySession = () => {
	const session = openSession();
	Object.assign(session.opening, { approval: "passkey" });
	return session;
};
const runningSession = () => {
	const session = approvedSession();
	const run = session.run(runStart("before"));
	session.run(runStart("command"));
	startRun(session, run, friday("16:47:31"));
	run.write(friday("16:47:32"), "stdout", utf8("the first line\n"));
	return session;
};
/** More lines before and after than the transcript compares. */
const longChecks = () => {
	const session = approvedSession();
	for (const phase of ["before", "after"] as const) {
		const run = session.run(runStart(phase));
		startRun(session, run, friday("16:47:31"));
		const lines = Array.from({ length: 9_000 }, (_, i) => `service ${i} ${i === 700 ? phase : "running"}\n`);
		run.write(friday("16:47:32"), "stdout", utf8(lines.join("")));
		endRun(session, run, friday("16:47:33"), { outcome: "exited", code: 0 });
	}
	return session;
};
/** Nothing is kept of what is typed, and the page that says that it's done stays. */
const withoutProposeScript = () =>
	page.route("**/assets/propose.js", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
const played = `${session}/runs/${ids.command}/replay`;

const stops: Record<string, Stop> = {
	"the sessions": { at: "/" },
	"the sessions, narrowed": { at: "/?tab=mine&endpoint=CLIENT-ACCT-01&from=2024-01-01" },
	"the search, before anything is looked for": { at: "/search" },
	"the search, with what it found": {
		at: "/search?q=legacymode",
		set: () => Object.assign(server.door.found, foundLines),
	},
	"the search of one session": { at: `/search?q=legacymode&session=${ids.session}` },
	"a search that found nothing so far": {
		at: "/search?q=legacymode&from=2024-01-01",
		set: () => Object.assign(server.door.found, { sessions: [], until: 1_700_000_000_000 }),
	},
	"a session, all of it open": {
		at: session,
		open: (page) =>
			page.evaluate(() => {
				for (const fold of document.querySelectorAll("details:not(.menu)")) fold.setAttribute("open", "");
			}),
	},
	"a session, verified": {
		at: session,
		open: async (page) => {
			await page.getByRole("button", { name: "Verify" }).click();
			await page.getByRole("heading", { name: /Verified|holds/ }).waitFor();
		},
		within: ".bar-top",
	},
	"a run's streams, apart": {
		at: `${session}#${ids.after}`,
		open: async (page) => {
			await page.locator(`#${ids.after}`).getByRole("radio", { name: "apart" }).check({ force: true });
			await page.locator(`#${ids.after} .panes`).getByText("the policy changed").waitFor();
		},
		within: `#${ids.after}`,
	},
	"a run that still runs": {
		at: session,
		set: () => sessions.splice(0, 1, runningSession()),
		open: (page) => page.getByText("Exit code: (still running)").waitFor(),
		leave: () => sessions.splice(0, 1, eventful),
	},
	"a plan that waits for a passkey": {
		at: session,
		set: () => sessions.splice(0, 1, passkeySession()),
		open: (page) => page.getByRole("button", { name: "Approve with your passkey" }).waitFor(),
		leave: () => sessions.splice(0, 1, eventful),
		tab: "desktop",
	},
	"a session, without a connection": {
		at: session,
		open: async (page) => {
			await page.context().setOffline(true);
			await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
			await page.getByText("No connection. Trying again…").waitFor();
		},
		leave: () => page.context().setOffline(false),
	},
	"a comparison, on a page of its own": {
		at: `${session}/runs/${ids.after}/compared`,
		set: () => sessions.splice(0, 1, longChecks()),
		leave: () => sessions.splice(0, 1, eventful),
	},
	"a replay, before someone plays it": {
		at: played,
		open: (page) => page.getByRole("button", { name: "Play" }).waitFor(),
		tab: "desktop",
	},
	"a replay that plays": {
		at: played,
		open: async (page) => {
			await page.getByRole("button", { name: "Play" }).click();
			await page.locator(".ap-terminal, .ap-term").getByText("setting it").first().waitFor();
		},
		tab: "desktop",
	},
	"the export as a page, opened from a file": {
		by: null,
		at: `${session}/transcript.html`,
		from: savedFile,
		open: async (page) => {
			await page.getByRole("button", { name: "Check this file" }).click();
			await page.getByText(/^Consistent, but NOT authenticated|^Something does NOT hold/).waitFor();
		},
		tab: "desktop",
	},
	"choosing what to share": { at: `${session}/share`, tab: "phone" },
	"a copy, before it is shared": {
		at: `${session}/share`,
		open: (page) => page.getByRole("button", { name: "Look at the copy" }).click(),
	},
	"a copy that was shared, with its link and the list of copies": {
		at: `${session}/share`,
		open: async (page) => {
			await page.getByRole("button", { name: "Look at the copy" }).click();
			await page.getByLabel("Passcode").fill(passcode);
			await page.getByRole("button", { name: "Publish it" }).click();
			await page.getByRole("heading", { name: "Copies of this session" }).waitFor();
		},
		within: "main",
		tab: "desktop",
	},
	"the door of a shared copy": { at: `/shared/${ids.session}/link`, from: sharedLink, tab: "desktop" },
	"a shared copy, opened": {
		at: `/shared/${ids.session}/link`,
		from: sharedLink,
		open: async (page) => {
			await page.getByLabel("Passcode").fill(passcode);
			await page.getByRole("button", { name: "Open" }).click();
			await page.getByText("A copy of the session as it was").waitFor();
		},
	},
	"a shared copy that has ended": { at: `/shared/${ids.session}/gone`, within: "main" },
	"the report": { at: "/report?from=2024-01-12&to=2024-01-12", tab: "desktop" },
	"the check, without a script": { at: `${session}/verify` },
	"the help": { at: session, open: (page) => page.keyboard.press("?"), within: "dialog" },
	"the account's menu": { at: "/", open: (page) => page.locator(".who summary").click(), within: ".top" },
	"asking for an erasure": { at: `${session}/erase` },
	"choosing records to erase": { at: `${session}/erase?run=${ids.before}` },
	"proposing a command": {
		at: propose,
		set: () => Object.assign(server.door.proposing, { machines: 30, ...checkedScript }),
		open: async (page) => {
			await page.getByLabel("Command", { exact: true }).fill(script);
			await page.getByRole("button", { name: "Line 217" }).waitFor();
			await page.getByText("More: arguments").click();
		},
		within: "main",
		tab: "desktop",
	},
	"a proposal with errors": {
		at: propose,
		set: () => Object.assign(server.door.proposing, { machines: 3, ...refusedScript }),
		open: async (page) => {
			await page.getByRole("button", { name: "Preview the card" }).click();
			await page.getByRole("alert").waitFor();
		},
		within: "main",
	},
	"a snippet's blanks": {
		at: `${propose}?snippet=${snippet.id}`,
		set: () => Object.assign(server.door.proposing, { snippets: [snippet] }),
		within: "main",
	},
	"a form that is filled from a snippet": {
		at: `${propose}?snippet=${snippet.id}`,
		open: async (page) => {
			await page.getByLabel("Service").fill("Spooler");
			await page.getByRole("button", { name: "Fill in" }).click();
			await page.getByRole("combobox", { name: "Start from a snippet" }).waitFor();
		},
		within: "main",
	},
	"the card that a proposal would get": {
		at: propose,
		set: () => {
			server.door.fresh = false;
			server.door.proposing.previewed = () => ({ ok: true, ...previewedCard });
		},
		open: async (page) => {
			await page.getByRole("button", { name: "Preview the card" }).click();
			await page.getByRole("heading", { name: "The card as the approver will see it" }).waitFor();
		},
		within: "main",
		tab: "phone",
	},
	"a command that was proposed": {
		at: propose,
		set: async () => {
			server.door.fresh = true;
			await withoutProposeScript();
		},
		open: async (page) => {
			await page.getByRole("button", { name: "Preview the card" }).click();
			await page.getByRole("button", { name: "Propose" }).click();
			await page.getByRole("heading", { name: "Proposed" }).waitFor();
		},
		within: "main",
		leave: async () => {
			server.door.fresh = false;
			await page.unroute("**/assets/propose.js");
		},
	},
	"entering a secret": {
		at: `${session}/plans/${ids.plan}/secrets`,
		set: () => {
			const wanted = { ...plan, secrets: [{ name: "db" }] };
			const agents = plan.endpoints.map(({ id, name }) => ({
				...{ endpoint: id, name, key: `${"A".repeat(43)}=` },
				sealing: { key: `${"B".repeat(42)}A=`, signature: `${"C".repeat(85)}A==` },
			}));
			const text = fromUtf8(planBytes(wanted));
			server.door.secrets = {
				plan: wanted,
				text,
				digest: "9c41e07b".padEnd(64, "0"),
				runBy: plan.decideBy,
				agents,
			};
		},
		tab: "desktop",
	},
	"entering the secret that a running step asks for": {
		at: `${session}/plans/${ids.plan}/runs/${ids.command}/questions/1`,
		set: () => {
			const text = fromUtf8(planBytes(plan));
			const [{ id: endpoint, name } = { id: "", name: "" }] = plan.endpoints;
			const sealing = { key: `${"B".repeat(42)}A=`, signature: `${"C".repeat(85)}A==` };
			const agent = { endpoint, name, key: `${"A".repeat(43)}=`, sealing };
			const asks = { question: 1, step: 1, asked: "Password for ada:", until: plan.decideBy };
			const digest = "9c41e07b".padEnd(64, "0");
			server.door.question = { ok: true, form: { plan, text, digest, run: ids.command, agent, ...asks } };
		},
		within: "main",
		tab: "phone",
	},
	"a secret that no one may enter any more": {
		at: `${session}/plans/${ids.plan}/runs/${ids.command}/questions/1`,
		set: () => {
			server.door.question = { ok: false, refusal: { code: "prompt-over", how: "answered" } };
		},
		within: "main",
	},
	"a change that waits": {
		at: "/changes",
		set: () => {
			server.door.options.amendments.of = async () => [changeThatWaits];
		},
		within: "main",
		tab: "desktop",
	},
	"your sign-ins": {
		at: "/sign-ins",
		set: () => {
			const signIn = { way: "slack" as const, began: 0, seen: 60_000, expires: 3_600_000 };
			server.door.signIns = ["Chrome on Windows", "Safari on iPhone"].map((browser, i) => ({
				...{ ...signIn, id: `${i}`.repeat(64), browser },
			}));
			server.door.passkeys = [{ id: "k", name: "Ada's laptop", created: 0, used: null, synced: true }];
		},
		open: (page) => page.getByText("Change", { exact: true }).click(),
		within: "main",
		tab: "desktop",
	},
	"the audit log": {
		at: "/audit?kind=opened&who=Ada",
		set: () => {
			const log = { id: "c_g0000000000000001", name: "Acme Dental" };
			server.door.logs = [log, { id: "deployment", name: "This deployment" }];
			server.door.audit = (["opened", "failed sign-in", null] as const).map((kind, n) => ({
				...{ n, at: 0, log, who: "Ada", what: "transcript", detail: "x".repeat(80), kind },
				...{ person: null, session: n === 0 ? ids.session : null },
			}));
		},
		within: "main",
		tab: "desktop",
	},
	"an audit log that one may not see": {
		at: "/audit",
		set: () => Object.assign(server.door, { logs: [] }),
		by: "access/plain-pages.ts",
	},
	"the machines": {
		at: "/machines",
		set: () =>
			Object.assign(server.door, {
				machines: [acme(...everyState)],
				runsThere: weekend(Date.parse("2024-01-15T08:12:00Z")),
				plansThere: [
					{
						...{ session: ids.session, plan: ids.plan, title: plan.words.changes, state: "finished" },
						proposedAt: plan.proposedAt,
					},
				],
			}),
	},
	"the machines that look alike": { at: "/machines?show=alike", within: "main" },
	"a machine": { at: `${machines}/CLIENT-ACCT-01`, within: "main", tab: "desktop" },
	"a machine on hold": { at: `${machines}/LAB-SRV`, within: "main" },
	"a blocked machine": { at: `${machines}/RECEPTION-2`, within: "main" },
	"a machine that isn't enrolled": { at: `${machines}/SCAN-09`, within: "main" },
	"a removed machine": { at: `${machines}/OLD-04`, within: "main" },
	"an enrollment token": {
		at: `${machines}/NEW-10`,
		open: async (page) => {
			await page.getByRole("button", { name: "Make a token" }).click();
			await page.getByRole("button", { name: "Copy the command" }).waitFor();
		},
		within: "main",
	},
	"a sign-in that isn't fresh": {
		at: `${machines}/CLIENT-ACCT-01`,
		set: () => Object.assign(server.door, { fresh: false }),
		open: (page) => page.getByRole("button", { name: "Make a token to re-enroll" }).click(),
		within: "main",
	},
	"an environment over time": { at: `${machines}/CLIENT-ACCT-01/environment`, within: "main" },
	"two runs compared": {
		at: `${machines}/CLIENT-ACCT-01/environment/compare?before=${ids.session}~${ids.before}&after=${ids.session}~${ids.command}`,
		within: "main",
		tab: "desktop",
	},
	"the clients": {
		at: "/clients",
		set: () =>
			Object.assign(server.door, {
				fresh: true,
				clients: [acmeSetUp],
				causes: (confirmed: object | null) => ({ ok: true, ...causes, ...(confirmed && { vouch: [] }) }),
			}),
		within: "main",
	},
	"a client, with its forms": {
		at: client,
		open: (page) =>
			page.evaluate(() => {
				for (const fold of document.querySelectorAll("details:not(.menu)")) fold.setAttribute("open", "");
			}),
		within: "main",
	},
	"what a change causes": {
		at: client,
		open: async (page) => {
			await page.getByText("Add someone").click();
			const form = page.locator(".add form").first();
			await form.getByLabel("Name in the file").fill("sam");
			await form.getByLabel("Name", { exact: true }).fill("Sam Roy");
			await form.getByLabel("approver").check();
			await form.getByRole("button").click();
			await page.getByRole("heading", { name: "What this changes" }).waitFor();
		},
		within: "main",
	},
	"a change that was made": {
		at: `${machines}/CLIENT-ACCT-01`,
		open: async (page) => {
			await page.getByRole("button", { name: "Remove…" }).click();
			await page.getByRole("checkbox").check();
			await page.getByRole("button", { name: "Remove" }).click();
			await page.getByRole("heading", { name: "Done" }).waitFor();
		},
		within: "main",
	},
	"a change that can't be read": {
		at: client,
		open: async (page) => {
			await page.getByText("Add someone").click();
			const form = page.locator(".add form").first();
			await form.getByLabel("Name in the file").fill("sam");
			await form.getByLabel("Name", { exact: true }).fill("Sam Roy");
			await form.getByRole("button").click();
			await page.getByRole("heading", { name: "Nothing changed" }).waitFor();
		},
		within: "main",
	},
	"a client, to an approver": {
		at: client,
		set: () =>
			Object.assign(server.door, { clients: [{ ...acmeSetUp, may: { change: false, export: false } }] }),
		within: "main",
	},
	"the standing approvals": {
		at: "/standing",
		set: () => {
			server.door.options.standings.of = async () => [standings];
		},
		open: (page) => page.getByText("Runs: 1").click(),
		within: "main",
		tab: "desktop",
	},
	"who approves": {
		at: "/approvers",
		set: () => Object.assign(server.door, { approvers: [approvers] }),
		within: "main",
		tab: "desktop",
	},
	"while someone is away": {
		at: "/away",
		set: () => {
			const people = [{ person: ids.tom, name: "Sam Roy" }];
			const rest = {
				people,
				deputy: ids.tom,
				until: Date.parse("2024-01-19T16:00:00Z"),
				escalateAfter: null,
			};
			server.door.away.views = [{ client: "c_g0000000000000001", name: "Acme Dental", ...rest, others: [] }];
		},
		within: "main",
		tab: "desktop",
	},
	"the snippets": {
		at: "/snippets",
		set: () => Object.assign(server.door, { snippets: [snippet] }),
		within: "main",
		tab: "phone",
	},
	"making a snippet": { at: "/snippets/new", within: "main" },
	"changing a snippet": {
		at: `/snippets/${snippet.id}`,
		open: (page) => page.getByText("Remove…").click(),
		within: "main",
		tab: "desktop",
	},
	"a snippet that can't be kept": {
		at: "/snippets/new",
		open: async (page) => {
			await page.getByLabel("Name").fill("Restart a service");
			await page.getByLabel("Shell").selectOption("sh");
			await page.getByRole("textbox", { name: "Command" }).fill("echo '{{blank:x'");
			await page.evaluate(() => {
				for (const field of document.querySelectorAll<HTMLInputElement>("[maxlength]"))
					field.removeAttribute("maxlength");
			});
			await page.getByLabel("Name").fill("x".repeat(1_000));
			await page.getByRole("button", { name: "Make it" }).click();
			await page.getByRole("alert").waitFor();
		},
		within: "main",
	},
	"a page that isn't there": { at: "/nowhere", by: "access/plain-pages.ts" },
	"a page that broke": {
		at: "/broken",
		html: () => brokenPage("0b5e7a1c"),
		within: "main",
		by: "access/plain-pages.ts",
	},
	"too many presses": {
		at: "/too-often",
		html: () => {
			const until = friday("16:47:29");
			return tooOftenPage(server.door.me, refusalText({ code: "too-many", what: "presses", until }));
		},
		within: "main",
		by: "access/plain-pages.ts",
	},
	"a sign-in that was declined": {
		at: "/sign-in/with/microsoft/callback",
		html: () => notSignedInPage("microsoft", "denied", "access_denied", ways),
	},
	"a sign-in that failed": {
		at: "/sign-in/with/slack/callback",
		html: () => notSignedInPage("slack", "unlisted", "T0NOBODYKNOWS", ways),
	},
	"as whom someone signs in": {
		at: "/sign-in/with/slack/as",
		html: () =>
			chooseWhoPage("/sign-in/with/slack/as", [
				{ name: "Ada Lindqvist", client: "Acme Dental", state: "a" },
				{ name: "Ada at the front desk", client: "Globex", state: "b" },
			]),
	},
	"installing it in Slack": { at: "/slack/install", html: () => installPage("/slack/agree") },
	"an installation that is done": {
		at: "/slack/oauth/callback",
		html: () => installedPage("Acme Dental", "T0LOCAL1", false),
		within: "main",
	},
	"an installation that was declined": {
		at: "/slack/oauth/callback",
		html: () => notInstalledPage("denied", "access_denied"),
		within: "main",
	},
	"a personal link": {
		at: "/sign-in/tok-1",
		set: () => {
			server.door.options.ownLink = async () => null;
		},
	},
	"a dead link": { at: "/sign-in/unknown" },
	"no role": {
		at: session,
		set: () => Object.assign(server.door, { role: false }),
		by: "access/plain-pages.ts",
	},
	"signed out": { at: "/", set: signedOut, by: "access/sign-in-pages.ts" },
	"signing in": { at: "/sign-in?next=/machines", tab: "phone" },
	"after signing out": { at: "/signed-out" },
};

/** GET routes that give no page. */
const noPages = [
	"/assets/:name{[a-z]+\\.(?:js|css|svg|wasm)}",
	"/audit.csv",
	"/machines.csv",
	"/report.csv",
	"/setup.yaml",
	"/s/:session/transcript.txt",
	"/s/:session/transcript.json",
	"/s/:session/evidence.zip",
	"/s/:session/propose/machines",
	"/s/:session/events",
	"/s/:session/blobs/:id",
	"/s/:session/runs/:run/records",
	"/s/:session/runs/:run/blocks",
	"/s/:session/runs/:run/blocks/:id",
	"/s/:session/runs/:run/:stream{stdout|stderr}",
	"/s/:session/runs/:run/replay.cast",
	"/s/:session/runs/:run/replay/played",
	"/s/:session/runs/:run/replay/part",
	"/s/:session/runs/:run/replay/marks",
	"/s/:session/runs/:run/replay/place",
];

test("each page that an address opens is walked to", () => {
	const { routes } = consoleRoutes(server.door.options);
	const opened = [...new Set(routes.filter(({ method }) => method === "GET").map(({ path }) => path))];
	const pages = opened.filter((path) => !noPages.includes(path));
	const isAt = (at: string) => (path: string) =>
		new RegExp(`^${path.replaceAll(/:\w+/g, "[^/]+")}$`).test(new URL(at, "http://x").pathname);
	// The first one answers.
	const walked = Object.values(stops).map(({ at }) => pages.find(isAt(at)));
	expect(pages.filter((path) => !walked.includes(path))).toEqual([]);
	expect(noPages.filter((path) => !opened.includes(path))).toEqual([]);
});

const contrast: RunOptions = { runOnly: { type: "rule", values: ["color-contrast"] } };
/** In the dark only the contrast can differ. */
const looks: [ColorScheme, keyof typeof viewports, RunOptions][] = [
	["light", "desktop", {}],
	["dark", "desktop", contrast],
	["light", "phone", {}],
	["dark", "phone", contrast],
];
type ColorScheme = "light" | "dark";

/** Goes there, and returns what the page loaded before anything was opened. */
const visit = async ({ at, set, html, from, open }: Stop): Promise<string[]> => {
	await set?.();
	await page.setViewportSize(viewports.desktop);
	const address = (await from?.()) ?? server.url + at;
	const body = html && String(await html());
	if (body)
		await page.route(address, (route) => route.fulfill({ contentType: "text/html", body }), { times: 1 });
	await page.goto(address);
	const loaded = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
	await open?.(page);
	return loaded.flatMap((url) => /\/assets\/(.*\.(?:js|css))$/.exec(url)?.[1] ?? []);
};

/** Presses Tab until it has been everywhere, and returns where it never was. */
const unreached = async (): Promise<string[]> => {
	// A group of radio buttons is one stop, and so is a run's output: its lines' numbers, thousands of them, are none.
	const pressable =
		"a[href]:not(.row > .no), button, summary, input:not([type=radio]), select, textarea, [tabindex='0']";
	const wanted = await page.evaluate((pressable) => {
		const all = [...document.querySelectorAll<HTMLElement>(pressable)];
		const there = all.filter((one) => one.checkVisibility() && !one.matches(":disabled, [tabindex='-1']"));
		window.stops = there;
		return there.map(({ outerHTML }) => outerHTML.slice(0, 100));
	}, pressable);
	expect(wanted.length).toBeGreaterThan(0);
	const reached = new Set<number>();
	for (let i = 0; i < wanted.length + 20 && reached.size <= wanted.length; i++) {
		await page.keyboard.press("Tab");
		reached.add(await page.evaluate(() => window.stops.indexOf(document.activeElement)));
	}
	return wanted.filter((_, i) => !reached.has(i));
};

/** What lays out the page at an address. The first one that fits. */
const pages: [RegExp, string][] = [
	[/^\/($|[?])/, "sessions/page.ts"],
	[/^\/search/, "search/page.ts"],
	[/^\/shared\//, "share/pages.ts"],
	[/\/share$/, "share/pages.ts"],
	[/\/replay$/, "replay/page.ts"],
	[/\/compared$/, "compare/page.ts"],
	[/\/verify$/, "transcript/verification.ts"],
	[/\/erase/, "erase/page.ts"],
	[/\/propose[?]snippet/, "propose/snippet-page.ts"],
	[/\/propose/, "propose/form-page.ts"],
	[/\/secrets$/, "secrets/page.ts"],
	[/\/questions\//, "secrets/answer-page.ts"],
	[/^\/s\/[^/]+(#.*)?$/, "transcript/page.ts"],
	[/^\/report/, "report/page.ts"],
	[/^\/changes/, "changes/page.ts"],
	[/^\/sign-ins/, "access/sign-ins-page.ts"],
	[/^\/sign/, "access/sign-in-pages.ts"],
	[/^\/audit/, "audit/page.ts"],
	[/\/compare/, "machines/compare-page.ts"],
	[/\/environment/, "machines/environment-page.ts"],
	[/^\/machines\//, "machines/machine-page.ts"],
	[/^\/machines/, "machines/list-page.ts"],
	[/^\/clients\//, "clients/client-page.ts"],
	[/^\/clients/, "clients/list-page.ts"],
	[/^\/standing/, "standing/page.ts"],
	[/^\/approvers/, "approvers/page.ts"],
	[/^\/away/, "away/page.ts"],
	[/^\/snippets/, "snippets/page.ts"],
	[/^\/slack\//, "access/plain-pages.ts"],
];
const laysOut = ({ at, by }: Stop): string => by ?? pages.find(([path]) => path.test(at))?.[1] ?? "";

describe.each(Object.entries(stops))("%s", (name, stop) => {
	afterAll(() => stop.leave?.());
	test("axe finds nothing in light and dark, on a desktop and a phone; Tab reaches everything", async () => {
		const loaded = await visit(stop);
		for (const [colorScheme, device, rules] of looks) {
			const viewport = viewports[device];
			await page.setViewportSize(viewport);
			await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
			const folder = process.env.CAISEY_PICTURES;
			const picture = `walk-${name.replaceAll(/[^a-z]+/g, "-")}-${colorScheme}-${device}.png`;
			if (folder) await page.screenshot({ path: join(folder, picture), fullPage: true });
			expect(await faults(stop.within, rules), `${colorScheme}, ${device}`).toEqual([]);
			await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
		}
		expect(complaints.splice(0).filter((one) => !/status of 4\d\d|net::ERR_INTERNET/.test(one))).toEqual([]);
		// The checks measure what pages load by their code: this loads that, or a part of it, and nothing else.
		if (stop.by !== null) {
			const measured = loads.get(laysOut(stop)) ?? [];
			expect(
				loaded.filter((one) => !measured.includes(one)),
				laysOut(stop),
			).toEqual([]);
			expect(loaded, laysOut(stop)).toEqual(expect.arrayContaining(["app.css", "app.js"]));
		}
		if (!stop.tab) return;
		await page.setViewportSize(viewports[stop.tab]);
		expect(await unreached(), `by Tab, on a ${stop.tab}`).toEqual([]);
	});
});

/** What of the bar is cut: children that are wider than they are shown, and the search field's words. A person's name may be. */
const cutInBar = () =>
	page.evaluate(() => {
		const seen = [
			...document.querySelectorAll<HTMLElement>(".top > *, .often > ul > li, .often a, .often summary"),
		].filter((one) => one.checkVisibility() && !one.matches(".who"));
		const out = seen.filter((one) => {
			const { left, right } = one.getBoundingClientRect();
			return left < 0 || right > innerWidth || one.scrollWidth > one.clientWidth + 1;
		});
		const field = document.querySelector<HTMLInputElement>(".find input");
		const words = document.createElement("span");
		const isSeen = field?.checkVisibility() === true;
		if (isSeen) Object.assign(words.style, { font: getComputedStyle(field).font, position: "absolute" });
		document.body.append(words);
		words.textContent = isSeen ? field.placeholder : "";
		const needs = words.getBoundingClientRect().width;
		words.remove();
		const { paddingLeft, paddingRight } = field
			? getComputedStyle(field)
			: { paddingLeft: "0", paddingRight: "0" };
		const room = (field?.clientWidth ?? 0) - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
		return [
			...out.map(({ outerHTML }) => outerHTML.slice(0, 80)),
			...(needs > room && isSeen ? ["search"] : []),
		];
	});

/** The same of the bar of a session. */
const cutInSession = () =>
	page.evaluate(() => {
		const all = [
			...document.querySelectorAll<HTMLElement>(
				".bar-top .button, .bar-top button, .bar-top .state, .path b",
			),
		];
		const seen = [...all, ...document.querySelectorAll<HTMLElement>(".bar-top .search input")].filter((one) =>
			one.checkVisibility(),
		);
		const boxes = seen.map((one) => ({ one, box: one.getBoundingClientRect() }));
		const meets = (a: DOMRect, b: DOMRect) =>
			a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
		return boxes
			.filter(({ one, box }) => {
				const out = box.left < 0 || box.right > innerWidth || one.scrollWidth > one.clientWidth + 1;
				return out || boxes.some((other) => other.one !== one && meets(other.box, box));
			})
			.map(({ one }) => one.outerHTML.slice(0, 80));
	});

const widths = [320, 360, 414, 600, 705, 768, 900, 961, 992, 993, 1024, 1056, 1100, 1216, 1400];

describe("the bar", () => {
	test.each(["/", "/audit"])("is whole at every width from 320 px on, at %s", async (at) => {
		const everything = ["technician", "approver", "owner"] as const;
		Object.assign(server.door, { role: true, cookie: "caisey=me", clients: [acmeSetUp] });
		server.door.me = { person: ids.ada, name: "Ada Lindqvist-Bergström", roles: [...everything] };
		await page.goto(server.url + at);
		for (const width of widths) {
			await page.setViewportSize({ width, height: 700 });
			expect(await cutInBar(), `${width} px`).toEqual([]);
			expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
			const folder = process.env.CAISEY_PICTURES;
			const clip = { x: 0, y: 0, width, height: 60 };
			if (folder)
				await page.screenshot({ path: join(folder, `bar${at.replace("/", "-")}-${width}.png`), clip });
		}
	});

	test("of a session is whole at every width", async () => {
		await page.goto(server.url + session);
		for (const width of widths) {
			await page.setViewportSize({ width, height: 700 });
			expect(await cutInSession(), `${width} px`).toEqual([]);
			expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
			const folder = process.env.CAISEY_PICTURES;
			const clip = { x: 0, y: 0, width, height: 200 };
			if (folder) await page.screenshot({ path: join(folder, `bar-session-${width}.png`), clip });
		}
	});

	test("the menu of the rest opens by keyboard, and closes on Escape", async () => {
		await page.setViewportSize({ width: 1100, height: 700 });
		await page.goto(`${server.url}/`);
		const more = page.locator(".often summary");
		await more.press("Enter");
		const places = page.getByRole("navigation", { name: "Places" });
		await places.getByRole("link", { name: "Snippets" }).waitFor();
		await page.keyboard.press("Escape");
		await places.getByRole("link", { name: "Snippets" }).waitFor({ state: "hidden" });
		expect(await more.evaluate((one) => one === document.activeElement)).toBe(true);
	});
});

describe("by keyboard alone", () => {
	const open = async (at: string, device: keyof typeof viewports = "desktop") => {
		Object.assign(server.door, { role: true, cookie: "caisey=me" });
		await page.setViewportSize(viewports[device]);
		await page.goto(server.url + at);
	};
	const focused = () =>
		page.evaluate(() => document.activeElement?.getAttribute("href") ?? document.activeElement?.id);

	test.each([
		["/", "desktop"],
		["/search?q=legacymode", "phone"],
		[session, "desktop"],
		[session, "phone"],
		[`${session}/erase`, "desktop"],
		["/machines", "phone"],
		[client, "desktop"],
		[`${machines}/CLIENT-ACCT-01/environment`, "desktop"],
	] as const)("Tab reaches everything on %s, on a %s", async (at, device) => {
		await open(at, device);
		expect(await unreached()).toEqual([]);
	});

	test("j and k go from entry to entry, / to the search, where keys are text again", async () => {
		await open(session);
		await page.keyboard.press("j");
		const [first] = [await focused()];
		await page.keyboard.press("j");
		expect(await focused()).not.toBe(first);
		await page.keyboard.press("k");
		expect(await focused()).toBe(first);
		await page.keyboard.press("/");
		await page.keyboard.type("jk?/");
		expect(await page.getByRole("searchbox", { name: "Search this session" }).inputValue()).toBe("jk?/");
		expect(await page.locator("dialog").count()).toBe(0);
	});

	test.each([
		["/", "Search everything", {}],
		["/machines", "Find", { machines: [acme(...everyState)] }],
		["/snippets", "Search everything", { snippets: [snippet] }],
		["/clients", "Search everything", { clients: [acmeSetUp] }],
	])(
		"at %s, j goes to the first item, / to its search (“%s”), and ? lists the keys",
		async (at, name, listed) => {
			Object.assign(server.door, listed);
			await open(at);
			const [first] = await page.locator("[data-list] a").all();
			await page.keyboard.press("j");
			expect(await first?.evaluate((link) => link === document.activeElement)).toBe(true);
			await page.keyboard.press("?");
			await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
			await page.keyboard.press("Escape");
			await page.keyboard.press("/");
			const field = page.getByRole("searchbox", { name });
			expect(await field.evaluate((one) => one === document.activeElement)).toBe(true);
		},
	);

	test("? lists the keys, and Escape closes it, a menu, and the answer of Verify", async () => {
		await open(session);
		await page.keyboard.press("?");
		const help = page.getByRole("dialog", { name: "Keyboard" });
		for (const does of ["Search", "Next entry", "Previous entry", "Close a menu or this help"])
			await help.getByText(does).waitFor();
		await page.keyboard.press("Escape");
		await help.waitFor({ state: "detached" });
		await page.locator(".who summary").press("Enter");
		await page.getByRole("button", { name: "Sign out" }).focus();
		await page.keyboard.press("Escape");
		await page.getByRole("button", { name: "Sign out" }).waitFor({ state: "hidden" });
		expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("SUMMARY");
		const verify = page.getByRole("button", { name: "Verify" });
		await verify.press("Enter");
		await page.getByRole("heading", { name: "Verified: everything holds" }).waitFor();
		await page.getByRole("button", { name: "Close" }).focus();
		await page.keyboard.press("Escape");
		await page.getByRole("region", { name: "Verification" }).waitFor({ state: "hidden" });
		expect(await page.evaluate(() => document.activeElement?.getAttribute("data-part"))).toBe("verify");
	});

	test("on a phone the contents are a menu, which closes when a place is chosen", async () => {
		await open(session, "phone");
		const contents = page.getByRole("navigation", { name: "Contents" });
		await page.getByRole("button", { name: "Contents" }).press("Enter");
		await contents.locator(`a[href="#${ids.after}"]`).press("Enter");
		await contents.waitFor({ state: "hidden" });
		await expect.poll(() => new URL(page.url()).hash).toBe(`#${ids.after}`);
		const belowBar = () =>
			page.locator(`#${ids.after}`).evaluate((run) => {
				const bar = document.querySelector(".bar-top")?.getBoundingClientRect().bottom ?? 0;
				return run.getBoundingClientRect().top - bar;
			});
		await expect.poll(belowBar).toBeGreaterThanOrEqual(0);
		await expect.poll(belowBar).toBeLessThan(80);
	});
});

describe("on a desktop, the contents beside a session", () => {
	test("lead to the request, each plan, its decision and its steps, with the bar in view above them", async () => {
		Object.assign(server.door, { role: true, cookie: "caisey=me" });
		await page.setViewportSize(viewports.desktop);
		await page.goto(server.url + session);
		const contents = page.getByRole("navigation", { name: "Contents" });
		const digest = (await eventful.source().header()).plans.map(({ digest }) => shortDigest(digest));
		const places = [
			["Running the command", contents.locator(`a[href="#${ids.command}"]`), ids.command],
			["The request", contents.getByRole("link", { name: "The request" }), "e1"],
			["The plan", contents.getByRole("link", { name: `Plan ${digest[0]}` }), ids.plan],
			[
				"Its decision",
				contents.getByRole("link", { name: "Approved by: Ada Lindqvist" }),
				votesAnchor(ids.plan),
			],
			["Its check after", contents.locator(`a[href="#${ids.after}"]`), ids.after],
			["The next plan", contents.getByRole("link", { name: `Plan ${digest[1]}` }), "pl_g0000000000000002"],
		] as const;
		const bar = page.locator(".bar-top");
		for (const [what, link, id] of places) {
			await link.press("Enter");
			await expect.poll(() => new URL(page.url()).hash, { message: what }).toBe(`#${id}`);
			// Within the screen, or at its top where there is enough of the page below it.
			const below = () =>
				page.locator(`[id="${id}"]`).evaluate((place) => {
					const bar = document.querySelector(".bar-top")?.getBoundingClientRect().bottom ?? 0;
					const { top } = place.getBoundingClientRect();
					const isAtEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 1;
					return top >= bar && (isAtEnd ? top < innerHeight : top < bar + 80 || scrollY === 0);
				});
			await expect.poll(below, { message: what }).toBe(true);
			expect(await bar.evaluate((bar) => bar.getBoundingClientRect().top), what).toBeLessThanOrEqual(60);
			for (const part of ["Waiting for approval", "Waits for you:"])
				expect(await bar.getByText(part).first().isVisible(), what).toBe(true);
			expect(await contents.evaluate((one) => one.getBoundingClientRect().top >= 0), what).toBe(true);
		}
		expect(await page.evaluate(() => scrollY)).toBeGreaterThan(900);
		expect(await bar.evaluate((bar) => bar.getBoundingClientRect().top)).toBe(0);
	});
});

describe("on paper", () => {
	test("a report is its table, whole, without what can be pressed; the browser makes a PDF of it", async () => {
		Object.assign(server.door, { role: true, cookie: "caisey=me" });
		await page.setViewportSize(viewports.desktop);
		await page.goto(`${server.url}/report?from=2024-01-12&to=2024-01-12`);
		await page.getByRole("button", { name: "Print or PDF" }).waitFor();
		// What is left of an A4 page between its margins, at 96 dots to an inch.
		await page.setViewportSize({ width: 688, height: 1_017 });
		await page.emulateMedia({ media: "print", colorScheme: "light" });
		const folder = process.env.CAISEY_PICTURES;
		if (folder) await page.screenshot({ path: join(folder, "paper-report.png"), fullPage: true });
		for (const gone of [".top", ".skip", ".filters"])
			expect(await page.locator(gone).isVisible(), gone).toBe(false);
		for (const head of ["Asked", "Change", "Proposed and decided", "Endpoint and start", "Result"])
			expect(await page.getByRole("columnheader", { name: head }).isVisible(), head).toBe(true);
		/** A column's head is above its cells. */
		const lefts = (cells: string) =>
			page.locator(cells).evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left));
		for (const cell of await page.locator(".rows tbody td").all())
			expect((await cell.boundingBox())?.width).toBeGreaterThan(100);
		expect(await lefts(".rows tbody tr:first-child td")).toEqual(await lefts(".rows thead th"));
		const cut = await page.evaluate(() =>
			[...document.querySelectorAll<HTMLElement>(".report *")]
				.filter((one) => one.checkVisibility() && !one.matches(".sr"))
				.filter(
					(one) => one.scrollHeight > one.clientHeight + 1 && getComputedStyle(one).overflowY === "hidden",
				)
				.map(({ outerHTML }) => outerHTML.slice(0, 80)),
		);
		expect(cut).toEqual([]);
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(688);
		const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
		if (folder) await writeFile(join(folder, "paper-report.pdf"), pdf, "latin1");
		expect(pdf.slice(0, 5)).toBe("%PDF-");
		// Each result links its transcript, on paper too.
		expect(pdf).toContain(`${session}#${ids.plan}`);
		await page.emulateMedia({ media: null });
	});
});

/** What axe complains of, and where. */
const faults = async (within = "html", rules: RunOptions): Promise<string[]> => {
	if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
	const { violations } = await page.evaluate(([within, options]) => window.axe.run(within, options), [
		within,
		{ ...rules, resultTypes: ["violations"] },
	] as const satisfies [string, RunOptions]);
	return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
};

declare global {
	interface Window {
		axe: typeof axe;
		stops: (Element | null)[];
	}
}
