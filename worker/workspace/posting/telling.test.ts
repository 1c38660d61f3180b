// A thread that can't be opened, an approver who can't be reached, a workspace that takes nothing: who waits for it, and who can mend it, hears
// why.
import { beforeEach, expect, test } from "vitest";
import type { Responded } from "../../../bots/slack/respond.ts";
import { slackTrouble } from "../../../bots/slack/trouble.ts";
import { tokenIsDead } from "../../../bots/slack/web-api.ts";
import { isRefusal } from "../../../bots/teams/call/token.ts";
import { isUnmet, teamsTrouble, unmet } from "../../../bots/teams/trouble.ts";
import { noticeCard } from "../../../cards/kinds/notice.ts";
import { planView, sessionView } from "../../../cards/testing/views.ts";
import type { ChatMessage } from "../../../protocol/read/view.ts";
import { Outbox } from "../../durable/outbox.ts";
import { type Core, WorkspaceOutbox } from "../core.ts";
import { installationStore } from "../installing/installation.ts";
import { channelStore } from "../places/channels.ts";
import { nameStore } from "../places/names.ts";
import { threadStore } from "../places/threads.ts";
import type { Platform } from "../platform/platform.ts";
import { slackPace } from "../platform/slack.ts";
import { startQueue } from "../testing/queue.ts";
import { drainer } from "./posting.ts";
import { isTaken, noToken, tellGone, tellOf, tellUnopened } from "./telling.ts";
import { troubleStore } from "./troubles.ts";

const rootKey = "session:s1";
const address = "https://hooks.slack.example/commands/T1/1/secret";
const [dana, ada] = ["slack:T1:U1", "slack:T1:U2"];
const root: ChatMessage = { type: "session", view: sessionView({ request: "label printer offline" }) };

let queue: ReturnType<typeof startQueue>;
let answers: Responded[];
/** What was said, and where. */
let said: string[];
let unreached: object[];
/** What the session hears of its thread. */
let recorded: object[];
/** What owners hear, and for whose thread. */
let owners: object[];
/** What the logs keep. */
let logged: string[];
let outbox: Outbox<WorkspaceOutbox>;
let core: Parameters<typeof tellOf>[0] & Parameters<typeof tellUnopened>[0];

const start = (whyNot: Platform["whyNot"] = slackTrouble, answerAt: string | null = address) => {
	[queue, answers, said, unreached, recorded, owners, logged] = [startQueue(), [], [], [], [], [], []];
	const { storage, store: posts } = queue;
	outbox = new Outbox(storage, WorkspaceOutbox, async (body) => {
		if ("unopened" in body) await tellUnopened(core, body.unopened, queue.now());
		if ("unreached" in body) unreached.push(body.unreached);
		if ("trouble" in body) owners.push({ client: body.client, ...body.trouble, root: body.root });
		if ("told" in body) logged.push(`${body.told.what} ${body.told.detail}`);
		if ("notOpened" in body) recorded.push({ session: body.session, ...body.notOpened });
	});
	const answer = async (at: string, message: ChatMessage) => {
		const responded = answers.shift() ?? "taken";
		if (responded === "taken") said.push(`${at}: ${wordsOf(message)}`);
		return responded;
	};
	const threads = threadStore(storage.sql);
	const isClosed = whyNot === teamsTrouble ? isRefusal : tokenIsDead;
	core = {
		platform: () => ({ whyNot, answer, isClosed, isUnmet }) as unknown as Platform,
		names: nameStore(storage.sql),
		threads,
		posts,
		troubles: troubleStore(storage.sql),
		channels: channelStore(storage.sql),
		installation: installationStore(storage.sql),
		id: () => "slack:T1",
		change: (write) => storage.transactionSync(write),
		put: (...row) => outbox.put(...row),
		go: () => {},
	};
	queue.bind("C1", "acme");
	const place = { workspace: "slack:T1", channel: "C1", thread: null };
	const wanted = { id: "s1", session: "s1", kind: "own", client: "acme", place, once: "1", rootKey } as const;
	threads.tie(wanted, { identity: dana, answerAt, at: queue.now() });
	queue.put(rootKey, "s1", root);
};
beforeEach(() => start());

const wordsOf = (message: ChatMessage): string =>
	message.type === "notice" ? noticeCard(message.view).notification.join("") : message.type;

/** The platform doesn't take it, with this word of its own. */
const fails = async (error: string, key = rootKey): Promise<void> => {
	const post = queue.store.at(key);
	if (post) tellOf(core, post, error, queue.now());
	await outbox.drain();
};
/** What waits to be sent to a person directly. */
const direct = (): string[] => {
	const post = queue.store.at(`unopened:${rootKey}`);
	return post && "person" in post.target ? [`${post.target.person}: ${wordsOf(post.message)}`] : [];
};
const stored = () => JSON.stringify(queue.storage.sql.exec("SELECT * FROM threads").toArray());

const opens = (why: string) => `I couldn't open a thread for the request “label printer offline”. ${why}`;
const invite =
	"I'm not a member of this channel. Write “/invite @Caisey” there. Your request is kept: its thread then opens within ten minutes.";

test.each([
	["not_in_channel", invite],
	["channel_not_found", invite],
	[
		"is_archived",
		"This channel is archived. Take it out of the archive. Your request is kept: its thread then opens within ten minutes.",
	],
	[
		"token_revoked",
		"My access here is no longer valid. Ask your IT provider to install the app again. Your request is kept: its thread then opens within ten minutes.",
	],
	["msg_too_long", "My message isn't accepted in this channel. Ask your IT provider. Your request is kept."],
])("the person who asked is told where they asked if Slack says %s, once", async (error, why) => {
	for (let i = 0; i < 3; i++) await fails(error);
	expect(said).toEqual([`${address}: ${opens(why)}`]);
	expect(direct()).toEqual([]);
	expect(stored()).not.toContain("secret");
	expect(recorded).toEqual([
		{ session: sessionView().session, because: slackTrouble(error), told: "there", at: queue.now() },
	]);
});

test("no one is told of what may pass by itself", async () => {
	for (const error of ["HTTP 503", "internal_error"]) await fails(error);
	expect([said, recorded, owners]).toEqual([[], [], []]);
});

test("the person who asked is told where they asked if there is no token", async () => {
	for (let i = 0; i < 3; i++) await fails(noToken);
	expect(said).toEqual([
		`${address}: ${opens("My access here is no longer valid. Ask your IT provider to install the app again. Your request is kept: its thread then opens within ten minutes.")}`,
	]);
});

test("the address is forgotten once the thread's first message is in chat", async () => {
	expect(stored()).toContain("secret");
	await queue.run();
	await fails("is_archived");
	expect([said, direct()]).toEqual([[], []]);
	expect(queue.asked).toEqual([`post ${rootKey} in C1/`]);
	expect(stored()).not.toContain("secret");
});

test("an answer that was lost is given again", async () => {
	answers.push("unknown");
	await fails("not_in_channel");
	expect(said).toEqual([]);
	outbox.release(`unopened:${rootKey}`);
	await outbox.drain();
	expect(said).toEqual([`${address}: ${opens(invite)}`]);
});

test.each([
	["the address is used up", () => answers.push("refused")],
	["the address is too old", () => queue.later(30 * 60_000)],
	["there was none", () => start(slackTrouble, null)],
])("they are told directly if %s", async (_, before) => {
	queue.answers.set(rootKey, [{ ok: false, kind: "unreachable", error: "not_in_channel" }]);
	await before();
	core.names.told("C1", "#front-desk");
	await fails("not_in_channel");
	expect(direct()).toEqual([`${dana}: ${opens(invite.replace("this channel", "#front-desk"))}`]);
	expect(recorded).toMatchObject([{ because: "not-a-member", told: "directly" }]);
});

test.each([
	["no token: the identity service answered 401 AADSTS7000222: the secret has expired", null],
	["no token: the identity service answered 400", null],
	["HTTP 401", "C1"],
])(
	"in Teams the owners hear that the app's access isn't valid (%s), and the record that who asked can't be told",
	async (error, channel) => {
		start(teamsTrouble, null);
		for (let i = 0; i < 3; i++) await fails(error);
		expect(owners).toEqual([troubled({ channel, because: "access-refused" })]);
		expect(recorded).toMatchObject([{ because: "access-refused", told: "not" }]);
		expect(direct()).toEqual([]);
	},
);

test.each([
	"no token: the identity service answered 503",
	"no token: the identity service answered 429",
	"The operation was aborted due to timeout",
])("in Teams nobody is told of an identity service that may answer soon: %s", async (error) => {
	start(teamsTrouble, null);
	await fails(error);
	expect([owners, recorded, direct()]).toEqual([[], [], []]);
});

test("in Teams they are told directly, what to do with Teams' word", async () => {
	start(teamsTrouble, null);
	await fails("HTTP 403 BotNotInConversationRoster");
	expect(direct()[0]).toContain("The app isn't in that channel. Add it there.");
});

test.each<[string, Platform["whyNot"], string]>([
	["user_disabled", slackTrouble, "account-disabled"],
	["users_not_found", slackTrouble, "account-unknown"],
	["HTTP 403 BotNotInConversationRoster", teamsTrouble, "no-app"],
	["HTTP 403", teamsTrouble, "no-app"],
	["HTTP 404", teamsTrouble, "no-app"],
])("a session hears of an approver who can't be reached: %s", async (error, whyNot, because) => {
	start(whyNot);
	queue.put("plan:p1:ada", "s1", { type: "plan", view: planView() }, { person: ada });
	await fails(error, "plan:p1:ada");
	expect(unreached).toEqual([{ plan: planView().plan, identity: ada, because }]);
});

test("a plan that is decided by now, or was shown before, is no such case", async () => {
	queue.put("plan:p1:ada", "s1", { type: "plan", view: planView({ state: "approved" }) }, { person: ada });
	await fails("user_disabled", "plan:p1:ada");
	queue.put("plan:p2:ada", "s1", { type: "plan", view: planView() }, { person: ada });
	await queue.run();
	await fails("user_disabled", "plan:p2:ada");
	expect(unreached).toEqual([]);
});

/** A session's thread in another conversation than where someone asked, with its first message. */
const thread = (session: string, kind: "desk" | "client", channel = "C9") => {
	const rootKey = `session:${session}:${kind}`;
	const id = `${session}:${kind}`;
	const place = { workspace: "slack:T1", channel, thread: null };
	core.threads.tie({ id, session, kind, client: "acme", place, once: id, rootKey });
	if (kind === "desk") core.channels.bind(core.channels.bound(), [channel]);
	else queue.bind(channel, "acme");
	queue.put(rootKey, id, root);
	return rootKey;
};
const troubled = (some: object) => ({
	...{ client: "acme", workspace: "slack:T1", channel: null, called: null, desk: false, root: null },
	...{ since: 1_000_000, ...some },
});

test.each(["desk", "client"] as const)(
	"the owners hear of the %s's conversation that takes no thread, and each session whose thread it is, once",
	async (kind) => {
		const roots = [thread("s1", kind), thread("s2", kind)] as const;
		core.names.told("C9", "#desk");
		for (let i = 0; i < 3; i++) for (const root of roots) await fails("not_in_channel", root);
		const of = { channel: "C9", called: "#desk", desk: kind === "desk", because: "not-a-member" };
		expect(owners).toEqual(
			roots.map((key, i) => troubled({ ...of, root: { session: `s${i + 1}:${kind}`, key } })),
		);
		expect(logged).toEqual(["nothing can be posted slack:T1 #desk (C9): it isn't a member there"]);
		expect(said).toEqual([]);
	},
);

test.each([
	["desk", 1],
	["client", 0],
] as const)(
	"of a conversation of which Teams told us nothing yet, owners hear if it is the desk: %s",
	async (kind, heard) => {
		start(teamsTrouble, null);
		const root = thread("s1", kind);
		for (let i = 0; i < 3; i++) await fails(unmet, root);
		expect(owners).toHaveLength(heard);
	},
);

test("the owners hear of it again if it comes again after something was taken there", async () => {
	const desk = thread("s1", "desk");
	await fails("is_archived", desk);
	const post = queue.store.at(desk);
	if (post) isTaken(core, post, queue.now());
	await queue.later(3_600_000);
	await fails("is_archived", thread("s2", "desk"));
	expect(owners).toMatchObject([{ since: 1_000_000 }, { since: 4_600_000 }]);
});

test("where someone asked, they alone are told of a conversation that takes no thread", async () => {
	for (const error of ["not_in_channel", "is_archived", "restricted_action"]) await fails(error);
	expect(owners).toEqual([]);
});

test.each(["token_revoked", "account_inactive", noToken])(
	"the owners hear once that the workspace takes nothing (%s), whatever couldn't be posted or edited",
	async (error) => {
		queue.session("s2", "C1", "t2");
		queue.put("notice:1", "s2", { type: "session", view: sessionView() });
		await fails(error, "notice:1");
		const post = queue.store.at("notice:1");
		if (post) queue.store.posted(post, "C1", "t3", queue.now());
		await fails(error, "notice:1");
		for (let i = 0; i < 3; i++) await fails(error);
		const desk = thread("s1", "desk");
		for (let i = 0; i < 3; i++) await fails(error, desk);
		const of = { because: "access-refused" };
		expect(owners).toEqual([troubled(of), troubled({ ...of, root: { session: "s1:desk", key: desk } })]);
		expect(said).toHaveLength(1);
	},
);

test("the owners of all clients of a workspace hear at once that the app was taken away, and not again of each post", async () => {
	queue.bind("C2", "other");
	tellGone(core, queue.now());
	await outbox.drain();
	await fails(noToken);
	expect(owners).toEqual(["acme", "other"].map((client) => troubled({ client, because: "access-refused" })));
});

test("what was sent before the app was taken away, and is taken after it, doesn't end that", async () => {
	tellGone(core, queue.now());
	const post = queue.store.at(rootKey);
	if (post) isTaken(core, post, queue.now() - 1);
	await fails(noToken);
	expect(owners).toHaveLength(1);
	if (post) isTaken(core, post, queue.now());
	await fails(noToken);
	expect(owners).toHaveLength(2);
});

test("the owners hear of a client's channel that takes no announcement", async () => {
	const view = { turn: "channel-unbound", client: "Acme", by: "Olga" } as const;
	queue.store.put(
		{ key: "news", session: null, to: { channel: "C1" }, message: { type: "client", view }, once: true },
		queue.now(),
	);
	for (let i = 0; i < 3; i++) await fails("is_archived", "news");
	expect(owners).toEqual([troubled({ channel: "C1", because: "archived" })]);
});

test.each([
	["HTTP 401", teamsTrouble],
	["team_access_not_granted", slackTrouble],
	["missing_scope", slackTrouble],
] as const)(
	"a refusal in one conversation (%s) is that conversation's, told once while others take what we post",
	async (error, whyNot) => {
		start(whyNot);
		const desk = thread("s1", "desk");
		queue.session("s2", "C1", "t2");
		queue.put("notice:1", "s2", root);
		const other = queue.store.at("notice:1");
		for (let i = 0; i < 5; i++) {
			await fails(error, desk);
			await queue.later(60_000);
			if (other) isTaken(core, other, queue.now());
		}
		expect(owners).toMatchObject([{ channel: "C9", desk: true, because: "access-refused" }]);
	},
);

test("an edit where a card was pressed, which needs no token, doesn't end that the workspace takes nothing", async () => {
	const { store, storage } = queue;
	storage.sql.exec(
		"INSERT INTO workspace (id, token, digest, installed_at, listed) VALUES (?, 'x', 'x', 1, 1)",
		core.id(),
	);
	let edits = 0;
	const dead = async () => ({ ok: false, kind: "failed", error: "token_revoked" });
	const poster = {
		...{ wordWithin: 0, post: dead, edit: dead, find: async () => ({ is: "absent" }) },
		editPressed: async (_: string, at: object) => {
			edits++;
			return { ok: true, ...at, sent: "{}" };
		},
	};
	const platform = { ...core.platform(), needsToken: true, pace: slackPace, poster: async () => poster };
	const drain = drainer({ ...core, platform: () => platform } as unknown as Core);
	queue.session("s2", "C1", "t2");
	const card = (state: "open" | "approved"): ChatMessage => ({ type: "plan", view: planView({ state }) });
	queue.put("plan:p1", "s2", card("open"));
	const post = store.at("plan:p1");
	if (post) store.posted(post, "C1", "t9", Date.now());
	await fails("token_revoked", "plan:p1");
	store.pressed("C1", "t9", address, Date.now());
	store.put(
		{ key: "plan:p1", session: "s2", to: { thread: "s2" }, message: card("approved"), once: false },
		Date.now(),
	);
	await drain();
	expect(edits).toBe(1);
	await fails("token_revoked", "plan:p1");
	expect(owners).toHaveLength(1);
});

/** A client's thread that is there, and a card below it. */
const below = (): string => {
	queue.session("s2", "C9", "t2");
	queue.bind("C9", "acme");
	queue.put("plan:p1", "s2", { type: "plan", view: planView() });
	return "plan:p1";
};

test.each(["is_archived", "not_in_channel", "missing_scope"])(
	"the owners hear once of a conversation that takes nothing more (%s), though its threads are there",
	async (error) => {
		const card = below();
		for (let i = 0; i < 3; i++) await fails(error, card);
		expect(owners).toEqual([troubled({ channel: "C9", because: slackTrouble(error) })]);
		const post = queue.store.at(card);
		if (post) isTaken(core, post, queue.now());
		await fails(error, card);
		expect(owners).toHaveLength(2);
	},
);

test("a thread that alone takes nothing is none of the conversation's, and says nothing of new threads", async () => {
	const card = below();
	await fails("restricted_action_thread_locked", card);
	expect(owners).toEqual([]);
	const desk = thread("s1", "desk");
	await fails("restricted_action", desk);
	const post = queue.store.at(card);
	if (post) isTaken(core, post, queue.now());
	await fails("restricted_action", desk);
	expect(owners).toHaveLength(1);
});
