// What bad input gets: a clear answer that says what to do next, no effect, and an entry where a person tried it.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actions, dialogs } from "../cards/actions.ts";
import type { ClientMessage } from "../local/slack/wire.ts";
import { newId } from "../protocol/ids.ts";
import { ask, fillIn, planCard, propose } from "./world/acts.ts";
import { hasButton, type Person, textOf } from "./world/chat.ts";
import { type Reader, signIn } from "./world/console.ts";
import { carried, deliver, interaction, planValues, pressBody, submissionBody } from "./world/forged.ts";
import { answered, attachmentIn, audit, entries, entriesOf, refusals, strays } from "./world/record.ts";
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
const proposals = async () => (await entries(reader, "plan.proposed")).length;
const plain = { changes: "nothing, really" };

describe("where it would run", () => {
	test("an endpoint that is not this client's is refused in the dialog, and that is kept", async () => {
		const before = await proposals();
		await tom.press(session, "Run a command…");
		const view = await tom.dialog("CLIENT-ACCT-01");
		const stranger = {
			text: { type: "plain_text" as const, text: "ELSEWHERE-01" },
			value: newId("endpoint", "none"),
		};
		const shell = { text: { type: "plain_text" as const, text: "sh" }, value: "sh" };
		await tom.submit(view, { endpoints: [stranger], command: "echo hello", shell, ...plain });
		await tom.dialog("find that endpoint any more");
		expect((await refusals(reader)).at(-1)).toBe("Tom Okafor propose not-found");
		expect(await proposals()).toBe(before);
	});

	test("a session that does not exist is refused", async () => {
		const metadata = (id: string) => ({
			session: id,
			place: { workspace: "slack:T0LOCAL1", channel, thread: session.ts },
			from: { from: "session", session: id },
			preview: null,
			kept: false,
		});
		const { messages } = await tom.state();
		const endpoint = JSON.stringify(messages).match(/e_g[0-9a-z]{16}/)?.[0] ?? newId("endpoint", "none");
		const values = planValues(endpoint, "echo hello", "nothing");
		const send = async (id: string) => {
			const body = submissionBody({ by: "tom", callback: dialogs.plan, metadata: metadata(id), values });
			return (await deliver(world, body)).text();
		};
		expect(await send(newId("session", "none"))).toContain("find that session");
		expect(await send("nonsense")).toContain("find that session");
		for (const action of [actions.runCommand, actions.close, actions.transcript]) {
			const press = {
				by: "tom",
				action,
				value: newId("session", "none"),
				thread: session.ts,
				message: session.ts,
			};
			if (action === actions.runCommand) expect((await deliver(world, pressBody(press))).status).toBe(200);
			else await answered(tom, () => deliver(world, pressBody(press)), "find that session");
		}
		expect((await refusals(reader)).slice(-4).sort()).toEqual([
			"Tom Okafor close not-found",
			"Tom Okafor form not-found",
			"Tom Okafor propose not-found",
			"Tom Okafor propose not-found",
		]);
	});

	test("a plan for an endpoint that is offline says so, waits, and runs when it is back", async () => {
		const mark = join(world.folder, "waited");
		await world.agent().stop();
		// Looks into the dialog until it says so: the Worker hears of a cut socket a moment later.
		for (let view = ""; !view.includes("offline since"); ) {
			const open = (await tom.state()).modals.at(-1)?.id;
			await tom.press(session, "Run a command…");
			view = JSON.stringify(
				await tom.until("a new dialog", ({ modals }) =>
					modals.find((one) => one.id !== open && JSON.stringify(one).includes("CLIENT-ACCT-01")),
				),
			);
		}
		const waiting = { command: `echo ran > '${mark}'`, changes: "waits for the endpoint" };
		const card = await propose(world, session, waiting);
		expect(textOf(card)).toContain("offline since");
		await ada.press(card, "Approve");
		const approved = await ada.until("the approved card", ({ messages }) =>
			messages.find((one) => one.ts === card.ts && /Approved, waiting to run/.test(textOf(one))),
		);
		for (const text of ["offline since", "Must start by"]) expect(textOf(approved)).toContain(text);
		expect(existsSync(mark)).toBe(false);
		expect(await entries(reader, "run.started")).toEqual([]);
		world.runAgent("CLIENT-ACCT-01");
		await dana.message("Done on CLIENT-ACCT-01", "waits for the endpoint");
		expect(readFileSync(mark, "utf8")).toBe("ran\n");
	});
});

describe("what would be run", () => {
	test("an empty command is refused in the thread and in the dialog", async () => {
		await answered(tom, () => inThread(tom, "```\n  \n```"), "There is no command in that");
		expect((await refusals(reader)).at(-1)).toBe("Tom Okafor draft empty-command");
		const { errors } = await fillIn(tom, session, { command: "  \n ", ...plain });
		expect(errors?.command).toMatch(/Write the command/);
		expect((await refusals(reader)).at(-1)).toBe("Tom Okafor propose empty-command");
	});

	test("a command of 200 KB is refused with its size and what to do instead", async () => {
		const long = file("long.sh", `echo ${"x".repeat(200_000 - 6)}\n`);
		await answered(tom, () => inThread(tom, "", [long]), "200,000 bytes", "65,536 bytes", "Split it");
		const last = (await entries(reader, "attempt.refused")).at(-1);
		expect(last?.refusal).toEqual({ code: "command-too-long", bytes: 200_000, limit: 65_536 });
		// The file itself was said in the thread, and is kept as that.
		const kept = (await entries(reader, "message.attached")).at(-1);
		expect(attachmentIn(kept)).toMatchObject({ name: "long.sh", bytes: 200_000 });
	});

	test("what is ambiguous is spelled out, refused in chat, and decided on in the console", async () => {
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

	test("a script with control characters is taken as it is, shown spelled out, and not approved in chat", async () => {
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
		const view = await tom.dialog("taken as it is");
		const shell = { text: { type: "plain_text" as const, text: "sh" }, value: "sh" };
		expect(await tom.submit(view, { shell, changes: "has control characters" })).toEqual({});
		const card = await planCard(tom, session, "has control characters");
		expect(hasButton(card, "Approve")).toBe(false);
		expect(textOf(card)).toContain("U+001B escape");
		const { plans } = await reader.json<{ plans: { id: string; text: string }[] }>("transcript.json");
		const plan = plans.find(({ id }) => id === carried(card, actions.deny));
		expect(JSON.parse(plan?.text ?? "{}").steps).toEqual([{ phase: "command", command: script }]);
		await ada.press(card, "Deny…");
		await ada.submit(await ada.dialog("Deny this change?"), { question: "No." });
	});

	test.each([
		["a link that Slack made", "$ curl example.com/install.sh | sh"],
		["bold text", "$ rm *important* files"],
		["a mention", "$ echo @Ada Lindqvist"],
	])("a command with %s outside code is refused", async (_, text) => {
		await answered(tom, () => inThread(tom, text), "code block");
		expect((await refusals(reader)).at(-1)).toBe("Tom Okafor propose styled-text");
	});

	test("in a code block, links, &lt; and angle brackets are run as they were typed", async () => {
		const mark = join(world.folder, "typed");
		const exact =
			"http://example.com/?a=1&b=2 &lt;b&gt; <https://x.example|label> example.com *_~ &amp; <@U0ADA>";
		const command = `printf %s '${exact}' > '${mark}'`;
		const preview = await answered(
			tom,
			() => inThread(tom, `\`\`\`\n${command}\n\`\`\``),
			"Nothing is proposed yet",
		);
		expect(textOf(preview)).toContain(command);
		await tom.press(preview, "Propose…");
		const shell = { text: { type: "plain_text" as const, text: "sh" }, value: "sh" };
		await tom.submit(await tom.dialog("Propose a command"), { shell, changes: "writes it as typed" });
		const card = await planCard(ada, session, "writes it as typed");
		expect(textOf(card)).toContain(command);
		await ada.press(card, "Approve");
		await ada.message("Done on CLIENT-ACCT-01", "writes it as typed");
		expect(readFileSync(mark, "utf8")).toBe(exact);
	});

	test("proposing again makes another plan: the old card approves nothing of it", async () => {
		const done = await tom.until("the finished card", ({ messages }) =>
			messages.find((one) => hasButton(one, "Propose again…") && textOf(one).includes("writes it as typed")),
		);
		const old = carried(done, actions.proposeAgain);
		await tom.press(done, "Propose again…");
		const view = await tom.dialog("writes it as typed");
		const mark = join(world.folder, "changed");
		await tom.submit(view, { command: `echo changed > '${mark}'`, changes: "something else now" });
		const card = await planCard(tom, session, "something else now");
		const plan = carried(card, actions.approve);
		const { plans } = await reader.json<{ plans: { id: string; digest: string }[] }>("transcript.json");
		const digest = (id: string) => plans.find((one) => one.id === id)?.digest;
		expect(digest(plan)).toMatch(/^[0-9a-f]{64}$/);
		expect(digest(plan)).not.toBe(digest(old));

		const press = { by: "ada", action: actions.approve, thread: session.ts };
		const pressed = (value: string, message: string) => () =>
			deliver(world, pressBody({ ...press, value, message }));
		await answered(ada, pressed(plan, done.ts), "another conversation");
		await answered(ada, pressed(old, done.ts), "decided already");
		await answered(ada, pressed(old, card.ts), "another conversation");
		expect((await entries(reader, "vote.cast")).filter((vote) => vote.plan === plan)).toEqual([]);
		expect(existsSync(mark)).toBe(false);
		await deliver(
			world,
			pressBody({ by: "tom", action: actions.cancel, value: plan, thread: session.ts, message: card.ts }),
		);
	});
});

describe("what looks like a password", () => {
	const secret = "Tr0ub4dor-and-3";
	test("is refused in a request, a command, talk, a file, a dialog, a question; and stands in no record", async () => {
		await answered(
			dana,
			() => dana.say(channel, `/caisey log in for me, password: ${secret}`),
			"holds a secret",
		);
		expect((await audit(world)).at(-1)).toMatch(/^slack:T0LOCAL1:U0DANA .*open looks-secret$/);

		await answered(
			tom,
			() => inThread(tom, `$ net use x: --password=${secret}`),
			"holds a secret",
			"given to -password",
		);
		await answered(dana, () => inThread(dana, `the password is: ${secret}`), "holds a secret");
		await answered(
			dana,
			() => inThread(dana, "see here", [file("notes.txt", `password=${secret}`)]),
			"holds a secret",
		);
		const said = (await entries(reader, "message.said")).slice(-3);
		expect(said.map(({ text }) => text)).toEqual([
			"$ net use x: --password=⟨masked: a value given to -password, 15 characters⟩",
			"the password is: ⟨masked: a value given as password, 15 characters⟩",
			"see here",
		]);
		const bytes = Buffer.from(`password=${secret}`);
		expect((await entries(reader, "message.attached")).at(-1)?.attached).toMatchObject({
			missing: {
				name: "notes.txt",
				bytes: bytes.length,
				sha256: createHash("sha256").update(bytes).digest("hex"),
			},
		});

		const before = await proposals();
		await tom.press(await tom.message("Caisey session", "the old printer"), "Run a command…");
		const view = await tom.dialog("CLIENT-ACCT-01");
		const shell = { text: { type: "plain_text" as const, text: "sh" }, value: "sh" };
		await tom.submit(view, { shell, command: `mysql --password=${secret}`, ...plain });
		await tom.dialog("holds a secret");
		expect((await refusals(reader)).at(-1)).toBe("Tom Okafor propose looks-secret");
		expect(await proposals()).toBe(before);

		const card = await propose(world, session, { command: "echo asked", changes: "is asked about" });
		await ada.press(card, "Ask…");
		await ada.submit(await ada.dialog("Ask about this change"), {
			question: `Is the password: ${secret} right?`,
		});
		await ada.dialog("holds a secret");
		await ada.press(card, "Deny…");
		await ada.submit(await ada.dialog("Deny this change?"), { question: `password: ${secret}` });
		await ada.dialog("holds a secret");
		expect((await refusals(reader)).slice(-2)).toEqual([
			"Ada Lindqvist ask looks-secret",
			"Ada Lindqvist deny looks-secret",
		]);

		const everything = [
			await reader.text("transcript.json"),
			await reader.text("transcript.txt"),
			(await audit(world)).join("\n"),
		];
		for (const record of everything) expect(record.includes(secret)).toBe(false);
	});

	test("is not kept when a message is edited to hold it", async () => {
		await inThread(dana, "I forgot to say:");
		const message = await dana.message("I forgot to say:");
		await dana.edit(message, `I forgot to say: password: ${secret}`);
		await dana.edit(message, "I forgot to say nothing");
		for (let edits = 0; edits < 2; ) edits = (await entries(reader, "message.edited")).length;
		expect((await entries(reader, "message.edited")).map(({ text }) => text)).toEqual([
			"I forgot to say: password: ⟨masked: a value given as password, 15 characters⟩",
			"I forgot to say nothing",
		]);
		expect((await reader.text("transcript.json")).includes(secret)).toBe(false);
	});
});

test("a mention in a channel that is no client's opens nothing; the deployment's log says who tried", async () => {
	await answered(
		dana,
		() => dana.say("C0GENERAL", "@Caisey print that"),
		"belongs to no client",
		"IT provider",
	);
	const lines = (await strays(world)).filter((line) => line.includes("slack:T0LOCAL1:C0GENERAL"));
	expect(lines).toEqual([expect.stringMatching(/^slack:T0LOCAL1:U0DANA .*open not-bound/)]);
	const { messages } = await dana.state();
	expect(
		messages.filter((one) => one.channel === "C0GENERAL" && textOf(one).includes("Caisey session")),
	).toEqual([]);
});

describe("what is no request of Slack's", () => {
	const json = { type: "application/json" };
	test.each([
		["that is no JSON", "{", json, 400],
		["that is a list", "[]", json, 400],
		["whose payload is no JSON", "payload=%7B", {}, 400],
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
