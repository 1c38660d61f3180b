// Pages whose script comes late: what someone presses, chooses or types before it is there isn't lost.
import { expect, test } from "vitest";
import { utf8 } from "../protocol/bytes.ts";
import { friday, ids, openSession } from "./testing/sample.ts";
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
	signedIn,
	transcriptUrl,
} from "./testing/transcript-page.ts";

onTranscriptPages();

/** Opens a page whose scripts are held back until they are let go; resolves once all else of it is there. */
const early = async (url: string): Promise<() => void> => {
	const held = Promise.withResolvers<void>();
	await openBrowser();
	await signedIn();
	await page.route("**/assets/*.js", async (route) => {
		await held.promise;
		await route.continue();
	});
	await page.goto(url, { waitUntil: "commit" });
	await parsed();
	return held.resolve;
};
const parsed = () =>
	page.waitForFunction(
		() =>
			document.readyState !== "loading" &&
			[...document.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")].every(({ sheet }) => sheet),
	);
const proposing = () => `${server.url}/s/${ids.session}/propose`;

test("a link to what a shell reported, far down in the output, leads there", async () => {
	const line = `${"a line ".padEnd(63, ".")}\n`;
	for (let i = 0; i < 8; i++) run.write(friday("16:47:33"), "stdout", utf8(line.repeat(4_096)));
	run.note(friday("16:47:39"), {
		type: "inside",
		v: 1,
		entries: [
			{
				...{ what: "error", at: 0, place: { stdout: 64 * 30_000, stderr: 0 }, how: "swallowed" },
				...{ terminating: true, message: "Access is denied.", category: "", id: "", exception: "" },
				...{ position: null, stack: "" },
			},
		],
	});
	finish();
	const letGo = await early(transcriptUrl());
	await page.getByRole("link", { name: /Access is denied/ }).click();
	letGo();
	await output().getByText("error swallowed: “Access is denied.”").waitFor();
	expect(complaints).toEqual([]);
});

test("an approver's press decides", async () => {
	await serveOnly(openSession());
	server.door.me = { person: ids.ada, name: "Ada Lindqvist" };
	const letGo = await early(transcriptUrl());
	await page.getByRole("button", { name: "Approve", exact: true }).click();
	await expect.poll(() => server.door.votes.map(({ verdict }) => verdict)).toEqual(["approve"]);
	letGo();
	await page.getByText("Waits for you: plan").waitFor();
	expect(complaints).toEqual([]);
});

test.each([
	["a desktop", 1280],
	["a phone", 390],
])(
	"on %s a button that waits for the script says so, and nothing moves once it can be pressed",
	async (what, width) => {
		const waits = openSession();
		Object.assign(waits.opening, { approval: "passkey" });
		await serveOnly(waits);
		server.door.me = { person: ids.ada, name: "Ada Lindqvist" };
		const letGo = await early(transcriptUrl());
		await page.setViewportSize({ width, height: 800 });
		const plan = page.locator(`#${ids.plan}`);
		const button = plan.getByRole("button", { name: "Approve with your passkey" });
		const line = plan.getByText("Loading… If this stays, reload the page.");
		await line.waitFor();
		expect(await button.isDisabled()).toBe(true);
		expect(
			await line.evaluate((one) => one.closest("[role], [aria-live]")?.outerHTML.slice(0, 80) ?? ""),
		).toBe("");
		/** Within the bar of the decision: above it, times become the reader's own meanwhile. */
		const places = () =>
			plan.locator(".decide").evaluate((bar) => {
				const from = bar.getBoundingClientRect();
				return [bar, ...bar.querySelectorAll("form, button, input:not([type=hidden])")].map((one) => {
					const { x, y, width, height } = one.getBoundingClientRect();
					return [x - from.x, y - from.y, width, height].map(Math.round);
				});
			});
		// Seen only where loading takes long.
		const shownAfter = await line.evaluate((one) =>
			one.getAnimations().map((delay) => {
				const ms = delay.effect?.getTiming().delay;
				delay.finish();
				return ms;
			}),
		);
		expect([shownAfter, await line.evaluate((one) => getComputedStyle(one).opacity)]).toEqual([[1500], "1"]);
		await button.scrollIntoViewIfNeeded();
		await picture(`waits-for-script-on-${what.slice(2)}`);
		const before = await places();
		letGo();
		await line.waitFor({ state: "detached" });
		expect(await button.isEnabled()).toBe(true);
		expect(await places()).toEqual(before);
		expect(complaints).toEqual([]);
	},
);

test("Verify opens its page", async () => {
	const letGo = await early(transcriptUrl());
	await page.getByRole("link", { name: "Verify" }).click();
	letGo();
	await page.waitForURL("**/verify");
});

test("a machine that is looked for is found", async () => {
	server.door.proposing.machines = 30;
	const letGo = await early(proposing());
	await page.getByRole("searchbox", { name: "Find a machine" }).fill("acct-177");
	letGo();
	await page.getByRole("checkbox", { name: /CLIENT-ACCT-177/ }).check();
	expect(complaints).toEqual([]);
});

test("a file that is chosen is read", async () => {
	const letGo = await early(proposing());
	await page
		.locator("[data-part=upload]")
		.setInputFiles({ name: "fix.sh", mimeType: "text/x-sh", buffer: Buffer.from("#!/bin/sh\nuptime\n") });
	letGo();
	await page.getByText("lines end with LF").waitFor();
	expect(await page.getByLabel("Command", { exact: true }).inputValue()).toBe("#!/bin/sh\nuptime\n");
});

test("what is typed stays, where this tab kept something for its field, which the other fields get", async () => {
	const letGo = await early(proposing());
	letGo();
	await page.getByLabel("Command", { exact: true }).fill("uptime");
	await page.getByLabel("What changes").fill("Looks at the load.");
	await page.getByText("This tab keeps what you type").waitFor();
	const again = Promise.withResolvers<void>();
	await page.unrouteAll();
	await page.route("**/assets/*.js", async (route) => {
		await again.promise;
		await route.continue();
	});
	await page.goto(proposing(), { waitUntil: "commit" });
	await parsed();
	await page.getByLabel("Command", { exact: true }).fill("uptime -p");
	again.resolve();
	await page.getByText("This is what you typed here before").waitFor();
	expect(await page.getByLabel("Command", { exact: true }).inputValue()).toBe("uptime -p");
	expect(await page.getByLabel("What changes").inputValue()).toBe("Looks at the load.");
});

test.each([
	["signing in", () => `${server.url}/signed-out`],
	["a person's sign-ins", () => `${server.url}/sign-ins`],
	["a report", () => `${server.url}/report?from=2024-01-12&to=2024-01-12`],
	["a transcript", () => transcriptUrl()],
	["a proposal", proposing],
])("on the page of %s nothing is shown that a press does nothing on", async (_what, url) => {
	const id = "0".repeat(64);
	const began = server.door.options.now();
	server.door.signIns = [{ id, way: "slack", browser: "Firefox", began, seen: began, expires: began + 1 }];
	const letGo = await early(url());
	expect(await page.locator("a:visible, button:visible").count()).toBeGreaterThan(0);
	expect(await deadControls()).toEqual([]);
	letGo();
});

test("a control that only a script would make do something is found by that", async () => {
	await openBrowser();
	const dead = ["<a>x</a>", '<a href="#none">x</a>', "<button>x</button>", '<span role="button">x</span>'];
	dead.push('<form action="/a"><button type="button">x</button></form>', "<summary>x</summary>", "<input>");
	dead.push('<form action="/a" data-sign="/b"><button>x</button></form>', "<form><button>x</button></form>");
	for (const one of dead) {
		await page.setContent(one);
		expect([one, (await deadControls()).length]).toEqual([one, 1]);
	}
	const live = ['<a href="/x">x</a>', "<button hidden>x</button>", "<button disabled>x</button>"];
	live.push(
		'<form action="/a"><input><input type="hidden"><button>x</button></form>',
		'<h2 id="t">x</h2><a href="#t">x</a>',
	);
	live.push(
		"<details><summary>x</summary></details>",
		'<button popovertarget="p">x</button><ul id="p" popover></ul>',
	);
	for (const one of live) {
		await page.setContent(one);
		expect([one, await deadControls()]).toEqual([one, []]);
	}
});

/** What of the page is seen and can be pressed or filled in, also in what opens, and does nothing without a script. */
const deadControls = (): Promise<string[]> =>
	page.evaluate(() => {
		const works = (one: Element): boolean => {
			if (one instanceof HTMLAnchorElement) {
				const to = one.getAttribute("href");
				return to?.startsWith("#") ? document.getElementById(to.slice(1)) !== null : !!to;
			}
			if (one.matches("summary")) return one.matches("details > summary:first-of-type");
			if (one instanceof HTMLButtonElement && one.popoverTargetElement) return true;
			if (one instanceof HTMLButtonElement && one.type !== "submit") return false;
			if (!("form" in one && one.form instanceof HTMLFormElement)) return false;
			return one.form.hasAttribute("action") && !(one.matches("button") && one.form.matches("[data-sign]"));
		};
		const all = "a, button, summary, select, textarea, input:not([type=hidden]), [role=button], [role=tab]";
		const dead = new Set<Element>();
		const look = () => {
			for (const one of document.querySelectorAll(all))
				if (one.checkVisibility() && !one.matches(":disabled, [inert] *") && !works(one)) dead.add(one);
		};
		for (const fold of document.querySelectorAll("details")) {
			fold.removeAttribute("name");
			fold.open = true;
		}
		look();
		for (const menu of document.querySelectorAll<HTMLElement>("[popover]")) {
			menu.showPopover();
			look();
			menu.hidePopover();
		}
		return [...dead].map(({ outerHTML }) => outerHTML.slice(0, 120));
	});
