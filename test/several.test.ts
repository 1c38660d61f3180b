// One plan for several endpoints, each of which goes its own way: the card and the messages say of each how it went.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import { ask, propose } from "./world/people/acts.ts";
import { textOf } from "./world/people/chat.ts";
import { type Reader, signIn } from "./world/people/console.ts";
import { entries } from "./world/record.ts";
import { timePasses } from "./world/storage.ts";
import { acmeSetup, startWorld, type World } from "./world/world.ts";

const names = ["FRONT-01", "BACK-01", "LAB-01"];

let world: World;
let session: ClientMessage;
let reader: Reader;
beforeAll(async () => {
	world = await startWorld({ setup: acmeSetup(names), agents: names });
	session = await ask(world);
	reader = await signIn(world, world.person("tom"), session);
});
afterAll(() => world?.stop());

const cardSays = (card: ClientMessage, ...texts: string[]): Promise<ClientMessage> =>
	world
		.person("ada")
		.until(`the card with ${texts.join(" and ")}`, ({ messages }) =>
			messages.find((one) => one.ts === card.ts && texts.every((text) => textOf(one).includes(text))),
		);

test("of three endpoints one succeeds, one fails its check before, and one stays away", async () => {
	const ada = world.person("ada");
	await world.agent("LAB-01").stop();
	const mark = join(world.folder, "ran-");
	const card = await propose(world, session, {
		endpoints: names,
		before: '[ "$TEST_ENDPOINT" != BACK-01 ]',
		command: `touch '${mark}'"$TEST_ENDPOINT"`,
		after: 'echo "looked at $TEST_ENDPOINT"',
		changes: "goes three ways",
	});
	await ada.press(card, "Approve");
	const waiting = await cardSays(
		card,
		"Waiting to run on LAB-01",
		"On LAB-01: asleep or offline since",
		"must start by",
	);
	for (const text of [
		"Run on FRONT-01: exit 0",
		"Before on BACK-01: exit 1",
		"Run on BACK-01: not run, because a check before it failed",
		"After on BACK-01: exit 0",
	])
		expect(textOf(waiting)).toContain(text);

	await timePasses(world, 2 * 3_600_000);
	const over = textOf(await cardSays(card, "Not run on BACK-01 and LAB-01 · Done on FRONT-01"));
	for (const text of [
		"On BACK-01: Not run: a check before it failed",
		"looked at BACK-01",
		"looked at FRONT-01",
		"On LAB-01: it didn't accept the plan before the time to start had passed",
	])
		expect(over).toContain(text);
	await ada.message("Not run on BACK-01 and LAB-01 · Done on FRONT-01: Tom Okafor's “goes three ways”");
	// It names its own endpoint, and no other.
	await ada.message("didn't run on LAB-01: it didn't accept the plan");
	expect(names.map((name) => existsSync(mark + name))).toEqual([true, false, false]);
	const ends = (await entries(reader, "run.ended")).map(({ end }) => end.outcome).sort();
	expect(ends).toEqual(["exited", "exited", "exited", "exited", "exited", "skipped"]);
	expect(await entries(reader, "plan.undelivered")).toMatchObject([{ because: "run-by-passed" }]);
});
