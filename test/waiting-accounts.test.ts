// An account that an owner adds to an approver in the set-up file signs nobody in as them before an approver has confirmed it.
import { afterAll, beforeAll, expect, test } from "vitest";
import { tenant } from "../local/teams/tenant.ts";
import { ask, propose } from "./world/people/acts.ts";
import { answerChange } from "./world/people/changes.ts";
import { signIn } from "./world/people/console.ts";
import { openJar } from "./world/people/jar.ts";
import { offerSignIn, throughSlack } from "./world/people/sign-in.ts";
import { entries } from "./world/record.ts";
import { acmeSetup, startWorld, type World } from "./world/world.ts";

let world: World;
let stop: () => Promise<void>;
beforeAll(async () => {
	world = await startWorld();
	({ stop } = await offerSignIn(world, [{ team: "T0LOCAL1", user: "U0EVE", name: "Eve" }], tenant, []));
});
afterAll(async () => {
	await stop?.();
	await world?.stop();
});

const eve = "slack:T0LOCAL1:U0EVE";
const withEve = () => {
	const setup = acmeSetup();
	const client = setup.clients["acme-dental"];
	const ada = client?.people?.ada;
	if (!client || !ada) throw new Error("no Ada");
	const people = { ...client.people, ada: { ...ada, identities: [...(ada.identities ?? []), eve] } };
	return { ...setup, clients: { "acme-dental": { ...client, people } } };
};
/** What the browser of whoever has that account gets, and whether it votes on this plan. */
const asEve = async (path: string) => {
	const jar = openJar();
	const home = await jar.open(await throughSlack(world, jar, "T0LOCAL1-U0EVE", "/changes"));
	const session = await jar.open(`${world.workerUrl}${path}`);
	const vote = /action="([^"]+\/vote)"/.exec(session.text)?.[1];
	if (vote !== undefined)
		await jar.open(new URL(vote, world.workerUrl).href, {
			method: "POST",
			body: new URLSearchParams({ verdict: "approve" }),
		});
	return { home, session };
};

test("an account that waits for confirmation signs nobody in as the approver, to vote or to confirm it; nor once it is refused", async () => {
	const { proposed } = await world.apply(withEve());
	expect(proposed).toHaveLength(1);
	const plan = await ask(world);
	await propose(world, plan, { command: "echo hello", changes: "by a thief" });
	const reader = await signIn(world, world.person("tom"), plan);
	const thief = async () => {
		const { home, session } = await asEve(reader.path);
		expect([home.status, home.text.includes("/confirm"), session.status]).toEqual([403, false, 401]);
		expect(await entries(reader, "vote.cast")).toEqual([]);
	};
	await thief();
	await answerChange(world, "sam", "Refuse");
	await thief();
});

test("once an approver has confirmed it, it does", async () => {
	const setup = withEve();
	const client = setup.clients["acme-dental"];
	await world.apply({
		...setup,
		clients: { "acme-dental": { ...client, policy: { ...client.policy, decideWithin: 7200 } } },
	});
	await answerChange(world, "sam", "Confirm");
	await expect.poll(async () => (await asEve("/")).home.text).toContain("Ada Lindqvist");
});
