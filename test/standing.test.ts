// A standing approval in the whole system: given on a plan's page in a real browser, used by a later plan, and revoked there.
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { dialogs } from "../cards/model/actions.ts";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import { deliver, planValues, submissionBody } from "./world/forged/requests.ts";
import { journey } from "./world/journey.ts";
import { ask, propose } from "./world/people/acts.ts";
import { openTranscript } from "./world/people/browser.ts";
import { hasButton, textOf } from "./world/people/chat.ts";
import { type Reader, signIn } from "./world/people/console.ts";
import { checkedOutside, entries } from "./world/record.ts";
import { channel, startWorld, type World } from "./world/world.ts";

let world: World;
beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world?.stop());

const command = "echo approved from now on";
/** Nobody was there to confirm the first approvers. */
const by =
	"the standing approval of Ada Lindqvist (first approver: set by the MSP, confirmed by nobody), 1 of 3";
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

journey("a standing approval", { world: () => world }, (it) => {
	test("lets the same run without a vote, announced and counted, until the approver revokes it", async () => {
		const { openAs } = it;
		const [one, two, three] = ["the first time", "the second time", "once more"];
		const first = await ask(world, one);
		await propose(world, first, { command, changes: "the first" });
		const ada = await openAs("ada");
		const button = ada.asked(one).getByRole("button", { name: "Full transcript" });
		const page = await openTranscript(ada, button, ada.channel);
		await ada.openThread(one);
		await page.getByText("Approve this from now on…").click();
		await page.getByLabel("At most so many times").fill("3");
		await page.getByLabel("Until the end of this day (UTC)").fill(day(10));
		await page.getByRole("button", { name: "Approve this plan, and later ones" }).click();
		await page.getByText("0 of 3 used").waitFor();
		await ada.card("the first").getByText("Done on CLIENT-ACCT-01").waitFor();
		await ada.channel.getByText("Ada Lindqvist approved for later plans, too").waitFor();

		const second = await ask(world, two);
		await propose(world, second, { command, changes: "the second" });
		await ada.openThread(two);
		await ada.said(by).waitFor();
		await ada.card("the second").getByText("Done on CLIENT-ACCT-01").waitFor();
		const other = await ask(world);
		await propose(world, other, { command: `${command} `, changes: "one byte more" });
		const reader = await signIn(world, world.person("ada"), second);
		expect((await reader.json<{ ok: boolean }>("verify")).ok).toBe(true);
		expect(await entries(reader, "vote.cast")).toEqual([]);
		const [ruled] = await entries(reader, "plan.ruled");
		expect(ruled).toMatchObject({
			ruled: { by: "standing", n: 1, of: 3, voters: [{ name: "Ada Lindqvist", unconfirmed: "first" }] },
		});
		expect(await reader.text("transcript.txt")).toContain(by);
		expect(await checkedOutside(world, await reader.text("transcript.json"))).toContain("Everything holds.");

		await page.goto(`${world.workerUrl}/standing`);
		await page.getByText("1 of 3 used").waitFor();
		await page.getByRole("button", { name: "Revoke" }).click();
		await page.getByText("Over: 1").waitFor();
		expect(await page.getByRole("button", { name: "Revoke" }).count()).toBe(0);
		await ada.channel.getByText("Ada Lindqvist revoked the standing approval").waitFor();

		const third = await ask(world, three);
		await propose(world, third, { command, changes: "the third" });
		await ada.openThread(three);
		await ada.card("the third").getByRole("button", { name: "Approve" }).waitFor();
		await world
			.person("ada")
			.until("Approve of one byte more", ({ messages }) =>
				messages.find((one) => textOf(one).includes("one byte more") && hasButton(one, "Approve")),
			);
		const later = await signIn(world, world.person("ada"), third);
		expect(await entries(later, "plan.ruled")).toEqual([]);
		expect((await later.json<{ ok: boolean }>("verify")).ok).toBe(true);
	});
});

test("of eight plans at once that it covers, exactly the three run that it was given for", async () => {
	const endpoint = await endpointId();
	const values = planValues(endpoint, "echo at the same time", "one of many");
	/** As Slack sends the dialog: from any number of people at once. */
	const proposes = (reader: Reader, { ts: thread }: ClientMessage) => {
		const { session } = reader;
		const place = { workspace: "slack:T0LOCAL1", channel, thread };
		const metadata = { session, from: { from: "session", session }, place };
		return deliver(world, submissionBody({ by: "tom", callback: dialogs.plan, metadata, values }));
	};
	const first = await ask(world);
	const ada = await signIn(world, world.person("ada"), first);
	await proposes(ada, first);
	await expect.poll(() => entries(ada, "plan.proposed")).toHaveLength(1);
	const [asked] = await entries(ada, "plan.proposed");
	const form = () =>
		ada.post(`plans/${asked?.plan}/standing`, [
			["times", "3"],
			["until", day(10)],
			["given", "0"],
		]);
	const given = await form();
	expect(given.status).toBe(303);

	const sessions: { session: ClientMessage; reader: Reader }[] = [];
	for (let n = 0; n < 8; n++) {
		const session = await ask(world);
		sessions.push({ session, reader: await signIn(world, world.person("tom"), session) });
	}
	const all = async <K extends Parameters<typeof entries>[1]>(kind: K) =>
		(await Promise.all(sessions.map(({ reader }) => entries(reader, kind)))).flat();
	await Promise.all(sessions.map(({ reader, session }) => proposes(reader, session)));
	await expect.poll(() => all("plan.proposed")).toHaveLength(8);
	const ruled = (await all("plan.ruled")).map(({ ruled }) => (ruled.by === "standing" ? ruled.n : 0));
	expect(ruled.toSorted()).toEqual([1, 2, 3]);
	await expect.poll(() => all("run.ended")).toHaveLength(3);
	expect(await all("vote.cast")).toEqual([]);
	// Its answer was lost, and the browser sends it again.
	expect((await form()).headers.get("location")).toBe(given.headers.get("location"));
	expect(await entries(ada, "standing.given")).toHaveLength(1);
	for (const { reader } of sessions) expect((await reader.json<{ ok: boolean }>("verify")).ok).toBe(true);
});

/** The id of the one endpoint, as a plan for it has it. */
const endpointId = async (): Promise<string> => {
	const session = await ask(world);
	await propose(world, session, { command: "true" });
	const reader = await signIn(world, world.person("tom"), session);
	const { plans } = Plans.parse(await reader.json("transcript.json"));
	return Endpoints.parse(JSON.parse(plans[0]?.text ?? "")).endpoints[0]?.id ?? "";
};
const Plans = z.looseObject({ plans: z.array(z.looseObject({ text: z.string() })) });
const Endpoints = z.looseObject({ endpoints: z.array(z.looseObject({ id: z.string() })) });

test("an approval that the client doesn't take, as it is for too long, casts no vote on the plan", async () => {
	const session = await ask(world);
	await propose(world, session, { command: "echo too long", changes: "too long" });
	const ada = await signIn(world, world.person("ada"), session);
	const [asked] = await entries(ada, "plan.proposed");
	const given = await ada.post(`plans/${asked?.plan}/standing`, [
		["times", "3"],
		["until", "2099-01-01"],
	]);
	expect(given.status).toBe(409);
	expect(await given.text()).toContain("That was not decided");
	expect(await entries(ada, "vote.cast")).toEqual([]);
	expect(await entries(ada, "plan.decided")).toEqual([]);
});
