// Slack's own in the thread and around it: rich text, attached files, the Home tab.
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import { ask, propose } from "./world/people/acts.ts";
import { type Person, textOf } from "./world/people/chat.ts";
import { type Reader, signIn } from "./world/people/console.ts";
import { attachmentIn, entries, entriesOf } from "./world/record.ts";
import { channel, startWorld, type World } from "./world/world.ts";

let world: World;
let dana: Person;
let tom: Person;
let ada: Person;
let session: ClientMessage;
let reader: Reader;
beforeAll(async () => {
	world = await startWorld();
	[dana, tom, ada] = [world.person("dana"), world.person("tom"), world.person("ada")];
	session = await ask(world, "please make the old printer work");
	reader = await signIn(world, tom, session);
});
afterAll(() => world?.stop());

/** Reads the transcript until it holds so many entries of a kind: nothing in Slack tells that talk was recorded. */
const recorded = async <K extends Parameters<typeof entries>[1]>(
	kind: K,
	count: number,
	of = reader,
): Promise<Awaited<ReturnType<typeof entries<K>>>> => {
	let found: Awaited<ReturnType<typeof entries<K>>> = [];
	const all = async () => {
		found = await entries(of, kind);
		return found.length;
	};
	await expect.poll(all, { message: `${count} ${kind}` }).toBeGreaterThanOrEqual(count);
	return found;
};

const sayInThread = async (person: Person, text: string, files: { name: string; base64: string }[] = []) => {
	const before = new Set((await person.state()).messages.map(({ ts }) => ts));
	await person.say(channel, text, session.ts, files);
	return person.until("what was just said", ({ me, messages }) =>
		messages.find((one) => !before.has(one.ts) && one.thread === session.ts && one.user === me),
	);
};

test("the transcript keeps talk in the thread with its author's account and person; talk elsewhere is not kept", async () => {
	await world.person("dana").say(channel, "Not in the thread.");
	const texts = [
		"It says *PC LOAD LETTER*, see http://printer.example/?a=1&b=<2>",
		"Nobody knows why. @Ada Lindqvist",
	];
	await sayInThread(dana, texts[0] as string);
	await sayInThread(world.person("eve"), texts[1] as string);
	const said = await recorded("message.said", 2);
	expect(said.map(({ actor, text }) => [actor.surface, actor.identity, actor.name, text])).toEqual([
		[
			"slack",
			"slack:T0LOCAL1:U0DANA",
			"Dana Reyes",
			"It says PC LOAD LETTER, see http://printer.example/?a=1&b=<2>",
		],
		["slack", "slack:T0LOCAL1:U0EVE", "Eve Stone", "Nobody knows why. @U0ADA"],
	]);
	expect(said.map(({ actor }) => actor.person === null)).toEqual([false, true]);
});

test("attachments are kept with their bytes", async () => {
	const files = [
		{ name: "photo <b> ü.bin", base64: randomBytes(300_000).toString("base64") },
		{ name: "two.bin", base64: randomBytes(2_500_000).toString("base64") },
	];
	await sayInThread(dana, "Here is what it looks like.", files);
	const attached = await recorded("message.attached", 2);
	const said = (await recorded("message.said", 3)).at(-1);
	expect(said).toMatchObject({ text: "Here is what it looks like.", actor: { name: "Dana Reyes" } });
	expect(said?.expected?.map(({ name }) => name)).toEqual(files.map(({ name }) => name));
	expect(attached.map(({ ref, file }) => [ref, file])).toEqual(
		said?.expected?.map(({ file }) => [said.ref, file]),
	);
	for (const [i, { name, blob }] of attached.map(attachmentIn).entries()) {
		expect(name).toBe(files[i]?.name);
		const response = await reader.get(`blobs/${blob}`);
		expect(Buffer.from(await response.arrayBuffer()).toString("base64") === files[i]?.base64).toBe(true);
		expect(response.headers.get("content-type")).toBe("application/octet-stream");
		expect(response.headers.get("content-disposition")).toContain("attachment");
	}
});

test("the shortcut makes a message that was already there a session's first entry, with its files", async () => {
	const photo = randomBytes(1_000).toString("base64");
	await dana.say(channel, "The scanner smells of fish, look", null, [{ name: "fish.bin", base64: photo }]);
	const message = await dana.message("smells of fish");
	await tom.shortcut(message);
	const root = await tom.message("Caisey session", "smells of fish");
	expect(textOf(root)).toContain("Dana Reyes");
	const its = await signIn(world, tom, root);
	const [first] = await entriesOf(its);
	expect(first).toMatchObject({
		kind: "session.opened",
		source: "shortcut",
		request: "The scanner smells of fish, look",
		actor: { name: "Tom Okafor" },
		original: { ref: { channel, message: message.ts }, author: { name: "Dana Reyes" } },
	});
	const blob = attachmentIn((await recorded("message.attached", 1, its))[0]).blob;
	expect(Buffer.from(await (await its.get(`blobs/${blob}`)).arrayBuffer()).toString("base64")).toBe(photo);

	// Again: the same session. Talk below that message is its thread.
	await dana.shortcut(message);
	await dana.say(channel, "Like herring.", message.ts);
	expect((await recorded("message.said", 2, its)).at(-1)).toMatchObject({ text: "Like herring." });
	const { messages } = await dana.state();
	expect(
		messages.filter((one) => /Caisey session/.test(textOf(one)) && textOf(one).includes("of fish")),
	).toHaveLength(1);
});

test("Home shows the admin what is waiting, and the technician endpoints and sessions", async () => {
	await propose(world, session, { command: "true", changes: "makes it print" });
	// The client's list of sessions lags behind them: Ada looks until it has this one.
	const admins = async (): Promise<string> => {
		await ada.home();
		return JSON.stringify((await ada.state()).home);
	};
	await expect.poll(admins).toContain("makes it print");
	expect(await admins()).toContain("Waiting for your decision");
	await tom.home();
	const technicians = await tom.until(
		"Tom's Home",
		({ home }) => home && JSON.stringify(home).includes("Waiting for approval") && home,
	);
	for (const text of ["CLIENT-ACCT-01", "online", "please make the old printer work", "waiting for approval"])
		expect(JSON.stringify(technicians)).toContain(text);
	expect(JSON.stringify(technicians)).not.toContain("Waiting for your decision");
	const eve = world.person("eve");
	await eve.home();
	await eve.until("Eve's Home", ({ home }) => JSON.stringify(home ?? {}).includes("no role at any client"));
});

test("the record stays whole, and nothing broke meanwhile", async () => {
	expect(await reader.json("verify")).toMatchObject({ ok: true });
	expect(world.workerLog()).not.toMatch(/error [0-9a-f]{8}:|outbox .*failed/);
});
