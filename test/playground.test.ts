// The main job in the local Teams, in a real browser: Microsoft's Agents Playground, whose user is the client's admin.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, newPage } from "../console/testing/browser.ts";
import { type LocalTeams, startLocalTeams } from "../local/teams/server.ts";
import { channel, idOf, personalChat, tenant } from "../local/teams/tenant.ts";
import { hasBrowser } from "./world/journey.ts";
import { ask, propose } from "./world/people/acts.ts";
import { freePort } from "./world/ports.ts";
import { type Between, cardOf, choiceIn, TeamsPerson } from "./world/teams/person.ts";
import { acmeSetup, startWorld, type World } from "./world/world.ts";

/** Acme as `npm start` sets it up, with Tom in Teams too, where only the test can speak for him. */
const setup = () => {
	const given = acmeSetup();
	const workspace = `teams:${tenant}`;
	const acme = given.clients["acme-dental"];
	if (!acme?.people?.ada || !given.staff?.tom) throw new Error("not Acme");
	acme.people.ada.identities?.push(`${workspace}:${idOf("ada")}`);
	given.staff.tom.identities?.push(`${workspace}:${idOf("tom")}`);
	acme.channels?.push(`${workspace}:${channel}`, `${workspace}:${personalChat}`);
	return { ...given, workspaces: { ...given.workspaces, [workspace]: {} } };
};

describe.skipIf(!hasBrowser("the journey in the local Teams"))("in the local Teams", () => {
	let world: World;
	let teams: LocalTeams;
	let browser: Browser;
	beforeAll(async () => {
		browser = await launch();
		world = await startWorld({ setup: setup(), vars: { TEAMS_APP_ID: "" } });
		const folder = join(world.folder, "teams");
		mkdirSync(folder);
		teams = await startLocalTeams({ port: await freePort(), workerUrl: world.workerUrl, folder });
	});
	afterAll(async () => {
		await browser?.close();
		await teams?.stop();
		await world?.stop();
	});

	/** Whose messages the Playground does not show as its user's: the test says and presses for them. */
	const tom = () => {
		let next = Date.now();
		const between: Between = {
			serviceUrl: teams.serviceUrl,
			newId: () => `${next++}`,
			identity: { token: () => "" },
			posts: [],
			until: () => Promise.reject(new Error("nothing is seen here")),
		};
		return new TeamsPerson(between, world.workerUrl, "tom", tenant);
	};

	test("asked in a channel, proposed, approved in Ada's own chat, run; with the result and the link", async () => {
		const { page } = await newPage(browser, { viewport: { width: 1280, height: 1000 } });
		const frames = framesOf(page);
		await page.goto(teams.url);
		await open(page, "IT help");
		const request = "please turn the old sign-in off";
		await askInTeams(page, request);
		const root = card(page, "Caisey session", request);
		await root.waitFor();
		await picture(page, "asked");

		const thread = await frames.next(/"conversationId":"(19:it-help@thread\.tacv2;messageid=\d+)"/);
		await tom().say(thread, "<p>$ printf 'LegacyMode=0'</p>");
		const draft = await frames.next(/"action":"draft_propose","id":"([^"]+)"/);
		const preview = { id: "none", conversation: thread };
		const dialog = await tom().invoke("task/fetch", preview, {
			data: { action: "draft_propose", id: draft },
		});
		const form = cardOf(dialog);
		const proposed = await tom().submit(preview, dialog, {
			endpoints: choiceIn(form, "endpoints", "CLIENT-ACCT-01"),
			shell: choiceIn(form, "shell", "sh"),
			changes: "turns off the old sign-in",
		});
		expect(proposed.task?.value).toBe("Proposed.");
		await card(page, "Approve this on CLIENT-ACCT-01").getByRole("button", { name: "Approve" }).waitFor();
		await picture(page, "proposed");

		await open(page, "Personal Chat");
		const mine = card(page, "Approve this on CLIENT-ACCT-01");
		await mine.getByText("printf 'LegacyMode=0'").first().waitFor();
		await picture(page, "to approve");

		await mine.getByRole("button", { name: "Ask…", exact: true }).click();
		const question = card(page, "Ask about this change");
		await question.getByRole("textbox").fill("Will anybody notice?");
		await question.getByRole("button", { name: "Ask", exact: true }).click();
		await card(page, "Your question is in the thread.").waitFor();
		expect(await page.getByText("Ask about this change").count()).toBe(0);

		await mine.getByRole("button", { name: "Approve", exact: true }).click();
		const done = card(page, "Done on CLIENT-ACCT-01", "LegacyMode=0");
		await done.first().waitFor();
		await picture(page, "done");

		await done.first().getByRole("button", { name: "Full transcript" }).click();
		const link = card(page, "The full transcript").getByRole("link", { name: "Open it in your browser" });
		await link.waitFor();
		await picture(page, "link");
		const [transcript] = await Promise.all([page.context().waitForEvent("page"), link.click()]);
		expect(new URL(transcript.url()).origin).toBe(world.workerUrl);
		await transcript
			.getByRole("button", { name: /sign in|open/i })
			.first()
			.click();
		for (const said of ["Will anybody notice?", "LegacyMode=0"])
			await transcript.getByText(said).first().waitFor();
		await transcript.getByText("Asked by Ada Lindqvist (approver) in “IT help (Acme Dental)”").waitFor();
		await picture(transcript, "transcript");
		await page.context().close();
	});

	test("asked and proposed in Slack, approved by Ada in Teams, where all messages are under the session's; both sides say so", async () => {
		const request = "please set LegacyMode to 0";
		// First: its page shows only what comes while it is open.
		const { page } = await newPage(browser, { viewport: { width: 1280, height: 1600 } });
		await page.goto(teams.url);
		await open(page, "IT help");
		const session = await ask(world, request);
		await propose(world, session, {
			command: "printf 'LegacyMode=0'",
			changes: "sets LegacyMode to 0",
		});
		await card(page, "Caisey session", request).waitFor();
		const mine = card(page, "Approve this on CLIENT-ACCT-01", "sets LegacyMode to 0");
		await mine.getByRole("button", { name: "Approve", exact: true }).click();
		await card(page, "Done on CLIENT-ACCT-01", "sets LegacyMode to 0").waitFor();
		await picture(page, "across, Teams");
		await world.person("dana").message("Done on CLIENT-ACCT-01", "sets LegacyMode to 0", "in Teams");
		await page.context().close();
	});
});

/** The page's text: the first that matches, now or later. */
const framesOf = (page: Page) => {
	let all = "";
	const waiting = new Set<() => void>();
	page.on("websocket", (socket) =>
		socket.on("framereceived", ({ payload }) => {
			all += String(payload);
			for (const look of waiting) look();
		}),
	);
	return {
		next: (pattern: RegExp): Promise<string> =>
			new Promise((resolve) => {
				const look = () => {
					const found = pattern.exec(all.replaceAll('\\"', '"'))?.[1];
					if (found === undefined) return;
					waiting.delete(look);
					resolve(found);
				};
				waiting.add(look);
				look();
			}),
	};
};

const open = (page: Page, name: string) => page.getByRole("treeitem", { name: new RegExp(name) }).click();

const askInTeams = async (page: Page, request: string): Promise<void> => {
	await page.getByRole("textbox").first().click();
	await page.keyboard.type("@Cai");
	await page.getByRole("listbox").getByText("Caisey").click();
	await page.keyboard.type(` ${request}`);
	await page.getByRole("button", { name: "Post", exact: true }).click();
};

/** The newest card that says all of this. */
const card = (page: Page, ...texts: string[]): Locator =>
	texts.reduce((found, text) => found.filter({ hasText: text }), page.locator(".ac-adaptiveCard")).last();

/** Kept where PLAYGROUND_PICTURES names a folder. */
const picture = async (page: Page, name: string): Promise<void> => {
	const folder = process.env.PLAYGROUND_PICTURES;
	if (folder) await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
};
