// An approver's deputy, a plan that nobody decides, and an approver without chat: in one whole system, once each.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { browserPath, launch, newPage } from "../console/testing/browser.ts";
import { type Mailbox, startMailbox } from "../local/mail/mailbox.ts";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import type { Setup } from "../protocol/setup.ts";
import { ask, propose } from "./world/people/acts.ts";
import { applyConfirmed } from "./world/people/changes.ts";
import { hasButton, optionOf, textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { checkedOutside, entries } from "./world/record.ts";
import { acmeSetup, startWorld, type World } from "./world/world.ts";

const address = "ada@acme-dental.example";
const setup = (policy: object = {}, email?: string): z.input<typeof Setup> => {
	const { staff, clients, ...given } = acmeSetup();
	const acme = clients["acme-dental"];
	if (!acme?.people?.ada) throw new Error("Acme is missing");
	const { sam: _, ada, ...people } = acme.people;
	const eve = { name: "Eve Stone", identities: ["slack:T0LOCAL1:U0EVE"], roles: ["requester" as const] };
	const sam = { name: "Sam Roy", identities: ["slack:T0LOCAL1:U0SAM"], roles: ["owner" as const] };
	return {
		...given,
		staff: { ...staff, sam },
		clients: {
			"acme-dental": {
				...acme,
				policy,
				people: { ...people, eve, ada: { ...ada, ...(email && { email }) } },
			},
		},
	};
};

let world: World;
let mailbox: Mailbox;
beforeAll(async () => {
	mailbox = await startMailbox(0);
	const vars = { MAIL_API_URL: mailbox.url, MAIL_API_KEY: "local", MAIL_FROM: "caisey@msp.example" };
	world = await startWorld({ setup: setup(), vars });
});
afterAll(async () => {
	await world?.stop();
	await mailbox?.stop();
});

/** Ada names Eve on her Home, in the dialog there. */
const namesEve = async (until: number | null) => {
	const ada = world.person("ada");
	await ada.home();
	const label = "While you're away…";
	const home = await ada.until(
		"her Home",
		({ home }) => home && JSON.stringify(home).includes(label) && home,
	);
	await ada.press(home, label);
	const dialog = await ada.dialog("Who decides for you?");
	const reply = await ada.submit(dialog, { deputy: optionOf(dialog, "deputy", "Eve Stone"), until });
	expect(reply).not.toMatchObject({ errors: expect.anything() });
};

/** Their own copy of a plan's card, with what it offers them. */
const ownCard = (handle: string, changes: string, label: string): Promise<ClientMessage> =>
	world
		.person(handle)
		.until(`${label} on ${handle}'s card of ${changes}`, ({ messages }) =>
			messages.find(
				(one) =>
					one.channel === `D0${handle.toUpperCase()}` &&
					textOf(one).includes(changes) &&
					hasButton(one, label),
			),
		);

const threadSays = (session: ClientMessage, ...texts: string[]) =>
	world
		.person("tom")
		.until(texts.join(" and "), ({ messages }) =>
			messages.find((one) => one.thread === session.ts && texts.every((text) => textOf(one).includes(text))),
		);

const day = 86_400_000;

test("a deputy gets the card while the approver is away, and the vote says for whom it is", async () => {
	const until = Math.ceil((Date.now() + 10 * day) / 60_000) * 60;
	await namesEve(until);
	await world
		.person("dana")
		.message("Ada Lindqvist changed the set-up", "Eve Stone decides for Ada Lindqvist");
	const session = await ask(world);
	await propose(world, session, { command: "echo hello", changes: "for the deputy" });
	const eve = world.person("eve");
	await eve.press(await ownCard("eve", "for the deputy", "Approve"), "Approve");
	await threadSays(session, "Eve Stone for Ada Lindqvist (away until ", "approved the change");
	await threadSays(session, "Done");
	const reader = await signIn(world, world.person("tom"), session);
	expect((await reader.json<{ ok: boolean }>("verify")).ok).toBe(true);
	const [vote] = await entries(reader, "vote.cast");
	expect(vote).toMatchObject({
		actor: { name: "Eve Stone" },
		for: { name: "Ada Lindqvist", until: until * 1000 },
	});
	expect(await reader.text("transcript.txt")).toContain(
		"Approved by Eve Stone (requester) for Ada Lindqvist (away until ",
	);
	expect(await checkedOutside(world, await reader.text("transcript.json"))).toContain("Everything holds.");
});

test("a plan that nobody decides goes to the deputy, then to the owner, each told once", async () => {
	await namesEve(null);
	await applyConfirmed(world, setup({ escalateAfter: 1 }));
	const session = await ask(world);
	await propose(world, session, { command: "echo hello", changes: "nobody decides" });
	await threadSays(session, "Nobody decided within 1 s, so Eve Stone can decide now, as a deputy");
	await threadSays(session, "Nobody decided within 1 s, so I've told Sam Roy");
	await world
		.person("sam")
		.until("the owner's message", ({ messages }) =>
			messages.find((one) => one.channel === "D0SAM" && textOf(one).includes("I've told Sam Roy")),
		);
	const eve = world.person("eve");
	await eve.press(await ownCard("eve", "nobody decides", "Approve"), "Approve");
	await threadSays(session, "Eve Stone for Ada Lindqvist (who didn't decide in time)", "approved the change");
	const reader = await signIn(world, world.person("tom"), session);
	expect((await reader.json<{ ok: boolean }>("verify")).ok).toBe(true);
	expect((await entries(reader, "plan.escalated")).map((one) => one.as)).toEqual(["deputies", "owners"]);
	await applyConfirmed(world, setup());
});

const possible = browserPath() !== undefined || process.env.CI !== undefined;
if (!possible) console.warn("SKIPPED: approving by mail. It needs Chromium or Chrome on the PATH.");

describe.skipIf(!possible)("an approver without chat", () => {
	let browser: Browser;
	beforeAll(async () => {
		browser = await launch();
	});
	afterAll(() => browser?.close());
	const linkIn = ({ text }: { text: string }) => /^https?:\S+\/sign-in\/\S+$/m.exec(text)?.[0] ?? "";

	test("gets the card by mail, and decides in the console; opening the link decides nothing", async () => {
		await applyConfirmed(world, setup({}, address));
		const session = await ask(world);
		await propose(world, session, { command: "echo by mail", changes: "approved by mail" });
		const mail = await mailbox.next(address);
		expect(mail.subject).toBe("Acme Dental: Approve this on CLIENT-ACCT-01?");
		expect(mail.text).toContain("echo by mail");

		// A scanner opens it, and what it links to.
		for (let n = 0; n < 2; n++) expect((await fetch(linkIn(mail))).status).toBe(200);
		const { page, complaints } = await newPage(browser);
		await page.goto(linkIn(mail));
		await page.getByRole("button", { name: "Open the transcript" }).click();
		await page.getByRole("button", { name: "Approve" }).waitFor();

		// Whoever finds the mail later gets nothing, but Ada another one.
		const { page: other } = await newPage(browser);
		await other.goto(linkIn(mail));
		await other.getByText("This link has been used already").waitFor();
		await other.getByRole("button", { name: "Mail me a new link" }).click();
		await other.getByText("Look at your mail").waitFor();
		const again = await mailbox.next(address);
		expect(linkIn(again)).not.toBe(linkIn(mail));
		await other.goto(linkIn(mail));
		expect(await other.getByRole("button", { name: "Mail me a new link" }).count()).toBe(0);

		await page.getByRole("button", { name: "Approve" }).click();
		await threadSays(session, "Ada Lindqvist approved the change");
		await threadSays(session, "Done");
		expect(complaints).toEqual([]);
		const reader = await signIn(world, world.person("tom"), session);
		expect((await entries(reader, "card.mailed")).map((one) => one.mail.includes("/sign-in/"))).toEqual([
			false,
			false,
		]);
		expect((await entries(reader, "vote.cast")).map(({ actor, ref }) => [actor.name, ref])).toEqual([
			["Ada Lindqvist", null],
		]);
		await checkedOutside(world, await reader.text("transcript.json"));

		// The set-up takes the address away: what the mailbox let in is out, and the mail that is left lets no one in.
		const opens = async () => {
			await other.goto(linkIn(again));
			return other.getByRole("button", { name: "Open the transcript" }).count();
		};
		expect([(await page.reload())?.status(), await opens()]).toEqual([200, 1]);
		await world.apply(setup());
		expect([(await page.reload())?.status(), await opens()]).toEqual([401, 0]);
	});
});
