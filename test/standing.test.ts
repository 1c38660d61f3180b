// A standing approval in the whole system: given on a plan's page, used by a later plan, and revoked.
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { dialogs } from "../cards/model/actions.ts";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import { deliver, planValues, submissionBody } from "./world/forged/requests.ts";
import { ask, propose } from "./world/people/acts.ts";
import { hasButton, textOf } from "./world/people/chat.ts";
import { type Reader, signIn } from "./world/people/console.ts";
import { checkedOutside, entries } from "./world/record.ts";
import { channel, startWorld, type World } from "./world/world.ts";

let world: World;
beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world?.stop());

const threadSays = (session: ClientMessage, ...texts: string[]) =>
	world
		.person("tom")
		.until(texts.join(" and "), ({ messages }) =>
			messages.find((one) => one.thread === session.ts && texts.every((text) => textOf(one).includes(text))),
		);

const command = "echo approved from now on";
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test("the same plan runs without a vote, is announced and counted, until an approver revokes the approval", async () => {
	const first = await ask(world);
	await propose(world, first, { command, changes: "the first" });
	const ada = await signIn(world, world.person("ada"), first);
	const [asked] = await entries(ada, "plan.proposed");
	const given = await ada.post(`plans/${asked?.plan}/standing`, [
		["times", "3"],
		["until", day(10)],
	]);
	expect(given.status).toBe(303);
	const standing = /#(a_\w+)$/.exec(given.headers.get("location") ?? "")?.[1];
	await threadSays(first, "Done");
	await world.person("dana").message("Ada Lindqvist approved for later plans, too", "the first");

	const second = await ask(world);
	await propose(world, second, { command, changes: "the second" });
	await threadSays(second, "the standing approval of Ada Lindqvist, 1 of 3");
	await threadSays(second, "Done");
	const other = await ask(world);
	await propose(world, other, { command: `${command} `, changes: "one byte more" });
	const reader = await signIn(world, world.person("ada"), second);
	expect((await reader.json<{ ok: boolean }>("verify")).ok).toBe(true);
	expect(await entries(reader, "vote.cast")).toEqual([]);
	expect(await entries(reader, "plan.ruled")).toMatchObject([
		{ ruled: { by: "standing", standing, n: 1, of: 3, voters: [{ name: "Ada Lindqvist" }] } },
	]);
	expect(await reader.text("transcript.txt")).toContain("the standing approval of Ada Lindqvist, 1 of 3");
	expect(await checkedOutside(world, await reader.text("transcript.json"))).toContain("Everything holds.");

	const origin = new URL(world.workerUrl).origin;
	const at = { headers: { cookie: reader.cookie, origin }, redirect: "manual" as const };
	const page = await (await fetch(`${world.workerUrl}/standing`, at)).text();
	expect(page).toContain(`${standing}`);
	const revoke = new RegExp(`action="(/standing/[^"]+/${standing}/revoke)"`).exec(page)?.[1];
	expect((await fetch(`${world.workerUrl}${revoke}`, { ...at, method: "POST" })).status).toBe(303);
	await world.person("dana").message("Ada Lindqvist revoked the standing approval");

	const third = await ask(world);
	await propose(world, third, { command, changes: "the third" });
	for (const changes of ["one byte more", "the third"])
		await world
			.person("ada")
			.until(`Approve of ${changes}`, ({ messages }) =>
				messages.find((one) => textOf(one).includes(changes) && hasButton(one, "Approve")),
			);
	const later = await signIn(world, world.person("ada"), third);
	expect(await entries(later, "plan.ruled")).toEqual([]);
	expect((await later.json<{ ok: boolean }>("verify")).ok).toBe(true);
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
	await expect.poll(() => entries(ada, "plan.proposed"), { timeout: 60_000 }).toHaveLength(1);
	const [asked] = await entries(ada, "plan.proposed");
	const given = await ada.post(`plans/${asked?.plan}/standing`, [
		["times", "3"],
		["until", day(10)],
	]);
	expect(given.status).toBe(303);

	const sessions: { session: ClientMessage; reader: Reader }[] = [];
	for (let n = 0; n < 8; n++) {
		const session = await ask(world);
		sessions.push({ session, reader: await signIn(world, world.person("tom"), session) });
	}
	const all = async <K extends Parameters<typeof entries>[1]>(kind: K) =>
		(await Promise.all(sessions.map(({ reader }) => entries(reader, kind)))).flat();
	await Promise.all(sessions.map(({ reader, session }) => proposes(reader, session)));
	await expect.poll(() => all("plan.proposed"), { timeout: 120_000 }).toHaveLength(8);
	const ruled = (await all("plan.ruled")).map(({ ruled }) => (ruled.by === "standing" ? ruled.n : 0));
	expect(ruled.toSorted()).toEqual([1, 2, 3]);
	await expect.poll(() => all("run.ended"), { timeout: 120_000 }).toHaveLength(3);
	expect(await all("vote.cast")).toEqual([]);
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
