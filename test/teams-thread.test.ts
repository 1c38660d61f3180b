// Teams' own behaviour in talk, commands and presses: changing ids, fetched buttons, lost answers, chats.
import { afterAll, beforeAll, expect, test } from "vitest";
import { dialogs } from "../cards/model/actions.ts";
import { signInAt } from "./world/people/console.ts";
import { checkedOutside, entries, entriesOf, refusals } from "./world/record.ts";
import { type Asked, ask, button, propose } from "./world/teams/acts.ts";
import { type Post, shown } from "./world/teams/connector.ts";
import { buttonsOf, cardOf, channelNo } from "./world/teams/person.ts";
import { startTeamsWorld, type TeamsWorld } from "./world/teams/world.ts";

let world: TeamsWorld;
beforeAll(async () => {
	world = await startTeamsWorld();
});
afterAll(() => world?.stop());

let used = 0;
const isCard = (activity: object) => /plan +[0-9a-f]{4}·/.test(shown(activity));
/** Each test has its own channel: Teams lets a bot write only so much in one. */
const place = () => channelNo(++used);
const record = async (root: Post) => {
	const link = cardOf(await world.teams("ada").press(root, "Full transcript"));
	return signInAt(world, JSON.stringify(link).match(/"url":"([^"]+)"/)?.[1] ?? "");
};
const said = async (asked: Asked) =>
	(await entries(await record(asked.root), "message.said")).map(({ text }) => text);

test("a message delivered twice, even under another id, is recorded once", async () => {
	const at = place();
	const dana = world.teams("dana");
	const first = await dana.say(at, "<p>@Caisey the printer is broken</p>");
	const root = await dana.sees("Caisey session", "the printer is broken");
	await dana.deliver(first);
	const again = `${Number(first.id) + 1}`;
	const id = `${at};messageid=${again}`;
	await dana.deliver({ ...first, id: again, conversation: { ...(first.conversation as object), id } });
	const asked = { root, thread: `${at};messageid=${first.id}`, request: "the printer is broken" };
	const talk = await dana.say(asked.thread, "<p>the blue one</p>");
	await dana.deliver(talk);
	await dana.deliver({ ...talk, id: `${Number(talk.id) + 7}` });
	await dana.say(asked.thread, "<p>the blue one</p>");
	expect(await said(asked)).toEqual(["the blue one", "the blue one"]);
	const roots = world.connector.posts.filter(({ activity }) =>
		shown(activity).includes("the printer is broken"),
	);
	expect(roots).toHaveLength(1);
});

test("outside a session's thread only messages to the bot count", async () => {
	const at = place();
	const before = world.connector.posts.length;
	await world.teams("dana").say(at, "<p>lunch?</p>");
	await ask(world, "dana", at);
	expect(
		world.connector.posts
			.slice(before)
			.map(({ activity }) => shown(activity))
			.join(),
	).not.toContain("lunch");
});

test("people without a chat with the bot get their answer under their message", async () => {
	const asked = await ask(world, "dana", place());
	world.connector.trouble({ method: "POST", status: 403 });
	await world.teams("tom").say(asked.thread, "<p>$ echo <i>again</i></p>");
	const post = await world.connector.until("an answer in the thread", () =>
		world.connector.posts.find(
			({ conversation, activity }) => conversation === asked.thread && shown(activity).includes("code block"),
		),
	);
	expect(post.activity.text).toBeDefined();
});

test("a button with changed data does nothing that it did not offer", async () => {
	const asked = await ask(world, "dana", place());
	const card = await propose(world, asked);
	const approve = await button(world, card, "Approve");
	const ada = world.teams("ada");
	const pressed = async (data: unknown, action: object = approve) =>
		(await ada.execute(card, { ...action, data })).value;
	expect(await pressed({ action: "plan_deny", id: approve.data.id })).toContain("don't know");
	expect(await pressed("plan_approve")).toContain("don't know");
	expect(await pressed(undefined, { verb: approve.verb })).toContain("don't know");
	expect(await entries(await record(asked.root), "vote.cast")).toEqual([]);
});

test("Cancel without its question, as an older card sends it, stops nothing and brings the button that asks", async () => {
	const asked = await ask(world, "dana", place());
	const card = await propose(world, asked, "echo begun; sleep 3600");
	const ada = world.teams("ada");
	const approve = await button(world, card, "Approve");
	await ada.execute(card, approve);
	// The card in the thread, not the one in her own chat, which leads there.
	const running = await world.connector.until("it runs, and the thread's card says so", () =>
		["Running on CLIENT-ACCT-01", "begun"].every((text) => shown(card.activity).includes(text)) ? card : null,
	);
	const data = { action: "plan_cancel", id: approve.data.id };
	const answer = await ada.execute(running, { type: "Action.Execute", verb: "plan_cancel", data });
	expect(buttonsOf(answer.value).map(({ title, type }) => [title, type])).toEqual([
		["Full transcript", "Action.Submit"],
		["Cancel…", "Action.Submit"],
	]);
	expect(await entries(await record(asked.root), "cancel.asked")).toEqual([]);
	const dialog = await ada.press(running, "Cancel…");
	expect(shown(cardOf(dialog))).toContain("This stops what is running on CLIENT-ACCT-01.");
	await ada.submit(running, dialog, {});
	await ada.sees("Didn't work on CLIENT-ACCT-01");
	expect(await entries(await record(asked.root), "cancel.asked")).toHaveLength(1);
	const late = await ada.invoke("task/fetch", running, { data });
	expect(shown(cardOf(late))).toContain("nothing left to cancel");
});

test("a dialog whose data the client changed or lost does nothing, gets an answer, and is recorded", async () => {
	const asked = await ask(world, "dana", place());
	const card = await propose(world, asked);
	const wrong = [
		...Object.values(dialogs).map((dialog) => ({ dialog, session: 7, plan: {}, once: null })),
		{ dialog: "none" },
		"x",
		null,
	];
	for (const data of wrong) {
		const answer = await world.teams("ada").invoke("task/submit", card, { data });
		expect(JSON.stringify(answer)).toContain("don't know that button");
	}
	const reader = await record(asked.root);
	expect(await refusals(reader)).toEqual(wrong.map(() => "Ada Lindqvist dialog unknown-action"));
	expect(await entries(reader, "vote.cast")).toEqual([]);
});

test("a card that is pressed in someone's own chat, where it was not sent, decides nothing", async () => {
	const asked = await ask(world, "dana", place());
	const card = await propose(world, asked);
	const approve = await button(world, card, "Approve");
	const answer = await world.teams("ada").execute({ id: card.id, conversation: "a:29:mal" }, approve);
	expect(answer.value).toContain("another conversation");
	expect(await entries(await record(asked.root), "vote.cast")).toEqual([]);
});

test("the card in a thread has no button that decides; Teams asks for the approvers' own", async () => {
	const card = await propose(world, await ask(world, "dana", place()));
	const content = card.activity.attachments?.[0]?.content;
	expect(buttonsOf(content).map(({ title }) => title)).toEqual(["Details"]);
	expect(content).toMatchObject({ refresh: { userIds: ["29:ada", "29:sam"] } });
});

test("what an approver was shown is in the record as they saw it: once, and before they decided", async () => {
	const asked = await ask(world, "dana", place());
	const card = await propose(world, asked);
	const [ada, sam] = [world.teams("ada"), world.teams("sam")];
	const seen = [await ada.refreshed(card), await ada.refreshed(card)].map(({ value }) =>
		JSON.stringify(value),
	);
	expect(buttonsOf((await world.teams("tom").refreshed(card)).value).map(({ title }) => title)).toEqual([
		"Details",
	]);
	await sam.refreshed(card);
	await ada.execute(card, await button(world, card, "Approve"));
	await world.connector.until("it done", () => shown(card.activity).includes("Done on CLIENT-ACCT-01"));
	const reader = await record(asked.root);
	const [vote] = await entries(reader, "vote.cast");
	const served = await entries(reader, "card.served");
	expect(new Set(served.map(({ to }) => to)).size).toBe(2);
	expect(served.filter((one) => one.card === seen[0])).toMatchObject([
		{ to: vote?.actor.person, ref: vote?.ref },
	]);
	const all = (await entriesOf(reader)).map((one) => (one.kind === "card.served" ? one.card : one.kind));
	expect(all.indexOf(seen[0] ?? "")).toBeLessThan(all.indexOf("vote.cast"));
	const page = await reader.text("");
	expect(page).toContain("The card as <bdi>Ada Lindqvist (approver)</bdi> saw it");
	expect(await reader.json("verify")).toMatchObject({ ok: true });
	expect(await checkedOutside(world, await reader.text("transcript.json"))).toContain("Everything holds.");
});

test.each(["done, but 502", "lose the answer", "break the answer off"] as const)(
	"a post that may have happened (%s) gets a second copy: either can be pressed, and both are edited",
	async (how) => {
		const asked = await ask(world, "dana", place());
		const before = world.connector.posts.length;
		let first = true;
		world.connector.onCall(({ method, conversation }) => {
			if (!first || method !== "POST" || conversation !== asked.thread.split(";")[0]) return "pass";
			first = false;
			return how;
		});
		const card = await propose(world, asked);
		const copies = await world.connector.until("two copies", () => {
			const all = world.connector.posts
				.slice(before)
				.filter(
					({ conversation, activity }) =>
						conversation === card.conversation && shown(activity).includes("Approve this"),
				);
			return all.length === 2 && all;
		});
		const approve = await button(world, copies[0] as Post, "Approve");
		expect(shown(await world.teams("ada").execute(copies[0] as Post, approve))).toContain("Ada Lindqvist");
		await world.connector.until("both finished", () =>
			copies.every(({ activity }) => /Done/.test(shown(activity))),
		);
		expect(await entries(await record(asked.root), "vote.cast")).toHaveLength(1);
		expect(world.workerLog()).toMatch(/posting plan:[^ ]+: uncertain/);
	},
);

test.each(["done, but 502", "lose the answer"] as const)(
	"a card in an approver's own chat whose post may have happened (%s) can be pressed before we hear of it",
	async (how) => {
		const asked = await ask(world, "dana", place());
		const before = world.connector.posts.length;
		let lost = 0;
		world.connector.onCall(({ method, conversation }) =>
			method === "POST" && conversation === "a:29:sam" && lost++ === 0 ? how : "pass",
		);
		await propose(world, asked);
		const direct = await world.connector.until("the card in Sam's chat", () =>
			world.connector.posts.slice(before).find(({ conversation }) => conversation === "a:29:sam"),
		);
		const approve = buttonsOf(direct.activity.attachments?.[0]?.content).find(
			({ title }) => title === "Approve",
		);
		expect(shown(await world.teams("sam").execute(direct, approve ?? {}))).toContain("Approved");
		const reader = await record(asked.root);
		expect(await entries(reader, "vote.cast")).toMatchObject([
			{ verdict: "approve", actor: { name: "Sam Roy" } },
		]);
		// All copies show how it ended; this one since he pressed on it.
		await world.connector.until("all finished", () => {
			const copies = world.connector.posts
				.slice(before)
				.filter(({ conversation }) => conversation === "a:29:sam");
			return copies.length > 0 && copies.every(({ activity }) => /Done/.test(shown(activity)));
		});
		// The very same, from the own chat of someone to whom it was not sent: no card of theirs.
		const strange = { ...direct, conversation: "a:29:eve" };
		expect((await world.teams("eve").execute(strange, approve ?? {})).value).toContain(
			"another conversation",
		);
	},
);

test("the bot keeps silence when asked, and in the end shows the last state", async () => {
	const asked = await ask(world, "dana", place());
	const card = await propose(world, asked);
	const approve = await button(world, card, "Approve");
	for (const _ of [1, 2])
		world.connector.trouble({ method: "PUT", status: 429, headers: { "retry-after": "1" } });
	await world.teams("ada").execute(card, approve);
	await world.connector.until("the finished card", () => /Done/.test(shown(card.activity)));
});

test("in a chat, talk belongs to the newest open session, and `new` opens another", async () => {
	const dana = world.teams("dana");
	await dana.say("a:dana", "<p>the scanner is slow</p>");
	const first = await dana.sees("Caisey session", "the scanner is slow");
	await dana.say("a:dana", "<p>very slow</p>");
	await dana.say("a:dana", "<p>new the door is locked</p>");
	const second = await dana.sees("Caisey session", "the door is locked");
	await dana.say("a:dana", "<p>since Monday</p>");
	const texts = async (root: Post) =>
		(await entries(await record(root), "message.said")).map(({ text }) => text);
	expect(await texts(first)).toEqual(["very slow"]);
	expect(await texts(second)).toEqual(["since Monday"]);
	const tom = world.teams("tom");
	await tom.submit(second, await tom.press(second, "Close…"), { question: "" });
	await world.connector.until("the closed card", () => shown(second.activity).includes("closed"));
	await dana.say("a:dana", "<p>still slow</p>");
	expect(await texts(first)).toEqual(["very slow", "still slow"]);
});

test("a group chat hears the person who speaks to the bot", async () => {
	const group = "19:group@thread.v2";
	const dana = world.teams("dana");
	await dana.say(group, "<p>@Caisey a new mouse please</p>");
	const root = await dana.sees("Caisey session", "a new mouse please");
	expect(root.conversation).toBe(group);
	await world.teams("tom").say(group, "<p>@Caisey on it</p>");
	expect((await entries(await record(root), "message.said")).map(({ text }) => text)).toEqual(["on it"]);
});

test("a session is started from a message that someone wrote", async () => {
	const at = place();
	const tom = world.teams("tom");
	const id = world.connector.newId();
	const value = {
		commandId: "start_session",
		commandContext: "message",
		messagePayload: {
			id,
			createdDateTime: "2024-01-12T16:41:07Z",
			from: { user: { id: "aad-dana", displayName: "Dana Reyes" } },
			body: { contentType: "html", content: "<p>the <b>monitor</b> flickers</p>" },
		},
	};
	const activity = tom.activity("invoke", `${at};messageid=${id}`, {
		name: "composeExtension/fetchTask",
		value,
	});
	for (const _ of [1, 2]) {
		const { answer } = await tom.deliver(activity);
		expect(answer?.task?.value).toBe("The session is open.");
	}
	const root = await tom.sees("Dana Reyes", "the monitor flickers");
	expect(root.conversation).toBe(`${at};messageid=${id}`);
	const [opened] = await entries(await record(root), "session.opened");
	expect(opened?.original).toMatchObject({
		at: Date.UTC(2024, 0, 12, 16, 41, 7),
		author: { name: "Dana Reyes" },
	});
});

test("added to a team, the bot says whose conversation it is", async () => {
	const tom = world.teams("tom");
	const added = (at: string) =>
		tom.deliver(
			tom.activity("conversationUpdate", at, {
				membersAdded: [{ id: "28:0c0ffee0-0000-4000-8000-000000000001" }],
			}),
		);
	await added(place());
	await tom.sees("I am Caisey, for Acme Dental", "@Caisey and your request");
	await added("19:unbound@thread.tacv2");
	await tom.sees("isn't connected to a client yet");
});

test("the record names a file that Teams doesn't give to bots, with the reason", async () => {
	const asked = await ask(world, "dana", place());
	const file = (name: string, downloadUrl?: string) => ({
		contentType: downloadUrl ? "application/vnd.microsoft.teams.file.download.info" : "reference",
		name,
		content: { downloadUrl, uniqueId: name },
	});
	await world.teams("dana").say(asked.thread, "<p>see these</p>", {
		attachments: [
			{ contentType: "text/html", content: "<p>see these</p>" },
			file("plan.txt"),
			file("elsewhere.txt", "https://sharepoint.com.evil.example/x"),
		],
	});
	const reader = await record(asked.root);
	await expect
		.poll(async () =>
			(await entries(reader, "message.attached")).map(
				({ attached }) => "missing" in attached && attached.missing,
			),
		)
		.toEqual([
			{ name: "plan.txt", reason: "Teams does not give its bytes to a bot there" },
			{ name: "elsewhere.txt", reason: "it lies outside Teams" },
		]);
});

test("nothing broke on our side meanwhile", () => {
	expect(world.workerLog()).not.toMatch(/error [0-9a-f]{8}:|outbox .*failed/);
});

test.each(["done, but 502", "lose the answer"] as const)(
	"in a group chat, a card whose post may have happened (%s) can be pressed, and is edited along",
	async (how) => {
		const group = "19:group@thread.v2";
		await world.teams("dana").say(group, `<p>@Caisey new please, ${how}</p>`);
		const root = await world.teams("dana").sees("Caisey session", `please, ${how}`);
		let lost = 0;
		world.connector.onCall(({ method, conversation }) =>
			method === "POST" && conversation === group && lost++ === 0 ? how : "pass",
		);
		const before = world.connector.posts.length;
		const first = await propose(world, { thread: group, root, request: "" });
		const copies = () =>
			world.connector.posts
				.slice(before)
				.filter(({ conversation, activity }) => conversation === group && isCard(activity));
		await world.connector.until("two copies", () => copies().length === 2);
		const approve = await button(world, first, "Approve");
		expect(shown(await world.teams("ada").execute(first, approve))).toContain("Approved");
		await world.connector.until("both finished", () =>
			copies().every(({ activity }) => /Done on/.test(shown(activity))),
		);
		expect(await entries(await record(root), "vote.cast")).toHaveLength(1);
		// The last message of this session: the next case's are not taken for it.
		await world.connector.until("the signed head", () =>
			world.connector.posts
				.slice(before)
				.some(
					({ conversation, activity }) =>
						conversation === group && shown(activity).startsWith("Record of session"),
				),
		);
	},
);
