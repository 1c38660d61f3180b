// An approver in Teams whose client asks for passkeys: she signs in with Microsoft, registers hers, and the card in Teams leads her to
// the page where it signs. No press in Teams is enough.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, newPage, withAuthenticator } from "../console/testing/browser.ts";
import { enrolAgent } from "../local/agent.ts";
import { hasBrowser } from "./world/journey.ts";
import { bundledAgent } from "./world/once.ts";
import { signInAt } from "./world/people/console.ts";
import { openJar } from "./world/people/jar.ts";
import { offerSignIn, throughMicrosoft } from "./world/people/sign-in.ts";
import { checkedOutside, entries } from "./world/record.ts";
import { ask, propose } from "./world/teams/acts.ts";
import { type Post, shown } from "./world/teams/connector.ts";
import { buttonsOf, cardOf, idOf, names, tenant } from "./world/teams/person.ts";
import { startTeamsWorld, type TeamsWorld, teamsSetup } from "./world/teams/world.ts";

const endpoint = "CLIENT-ACCT-01";
const setup = () => {
	const given = teamsSetup();
	const acme = given.clients["acme-dental"];
	if (!acme) throw new Error("Acme is missing");
	const olga = {
		name: "Olga Berg",
		identities: [`teams:${tenant}:${idOf("olga")}`],
		roles: ["owner" as const],
	};
	return {
		...given,
		staff: { ...given.staff, olga },
		clients: { "acme-dental": { ...acme, policy: { approval: "passkey" as const } } },
	};
};

describe.skipIf(!hasBrowser("a passkey in Teams"))("in Teams, where policy asks for passkeys", () => {
	let world: TeamsWorld;
	let browser: Browser;
	let ada: Page;
	let stop: () => Promise<void>;
	const emailOf = (handle: string) => `${handle}@acme-dental.example`;
	beforeAll(async () => {
		[world, browser] = await Promise.all([startTeamsWorld({ setup: setup(), agents: [] }), launch()]);
		const accounts = ["ada", "olga"].map((handle) => ({
			...{ tenant, object: idOf(handle), name: names[handle] ?? "Olga Berg", email: emailOf(handle) },
		}));
		({ stop } = await offerSignIn(world, [], tenant, accounts));
		({ page: ada } = await newPage(browser));
		await withAuthenticator(ada);
	});
	afterAll(async () => {
		await browser?.close();
		await stop?.();
		await world?.stop();
	});
	const at = (path: string) => `${world.workerUrl}${path}`;

	/** The address that a press gives this person alone. */
	const linkIn = (answer: object): string => /"url":"([^"]+)"/.exec(JSON.stringify(answer))?.[1] ?? "";

	test("her passkey, confirmed by the owner, approves what the card in Teams shows, and the endpoint runs it", async () => {
		await ada.goto(at("/sign-ins"));
		await ada.getByRole("link", { name: "Sign in with Microsoft" }).click();
		await ada.getByRole("button", { name: "Ada Lindqvist" }).click();
		await ada.getByRole("button", { name: "Add a passkey" }).click();
		await ada.getByText("Passkey from Chrome on Linux").waitFor();
		await ada.goto(at("/approvers"));
		await ada.getByRole("button", { name: "Ask for it" }).click();
		await ada.getByText("waits for an owner", { exact: true }).waitFor();
		const olga = openJar();
		await olga.open(await throughMicrosoft(world, olga, emailOf("olga")));
		const { text } = await olga.open(at("/approvers"));
		const confirm = /action="([^"]+\/confirm)"/.exec(text)?.[1] ?? "";
		expect((await olga.open(at(confirm), { method: "POST" })).text).toContain("The first one here");
		const { token = "" } = world.applied.enrolment[0] ?? {};
		const state = world.stateOf(endpoint);
		await enrolAgent({ program: bundledAgent(), url: world.workerUrl, token, state });
		world.runAgent(endpoint);

		const file = join(world.folder, "mark");
		const asked = await ask(world);
		const card = await propose(world, asked, `echo ran > '${file}'`);
		const mine = await world.teams("ada").refreshed(card);
		const titles = buttonsOf(mine.value).map(({ title }) => title);
		expect(titles).toContain("Approve with your passkey");
		expect(titles).not.toContain("Approve");

		// In another browser: hers has the passkey, and is signed in by the link alone.
		const way = linkIn(
			cardOf(await world.teams("ada").press(card, "Approve with your passkey", {}, mine.value)),
		);
		await ada.context().clearCookies();
		await ada.goto(way);
		await ada.getByRole("button", { name: "Open the transcript" }).click();
		await ada.getByRole("button", { name: "Approve with your passkey" }).click();
		await ada.getByText("Approved by Ada Lindqvist").first().waitFor();
		await ended(card);
		expect(existsSync(file)).toBe(true);
		expect(shown(card.activity)).toContain("Approved by Ada Lindqvist (approver) in the console");
		const link = linkIn(cardOf(await world.teams("ada").press(asked.root, "Full transcript")));
		const reader = await signInAt(world, link);
		expect(await entries(reader, "vote.proved")).toMatchObject([{ actor: { name: "Ada Lindqvist" } }]);
		expect(await reader.json("verify")).toMatchObject({ ok: true });
		expect(await checkedOutside(world, await reader.text("transcript.json"))).toContain("Everything holds.");
	});

	const ended = (card: Post) =>
		world.connector.until("the end on the card", () => /Done on/.test(shown(card.activity)));
});
