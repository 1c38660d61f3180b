// An approver's deputy, a plan that nobody decides, and an approver without chat, in a real browser: in one whole system, once each.
import { afterAll, expect, test } from "vitest";
import type { z } from "zod";
import { newPage } from "../console/testing/browser.ts";
import { type Mailbox, startMailbox } from "../local/mail/mailbox.ts";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import type { Setup } from "../protocol/setup.ts";
import { journey } from "./world/journey.ts";
import { ask, propose } from "./world/people/acts.ts";
import { openTranscript } from "./world/people/browser.ts";
import { applyConfirmed } from "./world/people/changes.ts";
import { textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { checkedOutside, entries } from "./world/record.ts";
import { acmeSetup, startWorld } from "./world/world.ts";

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

let mailbox: Mailbox;
const start = async () => {
	mailbox = await startMailbox(0);
	const vars = { MAIL_API_URL: mailbox.url, MAIL_API_KEY: "local", MAIL_FROM: "caisey@msp.example" };
	return startWorld({ setup: setup(), vars });
};
const day = 86_400_000;

journey("an approver who isn't there", { start }, (it) => {
	afterAll(() => mailbox?.stop());

	const threadSays = (session: ClientMessage, ...texts: string[]) =>
		it.world
			.person("tom")
			.until(texts.join(" and "), ({ messages }) =>
				messages.find(
					(one) => one.thread === session.ts && texts.every((text) => textOf(one).includes(text)),
				),
			);

	test("names a deputy in the console, who gets the card, and whose vote says for whom it is", async () => {
		const { world, openAs } = it;
		const request = "please look at it while Ada is away";
		const session = await ask(world, request);
		const ada = await openAs("ada");
		const button = ada.asked(request).getByRole("button", { name: "Full transcript" });
		const page = await openTranscript(ada, button, ada.channel);
		await page.goto(`${world.workerUrl}/away`);
		await page.getByText("You have no deputy.").waitFor();
		await page.getByLabel("Who decides for you?").selectOption("Eve Stone");
		const until = Math.ceil((Date.now() + 10 * day) / 60_000) * 60_000;
		const [date = "", time = ""] = new Date(until).toISOString().split("T");
		await page.getByLabel("Day").fill(date);
		await page.getByLabel("Time").fill(time.slice(0, 5));
		await page.getByRole("button", { name: "Save" }).click();
		await page.getByText("decides for you. You are away until").waitFor();
		await ada.channel.getByText("Eve Stone decides for Ada Lindqvist").waitFor();

		await propose(world, session, { command: "echo hello", changes: "for the deputy" });
		await ada.openThread(request);
		const eve = await openAs("eve");
		await eve.openApp("Messages");
		await eve.press(eve.own("for the deputy").getByRole("button", { name: "Approve" }));
		await ada.said(/Eve Stone for Ada Lindqvist \(away until [\s\S]* approved the change/).waitFor();
		await ada.card("for the deputy").getByText("Done on CLIENT-ACCT-01").waitFor();
		const reader = await signIn(world, world.person("tom"), session);
		expect((await reader.json<{ ok: boolean }>("verify")).ok).toBe(true);
		const [vote] = await entries(reader, "vote.cast");
		expect(vote).toMatchObject({ actor: { name: "Eve Stone" }, for: { name: "Ada Lindqvist", until } });
		expect(await reader.text("transcript.txt")).toContain(
			"Approved by Eve Stone (requester) for Ada Lindqvist (away until ",
		);
		expect(await checkedOutside(world, await reader.text("transcript.json"))).toContain("Everything holds.");
	});

	test("is back, but decides nothing: the plan goes to the deputy, then to the owner, each told once", async () => {
		const { world, openAs } = it;
		const ada = await openAs("ada");
		await ada.openApp("Home");
		const dialog = ada.dialog("While you're away");
		await ada.press(ada.page.getByRole("button", { name: "While you're away…" }));
		await dialog.getByLabel("Away until").fill("");
		await dialog.getByRole("button", { name: "Save" }).click();
		await dialog.waitFor({ state: "detached" });
		await applyConfirmed(world, setup({ escalateAfter: 1 }));

		const request = "please look at what nobody decides";
		const session = await ask(world, request);
		await propose(world, session, { command: "echo hello", changes: "nobody decides" });
		const eve = await openAs("eve");
		await eve.openThread(request);
		for (const told of ["so Eve Stone can decide now, as a deputy", "so I've told Sam Roy"])
			await eve.said(`Nobody decided within 1 s, ${told}`).waitFor();
		await world
			.person("sam")
			.until("the owner's message", ({ messages }) =>
				messages.find((one) => one.channel === "D0SAM" && textOf(one).includes("I've told Sam Roy")),
			);
		await eve.openApp("Messages");
		await eve.press(eve.own("nobody decides").getByRole("button", { name: "Approve" }));
		await eve.own("nobody decides").getByText("Done on CLIENT-ACCT-01").waitFor();
		await threadSays(
			session,
			"Eve Stone for Ada Lindqvist (who didn't decide in time)",
			"approved the change",
		);
		const reader = await signIn(world, world.person("tom"), session);
		expect((await reader.json<{ ok: boolean }>("verify")).ok).toBe(true);
		expect((await entries(reader, "plan.escalated")).map((one) => one.as)).toEqual(["deputies", "owners"]);
		await applyConfirmed(world, setup());
	});

	const linkIn = ({ text }: { text: string }) => /^https?:\S+\/sign-in\/\S+$/m.exec(text)?.[0] ?? "";

	test("has no chat: gets the card by mail, and decides in the console; opening the link decides nothing", async () => {
		const { world, browser } = it;
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
