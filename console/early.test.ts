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
const parsed = () => page.waitForFunction(() => document.readyState !== "loading");
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
	const shown = await page.evaluate(() =>
		[...document.querySelectorAll<HTMLElement>("[hidden]")]
			.filter((one) => one.checkVisibility())
			.map(({ outerHTML }) => outerHTML.slice(0, 80)),
	);
	expect(await page.locator("[hidden]").count()).toBeGreaterThan(0);
	expect(shown).toEqual([]);
	letGo();
});
