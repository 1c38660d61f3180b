// A workspace that is set up, or gets the app, asks again for the names of its channels; its owner learns if it can't.
import { beforeEach, expect, test } from "vitest";
import { Outbox } from "../../durable/outbox.ts";
import { migrate } from "../../durable/sql.ts";
import type { Env } from "../../env.ts";
import { type Core, WorkspaceOutbox } from "../core.ts";
import { channelStore } from "../places/channels.ts";
import { contactStore } from "../places/contacts.ts";
import { nameStore } from "../places/names.ts";
import { learnAll } from "../places/naming.ts";
import { threadStore } from "../places/threads.ts";
import type { Naming } from "../platform/platform.ts";
import { slackPace } from "../platform/slack.ts";
import { postStore } from "../posting/posts.ts";
import { troubleStore } from "../posting/troubles.ts";
import { migrations } from "../tables.ts";
import { memoryStorage } from "../testing/sql.ts";
import { installationStore } from "./installation.ts";
import { configure, installed, left, status } from "./installing.ts";

const workspace = "slack:T1";
const set = { listed: true, token: null, bound: [{ channel: "C1", client: "acme" }], desks: ["C2"] };
const app = { workspace, name: "Acme Dental", by: "slack:T1:U1", token: "xoxb-1" };

/** Tokens are sealed with the secret; nothing else of it is used. */
const settings = {
	MODE: "local",
	PUBLIC_URL: "https://caisey.test",
	SIGNING_KEY: btoa("k".repeat(48)),
	SECRET_KEY: btoa("s".repeat(32)),
	OWNER_TOKEN: "o".repeat(32),
	SLACK_SIGNING_SECRET: "c".repeat(16),
	SLACK_API_URL: "https://slack.com/api",
};

/** What the platform was asked, and how it answers. */
let asked: string[];
let answer: Naming;
let delivered: WorkspaceOutbox[];
let outbox: Outbox<WorkspaceOutbox>;
let core: Core;
beforeEach(() => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	const { sql } = storage;
	[asked, answer, delivered] = [[], { name: "#it", team: null }, []];
	outbox = new Outbox(storage, WorkspaceOutbox, async (body) => {
		delivered.push(body);
		if ("naming" in body) await learnAll(core);
	});
	const installation = installationStore(sql);
	const parts = {
		env: settings as unknown as Env,
		installation,
		channels: channelStore(sql),
		contacts: contactStore(sql),
		names: nameStore(sql),
		posts: postStore(sql, () => slackPace),
		threads: threadStore(sql),
		troubles: troubleStore(sql),
		id: () => installation.self()?.id ?? "",
		platform: () => ({
			needsToken: true,
			nameOf: async (channel: string) => {
				asked.push(channel);
				return answer;
			},
		}),
		change: <T>(write: () => T): T => storage.transactionSync(write),
		put: (...row: Parameters<typeof outbox.put>) => outbox.put(...row),
		go: () => {},
	};
	core = parts as unknown as Core;
});

/** The names that were asked since the last time, by what waited in the outbox. */
const askedNow = async (): Promise<string[]> => {
	[asked, delivered] = [[], []];
	await outbox.drain();
	expect(delivered).toContainEqual({ naming: "all" });
	return asked;
};

test("the set-up file's channels and the desk are asked for their names once the app is there", async () => {
	await configure(core, workspace, set);
	expect(await askedNow()).toEqual([]);
	await installed(core, app);
	expect(await askedNow()).toEqual(["C1", "C2"]);
	expect(core.names.of("C1")).toBe("#it");
});

test.each<[string, () => Promise<unknown>]>([
	["another installation", () => installed(core, { ...app, token: "xoxb-2" })],
	["another token in the set-up file", () => configure(core, workspace, { ...set, token: "xoxb-2" })],
])("%s asks at once for names that the app may not have seen before, and for no other", async (_, change) => {
	await configure(core, workspace, set);
	await installed(core, app);
	answer = "nameless";
	await askedNow();
	core.names.told("C2", "#desk");
	answer = { name: "#it", team: null };
	await change();
	expect(await askedNow()).toEqual(["C1"]);
	expect(core.names.of("C1")).toBe("#it");
});

test("names that the app may not ask for are asked again at once after an installation; until then its owner reads that", async () => {
	await configure(core, workspace, set);
	await installed(core, app);
	expect(status(core).namesRefused).toBe(false);
	answer = "missing scope";
	await askedNow();
	expect(status(core).namesRefused).toBe(true);
	answer = "unanswered";
	await installed(core, app);
	expect(await askedNow()).toEqual(["C1", "C2"]);
	expect(status(core).namesRefused).toBe(true);
	answer = { name: "#it", team: null };
	await installed(core, app);
	expect(await askedNow()).toEqual(["C1", "C2"]);
	expect(status(core).namesRefused).toBe(false);
});

/** The clients whose owners hear now that nothing can be posted. */
const heardNow = async (): Promise<string[]> => {
	delivered = [];
	await outbox.drain();
	return delivered.flatMap((body) => ("trouble" in body ? [body.client] : []));
};

test("no owner hears that the app was removed where the set-up file no longer lists the workspace", async () => {
	await configure(core, workspace, { ...set, token: "xoxb-1" });
	const place = { workspace, channel: "C1", thread: "1" };
	core.threads.tie({
		id: "s1",
		session: "s1",
		kind: "own",
		client: "acme",
		place,
		once: "s1",
		rootKey: "r1",
	});
	await configure(core, workspace, { listed: false, token: null, bound: [], desks: [] });
	left(core, Date.now() + 5, "app uninstalled");
	expect(status(core).installed).toBe(false);
	expect(await heardNow()).toEqual([]);
});

test("owners hear again if the token that the set-up file gave next is taken away, too", async () => {
	for (const token of ["xoxb-1", "xoxb-2"]) {
		await configure(core, workspace, { ...set, token });
		left(core, Date.now() + 5, "token revoked");
		expect(await heardNow()).toEqual(["acme"]);
	}
});
