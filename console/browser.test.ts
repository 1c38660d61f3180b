import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { planCard } from "../cards/kinds/plan.ts";
import { adaptiveCard } from "../cards/teams/card.ts";
import { planView } from "../cards/testing/views.ts";
import { utf8 } from "../protocol/bytes.ts";
import type { MemorySession } from "./testing/memory.ts";
import type { MemoryRun } from "./testing/memory-run.ts";
import { driftRun, startRun } from "./testing/play.ts";
import {
	caisey,
	dana,
	decide,
	friday,
	ids,
	openSession,
	plan,
	propose,
	ref,
	runStart,
} from "./testing/sample.ts";
import {
	complaints,
	finish,
	onTranscriptPages,
	openBrowser,
	output,
	page,
	picture,
	run,
	serveOnly,
	server,
	session,
} from "./testing/transcript-page.ts";

onTranscriptPages((session, run) => {
	session.run(runStart("command"));
	run.write(friday("16:47:32"), "stdout", utf8("the first line\n"));
});

const signIn = async (options: Parameters<typeof openBrowser>[0] = {}) => {
	await openBrowser(options);
	await page.goto(`${server.url}/sign-in/${server.door.token}`);
	await page.getByRole("button", { name: "Open the transcript" }).click();
	await page.getByText("IT says just run this registry tweak").first().waitFor();
	// With its script: until that is there, the browser alone answers a press.
	await page.waitForLoadState();
};

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
		await expect
			.poll(() => output().textContent())
			.toMatch(/outthe first line\s*errWARNING: something is off\s*outno line feed at its end/);
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
		await picture("drift", { fullPage: true });
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
		await page.getByText("View").first().click();
		await page.getByLabel("Raw bytes").first().check();
		await output().getByText("\\x0d20 %").waitFor();
		expect(await output().textContent()).toMatch(
			/10 %\\x0d20 %\\x0d\\x1b\[\?25l30 %\\x0d100 %\\x0d\nSuccess/,
		);
		await picture("raw", { fullPage: true });
		await page.getByLabel("As a terminal shows it").first().check();
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
		await picture("utf16", { fullPage: true });
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
		await picture("folded", { fullPage: true });
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

	test("an approver decides on the page, which stays where it is and shows the run there", async () => {
		await serveOnly(openSession());
		server.door.me = { person: ids.ada, name: "Ada Lindqvist" };
		server.door.voted = (vote) => {
			if (vote.verdict === "deny") return { ok: false, refusal: { code: "expired", at: friday("16:47:00") } };
			decide(session);
			startRun(session, session.run(runStart("before")), friday("16:47:31"));
			return { ok: true, decided: true };
		};
		await signIn({ viewport: { width: 390, height: 844 } });
		await page.goto(`${server.url}/s/${ids.session}#${ids.plan}`);
		const plan = page.getByRole("region", { name: /^Plan/ });
		const approve = plan.getByRole("button", { name: "Approve" });
		const inView = () =>
			approve.evaluate((button) => {
				const { top, bottom } = button.getBoundingClientRect();
				return top >= 0 && bottom <= innerHeight;
			});
		await expect.poll(inView).toBe(true);
		await page.getByText("Waits for you: plan").waitFor();

		await plan.getByRole("textbox", { name: "Why not?" }).fill("not on a Friday");
		await plan.getByRole("button", { name: "Deny" }).click();
		await plan.getByRole("status").getByText("Not decided: ").waitFor();
		await picture("not-decided", { fullPage: true });
		await approve.click();
		await plan.getByText("Approved by Ada Lindqvist").waitFor();
		await plan.getByRole("list", { name: "How its steps went" }).getByText("Running").waitFor();
		await picture("decided", { fullPage: true });
		await page.getByText("Waits for you: plan").waitFor({ state: "detached" });
		expect(await approve.count()).toBe(0);
		await expect.poll(() => plan.evaluate((one) => one.getBoundingClientRect().bottom > 0)).toBe(true);
		const by = server.door.me;
		expect(server.door.votes).toEqual([
			{ by, plan: ids.plan, verdict: "deny", reason: "not on a Friday" },
			{ by, plan: ids.plan, verdict: "approve", reason: null },
		]);
		expect(complaints.filter((one) => !one.includes("status of 409"))).toEqual([]);
	});

	test("what a plan says of rules and of later plans begins where its buttons do", async () => {
		const waits = openSession();
		Object.assign(propose(waits, { ...plan, id: `${ids.plan.slice(0, -1)}2` }), {
			standable: true,
			from: friday("18:00:00"),
			state: "approved",
			rules: { groupsLeft: ["Finance"], unread: [] },
		});
		await serveOnly(waits);
		server.door.me = { person: ids.ada, name: "Ada Lindqvist" };
		await signIn();
		const left = async (text: string): Promise<number | undefined> =>
			(await page.getByText(text, { exact: false }).first().boundingBox())?.x;
		const found = [
			await left("Approve this from now on…"),
			await left("plans start here only at certain hours"),
			await page
				.getByRole("button", { name: "Approve", exact: true })
				.boundingBox()
				.then((box) => box?.x),
		];
		await page.getByText("Approve this from now on…").scrollIntoViewIfNeeded();
		await picture("later-plans");
		expect(new Set(found).size).toBe(1);
	});

	describe("an approver who needs a passkey", () => {
		const atThePlan = async (prepare: (waits: MemorySession) => void = () => {}) => {
			const waits = openSession();
			Object.assign(waits.opening, { approval: "passkey" });
			prepare(waits);
			await serveOnly(waits);
			server.door.me = { person: ids.ada, name: "Ada Lindqvist" };
			const loaded: string[] = [];
			await openBrowser();
			page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
			await page.goto(`${server.url}/sign-in/${server.door.token}`);
			await page.getByRole("button", { name: "Open the transcript" }).click();
			await page.getByText("Waits for you:").first().waitFor();
			await page.waitForLoadState();
			const plan = page.locator(`#${ids.plan}`);
			const said = (text: string) => plan.getByRole("status").getByText(text).waitFor();
			const button = plan.getByRole("button", { name: "Approve with your passkey" });
			return { waits, loaded, plan, said, button };
		};
		const passkeys = "/assets/passkeys.js";
		/** Keeps the script until it is let go. */
		const heldBack = async () => {
			const held = Promise.withResolvers<void>();
			await page.route(`**${passkeys}`, async (route) => {
				await held.promise;
				await route.continue();
			});
			return held.resolve;
		};

		test("loads what asks for it once they are about to press, and the press is asked for", async () => {
			const { loaded, button } = await atThePlan();
			expect(loaded).not.toContain(passkeys);
			await button.focus();
			await expect.poll(() => loaded).toContain(passkeys);
			await page.keyboard.press("Enter");
			// A browser knows no passkeys of a bare address.
			await page.getByText("The browser didn't use a passkey. Nothing was decided.").waitFor();
			expect(loaded.filter((path) => path.endsWith("/passkey"))).toHaveLength(1);
			expect(await button.isEnabled()).toBe(true);
			expect(server.door.votes).toEqual([]);
			expect(complaints).toEqual([]);
		});

		test("is asked at the first press, also where that comes once all is loaded", async () => {
			const { loaded, button } = await atThePlan();
			await button.focus();
			await page.evaluate(`import("${passkeys}").then(() => {})`);
			await page.keyboard.press("Enter");
			await page.getByText("The browser didn't use a passkey. Nothing was decided.").waitFor();
			expect(loaded.filter((path) => path.endsWith("/passkey"))).toHaveLength(1);
		});

		test("can press only once the page's own script runs, which alone has it signed", async () => {
			const { loaded, said, button } = await atThePlan();
			const held = Promise.withResolvers<void>();
			await page.route("**/assets/app.js", async (route) => {
				await held.promise;
				await route.continue();
			});
			await page.reload({ waitUntil: "commit" });
			await button.waitFor();
			expect(await button.isDisabled()).toBe(true);
			held.resolve();
			await expect.poll(() => button.isEnabled()).toBe(true);
			await button.press("Enter");
			await said("The browser didn't use a passkey. Nothing was decided.");
			expect(loaded.filter((path) => path.endsWith("/passkey"))).toHaveLength(1);
			expect(server.door.votes).toEqual([]);
		});

		test("can't decide otherwise while that loads, and is then asked", async () => {
			const { loaded, plan, said, button } = await atThePlan();
			const letGo = await heldBack();
			await plan.getByRole("textbox", { name: "Why not?" }).fill("not on a Friday");
			await button.click();
			await said("Loading…");
			expect(await button.isDisabled()).toBe(true);
			expect(await plan.getByRole("button", { name: "Deny" }).isDisabled()).toBe(true);
			await plan.getByRole("textbox", { name: "Why not?" }).press("Enter");
			letGo();
			await said("The browser didn't use a passkey. Nothing was decided.");
			expect(await button.isEnabled()).toBe(true);
			expect(loaded.filter((path) => path.endsWith("/passkey"))).toHaveLength(1);
			expect(server.door.votes).toEqual([]);
		});

		test("who presses at another plan while that loads is told to press again, and then asked", async () => {
			const second = { ...plan, id: `${ids.plan.slice(0, -1)}2` };
			const { loaded, said, button } = await atThePlan((waits) => void propose(waits, second));
			const letGo = await heldBack();
			await button.click();
			await said("Loading…");
			const other = page.locator(`#${second.id}`);
			await other.getByRole("button", { name: "Approve with your passkey" }).click();
			await other.getByRole("status").getByText("asked for another decision first").waitFor();
			const asked = () => loaded.filter((path) => path.endsWith("/passkey"));
			expect(asked()).toEqual([]);
			letGo();
			await said("The browser didn't use a passkey. Nothing was decided.");
			await other.getByRole("button", { name: "Approve with your passkey" }).click();
			await other.getByRole("status").getByText("The browser didn't use a passkey.").waitFor();
			expect(asked().map((path) => path.includes(second.id))).toEqual([false, true]);
			expect(server.door.votes).toEqual([]);
		});

		test("isn't asked for what was decided while that loaded, and is told so", async () => {
			const { waits, loaded, plan, said, button } = await atThePlan();
			const letGo = await heldBack();
			await button.click();
			await said("Loading…");
			decide(waits);
			await button.waitFor({ state: "detached" });
			letGo();
			await said("This was decided meanwhile, so your passkey wasn't asked.");
			await plan.getByText("Approved by Ada Lindqvist").waitFor();
			expect(loaded.filter((path) => path.endsWith("/passkey"))).toEqual([]);
		});

		test("is told where it can't be loaded, and nothing is decided", async () => {
			const { said, button } = await atThePlan();
			await page.route(`**${passkeys}`, (route) => route.abort());
			await button.click();
			await said("couldn't load what asks for your passkey");
			expect(await button.isEnabled()).toBe(true);
			expect(server.door.votes).toEqual([]);
		});
	});

	test("a decision leads to the card that was pressed, drawn as it was shown", async () => {
		await signIn();
		const card = page.getByText("Approve this on CLIENT-ACCT-01?", { exact: true });
		expect(await card.isVisible()).toBe(false);
		await page.getByRole("link", { name: "the card" }).click();
		await card.waitFor();
		const json = page.locator("pre.json", { hasText: '"action_id":"approve"' });
		expect(await json.isVisible()).toBe(false);
		await page.getByText("The JSON exactly as sent").click();
		await json.waitFor();
		expect(complaints).toEqual([]);
	});

	test("a decision leads to the card as the one who decided was shown it, where their app fetched it", async () => {
		await serveOnly(openSession());
		const [sent, digest] = [
			JSON.stringify(adaptiveCard(planCard(planView()), { ids: new Map() }, "entitled")),
			"ab".repeat(32),
		];
		const card = { plan: ids.plan, ref: ref(4), digest, card: sent };
		session.event(friday("16:45:00"), caisey, { kind: "card.shown", ...card });
		for (const to of [ids.ada, ids.dana])
			session.event(friday("16:45:10"), caisey, { kind: "card.served", to, ...card });
		decide(session);
		await signIn();
		const title = page.getByText("The card as Ada Lindqvist (approver) saw it");
		expect(await title.isVisible()).toBe(false);
		await page.getByRole("link", { name: "the card as they saw it" }).click();
		await title.waitFor();
		await page
			.getByText("Approve this on CLIENT-ACCT-01?", { exact: true })
			.filter({ visible: true })
			.waitFor();
		await picture("card-served", { fullPage: true });
		expect(complaints).toEqual([]);
	});

	test("a decision after more cards than are kept doesn't say that one of these is what they saw", async () => {
		await serveOnly(openSession());
		const card = { plan: ids.plan, ref: ref(4), digest: "ab".repeat(32), card: "{}" };
		session.event(friday("16:45:00"), caisey, { kind: "card.shown", ...card });
		session.event(friday("16:45:10"), caisey, { kind: "card.served", to: ids.ada, ...card });
		session.event(friday("16:45:20"), caisey, {
			kind: "card.unkept",
			plan: ids.plan,
			to: ids.ada,
			kept: 50,
		});
		decide(session);
		await signIn();
		await page.getByRole("link", { name: "the card", exact: true }).waitFor();
		await page.getByText("This transcript has the first 50 they were shown").waitFor();
		expect(await page.getByRole("link", { name: "the card as they saw it" }).count()).toBe(0);
		expect(complaints).toEqual([]);
	});

	test("a link to a place is copied where it is pressed", async () => {
		await signIn({ permissions: ["clipboard-read", "clipboard-write"] });
		const link = page.locator(`a.anchor[href="#${ids.plan}"]`);
		await link.click();
		await page.locator("a.anchor.copied").waitFor();
		expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
			`${server.url}/s/${ids.session}#${ids.plan}`,
		);
		expect(complaints).toEqual([]);
	});

	test("an address that can't be read leaves the page at work", async () => {
		await signIn();
		await page.goto(`${page.url().split("#")[0]}#%`);
		await page.reload();
		await page.evaluate(() => dispatchEvent(new Event("hashchange")));
		run.write(friday("16:47:33"), "stdout", utf8("the second line\n"));
		await output().getByText("the second line").waitFor();
		session.event(friday("16:47:33"), dana, {
			kind: "message.said",
			ref: ref(20),
			text: "is it done?",
			attachments: [],
			missing: [],
		});
		await page.locator(".entry", { hasText: "is it done?" }).waitFor();
		expect(complaints).toEqual([]);
	});

	test("a plan that changes under an approver keeps what they typed, and their decision on its way", async () => {
		await serveOnly(openSession());
		server.door.me = { person: ids.ada, name: "Ada Lindqvist" };
		server.door.voted = () => ({ ok: false, refusal: { code: "expired", at: friday("16:47:00") } });
		await signIn();
		const panel = page.locator(`#${ids.plan}`);
		const refresh = () => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
		const voteOfAnother = async () => {
			const [at, verdict, reason] = [friday("16:47:29"), "approve" as const, null];
			session.vote(ids.plan, { name: dana.name, surface: dana.surface, verdict, at, reason }, "open");
			session.event(at, dana, {
				...{ kind: "vote.cast", plan: ids.plan, verdict, reason, policy: 1, ref: ref(4) },
			});
			await refresh();
		};
		const reason = panel.getByRole("textbox", { name: "Why not?" });
		await reason.pressSequentially("not on a");
		await voteOfAnother();
		await panel.locator(".votes li").first().waitFor();
		await page.keyboard.type(" Friday");
		expect(await reason.inputValue()).toBe("not on a Friday");

		const onItsWay = async () => {
			const [asked, answered] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
			await page.route(
				/\/vote$/,
				async (route) => {
					asked.resolve();
					await answered.promise;
					await route.continue();
				},
				{ times: 1 },
			);
			await reason.press("Enter");
			await asked.promise;
			return answered.resolve;
		};
		const first = await onItsWay();
		await voteOfAnother();
		await expect.poll(() => panel.locator(".votes li").count()).toBe(2);
		expect(await panel.getByRole("status").textContent()).toBe("Sending your decision…");
		expect(await panel.getByRole("button", { name: "Approve" }).isDisabled()).toBe(true);
		first();
		await panel.getByRole("status").getByText("Not decided: ").waitFor();
		expect(await panel.getByRole("button", { name: "Approve" }).isEnabled()).toBe(true);
		expect(await reason.inputValue()).toBe("not on a Friday");

		const second = await onItsWay();
		decide(session);
		await refresh();
		await reason.waitFor({ state: "detached" });
		second();
		await panel.getByRole("status").getByText("Not decided: ").waitFor();
	});

	test("a press that began before the page's own news decides what it was on", async () => {
		await serveOnly(openSession());
		server.door.me = { person: ids.ada, name: "Ada Lindqvist" };
		await signIn();
		const panel = page.locator(`#${ids.plan}`);
		await panel.getByRole("button", { name: "Approve", exact: true }).hover();
		await page.mouse.down();
		const news = page.waitForResponse(
			async (answer) => answer.url().includes("/events?") && (await answer.text()).includes(ids.plan),
		);
		const [at, verdict] = [friday("16:47:29"), "approve" as const];
		session.vote(ids.plan, { name: dana.name, surface: dana.surface, verdict, at, reason: null }, "open");
		session.event(at, dana, {
			...{ kind: "vote.cast", plan: ids.plan, verdict, reason: null, policy: 1, ref: ref(4) },
		});
		await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
		await (await news).finished();
		await page.evaluate(() => new Promise((shown) => requestAnimationFrame(() => setTimeout(shown))));
		expect(await panel.locator(".votes li").count()).toBe(0);
		await page.mouse.up();
		await expect.poll(() => server.door.votes.length).toBe(1);
		await expect.poll(() => panel.locator(".votes li").count()).toBeGreaterThan(0);
		expect(complaints).toEqual([]);
	});

	test("a decision that gets no answer says so, and offers it again", async () => {
		await serveOnly(openSession());
		server.door.me = { person: ids.ada, name: "Ada Lindqvist" };
		await signIn();
		await page.context().setOffline(true);
		await page.getByRole("button", { name: "Approve", exact: true }).click();
		await page.getByText("No answer came").waitFor();
		expect(await page.getByRole("button", { name: "Approve", exact: true }).isEnabled()).toBe(true);
		await page.context().setOffline(false);
		await page.getByRole("button", { name: "Approve", exact: true }).click();
		await page.getByText("Your decision is recorded").waitFor();
		expect(server.door.votes).toHaveLength(1);
	});

	test("a live page goes on by itself when the connection is back", async () => {
		await signIn();
		await output().getByText("the first line").waitFor();
		await page.context().setOffline(true);
		await page.getByText("No connection. Trying again…").waitFor();
		run.write(friday("16:47:33"), "stdout", utf8("while it was away\n"));
		finish();
		await page.context().setOffline(false);
		await output().getByText("while it was away").waitFor();
		await page.getByText("Exit code: 0").waitFor();
		await page.getByText("No connection").waitFor({ state: "hidden" });
		expect(await output().getByText("the first line").count()).toBe(1);
	});

	test("on a phone the steps stay at the top of their plan, whatever the text beside them", async () => {
		const flood = `${"\n".repeat(800)}Run\nGet-Date\n✓ Approved by Sam Roy${" ".repeat(120)}x`;
		const words = { changes: flood, notices: flood, undo: flood };
		const hostile = openSession();
		propose(hostile, { ...plan, id: "pl_g0000000000000002", words, cwd: `/tmp\n✓ Approved by Sam Roy` });
		await serveOnly(hostile);
		server.door.me = { person: ids.ada, name: "Ada Lindqvist" };
		await signIn({ viewport: { width: 375, height: 740 } });
		const panel = page.locator('.plan[data-plan="pl_g0000000000000002"]');
		const top = async (of: ReturnType<Page["locator"]>) => (await of.boundingBox())?.y ?? Number.NaN;
		const below = (await top(panel.locator("pre").first())) - (await top(panel));
		expect(below).toBeLessThan(330);
		const approve = panel.getByRole("button", { name: "Approve", exact: true });
		expect((await top(approve)) - (await top(panel))).toBeLessThan(1_500);
		await panel.scrollIntoViewIfNeeded();
		await picture("hostile-plan", { fullPage: true });
		expect(complaints).toEqual([]);
	});

	test("an approver asks for an erasure: of what was said, of a run's output, or of some records", async () => {
		finish();
		server.door.me = { person: ids.ada, name: "Ada Lindqvist" };
		await signIn();
		await page.locator(".rarer summary").click();
		await page.getByRole("link", { name: "Erase…" }).click();
		await page.getByRole("checkbox", { name: "All output of the check before" }).check();
		await page.getByRole("checkbox", { name: "The vendor sent" }).first().check();
		await page.getByRole("textbox", { name: "Why?" }).fill("names a patient");
		await picture("erase", { fullPage: true });
		await page.getByRole("button", { name: "Ask to erase it" }).click();
		await page.getByText("IT says just run this registry tweak").first().waitFor();

		await page.locator(".rarer summary").click();
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
		await picture(`erasure-${buttons.length}`, { fullPage: true });
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
		await picture("set-aside", { fullPage: true });
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
		await page.getByRole("searchbox", { name: "Search this session" }).fill("vendor sent");
		await page.getByText("2 of 13 entries").waitFor();
		expect(await page.locator(".entry:visible").count()).toBe(2);
		await page.getByRole("searchbox", { name: "Search this session" }).press("Enter");
		await page.getByRole("searchbox", { name: "Search this session" }).fill("");
		expect(await page.locator("[data-part=entries] > li:visible").count()).toBe(13);
		expect(complaints).toEqual([]);
	});

	test("search leads to all output of the session where the page has nothing, by its link and by Enter", async () => {
		await signIn();
		const field = page.getByRole("searchbox", { name: "Search this session" });
		const all = page.getByRole("link", { name: "Search all output" });
		await field.fill("19");
		expect(await all.isVisible()).toBe(false);
		await field.fill("199999");
		await page.getByText("0 of 13 entries").waitFor();
		await all.click();
		await page.getByRole("heading", { name: "Search in session 7A3F" }).waitFor();
		await page.goBack();
		await field.fill("199999");
		await field.press("Enter");
		await page.getByRole("heading", { name: "Search in session 7A3F" }).waitFor();
		expect(await page.getByRole("searchbox", { name: "Search for" }).inputValue()).toBe("199999");
		const wish = { text: "199999", session: ids.session };
		expect(server.door.searched).toEqual([expect.objectContaining(wish), expect.objectContaining(wish)]);
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
