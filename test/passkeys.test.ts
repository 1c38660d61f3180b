// Approvers' own passkeys, from Chromium's authenticator through the real Worker to a real agent: then nothing that the Worker or its
// operator holds is enough to run a plan.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { startPeer } from "../agent/testing/peer.ts";
import { workerKeyFrom } from "../agent/testing/worker-key.ts";
import { actions } from "../cards/model/actions.ts";
import { launch, newPage, withAuthenticator } from "../console/testing/browser.ts";
import { enrolAgent } from "../local/agent.ts";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import { tenant } from "../local/teams/tenant.ts";
import { newId } from "../protocol/ids.ts";
import { grantBytes } from "../protocol/plan/grant.ts";
import { carried, deliver, pressBody } from "./world/forged/requests.ts";
import { hasBrowser } from "./world/journey.ts";
import { bundledAgent } from "./world/once.ts";
import { ask, propose } from "./world/people/acts.ts";
import { applyConfirmed, changeCard } from "./world/people/changes.ts";
import { hasButton, textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { type Jar, openJar } from "./world/people/jar.ts";
import { offerSignIn, throughSlack } from "./world/people/sign-in.ts";
import { audit, entries, refusals } from "./world/record.ts";
import { acmeSetup, startWorld, type World } from "./world/world.ts";

const endpoint = "CLIENT-ACCT-01";
const setup = (approval: "press" | "passkey" = "passkey") => {
	const given = acmeSetup();
	const acme = given.clients["acme-dental"];
	if (!acme) throw new Error("Acme is missing");
	const olga = { name: "Olga Berg", identities: ["slack:T0LOCAL1:U0OLGA"], roles: ["owner" as const] };
	return {
		...given,
		staff: { ...given.staff, olga },
		clients: { "acme-dental": { ...acme, policy: { approval } } },
	};
};

describe.skipIf(!hasBrowser("approvers' passkeys"))("where policy asks for passkeys", () => {
	let world: World;
	let browser: Browser;
	let ada: Page;
	let olga: Jar;
	let complaints: string[];
	let stop: () => Promise<void>;
	beforeAll(async () => {
		[world, browser] = await Promise.all([startWorld({ setup: setup(), agents: [] }), launch()]);
		const people = [
			{ team: "T0LOCAL1", user: "U0ADA", name: "Ada Lindqvist" },
			{ team: "T0LOCAL1", user: "U0OLGA", name: "Olga Berg" },
			{ team: "T0LOCAL1", user: "U0SAM", name: "Sam Roy" },
			{ team: "T0LOCAL1", user: "U0EVE", name: "Mallory" },
		];
		({ stop } = await offerSignIn(world, people, tenant, []));
		olga = openJar();
		await olga.open(await throughSlack(world, olga, "T0LOCAL1-U0OLGA"));
		({ page: ada, complaints } = await newPage(browser));
		await withAuthenticator(ada);
	});
	afterAll(async () => {
		await browser?.close();
		await stop?.();
		await world?.stop();
	});
	const at = (path: string) => `${world.workerUrl}${path}`;
	const mark = (name: string) => join(world.folder, name);

	let count = 0;
	/** A plan that leaves a mark. */
	const proposed = async () => {
		const file = mark(`mark-${++count}`);
		const session = await ask(world);
		const card = await propose(world, session, {
			command: `echo ran > '${file}'`,
			changes: `leaves mark ${count}`,
		});
		const reader = await signIn(world, world.person("tom"), session);
		return { session, card, file, reader };
	};
	const shows = (card: ClientMessage, text: string) =>
		world
			.person("ada")
			.until(`${text} on the card`, ({ messages }) =>
				messages.find((one) => one.ts === card.ts && textOf(one).includes(text)),
			);

	/** Waits for these words for the `n`th time, or for what the page says in their place. */
	const comes = async (page: Page, words: string, n = 1) => {
		const wanted = page.getByText(words).nth(n - 1);
		const said = page.locator('[data-part="passkey-said"]', {
			hasText: /\S/,
			hasNotText: /is asked|Loading/,
		});
		await wanted
			.or(said)
			.first()
			.waitFor()
			.catch(() => {});
		if (!(await wanted.isVisible()))
			throw new Error(`“${words}” isn't here: ${await page.locator("body").textContent()}`);
	};
	/** `n`: how many they have then. */
	const registers = async (page: Page, name: string, n = 1) => {
		await page.goto(at("/sign-ins"));
		await page.getByRole("link", { name: "Sign in with Slack" }).click();
		await page.getByRole("link", { name }).first().click();
		await page.getByRole("button", { name: "Add a passkey" }).click();
		await comes(page, "Passkey from Chrome on Linux", n);
		await page.goto(at("/approvers"));
		await page.getByRole("button", { name: "Ask for it" }).click();
		await page.getByText("waits for an owner", { exact: true }).waitFor();
	};
	const olgaConfirms = async () => {
		const page = await olga.open(at("/approvers"));
		const confirm = /action="([^"]+\/confirm)"/.exec(page.text)?.[1] ?? "";
		return olga.open(at(confirm), { method: "POST" });
	};

	test("an approver registers a passkey, the owner confirms it, and an endpoint pins it at its enrollment", async () => {
		await registers(ada, "Ada Lindqvist");
		// Not by herself.
		expect(await ada.getByRole("button", { name: "Confirm" }).count()).toBe(0);

		expect((await olgaConfirms()).text).toContain("The first one here: no approver could vouch for it.");
		await world.person("ada").message("Olga Berg changed the set-up", "as the first one");
		expect((await audit(world)).at(-1)).toMatch(
			/^Olga Berg a passkey for approvals Ada Lindqvist's passkey [0-9a-f-]{19} counts/,
		);

		const token = world.applied.enrolment[0]?.token ?? "";
		await enrolAgent({
			program: bundledAgent(),
			url: world.workerUrl,
			token,
			state: world.stateOf(endpoint),
		});
		const enrolment = z
			.object({
				approvers: z.object({ needed: z.int(), keys: z.array(z.object({ key: z.looseObject({}) })) }),
			})
			.parse(JSON.parse(readFileSync(join(world.stateOf(endpoint), "enrolment.json"), "utf8")));
		expect(enrolment.approvers).toMatchObject({ needed: 1, keys: [{ key: { name: "Ada Lindqvist" } }] });
		world.runAgent(endpoint);
	});

	test("the card leads to the console, where her passkey approves, the agent checks it, and the plan runs", async () => {
		const { card, file, reader } = await proposed();
		expect([hasButton(card, "Approve"), hasButton(card, "Approve with your passkey")]).toEqual([false, true]);
		await ada.goto(at(reader.path));
		await ada.getByRole("button", { name: "Approve with your passkey" }).click();
		await shows(card, "Done");
		expect(existsSync(file)).toBe(true);
		const [proved] = await entries(reader, "vote.proved");
		expect(proved).toMatchObject({ actor: { name: "Ada Lindqvist" }, proof: { policy: expect.any(Number) } });
		expect(await reader.json("verify")).toMatchObject({ ok: true });
		await ada.getByText("signed the approval of").waitFor();
		expect(complaints.filter((one) => !/status of 40[14]/.test(one))).toEqual([]);
	});

	test("another approver's passkey counts once hers vouches for it, also on the endpoint that never heard of it", async () => {
		const { page: sam } = await newPage(browser);
		await withAuthenticator(sam);
		await registers(sam, "Sam Roy");
		await olgaConfirms();
		const early = await proposed();
		await sam.goto(at(early.reader.path));
		await sam.getByRole("button", { name: "Approve with your passkey" }).click();
		await sam.getByText("none of yours counts yet").waitFor();

		await ada.goto(at("/approvers"));
		await ada.getByRole("button", { name: "Vouch for Sam Roy's passkey with yours" }).click();
		await ada.getByText("Ada Lindqvist's passkey vouches for it").waitFor();
		await sam.reload();
		await sam.getByRole("button", { name: "Approve with your passkey" }).click();
		await shows(early.card, "Done");
		expect(existsSync(early.file)).toBe(true);
		expect(await audit(world)).toContainEqual(
			expect.stringContaining(
				"believes approvers' passkeys as Caisey said when it was enrolled; 2 passkeys count",
			),
		);
		await sam.context().close();
	});

	/** What a forger sends with Slack's signing secret: a press on [Approve], which the card doesn't have. */
	const forgePress = ({ session, card }: Awaited<ReturnType<typeof proposed>>, plan: string, by: string) =>
		deliver(
			world,
			pressBody({ by, action: actions.approve, value: plan, thread: session.ts, message: card.ts }),
		);
	const planOf = async ({ reader }: Awaited<ReturnType<typeof proposed>>) =>
		(await entries(reader, "plan.proposed"))[0]?.plan ?? "";

	test("with Slack's signing secret stolen, a press in her name decides nothing", async () => {
		const open = await proposed();
		await forgePress(open, await planOf(open), "ada");
		await world
			.person("ada")
			.until("the refusal", ({ messages }) =>
				messages.find((one) => one.onlyYou && textOf(one).includes("Here you approve with your passkey")),
			);
		expect(await refusals(open.reader)).toEqual(["Ada Lindqvist approve passkey-wanted"]);
		expect(existsSync(open.file)).toBe(false);
	});

	test("with the owner's token stolen too, lowered policy waits for an approver's passkey: no press confirms it", async () => {
		await world.apply(setup("press"));
		const card = await changeCard(world, "ada");
		expect(hasButton(card, "Confirm")).toBe(false);
		const value = carried(card, actions.changeRefuse);
		await deliver(
			world,
			pressBody({
				...{ by: "ada", action: actions.changeConfirm, value, thread: null },
				...{ message: card.ts, channel: card.channel },
			}),
		);
		await expect
			.poll(() => audit(world))
			.toContainEqual(expect.stringContaining("confirm a change approved without their passkey"));
		const open = await proposed();
		await forgePress(open, await planOf(open), "ada");
		await expect.poll(() => refusals(open.reader)).toEqual(["Ada Lindqvist approve passkey-wanted"]);
	});

	test("even if her passkey confirms it, the agent refuses what a press approved", async () => {
		await ada.context().clearCookies();
		await ada.goto(at("/changes"));
		await ada.getByRole("link", { name: "Sign in with Slack" }).click();
		await ada.getByRole("link", { name: "Ada Lindqvist" }).first().click();
		await ada.getByRole("button", { name: "Confirm with your passkey" }).click();
		await comes(ada, "The last one: confirmed, and in force");
		const open = await proposed();
		await forgePress(open, await planOf(open), "ada");
		await shows(open.card, "it says that it refused the plan");
		const [refused] = await entries(open.reader, "plan.refused");
		expect(refused).toMatchObject({
			grant: "expected",
			code: "passkey",
			reason: "This endpoint runs only what 1 approver signed with a passkey, and 0 did: the grant has none.",
		});
		expect(existsSync(open.file)).toBe(false);
		await applyConfirmed(world, setup());
	});

	test("with the signing key and the way to the endpoint stolen, a grant runs nothing, nor does a proof of another plan", async () => {
		const [seen, open] = [await proposed(), await proposed()];
		await ada.goto(at(seen.reader.path));
		await ada.getByRole("button", { name: "Approve with your passkey" }).click();
		await shows(seen.card, "Done");
		const [proved] = await entries(seen.reader, "vote.proved");
		const [plan] = z
			.looseObject({ plans: z.array(z.object({ id: z.string(), digest: z.string(), text: z.string() })) })
			.parse(await open.reader.json("transcript.json")).plans;
		if (!plan || !proved) throw new Error("nothing was proposed or signed");

		const thief = await startPeer();
		thief.state.worker = workerKeyFrom(world.secrets.SIGNING_KEY);
		const state = join(world.stateOf(endpoint), "enrolment.json");
		const pinned = z.looseObject({ endpoint: z.string() }).parse(JSON.parse(readFileSync(state, "utf8")));
		await world.agent(endpoint).stop();
		writeFileSync(state, JSON.stringify({ ...pinned, url: thief.url }));
		world.runAgent(endpoint);
		for (const [proofs, why] of [
			[[], "the grant has none"],
			[[proved.proof], "it signs something else than this plan"],
		] as const) {
			const challenge = await thief.offer(plan.id);
			const grant = grantBytes({
				...{ v: 1, keyId: thief.state.worker.keyId, plan: plan.id, digest: plan.digest },
				...{ endpoint: pinned.endpoint, challenge, runs: [newId("run", "none")], startWithin: 60_000 },
				...{ approvals: [{ by: "Ada Lindqvist", at: Date.now() }], proofs: [...proofs] },
			});
			thief.sendGrant(new TextEncoder().encode(plan.text), grant);
			const { code, reason } = await thief.take("refused", plan.id);
			expect([code, reason]).toEqual(["passkey", expect.stringContaining(why)]);
		}
		expect(existsSync(open.file)).toBe(false);
		await world.agent(endpoint).stop();
		await thief.close();
		writeFileSync(state, JSON.stringify(pinned));
		world.runAgent(endpoint);
	});

	test("an approver who leaves takes their passkey along: it is revoked, and the endpoint forgets it for good", async () => {
		const given = setup();
		const acme = given.clients["acme-dental"];
		const people = Object.entries(acme.people ?? {}).filter(([name]) => name !== "sam");
		const left = { ...acme, people: Object.fromEntries(people) };
		await world.apply({ ...given, clients: { "acme-dental": left } });
		const told = await world.person("ada").message("as Sam Roy isn't an approver any more");
		expect(textOf(told)).toContain("Sam Roy's passkey");
		await expect.poll(() => audit(world)).toContainEqual(expect.stringContaining("; 1 passkey counts"));
		await ada.goto(at("/approvers"));
		await ada.getByText("No longer counting: 1").waitFor();
	});

	test("with her account taken over too, and an owner of their own, thieves make their passkey count for Caisey, and the agent refuses it", async () => {
		// The owner's token makes them an owner; a Slack admin's reset lets them sign in as Ada.
		const mallory = { name: "Mallory", identities: ["slack:T0LOCAL1:U0EVE"], roles: ["owner" as const] };
		const given = setup();
		await world.apply({ ...given, staff: { ...given.staff, mallory } });
		const theirs = openJar();
		await theirs.open(await throughSlack(world, theirs, "T0LOCAL1-U0EVE"));
		const { page: thief } = await newPage(browser);
		await withAuthenticator(thief);
		await registers(thief, "Ada Lindqvist", 2);
		const does = async (step: "confirm" | "revoke") => {
			const { text } = await theirs.open(at("/approvers"));
			const action = new RegExp(`action="([^"]+/${step})"`).exec(text)?.[1] ?? "";
			return theirs.open(at(action), { method: "POST" });
		};
		await does("confirm");
		await thief.goto(at("/approvers"));
		await thief.getByText("waits for an approver", { exact: true }).waitFor();

		// So hers has to go first: the first one on the page is the one that counts.
		await does("revoke");
		expect((await does("confirm")).text).toContain("No approver vouched for it");
		await world.person("ada").message("Mallory changed the set-up", "though no approver vouched for it");
		const open = await proposed();
		await thief.goto(at(open.reader.path));
		await thief.getByRole("button", { name: "Approve with your passkey" }).click();
		await shows(open.card, "it says that it refused the plan");
		expect(await entries(open.reader, "vote.proved")).toHaveLength(1);
		expect(await entries(open.reader, "plan.refused")).toMatchObject([
			{ grant: "expected", code: "passkey", reason: expect.stringContaining("nothing here vouches for") },
		]);
		expect(existsSync(open.file)).toBe(false);
		await thief.context().close();
	});
});
