// The record against someone who holds the database: a change of a stored row is found, as far as docs/transcript.md says.
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { patience } from "./world/patience.ts";
import { ask, planCard, propose } from "./world/people/acts.ts";
import { textOf } from "./world/people/chat.ts";
import { type Reader, signIn } from "./world/people/console.ts";
import { checkedOutside } from "./world/record.ts";
import { changes, inStorage, putBack, rowsOf } from "./world/storage.ts";
import { startWorld, type World } from "./world/world.ts";

type Verification = { ok: boolean; checks: { ok: boolean; what: string; detail: string }[] };

let world: World;
let reader: Reader;
beforeAll(async () => {
	world = await startWorld();
	const ada = world.person("ada");
	const session = await ask(world);
	const note = { name: "note.txt", base64: Buffer.from("Count to 2000.\n").toString("base64") };
	await ada.say("C0ACME", "is this safe?", session.ts, [note]);
	const gate = join(world.folder, "gate");
	await world.shell(`mkfifo '${gate}'`);
	// Its output comes in two records: whoever reads it stops at its end, before the records that follow.
	const command = `seq 1 1000; read line < '${gate}'; seq 1001 2000; echo oops >&2`;
	const card = await propose(world, session, { command, changes: "counts" });
	await ada.press(card, "Approve");
	await ada.until("the first half", ({ messages }) =>
		messages.find((one) => one.ts === card.ts && /\b999\s+1000\b/.test(textOf(one))),
	);
	await world.shell(`echo go on > '${gate}'`);
	await ada.until("the end", ({ messages }) =>
		messages.find(
			(one) =>
				one.ts === card.ts && textOf(one).includes("on CLIENT-ACCT-01") && textOf(one).includes("exit 0"),
		),
	);
	reader = await signIn(world, ada, await planCard(ada, session, "counts"));
	const kept = async () => expect(await reader.text("transcript.json")).toContain('"name":"note.txt"');
	await vi.waitFor(kept, { timeout: patience, interval: 200 });
	expect((await reader.json<Verification>("verify")).ok).toBe(true);
});
afterAll(() => world?.stop());

/** Changes rows of the one object whose tables have them, as someone with the files could; what comes back undoes it. */
const tamper = (statement: string): (() => void) => {
	const table = statement.match(/(?:UPDATE|FROM|INTO) (\w+)/)?.[1] as string;
	const before = new Map(inStorage(world, (database) => [database.location(), rowsOf(database, table)]));
	const restore = () => {
		inStorage(world, (database) => putBack(database, table, before.get(database.location()) ?? []));
	};
	if (inStorage(world, (database) => changes(database, table, statement)).some((rows) => rows > 0))
		return restore;
	throw new Error(`nothing was changed by: ${statement}`);
};

/** A statement that changes what things of a kind say. */
const changed = (kind: string, name: string, to: string): string =>
	`UPDATE things SET body = json_set(body, '$.${name}', ${to}) WHERE kind = '${kind}'`;

const problems = async (): Promise<string> => {
	const { ok, checks } = await reader.json<Verification>("verify");
	const found = checks.filter((check) => !check.ok).map(({ what, detail }) => `${what}: ${detail}`);
	expect(ok).toBe(found.length === 0);
	return found.join("\n");
};

test("its export holds outside, by the Worker's key alone", async () => {
	expect(await checkedOutside(world, await reader.text("transcript.json"))).toMatch(
		/\nEverything holds\.\n$/,
	);
});

describe("a stored row that was changed behind our back is found:", () => {
	beforeAll(async () => expect(await problems()).toBe(""));
	let restore = () => {};
	afterEach(async () => {
		restore();
		expect(await problems()).toBe("");
	});
	test.each([
		[
			"what was said",
			"UPDATE events SET payload = CAST(replace(plain(payload), 'is this safe?', 'this is safe!') AS BLOB) WHERE kind = 'message.said'",
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
		[
			"talk removed without an erasure",
			"UPDATE events SET payload = NULL, salt = NULL WHERE kind = 'message.said'",
			/event \d+ is empty/,
		],
		[
			"output removed without an erasure",
			"UPDATE records SET payload = NULL, salt = NULL WHERE kind = 'stdout'",
			/no erasure of them is in the record/,
		],
		["a salt", "UPDATE events SET salt = randomblob(16) WHERE seq = 2", /event 2 was changed/],
		["an event taken away", "DELETE FROM events WHERE kind = 'message.said'", /is missing/],
		[
			"a plan's bytes",
			"UPDATE plans SET bytes = CAST(replace(plain(bytes), 'seq 1001 2000', 'seq 1001 9000') AS BLOB)",
			/Plans: plan .* is not the one that was proposed/,
		],
		["a vote", changed("vote", "verdict", "'deny'"), /Votes/],
		["whose vote it was", changed("vote", "person", "'p_gzzzzzzzzzzzzzzzz'"), /Votes/],
		["the name at a vote", changed("vote", "actor", "replace(body ->> 'actor', 'Ada', 'Eve')"), /Votes/],
		["when a vote was given", changed("vote", "at", "(body ->> 'at') - 1000"), /Votes/],
		["why a vote was given", changed("vote", "reason", "'because'"), /Votes/],
		[
			"where a vote is found",
			"UPDATE things SET key = 'pl_gzzzzzzzzzzzzzzzz p' WHERE kind = 'vote'",
			/Votes/,
		],
		["a vote taken away", "DELETE FROM things WHERE kind = 'vote'", /Votes/],
		[
			"an attachment's bytes",
			"UPDATE blobs SET bytes = CAST('Count to 9000.' || char(10) AS BLOB)",
			/Attachments: the attachment note\.txt/,
		],
		["an attachment taken away", "DELETE FROM blobs", /Attachments: the attachment note\.txt/],
		[
			"the context of a run",
			"UPDATE runs SET context = replace(context, 'CAISEY_RUN', 'CAISEY_FUN')",
			/its context is not/,
		],
		["a context that is not one any more", "UPDATE runs SET context = '?'", /its context is not/],
		["when a run started", "UPDATE runs SET started_at = started_at + 1", /its start is not/],
		["when a run ended", "UPDATE runs SET ended_at = ended_at + 1", /its end is not/],
		[
			"the summary of a run",
			"UPDATE runs SET summary = replace(summary, '\"code\":0', '\"code\":1')",
			/its summary is not/,
		],
		["how much a run put out", "UPDATE runs SET stdout = stdout + 1", /its number of bytes is not/],
		["that a run agrees", "UPDATE runs SET agrees = 0", /its agreement is not/],
		["what was found when a run ended", "UPDATE runs SET found = NULL", /its finding is not/],
		["that a run was rejected", "UPDATE runs SET rejected = 'because'", /its rejection is not/],
		["the head of a run", "UPDATE runs SET head = NULL", /its head is not/],
		["a run's step", "UPDATE runs SET step = 1", /the runs are not those of the approved plans/],
		["a run taken away", "DELETE FROM runs", /Runs: run r_\w+ is missing/],
		[
			"who proposed a plan",
			"UPDATE plans SET proposer = replace(proposer, 'Tom', 'Eve')",
			/its proposer is not/,
		],
		["the state of a plan", "UPDATE plans SET state = 'denied'", /its state is not/],
		["what was asked for", "UPDATE session SET request = 'something else'", /Request: .*its request is not/],
		[
			"who asked for it",
			"UPDATE session SET requester = replace(requester, 'Dana', 'Eve')",
			/its requester is not/,
		],
		["when it was asked for", "UPDATE session SET opened_at = opened_at - 1", /its opening is not/],
		[
			"where it was asked for",
			"UPDATE session SET place = replace(place, 'C0ACME', 'C0EVIL')",
			/its place is not/,
		],
		[
			"an endpoint's key",
			changed("endpoint-key", "key", "'MCowBQYDK2VwAyEAMCowBQYDK2VwAyEAMCowBQYDK2U='"),
			/the key of CLIENT-ACCT-01 is not the one in the plan/,
		],
		[
			"an agent's summary that is no longer valid",
			`UPDATE records SET payload = CAST(replace(plain(payload), '"summary":"{', '"summary":"[') AS BLOB) WHERE n = (SELECT max(n) FROM records)`,
			/the agent's own count can't be read/,
		],
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
			"UPDATE records SET payload = CAST(replace(plain(payload), 'CAISEY_RUN', 'CAISEY_FUN') AS BLOB) WHERE n = 1",
			/its bytes were changed/,
		],
		[
			"the last record",
			"DELETE FROM records WHERE n = (SELECT max(n) FROM records)",
			/not the one whose head was signed/,
		],
	])("%s", async (_what, statement, found) => {
		restore = tamper(statement);
		expect(await problems()).toMatch(found);
		await reader.text("");
		expect(await reader.text("transcript.txt")).toContain("=== end of transcript ===");
	});
});
