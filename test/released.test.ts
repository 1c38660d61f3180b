// The disks of every released version open in this one: each transcript is as it was, verifies, and goes on.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { acme } from "../local/slack/team.ts";
import { Secrets } from "../local/vars.ts";
import { releasedSetup } from "./released/set-up.ts";
import { brightside } from "./world/companies/threads.ts";
import { ask, planCard, propose } from "./world/people/acts.ts";
import { textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { startTeamsWorld, type TeamsWorld } from "./world/teams/world.ts";

const folder = join(import.meta.dirname, "released");
const versions = readdirSync(folder).filter((name) => /^\d{4}-/.test(name));

const Transcript = z.looseObject({
	events: z.array(z.looseObject({ seq: z.int() })),
	runs: z.array(
		z.looseObject({
			run: z.string(),
			...{ stdout: z.unknown(), stderr: z.unknown(), head: z.unknown() },
			/** Missing in the first version. */
			doubted: z.unknown().optional(),
		}),
	),
});
const Kept = z.record(
	z.string(),
	Transcript.extend({ message: z.object({ channel: z.string(), ts: z.string() }) }),
);

test("every released version is tried", () => expect(versions).not.toEqual([]));

describe.each(versions)("the disks of %s", (version) => {
	const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, version, name), "utf8"));
	const kept = Kept.parse(read("transcripts.json"));
	let world: TeamsWorld;
	beforeAll(async () => {
		world = await startTeamsWorld({
			setup: releasedSetup(),
			teams: [acme, brightside],
			released: {
				disks: join(folder, version, "disks.tar.xz"),
				secrets: Secrets.parse(read("secrets.json")),
			},
		});
	});
	afterAll(() => world?.stop());

	const root = (key: string) =>
		world
			.person("tom")
			.until(`the session ${key}`, ({ messages }) => messages.find(({ ts }) => ts === kept[key]?.message.ts));
	const open = async (key: string) => signIn(world, world.person("tom"), await root(key));

	test.each(Object.keys(kept))("the session %s holds all that it held, and verifies", async (key) => {
		const reader = await open(key);
		const now = Transcript.parse(await reader.json("transcript.json"));
		const before = kept[key];
		expect(now.events.slice(0, before?.events.length)).toEqual(before?.events);
		for (const run of before?.runs ?? []) {
			const same = now.runs.find((one) => one.run === run.run);
			const { stdout, stderr, head, doubted } = run;
			expect(same).toMatchObject({ stdout, stderr, head, ...(doubted !== undefined && { doubted }) });
		}
		const { ok, checks } = await reader.json<{ ok: boolean; checks: { ok: boolean }[] }>("verify");
		expect(checks.filter((check) => !check.ok)).toEqual([]);
		expect(ok).toBe(true);
	});

	test("its page shows the output and who decided", async () => {
		const reader = await open("done");
		const page = await reader.text("");
		for (const text of ["LegacyMode=0", "Ada Lindqvist", "Not today."]) expect(page).toContain(text);
		const run = await reader.run("after");
		expect(await reader.text(`runs/${run}/stdout`)).toBe("LegacyMode=0\n");
	});

	test("its endpoint runs newly approved plans, in an old session and in a new one", async () => {
		const ada = world.person("ada");
		for (const [changes, session] of [
			["runs in an old session", await root("open")],
			["runs in a new session", await ask(world)],
		] as const) {
			const card = await propose(world, session, { command: "echo still here", changes });
			await ada.press(card, "Approve");
			await ada.until("its end", ({ messages }) =>
				messages.find(
					(one) => one.ts === card.ts && textOf(one).includes("still here") && textOf(one).includes("exit 0"),
				),
			);
			const reader = await signIn(world, ada, await planCard(ada, session, changes));
			const { checks } = await reader.json<{ checks: { ok: boolean }[] }>("verify");
			expect(checks.filter(({ ok }) => !ok)).toEqual([]);
		}
	});
});
