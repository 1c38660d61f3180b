// Many plans that are approved for one endpoint: a hundred at once, and some of several sessions in turn.
import { once } from "node:events";
import { existsSync, readFileSync, watch } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { actions, dialogs } from "../cards/model/actions.ts";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import { forgedDialog } from "./world/chats/slack-dialog.ts";
import { deliver, pressBody } from "./world/forged/requests.ts";
import { endpointIn } from "./world/lines/line.ts";
import { ask } from "./world/people/acts.ts";
import { type Reader, signIn } from "./world/people/console.ts";
import { entries } from "./world/record.ts";
import { inStorage, putBack, rowsOf } from "./world/storage.ts";
import { channel, startWorld, type World } from "./world/world.ts";

const sessions = 10;
const each = 10;

let world: World;
beforeAll(async () => {
	// At the platform's own rate: nobody waits for the cards of so many.
	world = await startWorld({ rate: 1 });
});
afterAll(() => world?.stop());

const Transcript = z.looseObject({
	plans: z.array(z.looseObject({ state: z.string() })),
	runs: z.array(z.looseObject({ plan: z.string(), agentStartedAt: z.number().nullable() })),
});

/** One plan for each number, proposed by what Slack sends of the dialog; returns the presses that approve them. */
const propose = async (plans: number[], { session, reader }: Asked) => {
	const at = { conversation: channel, thread: session.ts, id: session.ts };
	const about = { session: reader.session };
	const endpoints = endpointIn(world.stateOf("CLIENT-ACCT-01"));
	for (const plan of plans) {
		const fields = { endpoints, command: `echo ${plan} >> '${mark()}'`, changes: `the change ${plan}` };
		await forgedDialog(world, "tom", "T0LOCAL1", { at, dialog: dialogs.plan, about, fields });
	}
	// Some dialogs were answered before the endpoint was.
	const proposed = () => entries(reader, "plan.proposed");
	await expect.poll(async () => (await proposed()).length).toBe(plans.length);
	return (await proposed()).map(({ plan: value }) =>
		pressBody({ by: "ada", action: actions.approve, value, thread: session.ts, message: "1.000001" }),
	);
};
type Asked = { session: ClientMessage; reader: Reader };

const mark = () => join(world.folder, "mark");
const marks = () => {
	const all = existsSync(mark()) ? readFileSync(mark(), "utf8").trim().split("\n").map(Number) : [];
	return all.filter((plan) => plan < sessions * each);
};
/** Waits for so many runs, and asks the Worker nothing meanwhile. */
const marked = async (runs: number): Promise<void> => {
	const watcher = watch(world.folder);
	while (marks().length < runs) await once(watcher, "change");
	watcher.close();
};

/** Waits until all of a session's plans are over. */
const ran = async (reader: Reader) => {
	const transcript = async () => Transcript.parse(await reader.json("transcript.json"));
	const open = async () => (await transcript()).plans.filter(({ state }) => state !== "finished").length;
	await expect.poll(open, { interval: 1_000 }).toBe(0);
	return (await transcript()).runs;
};

test("plans of several sessions start in the order of their approval, whenever they were proposed and however they arrived", async () => {
	const all: { reader: Reader; presses: string[] }[] = [];
	for (const n of [0, 1, 2]) {
		const session = await ask(world);
		const reader = await signIn(world, world.person("ada"), session);
		all.push({ reader, presses: await propose([1_000 + n, 1_003 + n], { session, reader }) });
	}
	await world.agent().stop();
	const approved: string[] = [];
	for (const turn of [1, 0])
		for (const { reader, presses } of all.toReversed()) {
			await deliver(world, presses[turn] ?? "");
			const decided = async () => (await entries(reader, "plan.decided")).map(({ plan }) => plan);
			await expect.poll(async () => (await decided()).length).toBe(turn === 1 ? 1 : 2);
			approved.push((await decided()).at(-1) ?? "");
		}
	const queued = () => inStorage(world, (database) => rowsOf(database, "queue")).flat();
	const waiting = () => queued().filter(({ state }) => state === "queued").length;
	await expect.poll(waiting).toBe(approved.length);
	// As if the last had arrived first.
	await world.worker().stop();
	inStorage(world, (database) => putBack(database, "queue", rowsOf(database, "queue").toReversed()));
	await world.restartWorker();
	world.runAgent("CLIENT-ACCT-01");
	const runs = (await Promise.all(all.map(({ reader }) => ran(reader)))).flat();
	const startOf = (plan: string) => runs.find((run) => run.plan === plan)?.agentStartedAt ?? 0;
	const started = approved.map(startOf);
	expect(started.every((at) => at > 0)).toBe(true);
	expect(started).toEqual(started.toSorted((a, b) => a - b));
});

test("a hundred plans that are approved for one endpoint within a second run once each, in the order of approval", async () => {
	const all: Asked[] = [];
	for (let n = 0; n < sessions; n++) {
		const session = await ask(world);
		all.push({ session, reader: await signIn(world, world.person("ada"), session) });
	}
	const presses = await Promise.all(
		all.map((asked, n) =>
			propose(
				Array.from({ length: each }, (_, i) => n + i * sessions),
				asked,
			),
		),
	);
	await Promise.all(presses.flat().map((press) => deliver(world, press)));
	await marked(sessions * each);

	for (const { reader } of all) {
		const runs = await ran(reader);
		expect(await entries(reader, "plan.refused")).toEqual([]);
		const approved = (await entries(reader, "plan.decided")).map(({ plan }) => plan);
		const started = runs.toSorted((a, b) => Number(a.agentStartedAt) - Number(b.agentStartedAt));
		expect(started.map(({ plan }) => plan)).toEqual(approved);
	}
	expect(marks().toSorted((a, b) => a - b)).toEqual(Array.from({ length: sessions * each }, (_, n) => n));
});
