// Enterprise Grid: people are known by their organisation's id, and are told of what concerns them all the same.
import { cpSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startAgent } from "../local/agent.ts";
import { acme } from "../local/slack/team.ts";
import { ask, propose } from "./world/acts.ts";
import { textOf } from "./world/chat.ts";
import { signIn } from "./world/console.ts";
import { entries } from "./world/record.ts";
import { acmeSetup, startWorld, type World } from "./world/world.ts";

let world: World;
const grid = "E0GRID";
/** Everybody of Acme's set-up, as the organisation knows them. */
const setup = () =>
	JSON.parse(JSON.stringify(acmeSetup()).replaceAll("slack:T0LOCAL1:U", `slack:${grid}:U`)) as ReturnType<
		typeof acmeSetup
	>;
beforeAll(async () => {
	world = await startWorld({ teams: [{ ...acme, enterprise: grid }], setup: setup() });
});
afterAll(() => world?.stop());

test("an approver is mentioned, gets the card directly, and decides on it; everybody hears how it went", async () => {
	const [ada, dana] = [world.person("ada"), world.person("dana")];
	const root = await ask(world);
	const reader = await signIn(world, dana, root);
	await propose(world, root, { command: "echo grid", changes: "says grid" });
	const asked = await ada.message("asks you to approve a change", "says grid");
	expect(textOf(asked)).toMatch(/^@Ada Lindqvist , {2}@Sam Roy/);
	const direct = await ada.until("her own card", ({ messages }) =>
		messages.find((one) => one.channel === "D0ADA" && textOf(one).includes("says grid")),
	);
	await ada.press(direct, "Approve");
	await dana.until("word of how it went", ({ messages }) =>
		messages.find((one) => /^@Dana Reyes.*Done on CLIENT-ACCT-01: says grid/.test(textOf(one))),
	);
	expect(await entries(reader, "vote.cast")).toMatchObject([
		{ ref: { channel: "D0ADA" }, actor: { identity: `slack:${grid}:U0ADA` } },
	]);
});

test("what is told to one person alone reaches them through a workspace of their organisation", async () => {
	const copy = join(world.folder, "clone");
	cpSync(world.stateOf("CLIENT-ACCT-01"), copy, {
		recursive: true,
		filter: (path) => !path.endsWith("lock"),
	});
	const clone = startAgent({ state: copy, log: join(world.folder, "clone.log") });
	await Promise.all([clone.ended, world.agent().ended]);
	// Nobody is owner here, so the technician is told.
	await world
		.person("tom")
		.until("the message", ({ messages }) =>
			messages.find(
				(one) => one.channel === "D0TOM" && textOf(one).includes("--reissue <client>/CLIENT-ACCT-01"),
			),
		);
});
