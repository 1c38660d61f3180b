// The output's viewer in a browser: what it asks for, where it goes, what it shows.
import { describe, expect, test } from "vitest";
import { utf8 } from "../protocol/bytes.ts";
import { endRun } from "./testing/play.ts";
import { friday, ids } from "./testing/sample.ts";
import {
	complaints,
	finish,
	onTranscriptPages,
	openBrowser,
	output,
	page,
	picture,
	run,
	session,
	signedIn,
	transcriptUrl,
} from "./testing/transcript-page.ts";

onTranscriptPages();

const open = async (
	hash = "",
	options: Parameters<typeof openBrowser>[0] = {},
	prepare: () => Promise<void> = async () => {},
) => {
	await openBrowser({ viewport: { width: 1200, height: 900 }, ...options });
	await signedIn();
	await prepare();
	await page.goto(transcriptUrl(hash));
};
const note = () => page.locator("[data-part=more]").first();
const line = (n: number) => `${`line ${n} `.padEnd(63, ".")}\n`;
/** Records of 4,096 lines of 64 bytes. */
const flood = (records: number) => {
	for (let i = 0; i < records; i++) {
		const lines = Array.from({ length: 4_096 }, (_, n) => line(4_096 * i + n + 1));
		run.write(friday("16:47:33") + i, "stdout", utf8(lines.join("")));
	}
};
/** The rows that are in the box now. */
const inView = () =>
	output().evaluate((box) => {
		const { top, bottom } = box.getBoundingClientRect();
		return [...box.querySelectorAll(".row")]
			.filter((row) => row.getBoundingClientRect().bottom > top && row.getBoundingClientRect().top < bottom)
			.map((row) => row.querySelector(".text")?.textContent.trim().split(" .")[0] ?? "");
	});

describe("the output's viewer", () => {
	test("loads of a long output only what is seen: the start, the end, the middle, a line, a byte", async () => {
		flood(24);
		run.write(friday("16:47:39"), "stdout", utf8("the last line\n"));
		finish();
		run.blockStep = 1_500_000;
		await open();
		await output().scrollIntoViewIfNeeded();
		await note().getByText("6.3 MB in 98,305 lines, loaded as you scroll.").waitFor();
		const asked = () => run.asked.splice(0).filter((one) => one !== "blocks").length;
		expect(run.asked.filter((one) => one === "blocks").length).toBeGreaterThan(3);
		expect(asked()).toBeLessThan(4);

		await page.getByRole("button", { name: "To the end of the output" }).click();
		await output().getByText("the last line").waitFor();
		expect((await inView()).at(-1)).toBe("the last line");
		expect(asked()).toBeLessThan(5);

		const go = page.getByRole("textbox", { name: "Go to line, byte or part" });
		await go.fill("49152");
		await go.press("Enter");
		await output().getByText("line 49152 ").waitFor();
		await expect.poll(inView).toContain("line 49152");
		expect(await output().locator(".marked").textContent()).toContain("line 49152 ");
		expect(asked()).toBeLessThan(5);

		await go.fill("@640000");
		await go.press("Enter");
		await expect.poll(() => output().locator(".marked").allTextContents()).toEqual([line(10_001)]);
		await expect.poll(inView).toContain("line 10001");
		await go.fill("50%");
		await go.press("Enter");
		await expect.poll(async () => (await inView()).some((row) => /^line 49\d{3}$/.test(row))).toBe(true);

		const rows = await output().locator(".row").count();
		expect(rows).toBeLessThan(4_000);
		await go.fill("nowhere");
		await go.press("Enter");
		expect(await go.evaluate((field: HTMLInputElement) => field.validationMessage)).toContain(
			"A line (1200)",
		);
		await picture("viewer-long");
		expect(complaints).toEqual([]);
	});

	test("goes where it was sent last, though its list has 5 pages and comes late", async () => {
		flood(24);
		finish();
		const pages = 5;
		run.blockStep = Math.ceil((24 * 4_096 * 64) / pages);
		const [wanted, sent] = [Promise.withResolvers<void>(), { asked: 0, answered: 0, pages: 0 }];
		await open("", {}, async () => {
			await page.route("**/blocks?*", async (route) => {
				await wanted.promise;
				await route.continue();
			});
			page.on("request", (request) => {
				if (request.url().includes("/blocks")) sent.asked++;
			});
			page.on("requestfinished", (request) => {
				if (!request.url().includes("/blocks")) return;
				sent.answered++;
				if (request.url().includes("/blocks?")) sent.pages++;
			});
		});
		await output().scrollIntoViewIfNeeded();
		await page.getByRole("button", { name: "To the end of the output" }).click();
		const go = page.getByRole("textbox", { name: "Go to line, byte or part" });
		await go.fill("49152");
		await go.press("Enter");
		wanted.resolve();
		await note().getByText("lines, loaded as you scroll").waitFor();
		await expect.poll(() => sent.pages).toBeGreaterThanOrEqual(pages);
		await expect.poll(inView).toContain("line 49152");
		// It is there, and stays there once all that it asked for has come.
		await expect.poll(() => sent.asked - sent.answered).toBe(0);
		await page.evaluate(
			() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
		);
		expect(await inView()).toContain("line 49152");
		expect(complaints).toEqual([]);
	});

	test("is scrolled line by line, and its bar is true to all of it", async () => {
		flood(24);
		finish();
		await open();
		await output().scrollIntoViewIfNeeded();
		await note().getByText("lines, loaded as you scroll").waitFor();
		const height = await output().evaluate((box) => box.scrollHeight);
		expect(height).toBeGreaterThan(98_304 * 18);
		await output().evaluate((box) => box.scrollTo({ top: box.scrollHeight / 4 }));
		await expect
			.poll(async () => Math.round(Number((await inView())[3]?.slice(5)) / 1000))
			.toBeCloseTo(25, -1);
		const before = Number((await inView())[3]?.slice(5));
		await output().hover();
		await page.mouse.wheel(0, 195);
		await expect.poll(async () => Number((await inView())[3]?.slice(5)) - before).toBe(10);
		expect(complaints).toEqual([]);
	});

	test("an address opens at its line, marked, and each number is one", async () => {
		flood(24);
		finish();
		await open(`#${ids.before}.stdout.${64 * 70_000 + 7}`);
		await expect.poll(() => output().locator(".marked").allTextContents()).toEqual([line(70_001)]);
		await expect.poll(inView).toContain("line 70001");
		await picture("viewer-address");
		const number = output().getByRole("link", { name: "Line 70003 of stdout" });
		expect(await number.getAttribute("href")).toBe(`#${ids.before}.stdout.${64 * 70_002}`);
		await number.click();
		await expect.poll(() => output().locator(".marked").allTextContents()).toEqual([line(70_003)]);
		expect(complaints).toEqual([]);
	});

	test.each([
		["an address", `#${ids.before}.stdout.${64 * 20_000}`, {}],
		["a choice of an earlier visit", "", { controls: true }],
	])("loads its list once where %s takes the output over", async (_what, hash, chosen) => {
		flood(8);
		finish();
		const starts: string[] = [];
		await open(hash, {}, async () => {
			await page.addInitScript((made) => localStorage.setItem("caisey.output", JSON.stringify(made)), chosen);
			page.on("request", (request) => {
				if (request.url().endsWith("/blocks?after=-1")) starts.push(request.url());
			});
		});
		await output().scrollIntoViewIfNeeded();
		await page.locator("section.run[data-taken=yes]").waitFor();
		await page.getByRole("button", { name: "To the end of the output" }).first().click();
		await output().getByText("line 32768 ").waitFor();
		const perLine = (await output().evaluate((box) => box.scrollHeight)) / 32_768;
		expect(perLine).toBeGreaterThan(18);
		expect(perLine).toBeLessThan(22);
		expect(starts).toHaveLength(1);
		expect(complaints).toEqual([]);
	});

	test("shows the last output of a run that ends while an older answer is on its way", async () => {
		run.write(friday("16:47:33"), "stdout", utf8("a line\n"));
		const held = Promise.withResolvers<void>();
		const release = Promise.withResolvers<void>();
		await open();
		await output().scrollIntoViewIfNeeded();
		await page.locator("section.run[data-taken=yes]").waitFor();
		await page.route(/\/blocks\/\d+\?after=/, async (route) => {
			const response = await route.fetch();
			held.resolve();
			await release.promise;
			await route.fulfill({ response });
		});
		await held.promise;
		run.write(friday("16:47:39"), "stdout", utf8("the last line\n"));
		finish();
		await page.getByText("Exit code: 0").waitFor();
		release.resolve();
		await output().getByText("the last line").waitFor();
		expect(complaints).toEqual([]);
	});

	test("follows a flood while it runs, and stops following where one scrolls up", async () => {
		flood(4);
		await open();
		await output().scrollIntoViewIfNeeded();
		await output().getByText("line 16384 ").waitFor();
		run.write(friday("16:47:39"), "stdout", utf8("no line feed at its "));
		await output().getByText("no line feed at its").waitFor();
		run.write(friday("16:47:39"), "stdout", utf8("end\n"));
		flood(8);
		await output().getByText("line 32768 ").waitFor();
		expect((await inView()).at(-1)).toBe("line 32768");
		await output().evaluate((box) => box.scrollTo({ top: 1_000 }));
		await expect.poll(inView).toContain("line 60");
		run.write(friday("16:47:39"), "stdout", utf8("something new\n"));
		finish();
		await page.getByText("Exit code: 0").waitFor();
		expect(await inView()).toContain("line 60");
		expect(complaints).toEqual([]);
	});

	test("leaves a reader alone who scrolls up while it looks for more", async () => {
		flood(10);
		await open();
		await output().scrollIntoViewIfNeeded();
		await output().getByText("line 40960 ").waitFor();
		const [asked, scrolled] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
		await page.route(/\/blocks\?after=/, async (route) => {
			asked.resolve();
			await scrolled.promise;
			await route.continue();
		});
		flood(2);
		await asked.promise;
		await output().evaluate((box) => box.scrollTo({ top: 1_000 }));
		await expect.poll(inView).toContain("line 60");
		const answered = page.waitForResponse(/\/blocks\?after=/);
		scrolled.resolve();
		await answered;
		finish();
		await page.getByText("Exit code: 0").waitFor();
		expect(await inView()).toContain("line 60");
		expect(complaints).toEqual([]);
	});

	test("lets the tab key out of its lines at once", async () => {
		run.write(friday("16:47:33"), "stdout", utf8("a line\n".repeat(100)));
		finish();
		await open();
		await output().focus();
		expect(await output().getByRole("link").count()).toBe(100);
		await page.keyboard.press("Tab");
		expect(await output().evaluate((box) => box.contains(document.activeElement))).toBe(false);
		expect(complaints).toEqual([]);
	});

	test("one stream can be shown alone, with its own lines whole", async () => {
		run.write(friday("16:47:33"), "stdout", utf8("the first"));
		run.write(friday("16:47:33"), "stderr", utf8("a warning\n"));
		run.write(friday("16:47:33"), "stdout", utf8(" line\n"));
		finish();
		await open();
		await output().getByText("a warning").scrollIntoViewIfNeeded();
		await page.getByRole("radio", { name: "stdout" }).first().check({ force: true });
		await output().getByText("the first line").waitFor();
		await output().getByText("a warning").waitFor({ state: "hidden" });
		await page.getByRole("radio", { name: "stderr" }).first().check({ force: true });
		await output().getByText("a warning").waitFor();
		await output().getByText("the first line").waitFor({ state: "hidden" });
		expect(complaints).toEqual([]);
	});

	const paneOf = (stream: string) => page.getByRole("log", { name: `Output of CLIENT-ACCT-01: ${stream}` });
	const rowsOf = (stream: string) =>
		paneOf(stream).evaluate((box) => {
			const { top, bottom } = box.getBoundingClientRect();
			return [...box.querySelectorAll(".row")]
				.filter((row) => row.getBoundingClientRect().bottom > top && row.getBoundingClientRect().top < bottom)
				.map((row) => row.querySelector(".text")?.textContent.trim().split(" .")[0] ?? "");
		});
	/** A warning behind each megabyte of lines. */
	const warned = (records: number) => {
		for (let i = 0; i < records; i++) {
			flood(4);
			run.write(friday("16:47:34"), "stderr", utf8(`warning ${i + 1}\n`));
		}
	};

	test("shows the streams apart, side by side, each with a bar of its own, by keyboard too", async () => {
		warned(6);
		run.note(friday("16:47:35"), { type: "left", v: 1, processes: [77] });
		finish();
		await open();
		await output().first().scrollIntoViewIfNeeded();
		await page.getByRole("radio", { name: "together" }).first().focus();
		run.asked.splice(0);
		await page.keyboard.press("ArrowRight");
		await paneOf("stderr").getByText("warning 6").waitFor();
		expect((await rowsOf("stderr")).filter((row) => row.startsWith("warning"))).toEqual(
			[1, 2, 3, 4, 5, 6].map((n) => `warning ${n}`),
		);
		expect(await paneOf("stdout").getByText("warning").count()).toBe(0);
		// Of 6 MB it asked for what has warnings, and for what is seen.
		expect(run.asked.filter((one) => one !== "blocks").length).toBeLessThan(20);
		const [left, right] = [await paneOf("stdout").boundingBox(), await paneOf("stderr").boundingBox()];
		expect(left && right && left.x + left.width <= right.x + 1 && left.y === right.y).toBe(true);
		await picture("viewer-apart");

		await paneOf("stdout").focus();
		await page.keyboard.press("PageDown");
		await expect.poll(async () => (await rowsOf("stdout"))[0]).not.toBe("line 1");
		expect((await rowsOf("stderr"))[0]).not.toMatch(/^line/);
		await page.keyboard.press("Tab");
		expect(await paneOf("stderr").evaluate((box) => box === document.activeElement)).toBe(true);

		const go = page.getByRole("textbox", { name: "Go to line, byte or part" });
		await go.fill("err 5");
		await go.press("Enter");
		await expect
			.poll(() => paneOf("stderr").locator(".marked .text").allTextContents())
			.toEqual(["warning 5\n"]);
		await go.fill("16384");
		await go.press("Enter");
		await expect.poll(() => rowsOf("stdout")).toContain("line 16384");

		const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map(({ id }) => id));
		expect(new Set(ids).size).toBe(ids.length);
		await page.getByRole("radio", { name: "together" }).first().check({ force: true });
		await paneOf("stderr").waitFor({ state: "detached" });
		await expect.poll(inView).toContain("line 16384");
		expect(complaints).toEqual([]);
	});

	test("shows the streams below each other on a phone, and follows both while they run", async () => {
		run.write(friday("16:47:33"), "stdout", utf8("a line\n"));
		run.write(friday("16:47:33"), "stderr", utf8("a warning\n"));
		await open("", { viewport: { width: 390, height: 844 }, colorScheme: "dark" });
		await output().first().scrollIntoViewIfNeeded();
		await page.getByRole("radio", { name: "apart" }).first().check({ force: true });
		await paneOf("stderr").getByText("a warning").waitFor();
		const [above, below] = [await paneOf("stdout").boundingBox(), await paneOf("stderr").boundingBox()];
		expect(above && below && above.y + above.height <= below.y && above.x === below.x).toBe(true);
		flood(1);
		run.write(friday("16:47:39"), "stderr", utf8(`${"more\n".repeat(200)}the last warning\n`));
		await expect.poll(async () => (await rowsOf("stdout")).at(-1)).toBe("line 4096");
		await expect.poll(async () => (await rowsOf("stderr")).at(-1)).toBe("the last warning");
		finish();
		await picture("viewer-apart-phone");
		expect(complaints).toEqual([]);
	});

	test("what a step left running is listed above its output, and the list leads to its place", async () => {
		flood(8);
		run.note(friday("16:47:39"), { type: "left", v: 1, processes: [77, 78] });
		finish();
		await open();
		await page.getByText("Exit 0, and 2 processes that it started are still running").waitFor();
		await page.getByRole("link", { name: "left 2 processes running" }).click();
		const entry = output().getByText("still running: processes 77, 78");
		await entry.waitFor();
		await expect.poll(inView).toContain("still running: processes 77, 78");
		expect(await entry.locator("xpath=..").locator(".mark").textContent()).toBe("…");
		await picture("viewer-left-running");
		expect(complaints).toEqual([]);
	});

	test("a process that only holds the output open is listed as well, with its place", async () => {
		flood(8);
		run.note(friday("16:47:39"), { type: "output-held", v: 1, graceMs: 2_000 });
		finish();
		await open();
		await page.getByText("Exit 0, and at least 1 process that it started is still running").waitFor();
		await page.getByRole("link", { name: "left at least 1 process running" }).click();
		const said =
			"the process ended, but a process that it started still holds its output open. The agent reads on for 2 s, then slowly, and keeps nothing of it";
		const entry = output().getByText(said);
		await entry.waitFor();
		await expect.poll(inView).toContain(said);
		expect(await entry.locator("xpath=..").locator(".mark").textContent()).toBe("…");
		expect(complaints).toEqual([]);
	});

	test("choices hold for every run and the next visit; what is copied has no numbers", async () => {
		run.write(
			friday("16:47:33"),
			"stdout",
			utf8(`a\t1\n${"wide ".repeat(200)}\r\n\u001b[31mred\u001b[0m\nlast`),
		);
		finish();
		await open("", { permissions: ["clipboard-read", "clipboard-write"] });
		await output().getByText("last").scrollIntoViewIfNeeded();
		await page.getByText("View").first().click();
		await page.getByLabel("Wrap long lines").first().uncheck();
		await page.getByLabel("Control characters").first().check();
		await picture("viewer-view-menu");
		await output().getByText("\\x1b[31m").waitFor();
		await page.reload();
		await output().scrollIntoViewIfNeeded();
		await output().getByText("\\x1b[31m").waitFor();
		expect(await output().evaluate((box) => box.scrollWidth > box.clientWidth)).toBe(true);
		await page.getByText("View").first().click();
		await page.getByLabel("Control characters").first().uncheck();
		await output().getByText("\\x1b[31m").waitFor({ state: "hidden" });
		await page.getByLabel("Times", { exact: true }).first().check();
		const time = (row: Element) => getComputedStyle(row, "::before").content;
		expect(await output().locator(".stdout .text").first().evaluate(time)).toMatch(/^"(?:5|17):47:33\.000/);
		await page.keyboard.press("Escape");
		await page.getByRole("button", { name: "Copy" }).first().click();
		// The button says so for two seconds alone.
		await page.getByText("Copied the lines in view").waitFor({ state: "attached" });
		const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
		expect(await clipboard()).toBe(`a\t1\n${"wide ".repeat(200)}\nred\nlast`);
		await output().evaluate((box) => getSelection()?.selectAllChildren(box));
		await page.keyboard.press("Control+c");
		expect(await clipboard()).toBe(`a\t1\n${"wide ".repeat(200)}\nred\nlast`);
		expect(complaints).toEqual([]);
	});

	test("what was swallowed is at its place, far from where it was reported, and the list leads there", async () => {
		flood(8);
		const at = 64 * 30_000;
		run.note(friday("16:47:39"), {
			type: "inside",
			v: 1,
			entries: [
				{
					...{ what: "error", at: 0, place: { stdout: at, stderr: 0 }, how: "swallowed", terminating: true },
					...{ message: "Access is denied.", category: "", id: "", exception: "", position: null, stack: "" },
				},
			],
		});
		finish();
		await open();
		await page.getByRole("link", { name: /Access is denied/ }).click();
		const entry = output().getByText("error swallowed: “Access is denied.”");
		await entry.waitFor();
		const rows = await inView();
		const found = rows.findIndex((row) => row.startsWith("error swallowed"));
		expect(rows.slice(found - 1, found + 2)).toEqual([
			"line 30000",
			"error swallowed: “Access is denied.”",
			"line 30001",
		]);
		await picture("viewer-swallowed");
		expect(complaints).toEqual([]);
	});

	test("a line of 100 MB is shown in pieces and stays bounded", async () => {
		for (let i = 0; i < 200; i++) run.write(friday("16:47:33"), "stdout", utf8("<b>x</b>".repeat(65_536)));
		finish();
		await open();
		await output().scrollIntoViewIfNeeded();
		await note()
			.getByText("104.9 MB in 1 line, loaded as you scroll. Long lines are shown in pieces.")
			.waitFor();
		await page.getByRole("button", { name: "To the end of the output" }).click();
		await expect.poll(() => output().locator('[title*="shown in pieces"]').count()).toBeGreaterThan(0);
		expect(await output().evaluate((box) => box.textContent.length)).toBeLessThan(1_000_000);
		await picture("viewer-long-line");
		expect(await page.locator("main b:text-is('x')").count()).toBe(0);
		expect(complaints).toEqual([]);
	});

	test("a replay loads its player once someone plays, and then plays, with the keyboard on it", async () => {
		run.write(friday("16:47:32"), "stdout", utf8("first\n"));
		run.write(friday("16:47:34"), "stdout", utf8("last of it\n"));
		finish();
		const loaded: string[] = [];
		await open("", {}, async () => {
			page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
		});
		await page.getByRole("link", { name: "Replay" }).first().click();
		const play = page.getByRole("button", { name: "Play" });
		await play.waitFor();
		expect(loaded.filter((path) => /player|terminal/.test(path))).toEqual([]);
		await picture("viewer-replay-begin");
		await play.focus();
		await page.keyboard.press("Enter");
		const terminal = page.locator(".ap-terminal, .ap-term").first();
		await expect.poll(() => terminal.textContent()).toContain("last of it");
		expect(loaded).toContain("/assets/terminal.wasm");
		expect(await page.evaluate(() => document.activeElement?.closest("[data-part=player]") !== null)).toBe(
			true,
		);
		expect(complaints).toEqual([]);
	});

	test("a replay keeps its pauses where no one wants them cut", async () => {
		run.write(friday("16:47:32"), "stdout", utf8("first\n"));
		run.write(friday("16:50:02"), "stdout", utf8("after a long pause\n"));
		finish();
		await open();
		await page.getByRole("link", { name: "Replay" }).first().click();
		// Shown where the mouse is; what remains of it tells how long it is.
		const left = () => page.locator(".ap-time-remaining").textContent();
		await page.getByRole("button", { name: "Play" }).click();
		// Without the pause it is over in a few seconds.
		await expect.poll(left).toMatch(/^-00:0\d$/);
		await page.getByLabel("Cut pauses to 2 s").uncheck();
		await expect.poll(left).toMatch(/^-02:\d\d$/);
		expect(await page.locator(".ap-terminal, .ap-term").first().textContent()).not.toContain("after a long");
		await page.getByLabel("Cut pauses to 2 s").check();
		await expect.poll(left).toMatch(/^-00:0\d$/);
		expect(complaints).toEqual([]);
	});

	test("a replay goes to a part of it before anyone played it", async () => {
		for (const second of [32, 33, 34, 35])
			run.write(friday(`16:47:${second}`), "stdout", utf8(`line ${second}\n`));
		endRun(session, run, friday("16:47:36"), { outcome: "exited", code: 0 });
		await open();
		await page.getByRole("link", { name: "Replay" }).first().click();
		const go = page.getByRole("textbox", { name: "Go to a time or a part" });
		await go.fill("50%");
		await go.press("Enter");
		const terminal = page.locator(".ap-terminal, .ap-term").first();
		await expect.poll(() => terminal.textContent()).toContain("line 33");
		expect(await terminal.textContent()).not.toContain("line 34");
		expect(complaints).toEqual([]);
	});

	test("a replay shows nothing that needs a script where there is none", async () => {
		run.write(friday("16:47:32"), "stdout", utf8("first\n"));
		finish();
		await open("", { javaScriptEnabled: false });
		await page.goto(`${transcriptUrl()}/runs/${run.facts.run}/replay`);
		await page.getByRole("link", { name: "Download the recording" }).waitFor();
		expect(await page.locator(".replay").textContent()).toContain("The player needs JavaScript.");
		expect(await page.locator(".replay").textContent()).not.toContain("Loading");
		expect(await page.getByRole("combobox").count()).toBe(0);
		expect(await page.getByRole("checkbox").count()).toBe(0);
		await picture("viewer-replay-no-script");
	});

	test("a replay stays at its moment when pauses are cut or kept", async () => {
		for (const [at, text] of [
			["16:47:32", "first\n"],
			["16:50:02", "after a pause\n"],
			["16:59:02", "after another\n"],
		] as const)
			run.write(friday(at), "stdout", utf8(text));
		finish();
		await open();
		await page.getByRole("link", { name: "Replay" }).first().click();
		const go = page.getByRole("textbox", { name: "Go to a time or a part" });
		// Half a second into the second pause. Nothing plays: where it is sent, it stays.
		await go.fill("3.5");
		await go.press("Enter");
		const terminal = page.locator(".ap-terminal, .ap-term").first();
		const elapsed = () => page.locator(".ap-time-elapsed").textContent();
		await expect.poll(() => terminal.textContent()).toContain("after a pause");
		expect(await elapsed()).toBe("00:03");
		await page.getByLabel("Cut pauses to 2 s").uncheck();
		await expect.poll(elapsed).toBe("02:31");
		await expect.poll(() => terminal.textContent()).toContain("after a pause");
		await page.getByLabel("Cut pauses to 2 s").check();
		await expect.poll(elapsed).toBe("00:03");
		await expect.poll(() => terminal.textContent()).toContain("after a pause");
		expect(await terminal.textContent()).not.toContain("after another");
		expect(complaints).toEqual([]);
	});

	test("a replay whose terminal can't be loaded says so, and the recording still downloads", async () => {
		run.write(friday("16:47:32"), "stdout", utf8("first\n"));
		finish();
		await open("", {}, async () => {
			await page.route("**/terminal.wasm", (route) => route.abort());
		});
		await page.getByRole("link", { name: "Replay" }).first().click();
		await page.getByRole("button", { name: "Play" }).click();
		await page.getByRole("status").filter({ hasText: "The player could not be loaded." }).waitFor();
		expect(await page.getByRole("link", { name: "Download the recording" }).isVisible()).toBe(true);
	});

	test("a run of 33 MB is replayed: its parts come as they are wanted, it goes on by itself, and its page stays small", async () => {
		const mark = (at: number, message: string) => ({
			...{ what: "error" as const, at: 1_000 * at, place: { stdout: 0, stderr: 0 } },
			...{ how: "swallowed" as const, terminating: true, message, category: "", id: "", exception: "" },
			...{ position: null, stack: "" },
		});
		run.note(friday("16:47:31"), { type: "capture", v: 1, by: "powershell", unseen: [] });
		for (let i = 0; i < 126; i++) {
			const lines = Array.from({ length: 4_096 }, (_, n) => line(4_096 * i + n + 1));
			run.write(friday("16:47:32") + 1_000 * i, "stdout", utf8(lines.join("")));
		}
		const half = friday("16:47:32") + 60_500;
		for (const [first, count] of [
			[0, 500],
			[500, 100],
		] as const) {
			const entries = Array.from({ length: count }, (_, i) => mark(half + first + i, `number ${first + i}`));
			run.note(friday("16:49:38"), { type: "inside", v: 1, entries });
		}
		endRun(session, run, friday("16:49:39"), { outcome: "exited", code: 0 });
		await open();
		const parts: string[] = [];
		page.on("response", async (response) => {
			if (response.url().includes("/replay/part")) parts.push(response.url());
		});
		await page.getByRole("link", { name: "Replay" }).first().click();
		// Nothing plays yet: where it is sent, it stays.
		const go = page.getByRole("textbox", { name: "Go to a time or a part" });
		await go.fill("1");
		await go.press("Enter");
		const terminal = page.locator(".ap-terminal, .ap-term").first();
		await expect.poll(() => terminal.textContent()).toContain("line 4096 ");
		expect(parts.length).toBeLessThan(4);

		// To a mark in its middle: the screen is what playing up to there leaves.
		await page.getByRole("button", { name: "1:01.5" }).first().click();
		await expect.poll(() => terminal.textContent()).toContain(`line ${61 * 4_096} `);
		expect(await terminal.textContent()).toContain(`line ${61 * 4_096 - 20} `);
		expect(await terminal.textContent()).not.toContain("isn't known");
		expect(await page.locator("ol.marks li").count()).toBe(500);
		await page.getByRole("button", { name: "Show more of them" }).click();
		await page.getByText("number 599").waitFor();
		await page.getByText("The bar marks the first 500.").waitFor();

		// A moment, a part of it, and on from there by itself over the edges of parts.
		await go.fill("1:40.5");
		await go.press("Enter");
		await expect.poll(() => terminal.textContent()).toContain(`line ${100 * 4_096} `);
		await page.getByLabel("Speed").selectOption("16");
		await expect.poll(() => terminal.textContent()).toContain(`line ${126 * 4_096} `);
		const devtools = await page.context().newCDPSession(page);
		await devtools.send("HeapProfiler.collectGarbage");
		const { usedSize } = await devtools.send("Runtime.getHeapUsage");
		expect(usedSize).toBeLessThan(16_000_000);
		expect(new Set(parts).size).toBeLessThan(20);
		await go.fill("nowhere");
		await go.press("Enter");
		expect(await go.evaluate((field: HTMLInputElement) => field.validationMessage)).toContain("A time (1:30");
		await picture("viewer-replay-long");
		expect(complaints).toEqual([]);
	});

	test("a replay whose next part can't be loaded says so, and goes on from there once it can", async () => {
		flood(24);
		run.write(friday("16:47:39"), "stdout", utf8("the last line\n"));
		finish();
		let isAway = false;
		await open("", {}, async () => {
			await page.route("**/replay/part?*", (route) => (isAway ? route.abort() : route.continue()));
		});
		await page.getByRole("link", { name: "Replay" }).first().click();
		isAway = true;
		const play = page.getByRole("button", { name: "Play" });
		await play.click();
		const again = page.getByRole("button", { name: "Try again" });
		await again.waitFor();
		isAway = false;
		await again.click();
		const terminal = page.locator(".ap-terminal, .ap-term").first();
		await expect.poll(() => terminal.textContent()).toContain("the last line");
	});

	test("a run is replayed under a policy without eval, with marks that lead to their moments", async () => {
		run.note(friday("16:47:31"), { type: "capture", v: 1, by: "powershell", unseen: [] });
		run.write(
			friday("16:47:32"),
			"stdout",
			utf8("first <script>alert(1)</script>\n\u001b[32mgreen\u001b[0m\n"),
		);
		run.write(
			friday("16:47:33"),
			"stdout",
			utf8("\u001b]0;t\u0007\u001b]8;;javascript:alert(2)\u0007link\u001b]8;;\u0007\n"),
		);
		run.note(friday("16:47:34"), {
			type: "inside",
			v: 1,
			entries: [
				{
					...{ what: "error", at: 1_000 * friday("16:47:33.500"), place: { stdout: 0, stderr: 0 } },
					...{ how: "swallowed", terminating: true, message: "Access is denied." },
					...{ category: "", id: "", exception: "", position: null, stack: "" },
				},
			],
		});
		run.write(friday("16:50:00"), "stderr", utf8("after a long pause\n"));
		finish();
		await open("", { colorScheme: "dark" });
		await page.getByRole("link", { name: "Replay" }).first().click();
		await page.getByRole("heading", { name: "Marked moments" }).waitFor();
		const terminal = page.locator(".ap-terminal, .ap-term").first();
		await page.getByRole("button", { name: "0:02.5" }).click();
		await expect.poll(() => terminal.textContent()).toContain("first <script>alert(1)</script>");
		await picture("viewer-replay-dark");
		expect(await terminal.textContent()).toContain("link");
		expect(await page.locator(".player a[href^=javascript]").count()).toBe(0);
		await page.getByLabel("Speed").selectOption("16");
		await expect.poll(() => terminal.textContent()).toContain("after a long pause");
		await page.emulateMedia({ colorScheme: "light" });
		await page.reload();
		await page.getByRole("button", { name: "0:02.5" }).click();
		await expect.poll(() => terminal.textContent()).toContain("green");
		await picture("viewer-replay-light");
		const [download] = await Promise.all([
			page.waitForEvent("download"),
			page.getByRole("link", { name: "Download the recording" }).click(),
		]);
		expect(download.suggestedFilename()).toBe("caisey-7A3F-CLIENT-ACCT-01-step-1.cast");
		expect(complaints).toEqual([]);
	});
});
