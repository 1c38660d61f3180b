// Erasing by policy: a closed session's output goes by itself when its days are over, and never under a legal hold.
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import { patience } from "./world/patience.ts";
import { ask, close, planCard, propose } from "./world/people/acts.ts";
import { applyConfirmed } from "./world/people/changes.ts";
import { textOf } from "./world/people/chat.ts";
import { type Reader, signIn } from "./world/people/console.ts";
import { entries } from "./world/record.ts";
import { asRecorded, databasesWith, inStorage, rowsOf, timePasses } from "./world/storage.ts";
import { acmeSetup, startWorld, type World } from "./world/world.ts";

const day = 86_400_000;
const mark = "Zyx4711";

const setup = (policy: object) => {
	const { clients, staff, ...rest } = acmeSetup();
	const [acme, tom] = [clients["acme-dental"], staff?.tom];
	if (!acme || !tom) throw new Error("no Acme or no Tom");
	return {
		...rest,
		staff: { tom: { ...tom, roles: ["technician" as const, "owner" as const] } },
		clients: { "acme-dental": { ...acme, policy } },
	};
};

let world: World;
let tom: Reader;
let run: string;
let card: ClientMessage;
beforeAll(async () => {
	world = await startWorld({ setup: setup({ retentionDays: 3, legalHold: true }) });
	const [ada, dana] = [world.person("ada"), world.person("dana")];
	const session = await ask(world);
	const prints = "printf Zyx; printf 4711";
	card = await propose(world, session, { command: prints, before: prints, after: prints, changes: "prints" });
	await ada.press(card, "Approve");
	await ada.message("Done on", `${mark} → ${mark}`);
	const tomHere = world.person("tom");
	tom = await signIn(world, tomHere, await planCard(tomHere, session, "prints"));
	run = await tom.run("command");
	await close(dana, await dana.message("Caisey session"));
	await dana.message("You closed your request");
});
afterAll(() => world?.stop());

const lookedAt = (): number =>
	Number(inStorage(world, (database) => rowsOf(database, "session")).flat()[0]?.retention_at ?? 0);
const soon = <T>(look: () => T | Promise<T>) => vi.waitFor(look, { timeout: patience, interval: 200 });

test("under a legal hold nothing goes, however long ago the session was closed: it is checked, and left", async () => {
	await soon(() => expect(lookedAt()).toBeGreaterThan(Date.now()));
	await timePasses(world, 4 * day);
	await soon(() => expect(lookedAt()).toBeGreaterThan(Date.now()));
	expect(await entries(tom, "erased")).toEqual([]);
	expect(await (await tom.get(`runs/${run}/stdout`)).text()).toBe(mark);
});

test("when the days are over the output goes, from everywhere; the mark stays, and the record verifies", async () => {
	await applyConfirmed(world, setup({ retentionDays: 3 }));
	const asked = await tom.post("erasures", [
		["what", `run:${run}`],
		["reason", "nobody answers this"],
	]);
	expect(asked.status).toBe(303);
	await timePasses(world, 8 * day);
	const because = "kept for 3 days after the session closed";
	await soon(async () => expect(await tom.text("transcript.txt")).toContain(because));
	const marks = await entries(tom, "erased");
	expect(marks).toHaveLength(3);
	for (const one of marks) expect(one).toMatchObject({ reason: because, actor: { surface: "worker" } });
	await soon(async () => {
		await expect(tom.get(`runs/${run}/stdout`)).rejects.toThrow(/410/);
		expect(await tom.text("transcript.json")).not.toContain(mark);
	});
	await world
		.person("ada")
		.until("the card without output", ({ messages }) =>
			messages.find((one) => one.ts === card.ts && !textOf(one).includes(mark)),
		);
	await world.person("tom").message("No one confirmed the erasure");
	expect(await entries(tom, "erasure.ended")).toMatchObject([{ how: "expired" }]);

	await world.worker().stop();
	expect(databasesWith(world, mark)).toEqual([]);
	asRecorded(world, 12 * day);
	await world.restartWorker();
	const { ok, checks } = await tom.json<{ ok: boolean; checks: { ok: boolean }[] }>("verify");
	expect(checks.filter((check) => !check.ok)).toEqual([]);
	expect(ok).toBe(true);
});
