import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { utf8 } from "../protocol/bytes.ts";
import { buildConsole } from "./build.ts";
import { launch, newPage } from "./testing/browser.ts";
import type { MemorySession } from "./testing/memory.ts";
import type { MemoryRun } from "./testing/memory-run.ts";
import { driftRun, endRun, startRun } from "./testing/play.ts";
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
import { serve } from "./testing/server.ts";

let browser: Browser;
let server: Awaited<ReturnType<typeof serve>>;
let session: MemorySession;
let run: MemoryRun;
let page: Page;
let complaints: string[];

beforeAll(async () => {
	await buildConsole();
	browser = await launch();
});
afterAll(() => browser.close());

beforeEach(async () => {
	session = approvedSession();
	run = session.run(runStart("before"));
	session.run(runStart("command"));
	startRun(session, run, friday("16:47:31"));
	run.write(friday("16:47:32"), "stdout", utf8("the first line\n"));
	server = await serve([session]);
});
afterEach(async () => {
	await page.context().close();
	await server.close();
});

const signIn = async (options: Parameters<typeof newPage>[1] = {}) => {
	({ page, complaints } = await newPage(browser, options));
	await page.goto(`${server.url}/sign-in/${server.door.token}`);
	await page.getByRole("button", { name: "Open the transcript" }).click();
	await page.getByText("IT says just run this registry tweak").first().waitFor();
};
/** Kept where someone wants to look at the pages. */
const picture = async (name: string) => {
	const folder = process.env.CAISEY_PICTURES;
	if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
};
const output = () => page.getByRole("log", { name: "Output of CLIENT-ACCT-01" });
const finish = () => endRun(session, run, friday("16:47:40"), { outcome: "exited", code: 0 });

describe("the transcript in a browser", () => {
	test("shows output as it comes and the verdict when it ends, without a reload", async () => {
		await signIn();
		await page.getByText("Exit code: (still running)").waitFor();
		run.write(friday("16:47:33"), "stderr", utf8("WARNING: something is off\n"));
		await output().getByText("WARNING: something is off").waitFor();
		await page.getByText("--- stderr (26 bytes) ---").waitFor();
		run.write(friday("16:47:34"), "stdout", utf8("no line feed at its "));
		await output().getByText("no line feed at its").waitFor();
		run.write(friday("16:47:35"), "stdout", utf8("end"));
		finish();
		await page.getByText("Exit code: 0").waitFor();
		await page.getByText("Done, but check: 26 bytes on stderr").first().waitFor();
		expect(await output().textContent()).toMatch(
			/outthe first line\s*errWARNING: something is off\s*outno line feed at its end/,
		);
		expect(complaints).toEqual([]);
	});

	test("shows talk, edits and runs as they happen, in the reader's own time", async () => {
		await signIn();
		await page.getByText("Still to run").waitFor();
		session.event(friday("16:47:33"), dana, {
			kind: "message.said",
			ref: ref(20),
			text: "is it done?",
			attachments: [],
			missing: [],
		});
		const entry = page.locator(".entry", { hasText: "is it done?" });
		await entry.waitFor();
		expect(await entry.locator("time").textContent()).toMatch(/^(?:5|17):47:33/);
		expect(await entry.locator("time").getAttribute("title")).toBe("2024-01-12 16:47:33.000 UTC");
		session.event(friday("16:47:34"), dana, { kind: "message.edited", ref: ref(20), text: "done now?" });
		await entry.getByRole("link", { name: "edited later" }).waitFor();
		finish();
		const next = session.runs[1] as MemoryRun;
		startRun(session, next, friday("16:47:41"));
		next.write(friday("16:47:42"), "stdout", utf8("of the second step\n"));
		await page.getByText("of the second step").waitFor();
		await page.getByText("Still to run").waitFor({ state: "detached" });
		expect(complaints).toEqual([]);
	});

	test("what changed since an earlier run names its day in the reader's zone, and opens to a table", async () => {
		const week = 7 * 86_400_000;
		const earlier = (at: number) => ({ run: runStart("after").run, session: ids.session, at });
		const since = {
			machine: earlier(friday("23:30:00") - 2 * week),
			shell: earlier(friday("23:30:00") - week + 86_400_000),
		};
		const changes = [
			{ scope: "shell", what: "ExecutionPolicy", before: "RemoteSigned", now: "AllSigned" },
			{ scope: "shell", what: "PATH entry", before: null, now: "C:\\Program Files\\Vendor" },
			{ scope: "machine", what: "Pending restart", before: "no", now: "yes: Windows Update" },
		] as const;
		driftRun(session, run, friday("16:47:31"), { since, changes: [...changes] });
		await signIn();
		// In Stockholm that Saturday was a Sunday.
		await page.getByText(/Since Sunday .*ExecutionPolicy RemoteSigned → AllSigned, and 2 more/).waitFor();
		await page.getByText("What changed: 3").click();
		await page.getByRole("link", { name: /^December 30, 2023/ }).waitFor();
		await picture("drift");
		expect(complaints).toEqual([]);
	});

	test("a line that is drawn over stays one line as it grows; raw shows all of it", async () => {
		await signIn();
		await page.getByText("Live. Scroll up").waitFor();
		run.write(friday("16:47:33"), "stdout", utf8("10 %\r20 %"));
		await output().getByText("20 %").waitFor();
		run.write(friday("16:47:34"), "stdout", utf8("\r\u001b[?25l30 %"));
		await output().getByText("30 %").waitFor();
		run.write(friday("16:47:35"), "stdout", utf8("\r100 %\r\nSuccessfully installed\r\n"));
		await output().getByText("Successfully installed").waitFor();
		expect(await output().textContent()).toMatch(/outthe first line\n100 %\nSuccessfully installed\n$/);
		await page.getByLabel("Raw").first().check();
		await output().getByText("\\x0d20 %").waitFor();
		expect(await output().textContent()).toMatch(
			/10 %\\x0d20 %\\x0d\\x1b\[\?25l30 %\\x0d100 %\\x0d\nSuccess/,
		);
		await picture("raw");
		await page.getByLabel("Raw").first().uncheck();
		await output().getByText("Successfully installed").waitFor();
		expect(await output().textContent()).toMatch(/outthe first line\n100 %\nSuccessfully installed\n$/);
		expect(complaints).toEqual([]);
	});

	test("search finds what was written in UTF-16", async () => {
		const csv = Buffer.from("Node,Caption\r\nPC01,Microsoft Windows 11 Pro\r\n", "utf16le");
		run.write(friday("16:47:33"), "stderr", Uint8Array.from(csv));
		await signIn();
		await output().getByText("PC01,Microsoft Windows 11 Pro").waitFor();
		await page.getByText("read as UTF-16LE").waitFor();
		await page.getByPlaceholder("Search this session").fill("pc01");
		await page.getByText(/^1 of \d+ entries/).waitFor();
		expect(await output().textContent()).not.toContain("\\x00");
		await picture("utf16");
	});

	test("bookkeeping is one line that opens; what comes later joins it; a link or a word in it opens it", async () => {
		const shows = (n: number) =>
			session.event(friday("16:47:40") + n * 1_000, caisey, {
				kind: "card.shown",
				plan: ids.plan,
				ref: ref(30 + n),
				digest: "ab".repeat(32),
				card: "{}",
			});
		const first = shows(1);
		await signIn();
		const line = page.locator(".folded").last();
		await line.getByText("Behind the scenes: card shown · 1 entry").waitFor();
		expect(await page.locator(`#e${first}`).isVisible()).toBe(false);
		await picture("folded");
		const second = shows(2);
		await line.getByText("Behind the scenes: card shown · 2 entries, until").waitFor();
		expect(await page.locator(".folded").count()).toBe(3);
		await page.goto(`${page.url().split("#")[0]}#e${second}`);
		await page.locator(`#e${second}`).getByText(`entry ${second}`).waitFor();
		await line.locator("summary").first().click();
		await page.locator(`#e${second}`).waitFor({ state: "hidden" });
		await page.getByPlaceholder("Search this session").fill(`entry ${first}`);
		await page.locator(`#e${first}`).waitFor();
		await page.locator(`#e${second}`).waitFor({ state: "hidden" });
		await page.getByPlaceholder("Search this session").fill("");
		await page.locator(`#e${first}`).waitFor({ state: "hidden" });
		expect(complaints).toEqual([]);
	});

	test("hostile output stays text and never becomes a script", async () => {
		run.write(friday("16:47:33"), "stdout", utf8("</pre></script><script>alert(1)</script>\n"));
		await signIn();
		run.write(friday("16:47:34"), "stdout", utf8("<img src=x onerror=alert(2)>\u001b]0;x\u0007\u202etxt\n"));
		await output().getByText("<img src=x onerror=alert(2)>").waitFor();
		expect(await output().textContent()).toContain("</pre></script><script>alert(1)</script>");
		expect(await output().textContent()).toContain("\\x1b]0;x\\x07⟨U+202E⟩txt");
		expect(await page.locator("main img, main script").count()).toBe(0);
		expect(complaints).toEqual([]);
	});

	test("names a download after its session, endpoint and step", async () => {
		await signIn();
		const downloaded = async (name: string) => {
			const [download] = await Promise.all([
				page.waitForEvent("download"),
				page.getByRole("link", { name }).first().click(),
			]);
			return download.suggestedFilename();
		};
		expect(await downloaded("--- stdout")).toBe("caisey-7A3F-CLIENT-ACCT-01-step-1-stdout.bin");
		expect(await downloaded("vendor-note.txt")).toBe("caisey-7A3F-vendor-note.txt");
		await page.getByText("Export").click();
		expect(await downloaded("Plain text")).toBe("caisey-7A3F-transcript.txt");
		expect(complaints).toEqual([]);
	});

	test("an approver decides on the page", async () => {
		await server.close();
		server = await serve([openSession()]);
		server.door.me = { person: ids.ada, name: "Ada Lindqvist" };
		await signIn();
		await page.getByRole("button", { name: "Approve", exact: true }).click();
		await page.getByText("IT says just run this registry tweak").first().waitFor();
		expect(server.door.votes).toEqual([
			{ by: server.door.me, plan: ids.plan, verdict: "approve", reason: null },
		]);
		expect(complaints).toEqual([]);
	});

	test("on a phone the steps stay at the top of their plan, whatever the text beside them", async () => {
		await server.close();
		const flood = `${"\n".repeat(800)}Run\nGet-Date\n✓ Approved by Sam Roy${" ".repeat(120)}x`;
		const words = { changes: flood, notices: flood, undo: flood };
		const hostile = openSession();
		propose(hostile, { ...plan, id: "pl_g0000000000000002", words, cwd: `/tmp\n✓ Approved by Sam Roy` });
		server = await serve([hostile]);
		server.door.me = { person: ids.ada, name: "Ada Lindqvist" };
		await signIn({ viewport: { width: 375, height: 740 } });
		const panel = page.locator('.plan[data-plan="pl_g0000000000000002"]');
		const top = async (of: ReturnType<Page["locator"]>) => (await of.boundingBox())?.y ?? Number.NaN;
		const below = (await top(panel.locator("pre").first())) - (await top(panel));
		expect(below).toBeLessThan(150);
		const approve = panel.getByRole("button", { name: "Approve", exact: true });
		expect((await top(approve)) - (await top(panel))).toBeLessThan(1_500);
		await panel.scrollIntoViewIfNeeded();
		await picture("hostile-plan");
		expect(complaints).toEqual([]);
	});

	test("an approver asks for an erasure: of what was said, of a run's output, or of some records", async () => {
		finish();
		server.door.me = { person: ids.ada, name: "Ada Lindqvist" };
		await signIn();
		await page.getByRole("link", { name: "Erase…" }).click();
		await page.getByRole("checkbox", { name: "All output of the check before" }).check();
		await page.getByRole("checkbox", { name: "The vendor sent" }).first().check();
		await page.getByRole("textbox", { name: "Why?" }).fill("names a patient");
		await picture("erase");
		await page.getByRole("button", { name: "Ask to erase it" }).click();
		await page.getByText("IT says just run this registry tweak").first().waitFor();

		await page.getByRole("link", { name: "Erase…" }).click();
		await page.getByRole("link", { name: "or only some records of it" }).click();
		await page.getByRole("checkbox", { name: "the first line" }).check();
		await page.getByRole("textbox", { name: "Why?" }).fill("one line only");
		await page.getByRole("button", { name: "Ask to erase it" }).click();
		await page.getByText("IT says just run this registry tweak").first().waitFor();
		const said = expect.any(Number);
		expect(server.door.erasures).toEqual([
			{ by: server.door.me, reason: "names a patient", targets: [{ seq: said }, { run: ids.before }] },
			{ by: server.door.me, reason: "one line only", targets: [{ run: ids.before, records: [3] }] },
		]);
		expect(complaints).toEqual([]);
	});

	test.each([
		["who asked can withdraw it", ids.ada, ["Withdraw"]],
		["the other side can erase or decline", ids.tom, ["Erase for good", "Decline"]],
		["others see it and have no button", ids.dana, []],
	])("a waiting erasure is at the top: %s", async (_what, person, buttons) => {
		const [ada] = session.opening.people.filter(({ id }) => id === ids.ada);
		for (const one of session.opening.people) if (one.id === ids.tom) one.roles = ["owner"];
		session.erasures = [
			{
				id: ids.erasure,
				by: { surface: "browser", person: ids.ada, identity: null, name: ada?.name ?? "", label: null },
				at: friday("17:00:00"),
				expires: friday("17:00:00") + 7 * 86_400_000,
				reason: "names a patient\u202e",
				targets: [{ run: ids.before }, { seq: 2 }],
			},
		];
		server.door.me = { person, name: "Somebody" };
		await signIn();
		const waits = page.getByRole("region", { name: "Erasures waiting for an answer" });
		await waits.getByText("the output of the check before on CLIENT-ACCT-01").waitFor();
		await picture(`erasure-${buttons.length}`);
		expect(await waits.getByRole("button").allTextContents()).toEqual(buttons);
		for (const answer of buttons.slice(0, 1)) {
			await waits.getByRole("button", { name: answer }).click();
			await page.getByText("IT says just run this registry tweak").first().waitFor();
			const said = person === ids.ada ? "withdraw" : "confirm";
			expect(server.door.erasures).toEqual([{ by: server.door.me, erasure: ids.erasure, answer: said }]);
		}
		expect(complaints).toEqual([]);
	});

	test("the sessions page starts with blocked endpoints and what to do", async () => {
		server.door.quarantined = [{ client: "Acme Dental", endpoint: "CLIENT-ACCT-01" }];
		await signIn();
		await page.goto(server.url);
		const aside = page.getByRole("region", { name: "Blocked endpoints" });
		await aside.getByText("CLIENT-ACCT-01 of Acme Dental").waitFor();
		await aside.getByText("--reissue <client>/<ENDPOINT>").waitFor();
		await picture("set-aside");
		expect(complaints).toEqual([]);
	});

	test("one stream can be shown alone", async () => {
		run.write(friday("16:47:33"), "stderr", utf8("a warning\n"));
		await signIn();
		await page.getByRole("radio", { name: "stderr" }).first().check({ force: true });
		await output().getByText("a warning").waitFor();
		await output().getByText("the first line").waitFor({ state: "hidden" });
		await page.getByRole("radio", { name: "both" }).first().check({ force: true });
		await output().getByText("the first line").waitFor();
		expect(complaints).toEqual([]);
	});

	test("loads long output as far as one reads, its end at once, all of it on demand", async () => {
		for (let i = 0; i < 120; i++)
			run.write(friday("16:47:33") + i, "stdout", utf8(`${`line ${i} `.padEnd(99, ".")}\n`.repeat(600)));
		finish();
		await signIn();
		const note = page.locator("[data-part=more]").first();
		await output().scrollIntoViewIfNeeded();
		await note.getByText("of 7.2 MB shown here").waitFor();
		expect(await output().textContent()).not.toContain("line 119 ");
		await note.getByRole("button", { name: "Show the end" }).click();
		await output().getByText("Earlier output isn't loaded").waitFor();
		await output().getByText("line 119 ").last().waitFor();
		await output().getByRole("button", { name: "From the start" }).click();
		await output().getByText("the first line").waitFor();
		await note.getByRole("button", { name: "Load the rest" }).click();
		await output().getByText("line 119 ").last().waitFor();
		expect(await note.textContent()).toBe("");
		expect((await output().locator(".bytes").allTextContents()).join("").match(/line 60 /g)).toHaveLength(
			600,
		);
		expect(complaints).toEqual([]);
	});

	test("a flood can be read to its end, while the page holds only a part of it", async () => {
		const [lines, records] = [`${"a line of sixty-four characters, the line feed counted in too..."}\n`, 80];
		for (let i = 0; i < records; i++) run.write(friday("16:47:33") + i, "stdout", utf8(lines.repeat(8_192)));
		run.write(friday("16:47:39"), "stdout", utf8("the last line\n"));
		finish();
		await signIn();
		const note = page.locator("[data-part=more]").first();
		await output().scrollIntoViewIfNeeded();
		await note.getByText("532.5 kB of 42.6 MB shown here").waitFor();
		const earlier = output().locator(".left-out");
		while (!(await earlier.isVisible())) {
			const before = await note.textContent();
			await note.getByRole("button", { name: "Load more" }).click();
			await expect.poll(() => note.textContent()).not.toBe(before);
		}
		expect(await note.textContent()).toMatch(/^1\d\.\d MB of 42\.6 MB loaded so far/);
		const onPage = await output().evaluate((box) => box.textContent.length);
		expect(onPage).toBeGreaterThan(15_000_000);
		expect(onPage).toBeLessThan(17_000_000);
		await note.getByRole("button", { name: "Show the end" }).click();
		const strips = output().locator(".strip");
		await expect.poll(() => strips.last().textContent()).toContain("the last line");
		await earlier.getByRole("button", { name: "From the start" }).click();
		await expect.poll(() => strips.nth(1).textContent()).toContain("the first line");
		expect(complaints).toEqual([]);
	});

	test("verify lists every check, by mouse and by keyboard, and finds a changed byte", async () => {
		finish();
		session.signHead(friday("16:47:41"), caisey);
		await signIn();
		await page.getByRole("button", { name: "Verify" }).click();
		await page.getByRole("heading", { name: "Verified: everything holds" }).waitFor();
		await page.getByText("The session's events: holds").waitFor();
		run.tamper();
		await page.getByRole("button", { name: "Verify" }).press(" ");
		await page.getByText("The recording of before on CLIENT-ACCT-01: DOES NOT HOLD").waitFor();
		expect(complaints).toEqual([]);
	});

	test("search keeps the entries that have the words", async () => {
		await signIn();
		await page.getByRole("searchbox").fill("vendor sent");
		await page.getByText("2 of 13 entries").waitFor();
		expect(await page.locator(".entry:visible").count()).toBe(2);
		await page.getByRole("searchbox").press("Enter");
		await page.getByRole("searchbox").fill("");
		expect(await page.locator("[data-part=entries] > li:visible").count()).toBe(13);
		expect(complaints).toEqual([]);
	});

	test("says so when the reader's role is taken away", async () => {
		await signIn();
		await output().getByText("the first line").waitFor();
		server.door.role = false;
		await page.getByText("can no longer see this session").waitFor();
	});

	test("is complete without any script", async () => {
		finish();
		await signIn({ javaScriptEnabled: false });
		expect(await page.locator("main").textContent()).toContain("the first line");
		expect(await page.locator("main").textContent()).toContain("refused: not an approver for Acme Dental");
	});

	test.each([320, 390, 768, 1280])("fits a screen %i pixels wide", async (width) => {
		run.write(friday("16:47:33"), "stdout", utf8(`${"x".repeat(5_000)}\n`));
		await signIn({ viewport: { width, height: 800 } });
		await page.getByText("Exit code: (still running)").waitFor();
		// Its text can be there before its style sheet is, and before times are in the reader's words.
		await page.waitForLoadState("load");
		await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
	});
});
