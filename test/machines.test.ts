// Endpoints whose machine changes: removed, copied, restored, without its records. Nothing that runs is cut off, nothing runs
// where no one approved it, and the card says what is the matter.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { confirm } from "../admin/confirm.ts";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import { claim } from "./world/forged/claiming.ts";
import { ask, propose } from "./world/people/acts.ts";
import { textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { audit, checkedOutside, entries } from "./world/record.ts";
import { timePasses } from "./world/storage.ts";
import { acmeSetup, startWorld, type World } from "./world/world.ts";

const names = ["LOST-01", "COPIED-01", "REMOVED-01", "AWAY-01"];

/** A folder in every agent's PATH. */
const tools = mkdtempSync(join(tmpdir(), "caisey-tools-"));
let world: World;
let session: ClientMessage;
beforeAll(async () => {
	const path = process.env.PATH ?? "";
	process.env.PATH = `${path}${delimiter}${tools}`;
	world = await startWorld({ setup: acmeSetup(names), agents: names });
	process.env.PATH = path;
	session = await ask(world);
});
afterAll(async () => {
	await world?.stop();
	rmSync(tools, { recursive: true, force: true });
});

const cardSays = (card: ClientMessage, ...texts: string[]): Promise<ClientMessage> =>
	world
		.person("ada")
		.until(`the card with ${texts.join(" and ")}`, ({ messages }) =>
			messages.find((one) => one.ts === card.ts && texts.every((text) => textOf(one).includes(text))),
		);

/** Leaves one line at its start, and one at its end, which comes when `go` does. */
const approve = async (name: string) => {
	const trace = join(world.folder, `trace-${name}`);
	const go = join(world.folder, `go-${name}`);
	const card = await propose(world, session, {
		command: `echo began >> '${trace}'; echo began; while [ ! -e '${go}' ]; do sleep 0.1; done; echo ended | tee -a '${trace}'`,
		endpoints: [name],
		changes: `waits on ${name}`,
	});
	await world.person("ada").press(card, "Approve");
	return {
		card,
		go: () => writeFileSync(go, ""),
		trace: () => (existsSync(trace) ? readFileSync(trace, "utf8") : ""),
	};
};

test("a machine that comes back without the agent's database: its plan ends as unknown at once, and is never run again", async () => {
	const { card, go, trace } = await approve("LOST-01");
	await expect.poll(trace).toBe("began\n");
	await cardSays(card, "Running on LOST-01");
	await world.agent("LOST-01").kill();
	for (const end of ["", "-wal", "-shm"])
		rmSync(join(world.stateOf("LOST-01"), `agent.db${end}`), { force: true });
	world.runAgent("LOST-01");
	await cardSays(card, "We don't know how it went on LOST-01", "this machine lost its record of the plan");
	expect(trace()).toBe("began\n");
	go();
});

test("an agent on another machine gets nothing until an owner confirms it, and card, Home and log say so", async () => {
	const copy = await claim(world, { hostname: "COPY-7" }, "COPIED-01", {
		host: "COPY-7",
		id: "cd".repeat(32),
	});
	const { card, go, trace } = await approve("COPIED-01");
	const reason = "this agent now runs on another machine";
	await cardSays(card, `on hold: ${reason}`, "→ COPY-7). Your IT provider has to confirm it.");
	expect(copy.offers).toEqual([]);
	const rows = await audit(world);
	expect(JSON.stringify(rows)).toContain(reason);
	const tom = world.person("tom");
	await tom.home();
	await tom.until("the hold on the Home tab", ({ home }) =>
		new RegExp(`COPIED-01.*⚠ on hold: ${reason}.*COPY-7`).test(JSON.stringify(home)),
	);

	const env = { CAISEY_URL: world.workerUrl, CAISEY_OWNER_TOKEN: world.secrets.OWNER_TOKEN, USER: "olga" };
	const said: string[] = [];
	const owner = { print: (line: string) => void said.push(line), ask: async () => true };
	const asked = await confirm("acme-dental/COPIED-01", { yes: false }, env, owner);
	expect(asked).toEqual({ ok: true, lines: ["Confirmed. Waiting plans go on there."] });
	expect(said.join("\n")).toContain("→ COPY-7");
	await expect.poll(() => copy.offers.length).toBe(1);
	expect(trace()).toBe("");
	copy.close();
	await world.person("ada").message("The owner (olga) changed the set-up", "COPIED-01 is confirmed");
	go();
	const again = await confirm("acme-dental/COPIED-01", { yes: true }, env, owner);
	expect(again.lines.join()).toContain("isn't on hold");
});

test("an endpoint that is removed during a run: the run ends in its own time, its card says how, and its agent ends", async () => {
	const { card, go, trace } = await approve("REMOVED-01");
	await expect.poll(trace).toBe("began\n");
	await cardSays(card, "Running on REMOVED-01");
	await world.apply(acmeSetup(["LOST-01", "COPIED-01", "AWAY-01"]));
	await expect
		.poll(() => readFileSync(join(world.folder, "agent-REMOVED-01.log"), "utf8"))
		.toContain("goes on: plan");
	go();
	await cardSays(card, "Done on REMOVED-01", "exit 0");
	expect(trace()).toBe("began\nended\n");
	expect(await world.agent("REMOVED-01").ended).toBe("exit code 5");
});

test("a step that leaves a process running is done, and says so", async () => {
	const card = await propose(world, session, {
		command: "sleep 20 & echo started",
		endpoints: ["AWAY-01"],
		changes: "starts something",
	});
	await world.person("ada").press(card, "Approve");
	await cardSays(card, "Done on AWAY-01, and 1 process that it started is still running", "started");
	const reader = await signIn(world, world.person("ada"), session);
	expect(await reader.text("transcript.txt")).toMatch(/\n {2}\(still running: process \d+\)\n/);
	expect(await reader.json("verify")).toMatchObject({ ok: true });
});

test("what changed on an endpoint since another session's run there is on the card and in the record, which still verifies", async () => {
	const before = await world
		.person("ada")
		.until("the first plan there", ({ messages }) =>
			messages.find((one) => textOf(one).includes("Done on AWAY-01")),
		);
	expect(textOf(before)).not.toContain("Since ");
	rmSync(tools, { recursive: true });
	const later = await ask(world);
	const card = await propose(world, later, { command: "true", before: "true", endpoints: ["AWAY-01"] });
	await world.person("ada").press(card, "Approve");
	const change = `Missing PATH entry “${tools}” added`;
	const done = await cardSays(card, "Done on AWAY-01", "Since ", change);
	expect(textOf(done).split("Since ")).toHaveLength(2);
	const reader = await signIn(world, world.person("ada"), later);
	const [first, second] = await entries(reader, "run.drift");
	expect(first?.drift.changes).toEqual([
		{ scope: "shell", what: "Missing PATH entry", before: null, now: tools },
	]);
	expect(second?.drift).toMatchObject({ changes: [], since: { shell: { run: first?.run } } });
	expect(await reader.text("transcript.txt")).toContain(`\nChanged: ${change} (since 2`);
	expect(await reader.json("verify")).toMatchObject({ ok: true });
	expect(await checkedOutside(world, await reader.text("transcript.json"))).toContain(
		"compared at most once",
	);
	const [earlier] = await entries(await signIn(world, world.person("ada"), session), "run.drift");
	expect(earlier?.drift).toEqual({ since: {}, changes: [] });
});

// Last: time that passes is not in the record, so that the session no longer verifies.
test("the card of an open plan follows its endpoint: away, and back again", async () => {
	const card = await propose(world, session, {
		command: "true",
		endpoints: ["AWAY-01"],
		changes: "waits for a decision",
	});
	await cardSays(card, "AWAY-01 (front desk) · online");
	await world.agent("AWAY-01").stop();
	const tom = world.person("tom");
	const home = async () => {
		await tom.home();
		return JSON.stringify(await tom.state());
	};
	await expect.poll(home).toMatch(/AWAY-01(?:(?!-01).)*asleep or offline/);
	// One that is back within half a minute never was away.
	await timePasses(world, 30_000);
	await cardSays(card, "AWAY-01 (front desk) · asleep or offline since");
	world.runAgent("AWAY-01");
	await cardSays(card, "AWAY-01 (front desk) · online");
});
