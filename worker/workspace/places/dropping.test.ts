// What sessions say about hearing while Slack drops messages, and after it.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { utf8 } from "../../../protocol/bytes.ts";
import { Outbox } from "../../durable/outbox.ts";
import { scansOf } from "../../durable/scans.ts";
import { migrate } from "../../durable/sql.ts";
import { sha256Hex } from "../../keys/crypto.ts";
import { type Core, WorkspaceOutbox } from "../core.ts";
import { installationStore } from "../installing/installation.ts";
import { slackPace } from "../platform/slack.ts";
import { migrations } from "../tables.ts";
import { memoryStorage } from "../testing/sql.ts";
import { channelStore } from "./channels.ts";
import { dropped, drops, listens } from "./meeting.ts";
import { wish } from "./opening.ts";
import { quotaStore } from "./quotas.ts";
import { threadStore } from "./threads.ts";

const start = Date.UTC(2024, 0, 12, 16, 41);
const minute = 60_000;

type Told = { session: string; drops: boolean; since: number | undefined };
let told: Told[];
let sql: SqlStorage;
let outbox: Outbox<WorkspaceOutbox>;
let core: Pick<
	Core,
	"id" | "platform" | "installation" | "channels" | "threads" | "quotas" | "change" | "put" | "go"
>;
beforeEach(() => {
	vi.useFakeTimers({ toFake: ["Date"], now: start });
	const storage = memoryStorage();
	migrate(storage, migrations);
	const installation = installationStore(storage.sql);
	installation.known("slack:T1");
	[told, sql] = [[], storage.sql];
	outbox = new Outbox(storage, WorkspaceOutbox, async (body) => {
		if ("listening" in body) listens(core, Date.now());
		if (!("hears" in body)) return;
		const { session, since } = body.hears;
		told.push({ session, drops: drops(core, Date.now()), since });
	});
	core = {
		id: () => "slack:T1",
		platform: () => ({
			needsToken: false,
			deliversAgain: true,
			pace: slackPace,
			poster: async () => null,
			reader: async () => null,
			whyNot: () => null,
			isClosed: () => false,
			hearing: () => "whole",
			isOwnChat: () => false,
			nameOf: async () => "nameless",
		}),
		installation,
		channels: channelStore(storage.sql),
		threads: threadStore(storage.sql),
		quotas: quotaStore(storage.sql, () => 1),
		change: (write) => storage.transactionSync(write),
		put: (...row) => outbox.put(...row),
		go: () => {},
	};
	for (const [i, session] of ["s1", "s2"].entries())
		core.threads.tie({
			...{ id: session, session, kind: "own", client: "acme", once: session, rootKey: `session:${session}` },
			place: { workspace: "slack:T1", channel: `C${i}`, thread: "1" },
		});
});
afterEach(() => void vi.useRealTimers());

const later = async (ms: number) => {
	told = [];
	vi.setSystemTime(Date.now() + ms);
	await outbox.drain();
	await outbox.drain();
	return told.sort((a, b) => a.session.localeCompare(b.session));
};
const all = (drops: boolean, since?: number) => ["s1", "s2"].map((session) => ({ session, drops, since }));

test("every open session learns since when messages are missing", async () => {
	dropped(core, start - minute, Date.now());
	expect(await later(0)).toEqual(all(true, start - minute));
});

test("a minute after Slack's last word sessions learn that they hear everything again", async () => {
	dropped(core, start, Date.now());
	await later(0);
	expect(await later(2 * minute - 1)).toEqual([]);
	expect(await later(1)).toEqual(all(false));
});

test("each further minute puts that off", async () => {
	dropped(core, start, Date.now());
	await later(minute);
	dropped(core, start + minute, Date.now());
	expect(await later(minute)).not.toContainEqual(expect.objectContaining({ drops: false }));
	expect(await later(minute)).toEqual(all(false));
});

test("a notice that comes late still leaves its gap", async () => {
	dropped(core, start - 3_600_000, Date.now());
	expect(await later(0)).toEqual(all(true, start - 3_600_000));
	expect(await later(minute)).toEqual(all(false));
});

test("a closed session learns it too, as what people say in its thread is still recorded", async () => {
	const view = JSON.stringify({ view: { state: "closed" } });
	sql.exec(
		"INSERT INTO posts (waits, n, key, session, target, message, once, at) VALUES (1, 1, 'session:s1', 's1', '', ?, 0, ?)",
		view,
		start,
	);
	dropped(core, start, Date.now());
	expect(await later(0)).toEqual(all(true, start));
});

test("sessions learn it once, however many minutes it goes on, and again if it began earlier", async () => {
	dropped(core, start, Date.now());
	await later(0);
	dropped(core, start + minute, Date.now());
	expect(await later(0)).toEqual([]);
	dropped(core, start - minute, Date.now());
	expect(await later(0)).toEqual(all(true, start - minute));
});

test("what a session hasn't learned yet stays, whatever it is to learn next", async () => {
	dropped(core, start, start);
	vi.setSystemTime(start + 2 * minute);
	listens(core, Date.now());
	dropped(core, start + 10 * minute, start + 10 * minute);
	const first = (await later(8 * minute)).filter(({ session }) => session === "s1");
	expect(first.map(({ since }) => since)).toEqual([start, undefined, start + 10 * minute]);
});

test("a session that is only wished for is opened before it learns it", async () => {
	const place = { workspace: "slack:T1", channel: "C3", thread: "1" };
	const by = { identity: "slack:T1:U1", name: "Dana" };
	const wanted = {
		id: "s3",
		session: "s3",
		kind: "own",
		client: "acme",
		once: "s3",
		rootKey: "session:s3",
		place,
	} as const;
	wish(
		core,
		wanted,
		{
			by,
			caller: null,
			place,
			request: "help",
			source: "command",
			original: null,
			once: "s3",
		},
		{ identity: by.identity, answerAt: null },
		scansOf([{ of: sha256Hex(utf8("help")), secret: null, masked: null }]),
	);
	dropped(core, start, Date.now());
	expect(await later(0)).toEqual(all(true, start));
	expect(await later(3_000)).toContainEqual({ session: "s3", drops: true, since: start });
});

test("a workspace that the set-up file doesn't name leaves no trace", async () => {
	core.installation.list(false);
	dropped(core, start, Date.now());
	expect(await later(0)).toEqual([]);
});

test("a new request waits for few of a workspace's sessions, and sessions of long ago are not woken", async () => {
	const view = JSON.stringify({ view: { state: "closed" } });
	for (let i = 0; i < 100; i++) {
		const began = i < 60 ? start - 86_400_000 : start - 31 * 86_400_000;
		core.threads.tie({
			...{
				id: `o${i}`,
				session: `o${i}`,
				kind: "own",
				client: "acme",
				once: `o${i}`,
				rootKey: `session:o${i}`,
			},
			place: { workspace: "slack:T1", channel: "C9", thread: `${i}` },
		});
		sql.exec(
			"INSERT INTO posts (waits, n, key, session, target, message, once, at) VALUES (1, 1, ?, ?, '', ?, 0, ?)",
			...[`session:o${i}`, `o${i}`, view, began],
		);
	}
	dropped(core, start, start);
	const first = await later(0);
	expect(first).toHaveLength(25);
	expect(first.map(({ session }) => session)).toEqual(expect.arrayContaining(["s1", "s2"]));
	await later(1_000);
	expect(await later(1_000)).toHaveLength(12);
	expect(await later(5_000)).toEqual([]);
});
