// Presses as only Slack can bring them: wrongly signed, and from people of another company in a channel that is shared.
import { createHmac } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { actions } from "../cards/model/actions.ts";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import { carried, deliver, pressBody } from "./world/forged/requests.ts";
import { ask, propose } from "./world/people/acts.ts";
import { type Reader, signIn } from "./world/people/console.ts";
import { answered, entries, entriesOf } from "./world/record.ts";
import { startWorld, type World } from "./world/world.ts";

let world: World;
let session: ClientMessage;
let reader: Reader;
/** Open until the last test. */
let card: ClientMessage;

beforeAll(async () => {
	world = await startWorld();
	session = await ask(world);
	reader = await signIn(world, world.person("tom"), session);
	const command = `echo ran >> '${join(world.folder, "first")}'`;
	card = await propose(world, session, { command, changes: "the first" });
});
afterAll(() => world?.stop());

const approval = (more: object = {}) =>
	pressBody({
		by: "ada",
		action: actions.approve,
		value: carried(card, actions.approve),
		thread: session.ts,
		message: card.ts,
		...more,
	});

const stillOpen = async () => {
	const kinds = (await entriesOf(reader)).map(({ kind }) => kind);
	for (const kind of ["vote.cast", "plan.decided", "run.started"]) expect(kinds).not.toContain(kind);
	expect(existsSync(join(world.folder, "first"))).toBe(false);
};

/** Without the Worker's own entries: a card may be shown to another approver meanwhile. */
const ofPeople = async () => (await entriesOf(reader)).filter(({ actor }) => actor.surface !== "worker");

test("a stranger in a shared channel with an approver's user id has no role", async () => {
	const ada = world.person("ada");
	await answered(ada, () => deliver(world, approval({ home: "T0OTHER" })), "Ask one of them");
	const last = (await entries(reader, "attempt.refused")).at(-1);
	expect(last).toMatchObject({
		actor: { person: null, identity: "slack:T0OTHER:U0ADA" },
		refusal: { code: "not-an-approver" },
	});
	await stillOpen();
});

test.each([
	["with another secret", { secret: "0123456789abcdef" }],
	["of six minutes ago", { at: -360 }],
	["of six minutes from now", { at: 360 }],
	["with an empty secret", { secret: "" }],
])("an approver's press signed %s is not let in", async (_, signing) => {
	const before = await ofPeople();
	// The very same press counts when its signature is valid: see below.
	expect((await deliver(world, approval(), signing)).status).toBe(401);
	expect(await ofPeople()).toEqual(before);
	await stillOpen();
});

test("a signature of another body is not let in", async () => {
	const body = pressBody({
		by: "dana",
		action: actions.help,
		value: "x",
		thread: session.ts,
		message: card.ts,
	});
	const time = `${Math.floor(Date.now() / 1000)}`;
	const digest = createHmac("sha256", world.secrets.SLACK_SIGNING_SECRET)
		.update(`v0:${time}:${body}`)
		.digest("hex");
	const headers = {
		"content-type": "application/x-www-form-urlencoded",
		"x-slack-request-timestamp": time,
		"x-slack-signature": `v0=${digest}`,
	};
	const send = (text: string) =>
		fetch(`${world.workerUrl}/slack/events`, { method: "POST", headers, body: text });
	expect((await send(body.replace("dana", "ada"))).status).toBe(401);
	expect((await send(body)).status).toBe(200);
	await stillOpen();
});

test("the very same press, signed well, decides", async () => {
	expect((await deliver(world, approval())).status).toBe(200);
	await world.person("ada").message("Done on CLIENT-ACCT-01", "the first");
	expect(await entries(reader, "vote.cast")).toHaveLength(1);
	expect(await reader.json("verify")).toMatchObject({ ok: true });
});
