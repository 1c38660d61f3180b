// The record against whoever holds the database: every change of a stored row is found; an erasure is seen, and verifies.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, planCard, propose } from "./world/acts.ts";
import { textOf } from "./world/chat.ts";
import { type Reader, signIn } from "./world/console.ts";
import { startWorld, type World } from "./world/world.ts";

type Verification = { ok: boolean; checks: { ok: boolean; what: string; detail: string }[] };

let world: World;
let reader: Reader;
beforeAll(async () => {
	world = await startWorld();
	const ada = world.person("ada");
	const session = await ask(world);
	await ada.say("C0ACME", "is this safe?", session.ts);
	const command = "seq 1 2000; echo oops >&2";
	const card = await propose(world, session, { command, changes: "counts" });
	await ada.press(card, "Approve");
	await ada.until("the end", ({ messages }) =>
		messages.find(
			(one) =>
				one.ts === card.ts && textOf(one).includes("on CLIENT-ACCT-01") && textOf(one).includes("exit 0"),
		),
	);
	reader = await signIn(world, ada, await planCard(ada, session, "counts"));
	expect((await reader.json<Verification>("verify")).ok).toBe(true);
});
afterAll(() => world?.stop());

/** Changes the database of the one object whose tables have what is changed, as somebody with the files could. */
const tamper = (statement: string): void => {
	const table = statement.match(/(?:UPDATE|FROM|INTO) (\w+)/)?.[1] as string;
	const changed = databases().filter((path) => {
		const database = new DatabaseSync(path);
		try {
			const known = database.prepare("SELECT count(*) AS n FROM sqlite_master WHERE name = ?").get(table);
			return known?.n === 1 && Number(database.prepare(statement).run().changes) > 0;
		} finally {
			database.close();
		}
	});
	if (changed.length === 0) throw new Error(`nothing was changed by: ${statement}`);
};

const databases = (): string[] =>
	readdirSync(join(world.folder, "worker"), { recursive: true, encoding: "utf8" })
		.filter((path) => path.endsWith(".sqlite"))
		.map((path) => join(world.folder, "worker", path));

const problems = async (): Promise<string> => {
	const { ok, checks } = await reader.json<Verification>("verify");
	const found = checks.filter((check) => !check.ok).map(({ what, detail }) => `${what}: ${detail}`);
	expect(ok).toBe(found.length === 0);
	return found.join("\n");
};

describe("an erasure by the owner", () => {
	test("strikes out the output, is seen with its reason, and the chain still verifies", async () => {
		const run = await reader.run("command");
		expect(await (await reader.get(`runs/${run}/stdout`)).text()).toContain("2000\n");
		const request = {
			session: reader.session,
			run,
			reason: "held a patient's name",
			approver: "Ada Lindqvist",
		};
		expect((await world.owner("/admin/erase", request)).status).toBe(200);
		expect((await world.owner("/admin/erase", request)).status).toBe(422);
		await expect(reader.get(`runs/${run}/stdout`)).rejects.toThrow(/410/);
		const text = await reader.text("transcript.txt");
		expect(text).toContain("held a patient's name");
		expect(text).not.toContain("    1999");
		expect(await problems()).toBe("");
	});
});

describe("a stored row that was changed behind our back is found:", () => {
	let pristine: () => void;
	beforeAll(async () => {
		pristine = await world.copyStorage();
		expect(await problems()).toBe("");
	});
	test.each([
		[
			"what was said",
			"UPDATE events SET payload = CAST(replace(payload, 'is this safe?', 'this is safe!') AS BLOB) WHERE kind = 'message.said'",
			/Events: event \d+ was changed/,
		],
		[
			"when it was said",
			"UPDATE events SET at = at + 1000 WHERE kind = 'message.said'",
			/its link does not follow/,
		],
		[
			"an event's kind",
			"UPDATE events SET kind = 'message.edited' WHERE kind = 'message.said'",
			/not of its kind/,
		],
		["a salt", "UPDATE events SET salt = randomblob(16) WHERE seq = 2", /event 2 was changed/],
		["an event taken away", "DELETE FROM events WHERE kind = 'message.said'", /is missing/],
		[
			"a plan's bytes",
			"UPDATE plans SET bytes = CAST(replace(bytes, 'seq 1 2000', 'seq 1 9000') AS BLOB)",
			/Plans: plan .* is not the one that was proposed/,
		],
		["a vote", "UPDATE votes SET verdict = 'deny'", /Votes/],
		[
			"a record's clock at the agent",
			"UPDATE records SET at = at + 1 WHERE n = 1",
			/its link does not follow/,
		],
		[
			"a record's clock at the Worker",
			"UPDATE records SET received_at = received_at + 1 WHERE n = 1",
			/its link does not follow/,
		],
		[
			"an event of a run",
			"UPDATE records SET payload = CAST(replace(payload, 'CAISEY_RUN', 'CAISEY_FUN') AS BLOB) WHERE n = 1",
			/its bytes were changed/,
		],
		[
			"the last record",
			"DELETE FROM records WHERE n = (SELECT max(n) FROM records)",
			/not the one whose head was signed/,
		],
	])("%s", async (_what, statement, found) => {
		await world.worker().stop();
		pristine();
		tamper(statement);
		await world.restartWorker();
		expect(await problems()).toMatch(found);
	});
});
