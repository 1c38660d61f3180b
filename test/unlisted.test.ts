// A workspace that the set-up file no longer names: no one decides from there, not even people with a role elsewhere.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask as askInSlack, propose as proposeInSlack } from "./world/people/acts.ts";
import { textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { entriesOf, strays } from "./world/record.ts";
import { buttonsOf, idOf, tenant } from "./world/teams/person.ts";
import { startTeamsWorld, type TeamsWorld } from "./world/teams/world.ts";
import { acmeSetup } from "./world/world.ts";

/** Acme in Slack, whose admins have a second account in Teams. */
const setup = (workspaces: string[]) => {
	const given = acmeSetup();
	const people = given.clients["acme-dental"]?.people ?? {};
	for (const handle of ["ada", "sam"]) people[handle]?.identities?.push(`teams:${tenant}:${idOf(handle)}`);
	const listed = Object.entries(given.workspaces ?? {});
	return { ...given, workspaces: Object.fromEntries([...listed, ...workspaces.map((id) => [id, {}])]) };
};

let world: TeamsWorld;
beforeAll(async () => {
	world = await startTeamsWorld({ setup: setup([`teams:${tenant}`]) });
});
afterAll(() => world?.stop());

test("a card sent while the workspace was listed decides and shows nothing once it isn't; listed again, it does", async () => {
	const ada = world.teams("ada");
	// Met once: so it is known how she is reached.
	await ada.say("a:ada", "help");
	const session = await askInSlack(world);
	const reader = await signIn(world, world.person("tom"), session);
	const mark = join(world.folder, "mark");
	const changes = "from where nobody decides";
	const card = await proposeInSlack(world, session, { command: `touch '${mark}'`, changes });
	const direct = await ada.sees("Approve this on CLIENT-ACCT-01", changes);
	const [approve] = buttonsOf(direct.activity.attachments?.[0]?.content).filter(
		({ title }) => title === "Approve",
	);
	expect(approve).toBeDefined();

	await world.apply(setup([]));
	const answer = await ada.execute(direct, approve as object);
	expect(JSON.stringify(answer)).toContain("nothing was done");
	expect(JSON.stringify(await ada.press(direct, "Details"))).not.toContain(mark);
	const kinds = (await entriesOf(reader)).map(({ kind }) => kind);
	expect(kinds).not.toContain("vote.cast");
	expect(existsSync(mark)).toBe(false);
	expect(await strays(world)).toContainEqual(expect.stringContaining(`teams:${tenant}`));

	await world.apply(setup([`teams:${tenant}`]));
	await ada.execute(direct, approve as object);
	await world
		.person("ada")
		.until("the end", ({ messages }) =>
			messages.find((one) => one.ts === card.ts && textOf(one).includes("Done on CLIENT-ACCT-01")),
		);
	expect(existsSync(mark)).toBe(true);
});
