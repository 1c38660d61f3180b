// A recording that outgrows one object continues in the next, and its readers can't tell.
import { createHash } from "node:crypto";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, planCard, propose } from "./world/people/acts.ts";
import { textOf } from "./world/people/chat.ts";
import { type Reader, signIn } from "./world/people/console.ts";
import { checkedOutside } from "./world/record.ts";
import { acmeSetup, startWorld, type World } from "./world/world.ts";

type Verification = { ok: boolean; checks: { ok: boolean; what: string; detail: string }[] };
type Row = { n: number; kind: string; offset: number; length: number; bytes: string };

const total = 10_000_000;
const partBytes = 1_000_000;

let world: World;
let reader: Reader;
let tom: Reader;
let run: string;
const output = { stdout: lines("out"), stderr: lines("err") };

beforeAll(async () => {
	const { staff, ...rest } = acmeSetup();
	if (!staff?.tom) throw new Error("no Tom");
	const setup: ReturnType<typeof acmeSetup> = {
		...rest,
		staff: { tom: { ...staff.tom, roles: ["technician", "owner"] } },
	};
	world = await startWorld({ setup, vars: { RECORDING_PART_BYTES: String(partBytes) } });
	const [out, err] = [join(world.folder, "out"), join(world.folder, "err")];
	writeFileSync(out, output.stdout);
	writeFileSync(err, output.stderr);
	const ada = world.person("ada");
	const command = `cat '${out}' & cat '${err}' >&2; wait`;
	const session = await ask(world);
	const card = await propose(world, session, { command, changes: "much output" });
	await ada.press(card, "Approve");
	const done = await ada.until("the end", ({ messages }) =>
		messages.find(
			(one) => one.ts === card.ts && / on CLIENT-ACCT-01/.test(textOf(one)) && /exit 0/.test(textOf(one)),
		),
	);
	expect(textOf(done)).toContain("stdout 10,000,000 bytes");
	reader = await signIn(world, ada, done);
	const tomHere = world.person("tom");
	tom = await signIn(world, tomHere, await planCard(tomHere, session, "much output"));
	run = await reader.run("command");
});
afterAll(() => world?.stop());

/** Numbered lines, as many bytes as are wanted. */
function lines(name: string): Buffer {
	const all = Array.from({ length: total / 16 }, (_, n) => `${name} ${String(n).padStart(11, "0")}\n`);
	return Buffer.from(all.join(""));
}

/** The databases of the recording's parts, in order, opened for one piece of work. */
const parts = <T>(work: (part: DatabaseSync, index: number) => T): T[] => {
	const found = readdirSync(join(world.folder, "worker"), { recursive: true, encoding: "utf8" })
		.filter((path) => path.endsWith(".sqlite"))
		.map((path) => new DatabaseSync(join(world.folder, "worker", path)));
	const numbered = found.flatMap((database) => {
		const known = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'records'").get();
		const row =
			known &&
			database
				.prepare(`SELECT body ->> 'part' AS part FROM things WHERE kind = 'recording' AND body ->> 'run' = ?`)
				.get(run);
		return row ? [{ database, part: Number(row.part) }] : [];
	});
	const results = numbered.sort((a, b) => a.part - b.part).map(({ database, part }) => work(database, part));
	for (const database of found) database.close();
	return results;
};

const sha256 = (of: Uint8Array): string => createHash("sha256").update(of).digest("hex");
const bytesOf = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());

const problems = async (): Promise<string> => {
	const { checks } = await reader.json<Verification>("verify");
	return checks
		.filter((check) => !check.ok)
		.map(({ what, detail }) => `${what}: ${detail}`)
		.join("\n");
};

test("the recording is in many objects, none much larger than the limit", () => {
	const sizes = parts((part) =>
		Number(part.prepare("SELECT sum(length(payload)) AS bytes FROM records").get()?.bytes),
	);
	expect(sizes.length).toBeGreaterThan(8);
	expect(Math.max(...sizes)).toBeLessThan(3 * partBytes);
});

test("each stream downloads whole, bit for bit", async () => {
	for (const stream of ["stdout", "stderr"] as const) {
		const stored = await bytesOf(await reader.get(`runs/${run}/${stream}`));
		expect(stored.length).toBe(total);
		expect(sha256(stored)).toBe(sha256(output[stream]));
	}
});

test("a range across the end of a part comes back as it was printed", async () => {
	const cuts = parts((part) =>
		Number(
			part.prepare("SELECT body ->> 'stdout' AS stdout FROM things WHERE kind = 'recording'").get()?.stdout,
		),
	).slice(1);
	for (const cut of [...cuts, total / 2]) {
		const [from, to] = [Math.max(0, cut - 1_500), Math.min(total, cut + 1_500)];
		const response = await reader.get(`runs/${run}/stdout`, { range: `bytes=${from}-${to - 1}` });
		expect(response.status).toBe(206);
		expect(await bytesOf(response)).toEqual(output.stdout.subarray(from, to));
	}
	const wide = await reader.get(`runs/${run}/stdout`, { range: "bytes=7-9999991" });
	expect(sha256(await bytesOf(wide))).toBe(sha256(output.stdout.subarray(7, 9_999_992)));
});

test("the page's records, page by page, are every record once", async () => {
	const seen: number[] = [];
	const pieces: Record<string, Buffer[]> = { stdout: [], stderr: [], event: [] };
	for (let after = 0; ; ) {
		const page = await reader.json<{ records: Row[]; next: number }>(`runs/${run}/records?after=${after}`);
		if (page.records.length === 0) break;
		for (const { n, kind, bytes } of page.records) {
			seen.push(n);
			pieces[kind]?.push(Buffer.from(bytes ?? "", "base64"));
		}
		after = page.next;
	}
	expect(seen).toEqual(seen.map((_, index) => index + 1));
	for (const stream of ["stdout", "stderr"] as const)
		expect(sha256(Buffer.concat(pieces[stream] ?? []))).toBe(sha256(output[stream]));
});

test("the blocks that its viewer opens are all of the output once, with each line counted", async () => {
	const rows: number[][] = [];
	for (let after = -1, complete = false; !complete; ) {
		const page = await reader.json<{ blocks: number[][]; complete: boolean; next?: number }>(
			`runs/${run}/blocks?after=${after}`,
		);
		rows.push(...page.blocks);
		after = page.next ?? rows.at(-1)?.[0] ?? after;
		complete = page.complete;
	}
	const pieces: Record<string, Buffer[]> = { stdout: [], stderr: [], event: [] };
	const [before, lines] = [
		{ stdout: 0, stderr: 0 },
		{ stdout: 0, stderr: 0 },
	];
	for (const [id, , , stdout = 0, stderr = 0, ...counted] of rows) {
		for (const [stream, at] of Object.entries({ stdout, stderr }) as ["stdout" | "stderr", number][]) {
			lines[stream] += output[stream].toString("latin1", before[stream], at).split("\n").length - 1;
			before[stream] = at;
		}
		expect(counted.slice(0, 2)).toEqual([lines.stdout, lines.stderr]);
		const { records } = await reader.json<{ records: Row[] }>(`runs/${run}/blocks/${id}`);
		for (const { kind, bytes } of records) pieces[kind]?.push(Buffer.from(bytes ?? "", "base64"));
	}
	for (const stream of ["stdout", "stderr"] as const)
		expect(sha256(Buffer.concat(pieces[stream] ?? []))).toBe(sha256(output[stream]));
});

test("the text has every line, and the JSON verifies without Caisey", async () => {
	const text = await reader.text("transcript.txt");
	expect(text).toContain("--- stdout (10,000,000 bytes) ---");
	const shown = (name: string) => text.match(new RegExp(`^ {4}${name} \\d{11}$`, "gm")) ?? [];
	for (const name of ["out", "err"]) expect(new Set(shown(name)).size).toBe(total / 16);

	const said = await checkedOutside(world, await reader.text("transcript.json"));
	expect(said).toMatch(/\nEverything holds\.\n$/);
	expect(said).toContain("stdout has the agent's SHA-256");
});

test("the whole of it verifies, and a change in any part is found", async () => {
	expect(await problems()).toBe("");
	const pristine = await world.copyStorage();
	const last = parts(() => null).length - 1;
	const change = (index: number, statement: string) =>
		parts((part, at) => at === index && Number(part.prepare(statement).run().changes) > 0).some(Boolean);
	// Restarts are slow: several changes at once. But a verification reports only its first five problems, so a change that may
	// make that many, depending on how the output was cut, comes last in its round.
	const rounds: [number, string, RegExp][][] = [
		[
			[
				4,
				"UPDATE records SET payload = zeroblob(length) WHERE n = (SELECT max(n) FROM records)",
				/its bytes were changed/,
			],
			[
				last,
				"UPDATE records SET at = at + 1 WHERE n = (SELECT max(n) FROM records)",
				/its link does not follow/,
			],
			[
				0,
				"UPDATE things SET body = json_set(body, '$.stderr', (body ->> '$.stderr') - 1) WHERE kind = 'part' AND key = '2'",
				/part 3 .* does not begin where/,
			],
		],
		[
			[
				1,
				"UPDATE things SET body = json_set(body, '$.link', hex(zeroblob(32))) WHERE kind = 'recording'",
				/part 2 .* does not begin where/,
			],
			[4, "DELETE FROM records WHERE n = (SELECT max(n) FROM records)", /part 6 .* does not begin where/],
		],
		[[1, "DELETE FROM records WHERE n = (SELECT min(n) FROM records)", /record \d+ is missing/]],
		[[4, "DELETE FROM things WHERE kind = 'recording'", /part 5 .* is missing/]],
		[[0, `DELETE FROM things WHERE kind = 'part' AND key = '${last}'`, /not the one whose head was signed/]],
	];
	const restart = async (changed: () => void = () => {}) => {
		await world.worker().stop();
		pristine();
		changed();
		await world.restartWorker();
	};
	try {
		for (const round of rounds) {
			await restart(() => {
				for (const [index, statement] of round) expect(change(index, statement), statement).toBe(true);
			});
			const told = await problems();
			for (const [, statement, found] of round) expect(told, statement).toMatch(found);
		}
	} finally {
		await restart();
	}
	expect(await problems()).toBe("");
});

/** Ada asks, and Tom confirms. */
const erase = async (what: string[]): Promise<void> => {
	const chosen = what.map((one): [string, string] => ["what", one]);
	const asked = await reader.post("erasures", [...chosen, ["reason", "held a patient's name"]]);
	expect(asked.status, await asked.text()).toBe(303);
	const erasure = asked.headers.get("location")?.split("#")[1];
	const answer = await tom.post(`erasures/${erasure}`, [["answer", "confirm"]]);
	expect(answer.status, await answer.text()).toBe(303);
};

/** How many records of each part hold output with its bytes. */
const left = () =>
	parts((part) =>
		Number(
			part.prepare("SELECT count(*) AS n FROM records WHERE kind <> 'event' AND payload IS NOT NULL").get()
				?.n,
		),
	);

test("an erasure removes single records in several parts, or the output of every part; the chain still verifies", async () => {
	const before = left();
	const firsts = parts((part) => part.prepare("SELECT min(n) AS n FROM records").get()?.n).slice(1);
	await erase([`record:${run}:${firsts[1]}`, `record:${run}:${firsts[3]}`]);
	const lessOne = before.map((records, part) => records - (part === 2 || part === 4 ? 1 : 0));
	await expect.poll(left).toEqual(lessOne);
	await expect(reader.get(`runs/${run}/stdout`)).rejects.toThrow(/410/);
	expect(await problems()).toBe("");

	await erase([`run:${run}`]);
	await expect.poll(() => Math.max(...left())).toBe(0);
	expect(await reader.text("transcript.txt")).not.toContain("out 00000");
	expect(await problems()).toBe("");
});
