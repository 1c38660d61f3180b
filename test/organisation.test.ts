// Slack says in each event which organization a workspace belongs to: the owner learns it if the set-up file lacks it.
import { afterAll, beforeAll, expect, test } from "vitest";
import { wrap } from "../local/slack/deliver/events.ts";
import { acme } from "../local/slack/team.ts";
import { deliver } from "./world/forged/requests.ts";
import { ask } from "./world/people/acts.ts";
import { workspaces } from "./world/record.ts";
import { acmeSetup, channel, startWorld, type World } from "./world/world.ts";

let world: World;
beforeAll(async () => {
	world = await startWorld({ agents: [] });
});
afterAll(() => world?.stop());

const said = (authorization: object): string => {
	const event = {
		type: "message",
		channel,
		channel_type: "channel",
		text: "hello",
		user: "U0DANA",
		ts: "1.1",
	};
	return JSON.stringify({ ...wrap(event, acme), authorizations: [authorization] });
};
const hear = async (authorization: object) =>
	expect((await deliver(world, said(authorization), { type: "application/json" })).status).toBe(200);
const toldOnApply = async (enterprise?: string) => {
	const setup = acmeSetup();
	const listed = { ...setup.workspaces?.["slack:T0LOCAL1"], ...(enterprise && { enterprise }) };
	const { warnings } = await world.apply({
		...setup,
		workspaces: { ...setup.workspaces, "slack:T0LOCAL1": listed },
	});
	return warnings.filter((one) => one.includes("organization"));
};

test("the owner hears of a workspace's organization until the set-up file names it", async () => {
	await ask(world);
	expect(await toldOnApply()).toEqual([]);
	await hear({ team_id: acme.id, enterprise_id: "E0GRID" });
	expect(await workspaces(world)).toMatchObject([{ organisation: "E0GRID" }, { organisation: null }]);
	expect(await toldOnApply()).toEqual([
		"workspace slack:T0LOCAL1 belongs to the organization E0GRID. Add enterprise: E0GRID to it; until then its people get no direct messages",
	]);
	expect(await toldOnApply("E0OTHER")).toHaveLength(1);
	expect(await toldOnApply("E0GRID")).toEqual([]);
});

test("an event about another team's authorization says nothing about this one", async () => {
	await hear({ team_id: "T0ELSEWHERE", enterprise_id: "E0ELSEWHERE" });
	expect(await workspaces(world)).toMatchObject([{ organisation: "E0GRID" }, { organisation: null }]);
});
