import { describe, expect, test } from "vitest";
import { utf8 } from "../protocol/bytes.ts";
import { consoleRoutes } from "./routes.ts";
import { type Door, door } from "./testing/door.ts";
import type { MemorySession } from "./testing/memory.ts";
import { finishedSession, startRun } from "./testing/play.ts";
import {
	approvedSession,
	caisey,
	dana,
	friday,
	ids,
	openSession,
	plan,
	propose,
	ref,
	runStart,
} from "./testing/sample.ts";

const open = (session: MemorySession = finishedSession()) => {
	const entrance = door([session]);
	const app = consoleRoutes(entrance.options);
	const get = (path: string, headers: Record<string, string> = {}) =>
		app.request(path, { headers: { Cookie: entrance.cookie, ...headers } });
	return { app, get, entrance, session, page: async (path = at) => (await get(path)).text() };
};
const at = `/s/${ids.session}`;
const stdout = `${at}/runs/${ids.command}/stdout`;

const press = (app: ReturnType<typeof open>["app"], entrance: Door, headers: Record<string, string>) =>
	app.request(`https://caisey.example/sign-in/${entrance.token}`, { method: "POST", headers });
const fromPage = { "Sec-Fetch-Site": "same-origin" };

describe("signing in by a personal link", () => {
	test("opening it, any number of times, changes nothing; the button signs in", async () => {
		const { app, entrance } = open();
		for (let i = 0; i < 3; i++) {
			const page = await app.request(`/sign-in/${entrance.token}`);
			expect(page.status).toBe(200);
			expect(page.headers.get("Set-Cookie")).toBeNull();
			expect(await page.text()).toContain('<form method="post">');
		}
		const signedIn = await press(app, entrance, fromPage);
		expect(signedIn.status).toBe(303);
		expect(signedIn.headers.get("Location")).toBe(at);
		expect(signedIn.headers.get("Set-Cookie")).toContain(entrance.cookie);
	});

	test("the page of a personal link names its owner and client above the button, to anyone with the link", async () => {
		const { app, entrance } = open();
		const page = async (token: string) => (await app.request(`/sign-in/${token}`)).text();
		expect(await page(entrance.token)).toMatch(
			/Tom Okafor[\s\S]*session 7A3F of[\s\S]*Acme Dental[\s\S]*<form/,
		);
		const closed = [await page("guessed")];
		for (const state of ["used", "expired"] as const) {
			entrance.link = state;
			closed.push(await page(entrance.token));
		}
		for (const text of closed) expect(text).not.toMatch(/Okafor|Acme|7A3F|<form/);
	});

	test("works once; afterwards the page says what to do", async () => {
		const { app, entrance } = open();
		await press(app, entrance, fromPage);
		const again = await press(app, entrance, fromPage);
		expect(again.status).toBe(410);
		expect(again.headers.get("Set-Cookie")).toBeNull();
		const page = await app.request(`/sign-in/${entrance.token}`);
		expect(await page.text()).toMatch(/used already[\s\S]*Full transcript/);
	});

	test("an expired and an unknown link say so", async () => {
		const { app, entrance } = open();
		entrance.link = "expired";
		expect(await (await app.request(`/sign-in/${entrance.token}`)).text()).toContain("has expired");
		expect((await press(app, entrance, fromPage)).status).toBe(410);
		expect(await (await app.request("/sign-in/else")).text()).toContain("This link is unknown");
	});

	test.each([
		["another site", { "Sec-Fetch-Site": "cross-site" }],
		["a neighbour", { "Sec-Fetch-Site": "same-site", Origin: "https://caisey.example" }],
		["another origin, in an old browser", { Origin: "https://evil.example" }],
		["an origin that is hidden, over plain http", { Origin: "null" }],
		["nowhere", {}],
	] as [string, Record<string, string>][])(
		"a press that comes from %s does not spend the link",
		async (_what, headers) => {
			const { app, entrance } = open();
			expect((await press(app, entrance, headers)).status).toBe(403);
			expect(entrance.link).toBe("good");
		},
	);

	test("an old browser's press with our own origin signs in", async () => {
		const { app, entrance } = open();
		expect((await press(app, entrance, { Origin: "https://caisey.example" })).status).toBe(303);
	});

	test.each(["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])(
		"never sends on to %s",
		async (next) => {
			const { app, entrance } = open();
			entrance.next = next;
			expect((await press(app, entrance, fromPage)).headers.get("Location")).toBe("/");
		},
	);
});

describe("signing out", () => {
	const signOut = ({ app, entrance }: ReturnType<typeof open>, headers: Record<string, string>) =>
		app.request("https://caisey.example/sign-out", {
			method: "POST",
			headers: { Cookie: entrance.cookie, ...headers },
		});

	test("every page for someone who is signed in says who that is, and has the button", async () => {
		const { page, get, entrance } = open();
		for (const path of ["/", at])
			expect(await page(path)).toMatch(/Signed in as[\s\S]*Tom Okafor[\s\S]*action="\/sign-out"/);
		entrance.role = false;
		expect(await (await get(at)).text()).toMatch(/Signed in as[\s\S]*Tom Okafor[\s\S]*action="\/sign-out"/);
	});

	test("clears the cookie and says how to get in again", async () => {
		const opened = open();
		const answer = await signOut(opened, fromPage);
		expect([answer.status, answer.headers.get("Location")]).toEqual([303, "/signed-out"]);
		expect(answer.headers.get("Set-Cookie")).toContain("Max-Age=0");
		const bye = await (await opened.app.request("/signed-out")).text();
		expect(bye).toMatch(/You are signed out[\s\S]*Full transcript/);
		expect(bye).not.toContain('action="/sign-out"');
	});

	test("can't be done by another site or a link", async () => {
		const opened = open();
		expect((await signOut(opened, { "Sec-Fetch-Site": "cross-site" })).status).toBe(403);
		expect((await opened.get("/sign-out")).status).toBe(404);
		expect((await opened.get(at)).status).toBe(200);
	});
});

const exports = ["txt", "json", "html"].map((type) => `/transcript.${type}`);
const paths = ["", ...exports, "/evidence.zip", "/events", "/verify", `/blobs/${ids.blob}`].concat(
	["stdout", "stderr", "records"].map((file) => `/runs/${ids.command}/${file}`),
);

describe("who may see it", () => {
	test.each(paths)("%s: a person who isn't signed in learns only how to get in", async (path) => {
		const { app } = open();
		const answer = await app.request(`${at}${path}`);
		expect(answer.status).toBe(401);
		expect(await answer.text()).not.toContain("Acme");
	});

	test.each(paths)("%s: a role taken away counts from the next request on", async (path) => {
		const { get, entrance } = open();
		expect((await get(`${at}${path}`)).status).toBe(200);
		entrance.role = false;
		const answer = await get(`${at}${path}`);
		expect(answer.status).toBe(403);
		expect(await answer.text()).not.toContain("Acme");
	});

	test("an unknown session gives 404", async () => {
		const { get } = open();
		expect((await get("/s/s_g0000000000009999")).status).toBe(404);
		expect((await get("/s/..%2f..%2fetc")).status).toBe(404);
		expect((await get(`${at}/runs/r_g0000000000000009/stdout`)).status).toBe(404);
		expect((await get(`${at}/runs/r_g0000000000000009/records`)).status).toBe(404);
		expect((await get(`${at}/blobs/b_g0000000000000009`)).status).toBe(404);
		expect((await get("/elsewhere")).status).toBe(404);
	});

	test("the first page lists the reader's sessions, or how to get in", async () => {
		const { app, page } = open();
		expect(await page("/")).toMatch(/href="\/s\/s_g\w+"[\s\S]*Acme Dental[\s\S]*finished/);
		expect(await (await app.request("/")).text()).toContain("Full transcript");
	});

	test("the list says how each session's last plan went, or else its state", async () => {
		const { page, entrance } = open();
		const chip = async () => /<span class="state ([^>]*)">(.*?)<\/span>/.exec(await page("/"))?.slice(1);
		expect(await chip()).toEqual(["quiet", "finished"]);
		entrance.went = { outcome: "did-not-work", went: "Didn't work: exit 1" };
		expect(await chip()).toEqual(["bad", "Didn&#39;t work: exit 1"]);
		entrance.went = { outcome: "done", went: "Done" };
		expect(await chip()).toEqual(["good", "Done"]);
	});

	test("every answer forbids framing, sniffing, caching and foreign scripts", async () => {
		const { get } = open();
		for (const path of ["/", "/sign-in/x", "/nowhere", ...paths.map((one) => `${at}${one}`)]) {
			const { headers } = await get(path);
			expect(headers.get("X-Frame-Options")).toBe("DENY");
			expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
			expect(headers.get("Cache-Control")).toBe("no-store");
			expect(headers.get("Referrer-Policy")).toBe("no-referrer");
			expect(headers.get("Content-Security-Policy")).toMatch(/default-src 'none'/);
			expect(headers.get("Content-Security-Policy")).not.toContain("unsafe");
		}
	});

	test("the browser's own files are served with the same care, and no others", async () => {
		const { app } = open();
		const answer = await app.request("/assets/app.js");
		expect(await answer.text()).toBe("app.js");
		expect(answer.headers.get("X-Content-Type-Options")).toBe("nosniff");
		expect(answer.headers.get("Cache-Control")).toBe("no-cache");
		expect((await app.request("/assets/..%2f..%2fpackage.json")).status).toBe(404);
	});

	const posts = consoleRoutes(door([finishedSession()]).options)
		.routes.filter(({ method }) => method === "POST")
		.map(({ path }) => path);

	test.each([...new Set(posts)])(
		"nobody posts a form without an end to %s, whether or not its length is said",
		async (route) => {
			const { entrance, app } = open();
			const path = route.replace(":session", ids.session).replace(/:\w+(?:\{[^}]*\})?/g, "x");
			const post = (body: BodyInit, headers: Record<string, string> = {}) =>
				app.request(path, {
					...{ method: "POST", body, duplex: "half" },
					headers: { Cookie: entrance.cookie, ...fromPage, ...headers },
				} as RequestInit);
			const long = "x".repeat(route.includes("/propose") ? 4_000_001 : 262_145);
			expect((await post(long, { "Content-Length": `${long.length}` })).status).toBe(413);
			expect((await post(new Blob([long]).stream())).status).toBe(413);
			expect((await post("x")).status).not.toBe(413);
		},
	);

	test("an error shows a number, and nothing about what went wrong", async () => {
		const { entrance } = open();
		const app = consoleRoutes({
			...entrance.options,
			signedIn: () => Promise.reject(new Error("secret detail")),
		});
		const answer = await app.request("/");
		expect(answer.status).toBe(500);
		expect(await answer.text()).toMatch(/<code>[0-9a-f]{8}<\/code>/);
	});
});

describe("raw output", () => {
	const range = async (wanted: string, headers: Record<string, string> = {}) => {
		const answer = await open().get(stdout, { Range: wanted, ...headers });
		return [answer.status, answer.headers.get("Content-Range"), (await answer.arrayBuffer()).byteLength];
	};

	test("is a download that no browser opens inline", async () => {
		const { headers, status } = await open().get(stdout);
		expect(status).toBe(200);
		expect(headers.get("Content-Type")).toBe("application/octet-stream");
		expect(headers.get("Content-Disposition")).toMatch(
			/^attachment; filename="caisey-7A3F-CLIENT-ACCT-01-step-2-stdout\.bin"$/,
		);
		expect(headers.get("Content-Security-Policy")).toBe("sandbox; default-src 'none'");
		expect(headers.get("Accept-Ranges")).toBe("bytes");
		expect(headers.get("Content-Length")).toBe("847");
	});

	test.each([
		["the first byte", "bytes=0-0", [206, "bytes 0-0/847", 1]],
		["the last byte", "bytes=846-846", [206, "bytes 846-846/847", 1]],
		["from the middle on", "bytes=800-", [206, "bytes 800-846/847", 47]],
		["the last ten", "bytes=-10", [206, "bytes 837-846/847", 10]],
		["more than there is", "bytes=840-5000", [206, "bytes 840-846/847", 7]],
		["beyond the end", "bytes=847-", [416, "bytes */847", 0]],
		["a malformed range", "bytes=x-y", [200, null, 847]],
		["many ranges", "bytes=0-1,3-4", [200, null, 847]],
	])("%s", async (_what, wanted, answer) => {
		expect(await range(wanted)).toEqual(answer);
	});

	test("a resumed download gets its part only where the bytes are the same", async () => {
		const { get } = open();
		const tag = (await get(stdout)).headers.get("ETag") ?? "";
		expect(tag).toMatch(/^"[0-9a-f]{64}-stdout"$/);
		const resumed = (same: string) => get(stdout, { Range: "bytes=800-", "If-Range": same });
		expect((await resumed(tag)).status).toBe(206);
		expect((await resumed('"other"')).status).toBe(200);
	});

	test("that was erased is gone, and the page says why", async () => {
		const { get, session } = open();
		session.runs[1]?.erase();
		expect((await get(stdout)).status).toBe(410);
	});

	test("an attachment keeps its bytes, and its name can't steer", async () => {
		const { get, session } = open();
		const id = "b_g0000000000000002";
		session.attach(id, '../\u202egpj"; x=.exe\r\nSet-Cookie: a=b', "text/html", utf8("<script>"));
		const answer = await get(`${at}/blobs/${id}`);
		expect(await answer.text()).toBe("<script>");
		expect(answer.headers.get("Content-Type")).toBe("application/octet-stream");
		expect(answer.headers.get("Set-Cookie")).toBeNull();
		expect(answer.headers.get("Content-Disposition")).toMatch(
			/^attachment; filename="caisey-7A3F-[\w.\- ]+"$/,
		);
	});
});

describe("the transcript's page", () => {
	test("shows the whole story without any script", async () => {
		const text = await open().page();
		for (const words of ["This is what the vendor sent", "Monday 8:00", "thx!!", "Looks like a small change"])
			expect(text).toContain(words);
		expect(text).toContain("refused: not an approver for Acme Dental");
		expect(text).toContain(
			"NT AUTHORITY\\SYSTEM → [PROMPT: admin@clientdomain.local approved at 16:47:29 UTC]",
		);
		expect(text).toContain("--- stdout (847 bytes) ---");
		expect(text).toContain("y".repeat(847));
		expect(text).toContain("Turns off the old sign-in so Monday&#39;s update installs.");
		expect(text).not.toMatch(/<script(?! src="\/assets\/app\.js")|<style| style="| on\w+="/);
	});

	test("puts no more than the first part of large output on the page, and links the rest", async () => {
		const session = approvedSession();
		const run = session.run(runStart("command"));
		startRun(session, run, friday("16:47:33"));
		run.write(friday("16:47:34"), "stdout", utf8("x".repeat(1_000_000)));
		run.write(friday("16:47:34"), "stdout", utf8("the end\n"));
		run.finish(friday("16:47:35"), { outcome: "exited", code: 0 });
		const text = await open(session).page();
		expect(text.match(/x{1000,}/g)?.join("")).toHaveLength(65_536);
		expect(text).toContain(`href="${stdout}"`);
		expect(text).toContain('data-whole="no"');
	});

	const evil = "</pre></script><script>alert(1)</script><img src=x onerror=alert(1)>\u202e\u001b[2J\"'`";

	test("names and words of people, machines and files stay text", async () => {
		const session = approvedSession();
		const file = session.attach("b_g0000000000000003", evil, evil, utf8(evil));
		const said = { kind: "message.said", ref: { ...ref(7), channel: evil }, text: evil } as const;
		session.event(
			friday("16:47:31"),
			{ ...dana, name: evil.slice(0, 200) },
			{ ...said, attachments: [file], missing: [{ name: evil, reason: evil }] },
		);
		const run = session.run({
			...runStart("command"),
			command: evil,
			endpoint: { id: ids.endpoint, name: evil },
		});
		startRun(session, run, friday("16:47:33"));
		run.write(friday("16:47:34"), "stderr", utf8(evil));
		run.note(friday("16:47:34"), { type: "note", v: 1, text: evil });
		const { page } = open(session);
		for (const text of [
			await page(),
			JSON.parse(await page(`${at}/events?after=0`))
				.events.map((one: { html: string }) => one.html)
				.join(""),
		]) {
			expect(text).not.toMatch(/<script>|<img/);
			for (const hidden of ["\u202e", "\u001b"]) expect(text).not.toContain(hidden);
		}
	});

	test("a run whose events were erased is still there", async () => {
		const session = finishedSession();
		session.eraseEvent(15, friday("17:10:00"), caisey);
		session.eraseEvent(16, friday("17:10:00"), caisey);
		expect(await open(session).page()).toContain(`id="${ids.command}"`);
	});
});

describe("deciding on the page", () => {
	const openPlan = () => {
		const opened = open(openSession());
		opened.entrance.me = { person: ids.ada, name: "Ada Lindqvist" };
		const decide = (fields: Record<string, string>, headers: Record<string, string> = fromPage) =>
			opened.app.request(`${at}/plans/${ids.plan}/vote`, {
				method: "POST",
				headers: { Cookie: opened.entrance.cookie, ...headers },
				body: new URLSearchParams(fields),
			});
		return { ...opened, decide };
	};

	test("an approver finds the buttons; the proposer, and a decided plan, get none", async () => {
		const { page, entrance } = openPlan();
		expect(await page()).toContain('name="verdict" value="approve"');
		entrance.me = { person: ids.tom, name: "Tom Okafor" };
		expect(await page()).not.toContain('name="verdict"');
		const decided = open();
		decided.entrance.me = { person: ids.ada, name: "Ada Lindqvist" };
		expect(await decided.page()).not.toContain('name="verdict"');
	});

	test("a press counts as that person's, and leads back to the plan", async () => {
		const { decide, entrance } = openPlan();
		const answer = await decide({ verdict: "approve", reason: "" });
		expect([answer.status, answer.headers.get("Location")]).toEqual([303, `${at}#${ids.plan}`]);
		await decide({ verdict: "deny", reason: " not on a Friday " });
		expect(entrance.votes).toEqual([
			{ by: entrance.me, plan: ids.plan, verdict: "approve", reason: null },
			{ by: entrance.me, plan: ids.plan, verdict: "deny", reason: "not on a Friday" },
		]);
	});

	test.each([
		["from another site", { verdict: "approve" }, { "Sec-Fetch-Site": "cross-site" }, 403],
		["of an unknown kind", { verdict: "maybe" }, fromPage, 400],
		["to deny without a reason", { verdict: "deny", reason: " " }, fromPage, 400],
	] as [string, Record<string, string>, Record<string, string>, number][])(
		"a press %s is not handed on",
		async (_what, fields, headers, status) => {
			const { decide, entrance } = openPlan();
			expect((await decide(fields, headers)).status).toBe(status);
			expect(entrance.votes).toEqual([]);
		},
	);

	test("the page's own script gets the answer alone, to show it where the button is", async () => {
		const { decide, entrance } = openPlan();
		const scripted = { ...fromPage, Accept: "application/json" };
		const press = async (fields: Record<string, string>) => {
			const answer = await decide(fields, scripted);
			return [answer.status, await answer.json()];
		};
		expect(await press({ verdict: "approve" })).toEqual([200, { ok: true }]);
		expect(await press({ verdict: "deny" })).toEqual([
			400,
			{ ok: false, why: "To deny, say why in a few words" },
		]);
		entrance.role = false;
		expect((await decide({ verdict: "approve" }, scripted)).status).toBe(403);
		expect((await decide({ verdict: "approve" }, { Accept: "application/json" })).status).toBe(403);
		expect(entrance.votes).toHaveLength(1);
	});

	test("a refusal is shown in words", async () => {
		const { decide, entrance } = openPlan();
		entrance.options.vote = async () => ({ ok: false, refusal: { code: "own-proposal", approvers: [] } });
		const { app } = { app: consoleRoutes(entrance.options) };
		const answer = await app.request(`${at}/plans/${ids.plan}/vote`, {
			method: "POST",
			headers: { Cookie: entrance.cookie, ...fromPage },
			body: new URLSearchParams({ verdict: "approve" }),
		});
		expect(answer.status).toBe(409);
		expect(await answer.text()).toContain("approve what they proposed themselves");
		expect((await decide({ verdict: "approve" })).status).toBe(409);
	});

	test("the page names and spells out what could be misread in a step", async () => {
		const session = approvedSession();
		const steps = [{ phase: "command" as const, command: "rm \u0430.txt \u202e" }];
		propose(session, { ...plan, id: "pl_g0000000000000002", steps });
		const text = await open(session).page();
		expect(text).toMatch(/⚠ Contains ⟨U\+0430 Cyrillic a⟩[^<]*⟨U\+202E right-to-left override⟩/);
		const spelledOut = "rm ⟨U+0430 Cyrillic a⟩.txt ⟨U+202E right-to-left override⟩";
		expect(text).toContain(`<pre><bdi dir="ltr">${spelledOut}</bdi></pre>`);
		const exported = await open(session).page(`${at}/transcript.txt`);
		expect(exported).toContain("  note: ⟨U+0430 Cyrillic a⟩ looks like a, line 1\n");
	});
});

describe("the live page asks for more", () => {
	const json = async (path: string, session?: MemorySession) =>
		JSON.parse(await open(session).page(`${at}${path}`));

	test("events after the last one, as the page shows them", async () => {
		const update = await json("/events?after=17");
		expect(update).toMatchObject({ last: 19, more: false, busy: false });
		expect(update.events.map(({ seq }: { seq: number }) => seq)).toEqual([18, 19]);
		expect(update.runs.map(({ run }: { run: string }) => run)).toEqual([ids.after]);
	});

	test("what runs and what waits", async () => {
		const session = approvedSession();
		startRun(session, session.run(runStart("before")), friday("16:47:31"));
		session.run(runStart("command"));
		const update = await json("/events?after=12", session);
		expect(update.busy).toBe(true);
		expect(update.runs[0]).toMatchObject({ run: ids.before, state: "running" });
		expect(update.parts.waiting).toContain("Set-ItemProperty");
	});

	test("the runs of an endpoint that was given up, as they are judged from then on", async () => {
		const session = finishedSession();
		const given = { plan: ids.plan, endpoint: ids.endpoint };
		const seq = session.event(friday("18:47:31"), caisey, { kind: "plan.unheard", ...given });
		const runs = async (after: number) =>
			(await json(`/events?after=${after}`, session)).runs.map(({ run }: { run: string }) => run);
		expect(await runs(seq - 1)).toEqual([ids.before, ids.command, ids.after]);
		expect(await runs(seq)).toEqual([]);
	});

	test("steps that ended before an earlier one did are sent, too, since that one's end judges them", async () => {
		const { runs } = await json("/events?after=13");
		expect(runs.map(({ run }: { run: string }) => run)).toEqual([ids.before, ids.command, ids.after]);
	});

	test("records in their order of arrival, a page at a time", async () => {
		const first = await json(`/runs/${ids.after}/records?after=0`);
		expect(first.records.map(({ kind }: { kind: string }) => kind)).toEqual([
			"event",
			"event",
			"stdout",
			"stderr",
			"stdout",
			"event",
		]);
		expect(first.records.at(-1)).toMatchObject({ n: 6, last: true, bytes: null });
		expect((await json(`/runs/${ids.after}/records?after=6`)).records).toEqual([]);
	});

	test.each(["-1", "1.5", "x", "99999999999999999999"])("after=%s is refused", async (after) => {
		const { get } = open();
		expect((await get(`${at}/events?after=${after}`)).status).toBe(400);
		expect((await get(`${at}/runs/${ids.after}/records?after=${after}`)).status).toBe(400);
	});

	test("verify lists each check, and finds a changed byte", async () => {
		const session = finishedSession();
		expect(await json("/verify", session)).toMatchObject({ ok: true });
		session.runs[1]?.tamper();
		const found = await json("/verify", session);
		expect(found.ok).toBe(false);
		expect(found.checks.filter(({ ok }: { ok: boolean }) => !ok)).toHaveLength(1);
	});
});

test("the check is a page where the page's script is missing", async () => {
	const { get } = open();
	const answer = await get(`${at}/verify`, { Accept: "text/html,*/*" });
	expect(answer.headers.get("Content-Type")).toContain("text/html");
	expect(await answer.text()).toMatch(/<h1>Verified: everything holds<\/h1>[\s\S]*: holds<small>/);
});

test("a session that is too long for a web page leads to the evidence bundle", async () => {
	const { get, entrance, session } = open();
	const source = session.source();
	const long = async () => (await source.runs()).map((run) => ({ ...run, lastRecord: 40_000 }));
	entrance.options.source = async () => ({ ok: true, source: { ...source, runs: long } });
	const answer = await get(`${at}/transcript.html`);
	expect(answer.status).toBe(413);
	expect(await answer.text()).toContain(`href="${at}/evidence.zip"`);
	expect(entrance.recorded).toEqual([]);
});
