// A thread that can't be opened, and an approver who can't be reached: who waits for it hears why.
import { beforeEach, expect, test } from "vitest";
import type { Responded } from "../../../bots/slack/respond.ts";
import { slackTrouble } from "../../../bots/slack/trouble.ts";
import { teamsTrouble } from "../../../bots/teams/trouble.ts";
import { noticeCard } from "../../../cards/kinds/notice.ts";
import { planView, sessionView } from "../../../cards/testing/views.ts";
import type { ChatMessage } from "../../../protocol/read/view.ts";
import { Outbox } from "../../durable/outbox.ts";
import { WorkspaceOutbox } from "../core.ts";
import { nameStore } from "../places/names.ts";
import { threadStore } from "../places/threads.ts";
import type { Platform } from "../platform/platform.ts";
import { startQueue } from "../testing/queue.ts";
import { tellOf, tellUnopened } from "./telling.ts";

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
let outbox: Outbox<WorkspaceOutbox>;
let core: Parameters<typeof tellOf>[0] & Parameters<typeof tellUnopened>[0];

const start = (whyNot: Platform["whyNot"] = slackTrouble, answerAt: string | null = address) => {
	[queue, answers, said, unreached, recorded] = [startQueue(), [], [], [], []];
	const { storage, store: posts } = queue;
	outbox = new Outbox(storage, WorkspaceOutbox, async (body) => {
		if ("unopened" in body) await tellUnopened(core, body.unopened, queue.now());
		if ("unreached" in body) unreached.push(body.unreached);
		if ("notOpened" in body) recorded.push({ session: body.session, ...body.notOpened });
	});
	const answer = async (at: string, message: ChatMessage) => {
		const responded = answers.shift() ?? "taken";
		if (responded === "taken") said.push(`${at}: ${wordsOf(message)}`);
		return responded;
	};
	const threads = threadStore(storage.sql);
	core = {
		platform: () => ({ whyNot, answer }) as unknown as Platform,
		names: nameStore(storage.sql),
		threads,
		posts,
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
	if (post) tellOf(core, post, error);
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
	for (const error of ["HTTP 503", "internal_error", "no token"]) await fails(error);
	expect([said, recorded]).toEqual([[], []]);
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
