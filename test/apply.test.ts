// The owner's set-up: applied against what the owner saw, kept in the log, and announced to the client's people.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { apply } from "../admin/apply.ts";
import { acme, type Team } from "../local/slack/team.ts";
import { ApplyRefusal, ApplyResponse, type Setup } from "../protocol/setup.ts";
import { answerChange, applyConfirmed } from "./world/people/changes.ts";
import { textOf } from "./world/people/chat.ts";
import { acmeSetup, channel, other, startWorld, type World } from "./world/world.ts";

type Input = z.input<typeof Setup>;

let world: World;
beforeAll(async () => {
	const fresh: Team = { ...acme, id: "T0NEW", name: "Newcomers", people: [], channels: [] };
	world = await startWorld({ agents: [], teams: [acme, other, fresh] });
});
afterAll(() => world?.stop());

const changed = (client: object, rest: Partial<Input> = {}): Input => {
	const setup = acmeSetup();
	return {
		...setup,
		...rest,
		clients: { "acme-dental": { ...setup.clients["acme-dental"], ...client } as never },
	};
};
const send = (setup: Input, more: object) =>
	world.owner("/admin/apply", { setup, tokens: {}, dryRun: false, by: "olga", ...more });
const revision = async (): Promise<number> =>
	ApplyResponse.parse((await send(acmeSetup(), { dryRun: true })).body).revision;
const AuditRows = z.array(z.object({ who: z.string(), what: z.string(), detail: z.string() }));
const audited = async (): Promise<string[]> => {
	const response = await fetch(`${world.workerUrl}/admin/audit`, {
		headers: { authorization: `Bearer ${world.secrets.OWNER_TOKEN}` },
	});
	return AuditRows.parse(await response.json()).map(({ who, what, detail }) => `${who}: ${what}: ${detail}`);
};
/** A workspace that the set-up file doesn't list at first. */
const newcomers = () => {
	const found = world.slack.workspaces.find(({ team }) => team === "T0NEW");
	if (!found) throw new Error("no T0NEW");
	return found;
};
const inChannel = (where: string, ...texts: string[]) =>
	world
		.person("eve")
		.until(`${texts.join(" and ")} in ${where}`, ({ messages }) =>
			messages.find((one) => one.channel === where && texts.every((text) => textOf(one).includes(text))),
		);

test("of two applies from the same state one succeeds; the other is refused, says why and writes nothing", async () => {
	const seen = await revision();
	const both = await Promise.all([
		send(changed({ name: "Acme One" }), { revision: seen }),
		send(changed({ name: "Acme Two" }), { revision: seen }),
	]);
	expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
	const refused = both.find(({ status }) => status === 409);
	expect(ApplyRefusal.parse(refused?.body)).toMatchObject({
		stale: true,
		errors: [expect.stringContaining("someone else applied a file in the meantime")],
	});
	const { changes } = ApplyResponse.parse((await send(acmeSetup(), { dryRun: true })).body);
	expect(changes).toHaveLength(1);
	expect((await send(acmeSetup(), { revision: null })).status).toBe(409);
	expect((await send(acmeSetup(), { revision: seen + 1 })).status).toBe(200);
});

test("the command shows the new changes if someone else applied a file in the meantime, asks again, and then applies", async () => {
	const file = join(world.folder, "setup.yaml");
	// JSON is YAML; tokens come from elsewhere here.
	const workspaces = { "slack:T0LOCAL1": {}, "slack:T0OTHER": {} };
	writeFileSync(file, JSON.stringify(changed({ name: "Acme Three" }, { workspaces })));
	const printed: string[] = [];
	let asked = 0;
	const ask = async () => {
		if (++asked === 1) await world.apply(changed({ name: "Acme Two" }));
		return true;
	};
	const env = { CAISEY_URL: world.workerUrl, CAISEY_OWNER_TOKEN: world.secrets.OWNER_TOKEN, USER: "olga" };
	const options = { dryRun: false, yes: false, vouch: [], reissue: [] };
	const { ok, lines } = await apply(file, options, env, { print: (line) => void printed.push(line), ask });
	expect([ok, lines[0], asked]).toEqual([true, "Applied.", 2]);
	expect(printed.join("\n")).toMatch(
		/name = Acme Three\n[\s\S]*someone else applied a file in the meantime[\s\S]*name = Acme Three/,
	);
	await world.apply(acmeSetup());
});

test("a further account of an approver is applied once the owner vouches for it by name, and the log says so", async () => {
	const { people } = acmeSetup().clients["acme-dental"] ?? {};
	const second = "slack:T0LOCAL1:U0ADA2";
	const ada = { ...people?.ada, name: "Ada Lindqvist", identities: ["slack:T0LOCAL1:U0ADA", second] };
	const setup = changed({ people: { ...people, ada } });
	const vouch = `acme-dental/ada=${second}`;
	const seen = await revision();
	const refused = await send(setup, { revision: seen });
	expect([refused.status, ApplyRefusal.parse(refused.body).errors]).toEqual([
		422,
		[`${second} is Ada Lindqvist (acme-dental/ada), who can approve: not confirmed`],
	]);
	for (const wrong of ["acme-dental/ada=slack:T0LOCAL1:U0DANA", `acme-dental/sam=${second}`, second])
		expect((await send(setup, { revision: seen, vouched: [wrong] })).status).toBe(422);

	const file = join(world.folder, "linked.yaml");
	writeFileSync(
		file,
		JSON.stringify({ ...setup, workspaces: { "slack:T0LOCAL1": {}, "slack:T0OTHER": {} } }),
	);
	const env = { CAISEY_URL: world.workerUrl, CAISEY_OWNER_TOKEN: world.secrets.OWNER_TOKEN, USER: "olga" };
	const applied = (more: object, ask: ((vouch: string[]) => Promise<boolean>) | null = null) =>
		apply(file, { dryRun: false, yes: false, vouch: [], reissue: [], ...more }, env, {
			print: () => {},
			ask,
		});
	for (const options of [{}, { yes: true }]) {
		const { ok, lines } = await applied(options);
		expect([ok, lines]).toEqual([false, [expect.stringMatching(`^Nothing changed: .*--vouch ${vouch}$`)]]);
	}
	const asked: string[][] = [];
	await applied({}, async (vouch) => asked.push(vouch) > 1);
	expect(asked).toEqual([[expect.stringContaining(`${second} is Ada Lindqvist`)]]);
	expect(await revision()).toBe(seen);
	expect(await applied({ yes: true, vouch: [vouch] })).toMatchObject({ ok: true });
	expect(await audited()).toContain(
		`the owner (olga): made sure: ${second} is Ada Lindqvist (acme-dental/ada), who can approve`,
	);
	await world.apply(acmeSetup());
});

test("workspaces, tokens and the MSP's name are in the log; a token's value never is", async () => {
	const tokens = [newcomers().renew(), newcomers().renew()];
	const { staff, clients } = acmeSetup();
	const workspaces = { "slack:T0LOCAL1": {}, "slack:T0OTHER": {}, "slack:T0NEW": {} };
	const setup = { v: 1 as const, msp: { name: "Brighter IT" }, staff, clients, workspaces };
	for (const token of [tokens[0], tokens[1], tokens[1]])
		await send(setup, { revision: await revision(), tokens: { "slack:T0NEW": token } });
	await world.apply(acmeSetup());
	const log = await audited();
	for (const line of [
		"the owner (olga): set-up: ~ the MSP: name = Brighter IT",
		"the owner (olga): set-up: + workspace slack:T0NEW",
		"the owner (olga): set-up: + workspace slack:T0NEW: its bot token",
		"the owner (olga): set-up: ~ workspace slack:T0NEW: its bot token",
		"the owner (a test): set-up: - workspace slack:T0NEW",
	])
		expect(log.filter((one) => one === line)).toHaveLength(1);
	for (const token of tokens) expect(log.join("\n")).not.toContain(token);
});

test("a change of approvers, policy or channels is announced in the client's channels, with what changed and who applied it", async () => {
	const { people } = acmeSetup().clients["acme-dental"] ?? {};
	const sam = { ...people?.sam, name: "Sam Roy", roles: ["technician" as const] };
	const eve = { name: "Eve Stone", identities: ["slack:T0LOCAL1:U0EVE"], roles: ["approver" as const] };
	await send(changed({ people: { ...people, sam, eve }, policy: { votes: 2 } }), {
		revision: await revision(),
	});
	await answerChange(world, "ada", "Confirm");
	const said = await inChannel(
		channel,
		"The owner (olga) changed the set-up of Acme Dental",
		"Eve Stone can now approve",
	);
	expect(textOf(said)).toContain("Sam Roy can no longer approve");
	expect(textOf(said)).toContain("approvals needed for each change: 2 (before: 1)");

	await send(changed({ channels: ["slack:T0LOCAL1:C0GENERAL"] }), { revision: await revision() });
	await answerChange(world, "ada", "Confirm");
	await inChannel("C0GENERAL", "changed the set-up of Acme Dental", "channel #general is now connected");
	const left = await inChannel(channel, "is no longer connected to Acme Dental");
	expect(textOf(left)).not.toContain("can approve");
});

test("changes that don't concern the client's people aren't announced there", async () => {
	await applyConfirmed(world, changed({ channels: ["slack:T0LOCAL1:C0ACME"] }));
	// Not what only proposes it, which names it, too.
	const set = "changed the set-up of Acme Dental";
	await inChannel(channel, set, "channel #general is no longer connected");
	const told = async () =>
		(await world.person("eve").state()).messages.filter(
			(one) => one.channel === channel && textOf(one).includes(set),
		).length;
	const before = await told();
	await world.apply(changed({ endpoints: { "FRONT-02": {} } }));
	await applyConfirmed(world, changed({ endpoints: { "FRONT-02": {} }, policy: { votes: 3 } }));
	await inChannel(channel, set, "approvals needed for each change: 3");
	expect(await told()).toBe(before + 1);
});

test("an apply whose token Slack rejects, or that is another workspace's, changes nothing and says which token to put where", async () => {
	const tokenFrom = "NEWCOMERS_TOKEN";
	const setup = { ...acmeSetup(), workspaces: { ...acmeSetup().workspaces, "slack:T0NEW": { tokenFrom } } };
	const seen = await revision();
	const [acmes] = world.slack.workspaces;
	for (const [token, words] of [
		[
			"xoxb-made-up",
			"Slack doesn't accept the token in NEWCOMERS_TOKEN (invalid_auth). Put the workspace's bot token there",
		],
		[
			"no token\nat all",
			"Slack doesn't accept the token in NEWCOMERS_TOKEN (it has characters that no token has)",
		],
		[
			acmes?.botToken,
			"the token in NEWCOMERS_TOKEN belongs to “Acme Dental” (slack:T0LOCAL1). Put the bot token of slack:T0NEW there",
		],
	])
		for (const dryRun of [true, false]) {
			const { status, body } = await send(setup, {
				revision: seen,
				dryRun,
				tokens: { "slack:T0NEW": token },
			});
			expect(status).toBe(422);
			expect(ApplyRefusal.parse(body).errors).toEqual([
				expect.stringContaining(`workspace slack:T0NEW: ${words}`),
			]);
		}
	expect(await revision()).toBe(seen);
	const token = newcomers().renew();
	expect(await send(setup, { revision: seen, tokens: { "slack:T0NEW": token } })).toMatchObject({
		status: 200,
	});
	await world.apply(acmeSetup());
});

test("a token that stops working while it is in use is warned of, and holds up no other change", async () => {
	const setup = {
		...acmeSetup(),
		workspaces: { ...acmeSetup().workspaces, "slack:T0NEW": { tokenFrom: "T" } },
	};
	const token = newcomers().renew();
	await send(setup, { revision: await revision(), tokens: { "slack:T0NEW": token } });
	newcomers().revoke();
	const changed = { ...setup, msp: { name: "Brightest IT" } };
	const { status, body } = await send(changed, {
		revision: await revision(),
		tokens: { "slack:T0NEW": token },
	});
	expect(status).toBe(200);
	expect(ApplyResponse.parse(body).warnings.join()).toContain("Slack doesn't accept the token in T (");
});
