// Proposing: by the dialog, a typed line, a code block or a script, and the answers to mistakes; the same on each platform.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findShell } from "../../agent/process/shells.ts";
import { actions, dialogs } from "../../cards/model/actions.ts";
import { newId } from "../../protocol/ids.ts";
import { count } from "../../words/amounts.ts";
import { ask, newestPlan, plain, planCard, plans, propose } from "../world/chats/acts.ts";
import type { Member, Message, Office } from "../world/chats/port.ts";
import { slack } from "../world/chats/slack.ts";
import { teams } from "../world/chats/teams.ts";
import type { Reader } from "../world/people/console.ts";
import { audit, entries, refusals } from "../world/record.ts";

const { CAISEY_PWSH: given, PATH: path = "" } = process.env;
if (given) process.env.PATH = `${dirname(given)}${delimiter}${path}`;
const pwsh = findShell("pwsh");
if (!pwsh) console.warn("SKIPPED: proposals in PowerShell (neither CAISEY_PWSH nor pwsh on PATH)");
afterAll(() => {
	process.env.PATH = path;
});

describe.each([slack, teams])("proposing on $name", (chat) => {
	let office: Office;
	let dana: Member;
	let tom: Member;
	let ada: Member;
	/** Where nothing gets proposed. */
	let session: Message;
	let reader: Reader;
	beforeAll(async () => {
		office = await chat.start();
		[dana, tom, ada] = [office.person("dana"), office.person("tom"), office.person("ada")];
		session = await ask(office, "please make the old printer work");
		reader = await tom.read(session);
	});
	afterAll(() => office?.stop());

	const mark = (name: string) => join(office.world.folder, name);
	const nothingProposed = async () => expect(await entries(reader, "plan.proposed")).toEqual([]);
	const lastRefusal = async () => (await refusals(reader)).at(-1);

	test("the dialog holds what is known, takes everything, and the card shows all of it", async () => {
		const thread = await ask(office);
		const dialog = await tom.open(thread, "Run a command…");
		expect(dialog.text).toContain("CLIENT-ACCT-01");
		const filled = {
			command: "pwd",
			before: "echo one\necho two",
			after: "echo three",
			cwd: "/tmp",
			changes: "tells where it is",
			notices: "nobody at all",
			undo: "it undoes itself",
			decideWithin: "4 h",
			stepTimeLimit: "5 min",
		};
		expect(await dialog.send({ ...plain, ...filled })).toBeNull();
		const card = await planCard(office, thread, filled.changes);
		const shown = await ada.see(card);
		for (const text of [
			"CLIENT-ACCT-01",
			"/tmp",
			"nobody at all",
			"it undoes itself",
			"each step up to 5 min",
		])
			expect(shown.text).toContain(text);
		expect(shown.codes).toEqual([
			{ label: expect.stringMatching(/^Before/), text: "echo one" },
			{ label: expect.stringMatching(/^Before/), text: "echo two" },
			{ label: expect.stringMatching(/^Run/), text: "pwd" },
			{ label: expect.stringMatching(/^After/), text: "echo three" },
		]);
		const its = await tom.read(thread);
		const [plan] = await plans(its);
		expect(JSON.parse(plan?.text ?? "")).toMatchObject({
			cwd: "/tmp",
			shell: "sh",
			stepTimeLimit: 300,
			words: { changes: filled.changes, notices: "nobody at all", undo: "it undoes itself" },
		});
		const { decideBy } = JSON.parse(plan?.text ?? "");
		expect(decideBy).toBeGreaterThan(Date.now() + 3.9 * 3_600_000);
		expect(decideBy).toBeLessThanOrEqual(Date.now() + 4 * 3_600_000);
		await ada.press(card, "Approve");
		await ada.until(card, "Done on CLIENT-ACCT-01");
		const ended = (await entries(its, "run.ended")).map(({ run }) => run);
		expect(await (await its.get(`runs/${ended[2]}/stdout`)).text()).toBe("/tmp\n");
	});

	test("a typed line and a code block open a preview with exactly that; [Not a command] takes it away", async () => {
		const said = await tom.preview(() => tom.say(session, "$ printf '%s' a  b"), "printf '%s' a  b");
		const block = "echo  one\n\techo two";
		const preview = await tom.preview(() => tom.code(session, block), "echo two");
		const shown = await tom.see(preview);
		expect(shown.codes.map(({ text }) => text)).toEqual([block]);
		expect(shown.buttons).toEqual(["Propose…", "Edit…", "Not a command"]);
		for (const each of [said, preview]) {
			await tom.press(each, "Not a command");
			await tom.gone(each);
		}
		await nothingProposed();
	});

	test("the preview opens the dialog with the command in it, and goes when it is proposed", async () => {
		const thread = await ask(office);
		const command = `printf 'one\\n' && printf "two" >&2`;
		const preview = await tom.preview(() => tom.say(thread, `$ ${command}`), command);
		const dialog = await tom.open(preview, "Propose…");
		expect(dialog.filled).toMatchObject({ command });
		expect(await dialog.send({ ...plain, changes: "prints twice" })).toBeNull();
		const card = await planCard(office, thread, "prints twice");
		expect((await ada.see(card)).codes.map(({ text }) => text)).toEqual([command]);
		await tom.gone(preview);
	});

	test("an empty command is refused in the thread and in the dialog", async () => {
		await tom.told(() => tom.code(session, "  \n "), "That contains no command");
		expect(await lastRefusal()).toBe("Tom Okafor draft empty-command");
		const dialog = await tom.open(session, "Run a command…");
		const again = await dialog.send({ ...plain, command: "  \n ", changes: "nothing, really" });
		expect(again?.text).toContain("Write the command to run.");
		expect(await lastRefusal()).toBe("Tom Okafor propose empty-command");
		await nothingProposed();
	});

	test("a script of 200 KB is taken whole, decided on in the console, and runs as a file", async () => {
		const thread = await ask(office);
		const filler = "x".repeat(200_000);
		const long = `# ${filler}\nbasename "$0"; echo "<$1>"`;
		const bytes = `${count(long.length)} bytes`;
		const preview = await tom.preview(() => tom.script(thread, long), `xactly this, ${bytes}`);
		const dialog = await tom.open(preview, "Propose…");
		// A platform that hands on no such files hands on their text.
		const asText = dialog.filled.form !== undefined;
		const fields = { ...plain, arguments: "a b", changes: "is very long" };
		if (asText) {
			const again = await dialog.send({ ...fields, arguments: "" });
			expect(again?.text).toContain("This is too long for a command line. Choose “A script file”.");
			expect(await again?.send({ ...fields, form: "A script file" })).toBeNull();
		} else expect(await dialog.send(fields)).toBeNull();
		const card = await planCard(office, thread, "is very long");
		const shown = await ada.see(card);
		expect(shown.buttons).toEqual(["Review in the console", "Deny…", "Ask…", "Details"]);
		expect(shown.text).toContain(`In all 2 lines, ${bytes}, UTF-8, SHA-256 `);
		const its = await ada.read(thread);
		const [plan] = await plans(its);
		const name = asText ? "command.sh" : "script.sh";
		expect(JSON.parse(plan?.text ?? "").steps).toEqual([
			{ phase: "command", command: long, script: { name, encoding: "utf-8", arguments: ["a b"] } },
		]);
		expect(await its.text("")).toContain(filler);
		await its.post(`plans/${plan?.id}/vote`, [["verdict", "approve"]]);
		await ada.until(card, "Done on CLIENT-ACCT-01");
		const [ended] = await entries(its, "run.ended");
		expect(await its.text(`runs/${ended?.run}/stdout`)).toBe(`${name}\n<a b>\n`);
		expect(await its.json("verify")).toMatchObject({ ok: true });
	});

	test("a command too long for the dialog stays as it is, is shown in part there, and is decided on in the console", async () => {
		const thread = await ask(office);
		const long = `# ${"long ".repeat(700)}\necho done`;
		const preview = await tom.preview(() => tom.script(thread, long), "xactly this");
		expect((await tom.see(preview)).buttons).toEqual(["Propose…", "Not a command"]);
		const dialog = await tom.open(preview, "Propose…");
		expect(dialog.text).toContain("taken as it is");
		expect(dialog.filled.command).toBeUndefined();
		expect(await dialog.send({ ...plain, changes: "is long" })).toBeNull();
		const card = await planCard(office, thread, "is long");
		expect((await ada.see(card)).buttons).toEqual(["Review in the console", "Deny…", "Ask…", "Details"]);
		const [plan] = await plans(await tom.read(thread));
		expect(JSON.parse(plan?.text ?? "").steps).toMatchObject([{ phase: "command", command: long }]);
	});

	test("a dialog shows mistakes at their fields, keeps what people typed, and proposes once", async () => {
		const thread = await ask(office);
		const dialog = await tom.open(thread, "Run a command…");
		const checks = Array.from({ length: 11 }, (_, n) => `echo ${n}`).join("\n");
		const typed = { command: "echo 'kept' '& <kept>'", before: checks, undo: "no need to" };
		const again = await dialog.send({ ...plain, ...typed, changes: " " });
		expect(again?.filled).toMatchObject(typed);
		expect(again?.text).toContain("Say in a few plain words what changes.");
		expect(again?.text).toContain("Write at most 10 checks, one a line.");
		expect(await again?.send({ before: "echo before", changes: "keeps" })).toBeNull();
		await planCard(office, thread, "keeps");
		const its = await tom.read(thread);
		expect(await entries(its, "plan.proposed")).toHaveLength(1);
		const [plan] = await plans(its);
		expect(JSON.parse(plan?.text ?? "").steps).toEqual([
			{ phase: "before", command: "echo before" },
			{ phase: "command", command: "echo 'kept' '& <kept>'" },
		]);
		expect(JSON.parse(plan?.text ?? "").words.undo).toBe("no need to");
	});

	test("the dialog refuses text that would push the steps aside at its field: many lines of words, a directory of two", async () => {
		const thread = await ask(office);
		const dialog = await tom.open(thread, "Run a command…");
		const flood = `tidies up${"\n".repeat(400)}Ada Lindqvist decides`;
		const typed = { command: "true", changes: flood, notices: flood, cwd: "/tmp\n✓ Approved by Sam Roy" };
		const again = await dialog.send({ ...plain, ...typed });
		for (const text of [
			"What changes: use at most 5 lines.",
			"Who will notice: use at most 5 lines.",
			"Working directory: use one line.",
		])
			expect(again?.text).toContain(text);
		const five = "tidies up:\none\ntwo\nthree\nfour";
		expect(await again?.send({ changes: five, notices: "nobody", cwd: "/tmp" })).toBeNull();
		const card = await planCard(office, thread, "tidies up:");
		const shown = await ada.see(card);
		expect(shown.text).toContain("“tidies up: ⏎ one ⏎ two ⏎ three ⏎ four”");
		expect(shown.codes[0]).toEqual({ label: "Run", text: "true" });
		// What changes stands before the steps, in one bounded line: they can't be pushed away.
		expect(shown.text.slice(0, shown.text.indexOf("true"))).toMatch(/^[^\n]*(\n[^\n]*){0,9}$/);
		expect(shown.text.indexOf("true")).toBeLessThan(400);
	});

	test("the dialog refuses another client's endpoint, and the transcript says so", async () => {
		const dialog = await tom.open(session, "Run a command…");
		const stranger = { endpoints: [newId("endpoint", "none")], shell: "sh" };
		const again = await dialog.send({ ...stranger, command: "echo hello", changes: "nothing, really" });
		expect(again?.text).toContain("I can't find that endpoint any more, so nothing was done.");
		expect(again?.filled).toMatchObject({ command: "echo hello", changes: "nothing, really" });
		expect(await lastRefusal()).toBe("Tom Okafor propose not-found");
		await nothingProposed();
	});

	test("an unknown session gets the same refusal as one of another conversation, in its dialog and on its buttons", async () => {
		const before = (await refusals(reader)).length;
		const fields = { endpoints: newId("endpoint", "none"), command: "echo hello", changes: "nothing" };
		for (const id of [newId("session", "none"), "nonsense"]) {
			const sent = { at: session, dialog: dialogs.plan, about: { session: id }, fields };
			expect(await tom.forgeDialog(sent)).toContain("another conversation");
		}
		const press = (action: string) => ({ at: session, action, id: newId("session", "none") });
		await tom.told(() => tom.forge(press(actions.close)), "another conversation");
		await tom.told(() => tom.forge(press(actions.transcript)), "find that session");
		await tom.forge(press(actions.runCommand));
		const kept = async () => (await refusals(reader)).slice(before).sort();
		await expect.poll(async () => (await kept()).length).toBe(5);
		expect(await kept()).toEqual([
			"Tom Okafor close wrong-place",
			"Tom Okafor form wrong-place",
			"Tom Okafor link not-found",
			"Tom Okafor propose wrong-place",
			"Tom Okafor propose wrong-place",
		]);
		await nothingProposed();
	});

	test("text that looks like a password is refused in a command, a dialog, a question, a denial; and no record keeps it", async () => {
		const secret = "Tr0ub4dor-and-3";
		await tom.told(
			() => tom.say(session, `$ net use x: --password=${secret}`),
			"contains a password or key",
			"given to -password",
		);
		const dialog = await tom.open(session, "Run a command…");
		const command = `mysql --password=${secret}`;
		const again = await dialog.send({ ...plain, command, changes: "nothing, really" });
		expect(again?.text).toContain("contains a password or key");
		expect(again?.text).toContain("I proposed nothing.");
		expect(await lastRefusal()).toBe("Tom Okafor propose looks-secret");
		await nothingProposed();

		const thread = await ask(office);
		const card = await propose(office, thread, { command: "echo asked", changes: "is asked about" });
		const its = await tom.read(thread);
		for (const label of ["Ask…", "Deny…"]) {
			const question = await ada.open(card, label);
			const refused = await question.send({ question: `Is the password: ${secret} right?` });
			expect(refused?.text).toContain("contains a password or key");
		}
		expect(await refusals(its)).toEqual([
			"Ada Lindqvist ask looks-secret",
			"Ada Lindqvist deny looks-secret",
		]);
		const records = [
			...(await Promise.all([reader, its].map((each) => each.text("transcript.json")))),
			...(await Promise.all([reader, its].map((each) => each.text("transcript.txt")))),
			(await audit(office.world)).join("\n"),
		];
		for (const record of records) expect(record.includes(secret)).toBe(false);
	});

	test("proposing again makes another plan: the old card approves nothing of it", async () => {
		const thread = await ask(office);
		const its = await tom.read(thread);
		const done = await propose(office, thread, { command: "true", changes: "was done" });
		const old = await newestPlan(its);
		await ada.press(done, "Approve");
		await tom.until(done, "Done on CLIENT-ACCT-01");
		const dialog = await tom.open(done, "Propose again…");
		expect(dialog.filled).toMatchObject({ command: "true", changes: "was done" });
		const command = `echo changed > '${mark("changed")}'`;
		expect(await dialog.send({ command, changes: "something else now" })).toBeNull();
		const card = await planCard(office, thread, "something else now");
		const plan = await newestPlan(its);
		const digest = async (id: string) => (await plans(its)).find((one) => one.id === id)?.digest;
		expect(await digest(plan)).toMatch(/^[0-9a-f]{64}$/);
		expect(await digest(plan)).not.toBe(await digest(old));

		const press = (id: string, at: Message) => () => ada.forge({ at, action: actions.approve, id });
		await ada.told(press(plan, done), "another conversation");
		await ada.told(press(old, done), "already decided");
		await ada.told(press(old, card), "another conversation");
		const votes = (await entries(its, "vote.cast")).filter((vote) => vote.plan === plan);
		expect(votes).toEqual([]);
		expect(existsSync(mark("changed"))).toBe(false);
	});

	test("a step that can't be parsed is answered at its field with the place, and nothing is proposed", async () => {
		const thread = await ask(office);
		let dialog = await tom.open(thread, "Run a command…");
		while (!dialog.text.includes(" online")) dialog = await tom.open(thread, "Run a command…");
		const typed = {
			command: `if true; then\ntouch '${mark("parsed")}'`,
			before: "echo one",
			changes: "breaks off",
		};
		const again = await dialog.send({ ...plain, ...typed });
		expect(again?.text).toMatch(
			/The command can't be read by the shell, line \d\. CLIENT-ACCT-01 says “Syntax error: end of file unexpected/,
		);
		expect(again?.filled).toMatchObject(typed);
		const its = await tom.read(thread);
		expect(await entries(its, "plan.proposed")).toEqual([]);
		expect((await refusals(its)).at(-1)).toBe("Tom Okafor propose does-not-parse");
		expect(await again?.send({ command: "echo whole" })).toBeNull();
		await planCard(office, thread, typed.changes);
	});

	test("the card says what the machine says of the steps, and what it doesn't have; so do page and export", async () => {
		const thread = await ask(office);
		const command = "touch /etc/claimed; no-such-command";
		const card = await propose(office, thread, { command, changes: "claims" });
		const shown = (await ada.see(card)).text;
		const claim = "writes files /etc/claimed; can't tell what no-such-command does";
		expect(shown).toMatch(new RegExp(`The machine says +“${claim}”`));
		expect(shown).toContain("CLIENT-ACCT-01 says it has no command “no-such-command”, which step 1 needs");
		const its = await tom.read(thread);
		const [plan] = await plans(its);
		const { preflight } = JSON.parse(plan?.text ?? "");
		expect(preflight.endpoints).toMatchObject([{ state: "checked", steps: [{ parsed: true, cut: false }] }]);
		const sha256 = createHash("sha256").update(readFileSync("/bin/touch")).digest("hex");
		for (const text of [await its.text("transcript.txt"), await its.text("")]) {
			expect(text).toContain("says beforehand");
			expect(text).toContain(sha256);
			expect(text).toContain("Missing: the command “no-such-command”");
		}
	});

	test.runIf(pwsh)("PowerShell's steps are checked too, and a trapped module leaves no trace", async () => {
		const trap = `[IO.File]::WriteAllText('${mark("trapped")}', 'ran')`;
		const modules = mark("modules");
		mkdirSync(join(modules, "Trap"), { recursive: true });
		writeFileSync(join(modules, "Trap", "Trap.psm1"), `${trap}\nfunction Get-Trapped { ${trap} }\n`);
		const exports = "@{ RootModule = 'Trap.psm1'; ModuleVersion = '1.0'; FunctionsToExport = 'Get-Trapped' }";
		writeFileSync(join(modules, "Trap", "Trap.psd1"), exports);
		process.env.PSModulePath = modules;
		const { agent, runAgent } = office.world;
		await agent().stop();
		runAgent("CLIENT-ACCT-01");
		delete process.env.PSModulePath;
		const thread = await ask(office);
		while (!(await tom.open(thread, "Run a command…")).text.includes(" online"));
		const command = "Get-Trapped; Restart-Service Spooler";
		const card = await propose(office, thread, { command, shell: "pwsh", changes: "restarts the spooler" });
		const { text } = await ada.see(card);
		expect(text).toMatch(/The machine says +“restarts the service Spooler/);
		expect(existsSync(mark("trapped"))).toBe(false);
	});

	test("a program that changes between the approval and the start stops all of it, on card and notice", async () => {
		const thread = await ask(office);
		const tool = mark("tool");
		const write = (text: string) => writeFileSync(tool, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
		write("echo as it was");
		const changes = "runs the tool";
		const card = await propose(office, thread, { command: `'${tool}'`, after: "echo after", changes });
		write(`touch '${mark("changed-tool")}'`);
		await ada.press(card, "Approve");
		const { text } = await ada.until(card, "Not run on CLIENT-ACCT-01");
		expect(text).toContain("This machine changed since the proposal.");
		expect(text).toContain("is another file now");
		await dana.find(thread, "Not run on CLIENT-ACCT-01", "This machine changed since the proposal.");
		expect(existsSync(mark("changed-tool"))).toBe(false);
	});

	test("a plan for an endpoint that is offline says so, waits, and runs when it is back", async () => {
		const thread = await ask(office);
		const its = await tom.read(thread);
		await office.world.agent().stop();
		// Looks into the dialog until it says so: the Worker hears of a cut socket a moment later.
		let dialog = await tom.open(thread, "Run a command…");
		while (!dialog.text.includes("offline since")) dialog = await tom.open(thread, "Run a command…");
		const command = `echo ran > '${mark("waited")}'`;
		const changes = "waits for the endpoint";
		expect(await dialog.send({ ...plain, command, changes })).toBeNull();
		const card = await planCard(office, thread, changes);
		const shown = (await ada.see(card)).text;
		expect(shown).toContain("offline since");
		expect(shown).toContain("Not checked on the machine: it's offline");
		await ada.press(card, "Approve");
		await ada.until(card, "Approved, waiting to run", "offline since", "Must start by");
		expect(existsSync(mark("waited"))).toBe(false);
		expect(await entries(its, "run.started")).toEqual([]);
		office.world.runAgent("CLIENT-ACCT-01");
		await dana.find(thread, "Done on CLIENT-ACCT-01", changes);
		expect(readFileSync(mark("waited"), "utf8")).toBe("ran\n");
	});

	test("the records verify, and nothing broke on our side meanwhile", async () => {
		expect(await reader.json("verify")).toMatchObject({ ok: true });
		expect(office.world.workerLog()).not.toMatch(/error [0-9a-f]{8}:(?!.*trigger)|outbox .*failed/);
	});
});
