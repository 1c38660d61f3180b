// The Worker is killed right after each step of the line: no message is lost, and every session ends as it should, with one run.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import { deliver, eventBody } from "./world/forged/requests.ts";
import { type Line, startLine } from "./world/lines/line.ts";
import { appears, ask, fillIn, planCard, propose } from "./world/people/acts.ts";
import { textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { entries } from "./world/record.ts";
import { channel, startWorld, type World } from "./world/world.ts";

let world: World;
let line: Line;
beforeAll(async () => {
	world = await startWorld({
		agentUrl: async (url) => {
			line = await startLine(url);
			return line.url;
		},
	});
});
afterAll(async () => {
	await world?.stop();
	line?.close();
});

const killed = async (): Promise<void> => {
	await world.worker().kill();
	await world.restartWorker();
};

const file = (name: string) => join(world.folder, name);
const once = (name: string) => `echo ran >> '${file(name)}'`;

/** How many messages in the client's channel contain this. */
const shown = async (text: string): Promise<number> =>
	(await world.person("ada").state()).messages.filter(
		(one) => one.channel === channel && !one.onlyYou && textOf(one).includes(text),
	).length;

/** The plan ended well, ran once, is announced once, and its record verifies. */
const endsWell = async (session: ClientMessage, name: string): Promise<void> => {
	const ada = world.person("ada");
	await ada.message(`Done on CLIENT-ACCT-01: Tom Okafor's “${name}”`);
	expect(readFileSync(file(name), "utf8")).toBe("ran\n");
	const reader = await signIn(world, ada, session);
	const kinds = ["plan.proposed", "vote.cast", "plan.decided", "run.started", "run.ended"] as const;
	for (const kind of kinds) expect([kind, (await entries(reader, kind)).length]).toEqual([kind, 1]);
	// Word of it may come later than the run itself.
	await expect.poll(() => entries(reader, "plan.accepted")).toHaveLength(1);
	expect((await entries(reader, "run.ended"))[0]?.end).toEqual({ outcome: "exited", code: 0 });
	expect(await reader.json("verify")).toMatchObject({ ok: true });
	expect(await shown(`Done on CLIENT-ACCT-01: Tom Okafor's “${name}”`)).toBe(1);
	expect(await shown(`asks you to approve a change on CLIENT-ACCT-01: “${name}”`)).toBe(1);
};

const approve = async (session: ClientMessage, name: string): Promise<void> => {
	const ada = world.person("ada");
	await ada.press(await planCard(ada, session, name), "Approve");
};

test("after someone's words had their answer: they are in the transcript", async () => {
	const session = await ask(world);
	const reader = await signIn(world, world.person("tom"), session);
	const at = "1700000001.000100";
	const said = { type: "message", channel, channel_type: "channel", user: "U0DANA", team: "T0LOCAL1" };
	const body = eventBody({ ...said, ts: at, event_ts: at, thread_ts: session.ts, text: "Remember this." });
	expect((await deliver(world, body, { type: "application/json" })).status).toBe(200);
	await killed();
	expect((await entries(reader, "message.said")).map(({ text }) => text)).toEqual(["Remember this."]);
});

test("after a slash command had its answer: its session opens", async () => {
	const dana = world.person("dana");
	const { trouble } = await dana.say(channel, "/caisey nobody may lose this");
	await killed();
	expect(trouble).toBeFalsy();
	await dana.message("Caisey session", "nobody may lose this");
	expect(await shown("nobody may lose this")).toBe(1);
});

test("when a session is opened: its message is there once", async () => {
	const reader = await signIn(world, world.person("tom"), await ask(world, "survive this"));
	await killed();
	await ask(world, "the next one");
	expect(await shown("survive this")).toBe(1);
	expect(await entries(reader, "session.opened")).toHaveLength(1);
});

test("when a plan is proposed", async () => {
	const session = await ask(world);
	const { trouble } = await fillIn(world.person("tom"), session, {
		command: once("proposed"),
		changes: "proposed",
	});
	await killed();
	expect(trouble).toBeUndefined();
	await approve(session, "proposed");
	await endsWell(session, "proposed");
});

test("when a plan is approved", async () => {
	const session = await ask(world);
	await propose(world, session, { command: once("approved"), changes: "approved" });
	const reader = await signIn(world, world.person("tom"), session);
	await approve(session, "approved");
	await expect.poll(() => entries(reader, "vote.cast")).toHaveLength(1);
	await killed();
	await endsWell(session, "approved");
});

test.each([
	["sent, and arrives", true],
	["sent, and is lost", false],
])("when a grant is %s", async (_, arrives) => {
	const name = `granted ${arrives}`;
	const session = await ask(world);
	await propose(world, session, { command: once(name), changes: name });
	const gone = Promise.withResolvers<void>();
	line.onGrant = (grant) => {
		line.onGrant = null;
		gone.resolve(world.worker().kill());
		return arrives ? grant : null;
	};
	await approve(session, name);
	await gone.promise;
	await world.restartWorker();
	await endsWell(session, name);
});

test("when the first output is there", async () => {
	const session = await ask(world);
	const command = `printf 'be%s\\n' gun; while [ ! -e '${file("go")}' ]; do sleep 0.05; done; ${once("printed")}`;
	await propose(world, session, { command, changes: "printed" });
	await approve(session, "printed");
	await world.person("ada").message("begun");
	await world.worker().kill();
	writeFileSync(file("go"), "");
	await world.restartWorker();
	await endsWell(session, "printed");
});

test("when the process has ended", async () => {
	const session = await ask(world);
	await propose(world, session, { command: `${once("ended")}; exit 0`, changes: "ended" });
	const ended = appears(world.folder, "ended");
	await approve(session, "ended");
	await ended;
	await killed();
	await endsWell(session, "ended");
});
