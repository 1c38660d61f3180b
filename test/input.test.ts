// Bad input as only Slack brings it, files and malformed requests; and what is decided on in the console instead.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actions } from "../cards/model/actions.ts";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import { carried, deliver, interaction, pressBody } from "./world/forged/requests.ts";
import { ask, planCard, propose } from "./world/people/acts.ts";
import { hasButton, type Person, textOf } from "./world/people/chat.ts";
import { type Reader, signIn } from "./world/people/console.ts";
import { answered, attachmentIn, entries, entriesOf, refusals, strays } from "./world/record.ts";
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

const file = (name: string, text: string) => ({ name, base64: Buffer.from(text).toString("base64") });
const inThread = (person: Person, text: string, files: ReturnType<typeof file>[] = []) =>
	person.say(channel, text, session.ts, files);

describe("a command", () => {
	test("a file with too long a script counts as said in the thread, and is kept", async () => {
		const long = file("long.sh", `echo ${"x".repeat(1_200_000 - 6)}\n`);
		await answered(tom, () => inThread(tom, "", [long]), "1,200,000 bytes", "1,048,576 bytes");
		const last = (await entries(reader, "attempt.refused")).at(-1);
		expect(last?.refusal).toEqual({
			code: "file-too-large",
			name: "long.sh",
			bytes: 1_200_000,
			limit: 1_048_576,
		});
		const kept = (await entries(reader, "message.attached")).at(-1);
		expect(attachmentIn(kept)).toMatchObject({ name: "long.sh", bytes: 1_200_000 });
	});

	test("an ambiguous command is spelled out, refused in chat, and decided in the console", async () => {
		const mark = join(world.folder, "reviewed");
		const odd = {
			command: `echo ran > '${mark}' # \u202egnp.exe`,
			before: "echo “smart quotes”\necho p\u0430ypal\necho zero\u200bwidth",
			changes: "is hard to read",
		};
		const card = await propose(world, session, odd);
		const shown = textOf(card);
		for (const name of [
			"U+202E right-to-left override",
			"U+201C left double quotation mark",
			"U+0430 Cyrillic a",
			"U+200B zero width space",
		])
			expect(shown).toContain(name);
		expect(shown).toContain("changes the direction of reading");
		expect(hasButton(card, "Approve")).toBe(false);
		expect(hasButton(card, "Review in the console")).toBe(true);

		const plan = carried(card, actions.deny);
		const forged = { by: "ada", action: actions.approve, value: plan, thread: session.ts, message: card.ts };
		await answered(ada, () => deliver(world, pressBody(forged)), "Press “Review in the console”");
		expect((await refusals(reader)).at(-1)).toBe("Ada Lindqvist approve review-in-console");
		expect((await entries(reader, "vote.cast")).filter((vote) => vote.plan === plan)).toEqual([]);

		const adas = await signIn(world, ada, await ada.message("Caisey session", "the old printer"));
		expect(await adas.text("")).toContain("U+202E right-to-left override");
		const vote = (origin: string) =>
			fetch(`${world.workerUrl}${adas.path}/plans/${plan}/vote`, {
				method: "POST",
				redirect: "manual",
				headers: { cookie: adas.cookie, origin },
				body: new URLSearchParams({ verdict: "approve" }),
			});
		expect((await vote("https://evil.example")).status).toBe(403);
		expect(existsSync(mark)).toBe(false);
		expect((await vote(new URL(world.workerUrl).origin)).status).toBe(303);
		await ada.message("Done", "is hard to read");
		expect(readFileSync(mark, "utf8")).toBe("ran\n");
		const cast = (await entries(reader, "vote.cast")).find((one) => one.plan === plan);
		expect(cast).toMatchObject({
			actor: { surface: "browser", name: "Ada Lindqvist" },
			verdict: "approve",
			ref: null,
		});
	});

	test("a script with control characters stays as it is, is shown spelled out, and can't be approved in chat", async () => {
		const script = "printf '\u001b[2K'\recho harmless\u0007";
		const preview = await answered(
			tom,
			() => inThread(tom, "", [file("odd.sh", script)]),
			"U+001B escape",
			"U+000D carriage return",
			"U+0007 bell",
			"is a control character",
		);
		await tom.press(preview, "Propose…");
		const view = await tom.whole(await tom.dialog("taken as it is"));
		const shell = { text: { type: "plain_text" as const, text: "sh" }, value: "sh" };
		expect(await tom.submit(view, { shell, changes: "has control characters" })).toEqual({});
		const card = await planCard(tom, session, "has control characters");
		expect(hasButton(card, "Approve")).toBe(false);
		expect(textOf(card)).toContain("U+001B escape");
		const { plans } = await reader.json<{ plans: { id: string; text: string }[] }>("transcript.json");
		const plan = plans.find(({ id }) => id === carried(card, actions.deny));
		expect(JSON.parse(plan?.text ?? "{}").steps).toEqual([
			{
				phase: "command",
				command: script,
				script: { name: "odd.sh", encoding: "utf-8", arguments: [] },
			},
		]);
		await ada.press(card, "Deny…");
		await ada.submit(await ada.dialog("Deny this change?"), { question: "No." });
	});
});

test("a file that looks like it contains a password is not kept, and the person learns so", async () => {
	const secret = "Tr0ub4dor-and-3";
	const notes = file("notes.txt", `password=${secret}`);
	await answered(dana, () => inThread(dana, "see here", [notes]), "contains a password or key");
	const bytes = Buffer.from(`password=${secret}`);
	expect((await entries(reader, "message.said")).at(-1)?.text).toBe("see here");
	expect((await entries(reader, "message.attached")).at(-1)?.attached).toMatchObject({
		missing: {
			name: "notes.txt",
			bytes: bytes.length,
			sha256: createHash("sha256").update(bytes).digest("hex"),
		},
	});
	for (const what of ["transcript.json", "transcript.txt"])
		expect((await reader.text(what)).includes(secret)).toBe(false);
});

test("a mention in a channel without a client opens nothing; the deployment's log says who tried", async () => {
	await answered(
		dana,
		() => dana.say("C0GENERAL", "@Caisey print that"),
		"isn't connected to a client",
		"IT provider",
	);
	const lines = (await strays(world)).filter((line) => line.includes("slack:T0LOCAL1:C0GENERAL"));
	expect(lines).toEqual([expect.stringMatching(/^slack:T0LOCAL1:U0DANA .*open not-bound/)]);
	const { messages } = await dana.state();
	expect(
		messages.filter((one) => one.channel === "C0GENERAL" && textOf(one).includes("Caisey session")),
	).toEqual([]);
});

describe("a request that isn't Slack's", () => {
	const json = { type: "application/json" };
	test.each([
		["that isn't JSON", "{", json, 400],
		["that is a list", "[]", json, 400],
		["whose payload isn't JSON", "payload=%7B", {}, 400],
		["that says nothing", "{}", json, 200],
		[
			"without a user",
			interaction({ type: "block_actions", team: { id: "T0LOCAL1" }, actions: [] }),
			{},
			200,
		],
		["of a team that is not there", interaction({ type: "block_actions", team: { id: "../x" } }), {}, 200],
		["of more than 1 MiB", `payload=${"x".repeat(1_048_577)}`, {}, 413],
	])("a signed body %s changes nothing", async (_, body, signing, status) => {
		const before = await entriesOf(reader);
		expect((await deliver(world, body, signing)).status).toBe(status);
		expect(await entriesOf(reader)).toEqual(before);
	});

	test("and everything still works afterwards, in records that verify", async () => {
		const card = await propose(world, session, { command: "echo still here", changes: "the last one" });
		await ada.press(card, "Approve");
		await ada.message("Done on CLIENT-ACCT-01", "the last one");
		expect(await reader.json("verify")).toMatchObject({ ok: true });
	});
});
