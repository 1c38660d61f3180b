// A command comes out of chat character for character, or it is refused with the reason; on each platform the same.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actions } from "../../cards/model/actions.ts";
import { ask, newestPlan, plain, planCard, plans } from "../world/chats/acts.ts";
import type { Member, Message, Office, Typed } from "../world/chats/port.ts";
import { slack } from "../world/chats/slack.ts";
import { teams } from "../world/chats/teams.ts";
import type { Reader } from "../world/people/console.ts";
import { type Entry, entries, refusals } from "../world/record.ts";

/** Ordinary text to its reader, of kinds that are easily lost or changed on the way. */
const nasty: [string, string][] = [
	["quotes", `"double" and 'single' and "both 'at' once"`],
	["pipes, redirects and ampersands", "a | b || c & d && e > f >> g < h <<i 2>&1 <>"],
	["dollars and backticks", "$HOME $\u007bHOME} $(id) `id` $$ $ $1 \\$"],
	["HTML", `<b>bold</b> <at>Ada</at> <script>alert(1)</script> <br> <!-- x --> </code></pre>`],
	["entities as they are typed", "&lt; &gt; &amp; &quot; &nbsp; &#39; &amp;lt; &copy;"],
	["Markdown", "*bold* _italic_ ~struck~ **b** __i__ `code` # head > quote [a](b) - list 1. one"],
	[
		"mentions and emoji as they are typed",
		"@Ada Lindqvist <@U0ADA> <!channel> @channel #general :smile: :x:",
	],
	["addresses", "http://example.com/?a=1&b=2#c example.com <https://x.example|label> mailto:a@b.example"],
	[
		"Windows paths",
		String.raw`C:\Users\Dana\new\table "C:\Program Files\a b\c.exe" \\server\share$ %TEMP% ^&`,
	],
	["other scripts", "Zürich Łódź 日本語 サーバー 한국어 Ελλάδα café naïve € § 20 °C"],
	["braces that renderers know", "{{DATE(2024-01-12T16:47:00Z)}} $\u007b{ x }} {0} %s %d \\n \\t \\0"],
	["lines, blanks at their starts, and tabs", "one\n  two\n\tthree\n\n    five"],
];

/** Characters that look like others, turn the direction of reading, or don't belong in a command; by code point. */
const alike: [string, string][] = [
	..."\ua78c\u055a\u05f3\u0374\u02bb\u02c8\u02ba\u05f4\u2502\u23d0\u2758\ufe58\u2043\u2571\u204e",
	..."ɑɡı\u0627½→😀",
].map((one): [string, string] => [one, one]);
const words: [string, string][] = [
	["\ua4f2\ua4e2", "\ua4f2"],
	["\u13b3\u13aa", "\u13b3"],
	["\u146f\u146d", "\u146d"],
	["cafe\u0301", "\u0301"],
];

/** Prints it, whatever it is. */
const printing = (text: string): string => `printf '%s' '${text.replaceAll("'", `'\\''`)}'`;

describe.each([slack, teams])("a command's characters on $name", (chat) => {
	let office: Office;
	let tom: Member;
	let ada: Member;
	beforeAll(async () => {
		office = await chat.start();
		[tom, ada] = [office.person("tom"), office.person("ada")];
	});
	afterAll(() => office?.stop());

	const commandOf = async (reader: Reader): Promise<string> =>
		JSON.parse((await plans(reader)).at(-1)?.text ?? "").steps[0].command;
	const proposedFrom = async (thread: Message, preview: Message, changes: string): Promise<Message> => {
		const dialog = await tom.open(preview, "Propose…");
		expect(await dialog.send({ ...plain, changes })).toBeNull();
		return planCard(office, thread, changes);
	};

	/** What its one run printed. The record has it before the card is edited, which has its pace. */
	const printed = async (reader: Reader): Promise<string> => {
		const ended = () => entries(reader, "run.ended");
		await expect.poll(async () => (await ended()).length).toBe(1);
		const [{ run, end }] = (await ended()) as [Entry<"run.ended">];
		expect(end).toMatchObject({ outcome: "exited", code: 0 });
		return (await reader.get(`runs/${run}/stdout`)).text();
	};

	test.each(nasty)(
		"%s in a code block are shown, approved, run and printed as they were typed",
		async (name, text) => {
			const command = printing(text);
			const thread = await ask(office);
			const reader = await tom.read(thread);
			const preview = await tom.preview(() => tom.code(thread, command));
			expect((await tom.see(preview)).codes.map((code) => code.text)).toEqual([command]);
			const card = await proposedFrom(thread, preview, `prints ${name}`);
			const shown = await ada.see(card);
			expect(shown.codes.map((code) => code.text)).toEqual([command]);
			expect(shown.buttons).toContain("Approve");
			expect(await commandOf(reader)).toBe(command);
			await ada.press(card, "Approve");
			expect(await printed(reader)).toBe(text);
		},
	);

	test("the dialog proposes every field as people typed it", async () => {
		const thread = await ask(office);
		const command = nasty.map(([, text]) => printing(text)).join("\n");
		const dialog = await tom.open(thread, "Run a command…");
		expect(await dialog.send({ ...plain, command, changes: "prints it all" })).toBeNull();
		await planCard(office, thread, "prints it all");
		expect(await commandOf(await tom.read(thread))).toBe(command);
	});

	test.each([
		["quotes", `printf '%s' "a 'b'" | cat > "/tmp/x y" 2>&1 && echo "$HOME" $((1 < 2)) \\$`],
		["entities", "echo '&lt;b&gt; &amp;amp; &quot; &nbsp;'"],
		["Windows paths", String.raw`dir "C:\Program Files\new" %TEMP%\a.txt ^& type \\server\share$\t`],
		["other scripts", "echo Zürich 日本語 Ελλάδα €"],
		["two blanks in a row", "echo 'a  b'"],
	])("%s in a typed line come out as they were typed", async (_, command) => {
		const thread = await ask(office);
		const preview = await tom.preview(() => tom.say(thread, `$ ${command}`));
		const card = await proposedFrom(thread, preview, "as it was typed");
		expect((await ada.see(card)).codes.map(({ text }) => text)).toEqual([command]);
		expect(await commandOf(await tom.read(thread))).toBe(command);
	});

	test("several typed lines, each with its prompt, are one command", async () => {
		const thread = await ask(office);
		const preview = await tom.preview(() => tom.say(thread, "please see\n$ echo one\n$ echo two"));
		await proposedFrom(thread, preview, "two lines");
		expect(await commandOf(await tom.read(thread))).toBe("echo one\necho two");
	});

	test("a typed address, of which chat made a link, is taken as it was typed", async () => {
		const thread = await ask(office);
		const typed: Typed[] = ["$ curl ", { link: "http://example.com/install.sh" }, " | sh"];
		await proposedFrom(thread, await tom.preview(() => tom.say(thread, ...typed)), "an address");
		expect(await commandOf(await tom.read(thread))).toBe("curl http://example.com/install.sh | sh");
	});

	test.each<[string, Typed[]]>([
		["bold text", ["$ rm ", { bold: "important" }, " files"]],
		["a mention", ["$ echo ", { mention: "Ada Lindqvist" }]],
	])("a command with %s outside code is refused to its writer alone, and kept as tried", async (_, typed) => {
		const thread = await ask(office);
		const answer = await tom.told(() => tom.say(thread, ...typed), "Put the command into a code block");
		expect(answer).toContain("Links that someone made, mentions, emoji, bold and italics lose characters");
		expect(await refusals(await tom.read(thread))).toEqual(["Tom Okafor propose styled-text"]);
		expect(await tom.all("Nothing is proposed yet", "important")).toEqual([]);
	});

	test.each([
		["blanks at a line's end", "echo one  \necho two", "echo one··", "one\ntwo\n"],
		["many blanks in a row", "echo 'a    b'", "echo 'a····b'", "a    b\n"],
	])("%s: marked on the card, approved in chat, and run as typed", async (_, command, mark, output) => {
		const thread = await ask(office);
		const dialog = await tom.open(thread, "Run a command…");
		expect(await dialog.send({ ...plain, command, changes: "has blanks" })).toBeNull();
		const card = await planCard(office, thread, "has blanks");
		const shown = await ada.see(card);
		expect(shown.text).toContain(mark);
		expect(shown.buttons).not.toContain("Review in the console");
		const reader = await tom.read(thread);
		expect(await commandOf(reader)).toBe(command);
		await ada.press(card, "Approve");
		expect(await printed(reader)).toBe(output);
	});

	test.each([
		["smart quotes", "echo “smart”", "U+201C left double quotation mark", "looks like"],
		["letters of two scripts", "echo p\u0430ypal", "U+0430 Cyrillic a", "within a Latin word"],
		["turned reading", "echo x # \u202egnp.exe", "U+202E right-to-left override", "changes the direction"],
		["what can't be seen", "echo zero\u200bwidth", "U+200B zero width space", "can't be seen"],
	])("%s: spelled out on the card, refused in chat with the reason", async (_, command, mark, why) => {
		const thread = await ask(office);
		const dialog = await tom.open(thread, "Run a command…");
		expect(await dialog.send({ ...plain, command, changes: "is hard to read" })).toBeNull();
		const card = await planCard(office, thread, "is hard to read");
		const shown = await ada.see(card);
		expect(shown.text).toContain(mark);
		expect(shown.text).toContain(why);
		expect(shown.buttons).toEqual(["Review in the console", "Deny…", "Ask…", "Details"]);
		const reader = await tom.read(thread);
		expect(await commandOf(reader)).toBe(command);
		const press = { at: card, action: actions.approve, id: await newestPlan(reader) };
		await ada.told(() => ada.forge(press), "Press “Review in the console”", why);
		expect((await refusals(reader)).at(-1)).toBe("Ada Lindqvist approve review-in-console");
		expect(await entries(reader, "vote.cast")).toEqual([]);
		expect(await entries(reader, "run.started")).toEqual([]);
	});

	test("look-alikes are spelled out on the card and in the console, approved only there, and run as typed", async () => {
		const thread = await ask(office);
		const reader = await tom.read(thread);
		const text = [...alike, ...words].map(([one]) => `x${one} ${one}`).join(" 10.0.0.1 ");
		const command = printing(text);
		const preview = await tom.preview(() => tom.code(thread, command));
		const numbers = [...alike, ...words].map(([, one]) => {
			const code = one.codePointAt(0) ?? 0;
			return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")} `;
		});
		const spelledOut = async (by: Member, message: Message) => {
			const [code] = (await by.see(message)).codes;
			for (const number of numbers) expect(code?.text).toContain(number);
			expect(code?.text).toMatch(/^[ -~⟨⟩]*$/);
		};
		await spelledOut(tom, preview);
		const card = await proposedFrom(thread, preview, "prints look-alikes");
		await spelledOut(ada, card);
		expect((await ada.see(card)).buttons).toEqual(["Review in the console", "Deny…", "Ask…", "Details"]);
		const plan = await newestPlan(reader);
		const press = { at: card, action: actions.approve, id: plan };
		await ada.told(() => ada.forge(press), "Press “Review in the console”", "looks like '");
		expect(await entries(reader, "vote.cast")).toEqual([]);

		const console = await ada.read(thread);
		const page = await console.text("");
		const step = page.match(/<ol class="steps">.*?<pre><bdi dir="ltr">(.*?)<\/bdi><\/pre>/s)?.[1] ?? "";
		for (const number of numbers) expect(step).toContain(number);
		expect(page).toContain('value="approve"');
		expect((await console.post(`plans/${plan}/vote`, [["verdict", "approve"]])).status).toBe(303);
		expect(await printed(reader)).toBe(text);
		expect(await commandOf(reader)).toBe(command);
	});

	test("nothing broke on our side meanwhile", () => {
		expect(office.world.workerLog()).not.toMatch(/error [0-9a-f]{8}:|outbox .*failed/);
	});
});
