// Makes `test/released/<name>`: what a Caisey of this version leaves on its disks, for later versions to open.
// Run it on the version that is released: `node test/released/make.ts 2026-11-29`.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { ClientMessage } from "../../local/slack/people/wire.ts";
import { acme } from "../../local/slack/team.ts";
import { utf8 } from "../../protocol/bytes.ts";
import { readRunEvent } from "../../protocol/record/records.ts";
import { brightside } from "../world/companies/threads.ts";
import { type Line, startLine } from "../world/lines/line.ts";
import { setup, teardown } from "../world/once.ts";
import { ask, planCard, propose } from "../world/people/acts.ts";
import { optionOf, textOf } from "../world/people/chat.ts";
import { signIn } from "../world/people/console.ts";
import { answered } from "../world/record.ts";
import * as inTeams from "../world/teams/acts.ts";
import { startTeamsWorld } from "../world/teams/world.ts";
import { releasedSetup } from "./set-up.ts";

const [name] = process.argv.slice(2);
if (!name) throw new Error("name the version: node test/released/make.ts 2026-11-29");

await setup();
const line: { current?: Line } = {};
const world = await startTeamsWorld({
	setup: releasedSetup(),
	teams: [acme, brightside],
	agents: ["CLIENT-ACCT-01", "CLIENT-ACCT-02"],
	agentUrl: async (url) => {
		line.current ??= await startLine(url);
		return line.current.url;
	},
});
const [ada, tom, kim] = [world.person("ada"), world.person("tom"), world.person("kim", brightside.id)];

const until = (card: ClientMessage, text: string) =>
	ada.until(text, ({ messages }) => messages.find((one) => one.ts === card.ts && textOf(one).includes(text)));
const approved = async (session: ClientMessage, proposal: Parameters<typeof propose>[2], end: string) => {
	const card = await propose(world, session, proposal);
	await ada.press(card, "Approve");
	await until(card, end);
	return card;
};
const reader = async (session: ClientMessage) =>
	signIn(world, tom, await tom.message("Caisey session", sessionName(session)));
const sessionName = (session: ClientMessage) =>
	/Caisey session [0-9A-Z]{4}/.exec(JSON.stringify(session))?.[0] ?? "";

// One that went through everything: talk with a file, an edit, refusals, a plan that worked, one that failed, one denied.
const done = await ask(world, "please turn LegacyMode off");
const talk = await world
	.person("dana")
	.say(done.channel, "it is the front desk", done.ts, [
		{ name: "note.txt", base64: Buffer.from("see page 4\n").toString("base64") },
	]);
if (talk.trouble) throw new Error(talk.trouble);
await approved(
	done,
	{
		command: "echo LegacyMode=0; echo careful >&2",
		before: "echo LegacyMode=1",
		after: "echo LegacyMode=0",
		changes: "turns it off",
	},
	"careful",
);
await approved(done, { command: "printf 'a\\377\\000b'; exit 3", changes: "fails" }, "exit 3");
const denied = await propose(world, done, { command: "rm x", changes: "removes it" });
await world.person("dana").press(denied, "Approve");
await ada.press(denied, "Deny…");
await ada.submit(await ada.dialog("Deny this change?"), { question: "Not today." });
await until(denied, "Denied");
const there = await kim.message(`Acme Dental · ${sessionName(done)}`);
await kim.press(there, "Take it");

// One whose command came as a file, asked about before it was approved, and whose agent sent more after its end.
const doubted = await ask(world, "please look at the disk");
const script = { name: "disk.sh", base64: Buffer.from("echo 90 % full\n").toString("base64") };
const preview = await answered(
	tom,
	() => tom.say(doubted.channel, "", doubted.ts, [script]),
	"Nothing is proposed yet",
);
await tom.press(preview, "Propose…");
const shell = { text: { type: "plain_text" as const, text: "sh" }, value: "sh" };
const dialog = await tom.dialog("Propose a command");
const endpoints = [optionOf(dialog, "endpoints", "CLIENT-ACCT-01")];
await tom.submit(dialog, { endpoints, shell, changes: "looks at the disk" });
const disk = await planCard(tom, doubted, "looks at the disk");
await ada.press(disk, "Ask…");
await ada.submit(await ada.dialog("Ask about this change"), { question: "Is it safe?" });
await ada.message("asks about the change", "Is it safe?");
if (line.current)
	line.current.onRecords = (records) => {
		const end = records.find(({ kind, bytes }) => kind === "event" && readRunEvent(bytes).type === "end");
		const more = { kind: "stdout", offset: 9, bytes: utf8("one more\n") } as const;
		return end ? [...records, { ...more, n: end.n + 1, at: end.at }] : records;
	};
await ada.press(disk, "Approve");
await until(disk, "were kept out");
if (line.current) line.current.onRecords = null;

await world.agent("CLIENT-ACCT-02").stop();
// One whose plan waits for a decision, one whose approved plan waits for its endpoint.
const open = await ask(world, "please clear the queue");
await propose(world, open, { command: "true", changes: "clears it" });
const waiting = await ask(world, "please restart the other one");
const queued = await propose(world, waiting, {
	command: "true",
	changes: "restarts it",
	endpoints: ["CLIENT-ACCT-02"],
});
await ada.press(queued, "Approve");
await until(queued, "Must start by");

// One in Teams.
const asked = await inTeams.ask(world);
const card = await inTeams.propose(world, asked, "echo from teams");
await world.teams("ada").execute(card, await inTeams.button(world, card, "Approve"));
await world.connector.until("its end", () =>
	world.connector.posts.find(
		(post) => post.id === card.id && JSON.stringify(post.activity).includes("exit 0"),
	),
);

const into = join(import.meta.dirname, name);
mkdirSync(into, { recursive: true });
const transcripts: Record<string, unknown> = {};
for (const [key, session] of Object.entries({ done, doubted, open, waiting })) {
	const read = await reader(session);
	const verified = await read.json<{ ok: boolean }>("verify");
	if (!verified.ok) throw new Error(`${key} does not verify: ${JSON.stringify(verified)}`);
	transcripts[key] = {
		path: read.path,
		message: { channel: session.channel, ts: session.ts },
		...(await read.json<object>("transcript.json")),
	};
}
// Stopped as by a deploy: the agent, then the Worker; the folder stays until it is packed.
await world.agent().stop();
await world.worker().stop();
for (const path of readdirSync(world.folder, { recursive: true, encoding: "utf8" })) {
	if (!/\.(sqlite|db)$/.test(path)) continue;
	const database = new DatabaseSync(join(world.folder, path));
	database.exec("PRAGMA wal_checkpoint(TRUNCATE); VACUUM");
	database.close();
}
writeFileSync(join(into, "transcripts.json"), `${JSON.stringify(transcripts, null, "\t")}\n`);
writeFileSync(join(into, "secrets.json"), `${JSON.stringify(world.secrets, null, "\t")}\n`);
const folders = readdirSync(world.folder).filter((one) => /^(worker|slack|agent-[A-Z0-9-]+)$/.test(one));
execFileSync("tar", ["-cJf", join(into, "disks.tar.xz"), "-C", world.folder, ...folders]);
line.current?.close();
await world.stop();
teardown();
