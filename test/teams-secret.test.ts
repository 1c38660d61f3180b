// A client secret that Microsoft no longer takes: `apply` says so, and the owner hears of it once, where that works.
import { afterAll, beforeAll, expect, test } from "vitest";
import { ApplyRefusal, ApplyResponse } from "../protocol/setup.ts";
import { ask } from "./world/people/acts.ts";
import { textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { entries } from "./world/record.ts";
import { app } from "./world/teams/connector.ts";
import { channel, tenant } from "./world/teams/person.ts";
import { startTeamsWorld, type TeamsWorld } from "./world/teams/world.ts";
import { acmeSetup } from "./world/world.ts";

/** The client is in Slack; so is the owner. */
const inSlack = () => {
	const { staff, ...setup } = acmeSetup();
	const olga = { name: "Olga Berg", identities: ["slack:T0LOCAL1:U0EVE"], roles: ["owner" as const] };
	return { ...setup, staff: { ...staff, olga } };
};
const withDesk = () => {
	const setup = inSlack();
	return {
		...setup,
		msp: { name: "Brightside IT", desk: `teams:${tenant}:${channel}` },
		workspaces: { ...setup.workspaces, [`teams:${tenant}`]: {} },
	};
};

let world: TeamsWorld;
beforeAll(async () => {
	world = await startTeamsWorld({ agents: [], setup: withDesk() });
});
afterAll(() => world?.stop());

const restart = async (password: string): Promise<void> => {
	await world.worker().stop();
	await world.restartWorker({ TEAMS_APP_PASSWORD: password });
};
const revision = async (): Promise<number> => {
	const { body } = await world.owner("/admin/apply", {
		setup: inSlack(),
		tokens: {},
		dryRun: true,
		by: "olga",
	});
	return ApplyResponse.parse(body).revision;
};
const apply = async (setup: ReturnType<typeof inSlack>) =>
	world.owner("/admin/apply", { setup, tokens: {}, dryRun: false, by: "olga", revision: await revision() });
const told = async () =>
	(await world.person("eve").state()).messages
		.filter((one) => one.channel === "D0EVE")
		.map(textOf)
		.filter((text) => text.includes("I have no access to Teams at"));

test("the owner hears once that the app's secret is no longer taken, each session's record has it, and the desk gets what waited", async () => {
	const tom = world.teams("tom");
	await tom.say(channel, "<p>@Caisey help</p>");
	await ask(world, "what the desk sees");
	await tom.sees("Caisey session", "what the desk sees");
	await restart("a secret that has expired");
	const requests = ["nobody in Teams sees this", "nor this"];
	for (const request of requests) {
		const reader = await signIn(world, world.person("dana"), await ask(world, request));
		await expect
			.poll(() => entries(reader, "thread.unopened"))
			.toMatchObject([{ because: "access-refused", told: "directly", thread: "desk" }]);
	}
	await expect.poll(told).toHaveLength(1);
	const { status, body } = await apply(withDesk());
	expect(status).toBe(200);
	const { warnings } = ApplyResponse.parse(body);
	expect(warnings.join()).toContain("Teams: Microsoft doesn't accept the Worker's TEAMS_APP_ID");
	await restart(app.password);
	expect(ApplyResponse.parse((await apply(withDesk())).body).warnings.join()).not.toContain("Microsoft");
	for (const request of requests) await tom.sees("Caisey session", request);
	expect(await told()).toHaveLength(1);
});

test("a first apply with workspaces in Teams changes nothing if Microsoft doesn't take the app's secret, and says what to set", async () => {
	expect((await apply(inSlack())).status).toBe(200);
	await restart("a secret's id");
	const { status, body } = await apply(withDesk());
	expect(status).toBe(422);
	expect(ApplyRefusal.parse(body).errors).toEqual([
		expect.stringMatching(
			/^Teams: Microsoft doesn't accept the Worker's TEAMS_APP_ID.*npx wrangler secret put TEAMS_APP_PASSWORD$/,
		),
	]);
	await restart(app.password);
	expect((await apply(withDesk())).status).toBe(200);
});
