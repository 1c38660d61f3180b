// A change of who may approve, through the whole system: proposed by the owner, confirmed or refused by an existing approver, in chat
// and in the browser; and what is marked for ever.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { apply } from "../admin/apply.ts";
import { actions } from "../cards/model/actions.ts";
import { newPage } from "../console/testing/browser.ts";
import { tenant } from "../local/teams/tenant.ts";
import { carried, deliver, pressBody } from "./world/forged/requests.ts";
import { journey } from "./world/journey.ts";
import { ask, propose } from "./world/people/acts.ts";
import { answerChange, changeCard } from "./world/people/changes.ts";
import { hasButton, textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { offerSignIn } from "./world/people/sign-in.ts";
import { auditOf, checkedOutside, entries, refusals } from "./world/record.ts";
import { acmeSetup, channel, startWorld, type World } from "./world/world.ts";

let world: World;
let acme: string;
beforeAll(async () => {
	world = await startWorld();
	acme = world.applied.enrolment[0]?.token.split(".")[0] as string;
});
afterAll(() => world?.stop());

const eve = { name: "Eve Stone", identities: ["slack:T0LOCAL1:U0EVE"], roles: ["approver" as const] };
const tomToo = {
	name: "Tom Okafor",
	identities: ["slack:T0LOCAL1:U0TOM"],
	roles: ["technician" as const, "approver" as const],
};
const changed = (people: object, rest: object = {}) => {
	const setup = acmeSetup();
	const client = setup.clients["acme-dental"];
	return {
		...setup,
		clients: {
			"acme-dental": { ...client, name: "Acme Dental", people: { ...client?.people, ...people }, ...rest },
		},
	};
};
const saidInChannel = (...texts: string[]) =>
	world
		.person("dana")
		.until(texts.join(" and "), ({ messages }) =>
			messages.find((one) => one.channel === channel && texts.every((text) => textOf(one).includes(text))),
		);
const pressAs = (by: string, action: string, value: string, message: { ts: string; channel: string }) =>
	deliver(
		world,
		pressBody({ by, action, value, thread: null, message: message.ts, channel: message.channel }),
	);
const votes = async (session: Parameters<typeof signIn>[2]) =>
	entries(await signIn(world, world.person("tom"), session), "vote.cast");

/** With the command. */
const applied = async (setup: object, dryRun = false) => {
	const file = join(world.folder, "setup.yaml");
	writeFileSync(
		file,
		JSON.stringify({ ...setup, workspaces: { "slack:T0LOCAL1": {}, "slack:T0OTHER": {} } }),
	);
	const env = { CAISEY_URL: world.workerUrl, CAISEY_OWNER_TOKEN: world.secrets.OWNER_TOKEN, USER: "olga" };
	const options = { dryRun, yes: true, vouch: [], reissue: [] };
	return apply(file, options, env, { print: () => {}, ask: null });
};

test("the command says for whom a change waits, and where; until then nothing of it is in force", async () => {
	const { ok, lines } = await applied(changed({ eve }));
	expect([ok, lines.join("\n")]).toEqual([
		true,
		expect.stringMatching(
			/client acme-dental: not in force: this waits for Ada Lindqvist or Sam Roy: http:\S+\/changes\n +Eve Stone can now approve from slack:T0LOCAL1:U0EVE/,
		),
	]);
	const proposed = await saidInChannel(
		"The owner (olga) wants to change who may approve at Acme Dental",
		"Eve Stone can now approve",
	);
	expect(textOf(proposed)).not.toContain("U0EVE");
	expect(textOf(await changeCard(world, "ada"))).toContain(
		"Eve Stone can now approve from slack:T0LOCAL1:U0EVE",
	);
	const session = await ask(world);
	const card = await propose(world, session, { command: "echo hello", changes: "for Eve" });
	await deliver(
		world,
		pressBody({
			by: "eve",
			action: actions.approve,
			value: carried(card, actions.approve),
			thread: session.ts,
			message: card.ts,
		}),
	);
	const reader = await signIn(world, world.person("tom"), session);
	await expect.poll(() => refusals(reader)).toHaveLength(1);
	expect(await entries(reader, "vote.cast")).toEqual([]);
});

test("neither a technician, nor an owner's choice, nor a stranger confirms it with its button", async () => {
	const card = await changeCard(world, "ada");
	for (const by of ["tom", "eve", "dana"])
		await pressAs(by, actions.changeConfirm, carried(card, actions.changeConfirm), card);
	const log = await auditOf(world, acme);
	expect(log.filter((line) => line.includes("confirm a change"))).toHaveLength(3);
	expect(hasButton(await changeCard(world, "ada"), "Confirm")).toBe(true);
});

test("an approver confirms it on their card: from then on it is in force, and everyone reads who confirmed it", async () => {
	const ended = await answerChange(world, "ada", "Confirm");
	expect(textOf(ended)).toContain(
		"Ada Lindqvist confirmed the change that the owner (olga) wanted at Acme Dental",
	);
	await saidInChannel(
		"The owner (olga) changed the set-up of Acme Dental",
		"Eve Stone can now approve",
		"Ada Lindqvist confirmed it",
	);
	const session = await ask(world);
	const card = await propose(world, session, { command: "echo hello", changes: "by Eve now" });
	await world.person("eve").press(card, "Approve");
	await expect.poll(() => votes(session)).toMatchObject([{ actor: { name: "Eve Stone" } }]);
	expect((await votes(session))[0]).not.toHaveProperty("unconfirmed");
});

test("a technician who makes himself an approver by the owner's token is refused by an approver, and decides nothing", async () => {
	const setup = changed({ eve });
	await world.apply({ ...setup, staff: { ...setup.staff, tom: tomToo } });
	const refused = await answerChange(world, "eve", "Refuse");
	expect(textOf(refused)).toContain("Eve Stone refused the change");
	await saidInChannel("Eve Stone refused the change that the owner (a test) wanted");
	for (const dryRun of [false, true]) {
		const { lines } = await applied({ ...setup, staff: { ...setup.staff, tom: tomToo } }, dryRun);
		const said = lines.join("\n");
		expect(said).toContain("client acme-dental: not in force: this was refused by Eve Stone.");
		expect(said).toContain("Tom Okafor can now approve from slack:T0LOCAL1:U0TOM");
		expect(said).not.toContain("Everything is already as the file says");
	}
	const session = await ask(world);
	const card = await propose(world, session, { command: "echo hello", changes: "by Tom" });
	await deliver(
		world,
		pressBody({
			by: "tom",
			action: actions.approve,
			value: carried(card, actions.approve),
			thread: session.ts,
			message: card.ts,
		}),
	);
	expect(await votes(session)).toEqual([]);
});

test("who approves though nobody ever confirmed them is marked: on the card, in the record, the transcript and the export", async () => {
	const session = await ask(world);
	const card = await propose(world, session, { command: "echo hello", changes: "by the first approver" });
	await world.person("ada").press(card, "Approve");
	const mark = "first approver: set by the MSP, confirmed by nobody";
	await world
		.person("dana")
		.until("the mark", ({ messages }) =>
			messages.find((one) => one.ts === card.ts && textOf(one).includes(`(${mark})`)),
		);
	const reader = await signIn(world, world.person("tom"), session);
	expect(await entries(reader, "vote.cast")).toMatchObject([{ unconfirmed: "first" }]);
	expect(await reader.text("")).toContain(mark);
	expect(await reader.text("transcript.txt")).toContain(`(${mark})`);
	expect(await reader.json("verify")).toMatchObject({ ok: true });
	expect(await checkedOutside(world, await reader.text("transcript.json"))).toContain("Everything holds.");
});

journey("in the console", { world: () => world }, (it) => {
	let page: Page;
	let stop: () => Promise<void>;
	beforeAll(async () => {
		({ stop } = await offerSignIn(
			world,
			[{ team: "T0LOCAL1", user: "U0ADA", name: "Ada Lindqvist" }],
			tenant,
			[],
		));
		({ page } = await newPage(it.browser));
	});
	afterAll(() => stop?.());

	test("an approver reads exactly what changes, confirms it with a fresh sign-in, and it is in force", async () => {
		await world.apply(changed({ eve }, { policy: { votes: 2 } }));
		await page.goto(`${world.workerUrl}/changes`);
		await page.getByRole("link", { name: "Sign in with Slack" }).click();
		await page.getByRole("link", { name: "Ada Lindqvist" }).first().click();
		await page.getByText("approvals needed for each change: 2 (before: 1)").waitFor();
		await page.getByText("waits for").waitFor();
		await page.getByText("first approver: set by the MSP, confirmed by nobody").first().waitFor();
		await page.getByRole("button", { name: "Confirm" }).click();
		await page.getByText("The last one: confirmed, and in force").waitFor();
		await saidInChannel("approvals needed for each change: 2", "Ada Lindqvist confirmed it");
	});
});
