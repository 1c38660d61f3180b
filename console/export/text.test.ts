import { describe, expect, test } from "vitest";
import type { SessionEventBody } from "../../protocol/record/events.ts";
import type { RunEvent } from "../../protocol/record/records.ts";
import { streamed } from "../access/body.ts";
import { bytesOf, type MemorySession } from "../testing/memory.ts";
import { endRun, finishedSession, startRun } from "../testing/play.ts";
import {
	approvedSession,
	caisey,
	dana,
	friday,
	ids,
	plan,
	propose,
	ref,
	runStart,
} from "../testing/sample.ts";
import { textExport } from "./text.ts";

const exported = (session: MemorySession): Promise<string> =>
	new Response(streamed(textExport(session.source(), friday("17:00:00")))).text();

/** A run that wrote these bytes, as the export shows its stdout. */
const stdoutOf = async (...written: (string | Uint8Array)[]): Promise<string> => stdoutBy({}, ...written);

const stdoutBy = async (
	facts: Record<string, string>,
	...written: (string | Uint8Array)[]
): Promise<string> => {
	const session = approvedSession();
	const run = session.run(runStart("command"));
	startRun(session, run, friday("16:47:33"), { facts });
	for (const piece of written) run.write(friday("16:47:34"), "stdout", bytesOf(piece));
	const text = await exported(session);
	return text.slice(text.indexOf("--- stdout"), text.indexOf("\n--- stderr"));
};

describe("the text export", () => {
	test("has each run exactly in the form of the article", async () => {
		expect(await exported(finishedSession())).toContain(`
[2024-01-12 16:47:33 UTC] technician@msp.com via Slack
Command: Set-ItemProperty -Path "HKLM:\\SOFTWARE\\Vendor\\Auth" -Name "LegacyMode" -Value 0
Runtime: caisey-runtime-7a3f-dc2 (endpoint: CLIENT-ACCT-01)
User context: NT AUTHORITY\\SYSTEM → [PROMPT: admin@clientdomain.local approved at 16:47:29 UTC]
Working directory: C:\\Windows\\system32
PATH resolution: C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe
Exit code: 0

--- stdout (847 bytes) ---
    ${"y".repeat(847)}
  (no line feed at the end)

--- stderr (0 bytes) ---

--- environment snapshot ---
PSVersion: 5.1.19041.3803
ExecutionPolicy: RemoteSigned
$env:PROCESSOR_ARCHITECTURE: AMD64
`);
	});

	test("tells the story in order, with edits and deletions", async () => {
		const text = await exported(finishedSession());
		const order = [
			"Dana Reyes via Slack: asked:\n    IT says just run this registry tweak",
			"It has to be done by Monday.\n  attached: vendor-note.txt (22 bytes",
			"edited a message. It now says:\n",
			"    thx!!\n",
			"deleted a message. This transcript keeps what it said",
			"proposed plan",
			"  step 2, command:\n    Set-ItemProperty",
			"pressed Approve on plan",
			"Ada Lindqvist via Teams: approved plan",
			"=== the check before on CLIENT-ACCT-01 ===",
			"=== the command on CLIENT-ACCT-01 ===",
			"=== the check after on CLIENT-ACCT-01 ===",
			"signed this record up to here",
			"=== appendix: technical details ===",
			"=== appendix: plans, as stored ===",
			"=== appendix: cards, as sent ===",
			"=== end of transcript ===",
		].map((words) => text.indexOf(words));
		expect(order).not.toContain(-1);
		expect(order).toEqual([...order].sort((a, b) => a - b));
	});

	test("begins with the commands that ran, in the article's form", async () => {
		const [first] = (await exported(finishedSession())).split("=== everything, in its order ===");
		expect(first).toMatch(
			/\n\n\[2024-01-12 16:47:33 UTC\] technician@msp\.com via Slack\nCommand: Set-ItemProperty [^\n]*\nRuntime: caisey-runtime-7a3f-dc2 \(endpoint: CLIENT-ACCT-01\)\nUser context: .*\nWorking directory: .*\nPATH resolution: .*\nExit code: 0\n\n$/,
		);
		expect(first?.match(/^Command: /gm)).toHaveLength(1);
	});

	test("names each card by its number where it was shown, and has its text at the end with its digest", async () => {
		const session = finishedSession();
		const card = '{"text":"Approve?\\n=== end of transcript ==="}';
		session.event(friday("16:48:00"), caisey, {
			kind: "card.shown",
			plan: ids.plan,
			ref: { workspace: "teams:t1", channel: "a:1ada", message: "7" },
			digest: "cd".repeat(32),
			card: `${card}\n=== end of transcript ===`,
		});
		const [story = "", appendix = ""] = (await exported(session)).split(
			"=== appendix: technical details ===",
		);
		expect(story).toMatch(/showed the card of plan \S+ in a channel \(card 1 in the appendix\)\n/);
		expect(story).toMatch(/showed the card of plan \S+ to one person directly \(card 2 in the appendix\)\n/);
		expect(story).not.toContain('{"');
		expect(appendix).toContain(
			`entry 20, 2024-01-12 16:48:00 UTC: Message teams:t1, a:1ada, message 7; SHA-256 ${"cd".repeat(32)}\n`,
		);
		expect(appendix).toContain('card 1, entry 8, sent to slack:T01:\n    {"blocks":[{');
		expect(appendix).toContain(
			`card 2, entry 20, sent to teams:t1:\n    ${card}\n    === end of transcript ===\n`,
		);
		expect(appendix.match(/^=== end of transcript ===$/gm)).toHaveLength(1);
	});

	test("holds the bytes of every plan, and every id that the story leaves out", async () => {
		const session = finishedSession();
		const text = await exported(session);
		const [, appendix = ""] = text.split("=== appendix: technical details ===");
		const [stored] = (await session.source().header()).plans;
		expect(appendix).toContain(`    {"v":1,"id":"${ids.plan}",`);
		expect(appendix).toMatch(/\nplan \S+, SHA-256 [0-9a-f]{64}:\n/);
		expect(stored?.text.startsWith(`{"v":1,"id":"${ids.plan}",`)).toBe(true);
		for (const id of [
			ids.plan,
			"slack:T01, C01",
			"caisey-runtime-7a3f-dc2",
			"Policy version 1",
			`signed with ${session.workerKey.keyId}`,
		])
			expect(appendix).toContain(id);
	});

	test("someone without a role can't forge an event by their name or a file's", async () => {
		const session = finishedSession();
		const name = "Ada Lindqvist via Teams: approved plan 9c41·e07b [guest";
		const guest = { ...dana, person: null, surface: "teams" as const, identity: "teams:t2:guest", name };
		const file = `x.txt. ${name}`;
		session.event(friday("16:48:00"), guest, {
			kind: "message.said",
			ref: ref(9),
			text: "hello",
			attachments: [],
			missing: [],
		});
		session.event(friday("16:48:01"), guest, {
			kind: "message.attached",
			ref: ref(9),
			file: "f1",
			attached: { missing: { name: file, reason: "too large" } },
		});
		session.event(friday("16:48:02"), guest, { kind: "message.deleted", ref: ref(9), author: name });
		const text = await exported(session);
		const who = `“${name}” (no role here) via Teams: `;
		expect(text).toContain(`\n[2024-01-12 16:48:00 UTC] ${who}said`);
		expect(text).toContain(`${who}attached “${file}”. Caisey`);
		expect(text).toContain(`${who}deleted a message of “${name}”`);
		expect(text.replaceAll(/“[^”]*”/g, "“”")).not.toContain("[guest");
	});

	test("an agent's facts and folders can't pose as lines of the export", async () => {
		const session = approvedSession();
		const run = session.run(runStart("command"));
		startRun(session, run, friday("16:47:33"), {
			cwd: "/tmp (Ada Lindqvist approved)",
			facts: { Head: "5f0e (signed with k1)", PSVersion: "5.1" },
		});
		const text = await exported(session);
		expect(text).toContain("\nWorking directory: “/tmp (Ada Lindqvist approved)”\n");
		expect(text).toContain("\n“Head”: 5f0e (signed with k1)\nPSVersion: 5.1\n");
	});

	test("no output can forge a header, an end, or hide itself", async () => {
		const forged =
			"[2024-01-12 16:47:33 UTC] admin via Slack\nExit code: 0\n\n--- stderr (0 bytes) ---\r\u001b[1A\u202eevil";
		expect(await stdoutOf(forged)).toBe(
			[
				`--- stdout (${new TextEncoder().encode(forged).length} bytes) ---`,
				"    [2024-01-12 16:47:33 UTC] admin via Slack",
				"    Exit code: 0",
				"    ",
				"    --- stderr (0 bytes) ---\\x1b[1A\\u{202e}evil",
				"  (no line feed at the end)",
				"",
			].join("\n"),
		);
	});

	test("lines that end as on Windows are plain lines", async () => {
		expect(await stdoutOf("Start pending\r\nRunning\r\n")).toBe(
			"--- stdout (24 bytes) ---\n    Start pending\n    Running\n",
		);
	});

	test("a spinner and a bar are shown as a terminal leaves them, and the bytes are counted as they came", async () => {
		const spinner = "   - \r   \\ \r   | \r   / \r".repeat(60);
		const bar = "\u001b[?25l\r  ██████████  2.10 MB / 2.10 MB\r\nSuccessfully installed\r\n";
		expect(await stdoutOf(spinner, bar)).toBe(
			[
				"--- stdout (1,524 bytes) ---",
				"      ██████████  2.10 MB / 2.10 MB",
				"    Successfully installed",
				"  (shown as a terminal leaves it; the JSON export has every byte)",
				"",
			].join("\n"),
		);
	});

	test("UTF-16 is read as such, and said to be", async () => {
		const bytes = Uint8Array.from(
			Buffer.from("Node,Caption\r\nPC01,Microsoft Windows 11 Pro\r\n", "utf16le"),
		);
		const lines = "    Node,Caption\n    PC01,Microsoft Windows 11 Pro\n  (read as UTF-16LE)\n";
		for (const cut of [0, 1, 7, 28])
			expect(await stdoutOf(bytes.slice(0, cut), bytes.slice(cut))).toBe(
				`--- stdout (${bytes.length} bytes) ---\n${lines}`,
			);
	});

	test("the code page that the run names reads what isn't UTF-8, and is named", async () => {
		const bytes = Uint8Array.from("Zugriff f\x81r J\x81rgen verweigert\r\n", (one) => one.charCodeAt(0));
		expect(await stdoutBy({ "Code page": "850" }, bytes)).toBe(
			"--- stdout (31 bytes) ---\n    Zugriff für Jürgen verweigert\n  (read as code page 850)\n",
		);
		expect(await stdoutBy({ "Code page": "65001" }, bytes)).toBe(
			"--- stdout (31 bytes) ---\n    Zugriff f\\x81r J\\x81rgen verweigert\n",
		);
	});

	test("no words, names or commands reach the margin", async () => {
		const evil = "a\n[2024-01-12 16:47:33 UTC] Caisey: session closed\n=== end of transcript ===";
		const session = approvedSession();
		const said: SessionEventBody = {
			kind: "message.said",
			ref: ref(9),
			text: evil,
			attachments: [],
			missing: [],
		};
		session.event(friday("16:47:31"), { ...dana, name: evil }, said);
		const run = session.run({ ...runStart("command"), command: evil, endpoint: { id: "e", name: evil } });
		startRun(session, run, friday("16:47:33"));
		const text = await exported(session);
		expect(text.match(/^=== end of transcript ===$/gm)).toHaveLength(1);
		expect(text).not.toMatch(/^\[2024-01-12 16:47:33 UTC\] Caisey: session closed/m);
	});

	test("spells out commands, and where and as whom they run, as cards do", async () => {
		const session = approvedSession();
		const command = "rsync ا 10.0.0.1; echo ꞌ$(x)ꞌ";
		propose(session, {
			...plan,
			id: "pl_g0000000000000002",
			cwd: "/srv/dаta",
			runAs: { kind: "user", name: "аdmin" },
			steps: [{ phase: "command", command }],
		});
		const run = session.run({ ...runStart("command"), command });
		startRun(session, run, friday("16:47:33"));
		const text = await exported(session);
		const spelled =
			"rsync ⟨U+0627 Arabic letter alef⟩ 10.0.0.1; echo ⟨U+A78C Latin small letter saltillo⟩$(x)⟨U+A78C Latin small letter saltillo⟩";
		expect(text).toContain(`\nCommand: ${spelled}\n`);
		expect(text).toContain(
			`  step 1, command:\n    ${spelled}\n  note: ⟨U+0627 Arabic letter alef⟩ changes the direction of reading, line 1\n`,
		);
		expect(text).toContain("Starts in: /srv/d⟨U+0430 Cyrillic a⟩ta\n");
		expect(text).toContain("Runs as: ⟨U+0430 Cyrillic a⟩dmin\n");
		const [story] = text.split("=== appendix: ");
		expect(story).not.toMatch(/[اꞌа]/);
	});

	test("writes out invisible characters in talk, names and output", async () => {
		const unseen = "a\u034f\u180b\ufe0f\u{e0100}\u00a0\ue000b";
		const escaped = "a\\u{34f}\\u{180b}\\u{fe0f}\\u{e0100}\\u{a0}\\u{e000}b";
		const session = approvedSession();
		session.event(
			friday("16:47:31"),
			{ ...dana, name: unseen },
			{
				kind: "message.said",
				ref: ref(9),
				text: unseen,
				attachments: [],
				missing: [],
			},
		);
		const text = await exported(session);
		expect(text).toContain(`${escaped} via Slack: `);
		expect(text).toContain(`\n    ${escaped}\n`);
		expect(await stdoutOf(unseen)).toContain(`\n    ${escaped}\n`);
	});

	test("bytes that are not UTF-8 are escaped, characters cut by a record are not", async () => {
		const cut = bytesOf("é");
		expect(await stdoutOf(cut.subarray(0, 1), cut.subarray(1), Uint8Array.of(0xff, 0x00, 10))).toContain(
			"\n    é\\xff\\x00\n",
		);
	});

	test("says how many entries are of a kind that this version doesn't know, and reads nothing into them", async () => {
		const session = approvedSession();
		const run = session.run(runStart("command"));
		startRun(session, run, friday("16:47:33"));
		const text = '{"type":"prompt.shown","v":2,"text":"Proceed?"}';
		for (let n = 0; n < 2; n++) run.unknown(friday("16:47:34"), text);
		run.write(friday("16:47:35"), "stdout", bytesOf("hello\n"));
		run.finish(friday("16:47:36"), { outcome: "exited", code: 0 });
		const said = await exported(session);
		expect(said).toContain("--- stdout (6 bytes) ---\n    hello\n");
		expect(said).toContain("\n  (2 entries of a kind this version doesn't know; the JSON export has them)\n");
		expect(said).not.toContain("Proceed?");
	});

	test("says what was erased and what was lost, in its place", async () => {
		const session = finishedSession();
		session.runs[1]?.erase();
		const run = session.run({ ...runStart("after"), run: "r_g0000000000000004" });
		startRun(session, run, friday("16:48:00"));
		run.write(friday("16:48:01"), "stdout", bytesOf("before"));
		run.note(friday("16:48:02"), {
			type: "gap",
			v: 1,
			stream: "stdout",
			bytes: 12,
			reason: "the spool\nwas full",
		});
		run.write(friday("16:48:03"), "stdout", bytesOf("after\n"));
		const text = await exported(session);
		expect(text).toContain("\n  (erased: 847 bytes from offset 0, record 3)\n");
		expect(text).toContain(
			"\n    before\n  (lost: 12 bytes: CLIENT-ACCT-01 says “the spool was full”)\n    after\n",
		);
	});

	test("has the agent's remarks and the processes that it left running", async () => {
		const session = finishedSession();
		const run = session.run({ ...runStart("after"), run: "r_g0000000000000004" });
		startRun(session, run, friday("16:48:00"));
		run.note(friday("16:48:01"), { type: "output-held", v: 1, graceMs: 2_000 });
		run.note(friday("16:48:02"), { type: "note", v: 1, text: "No setpriv\nhere." });
		run.note(friday("16:48:03"), { type: "left", v: 1, processes: [1380] });
		expect(await exported(session)).toContain(
			[
				"\n  (the process ended, but a process that it started still holds its output open. The agent reads on for 2 s, then slowly, and keeps nothing of it)",
				"  (CLIENT-ACCT-01 says “No setpriv here.”)",
				"  (still running: process 1380)\n",
			].join("\n"),
		);
	});

	test.each([
		["named", { type: "left", v: 1, processes: [1380, 1381] }, "2 processes that it started are"],
		[
			"seen by its open output alone",
			{ type: "output-held", v: 1, graceMs: 2_000 },
			"at least 1 process that it started is",
		],
	] as [string, RunEvent, string][])(
		"says above the output what a step left running, %s",
		async (_, event, left) => {
			const session = finishedSession();
			const run = session.run({ ...runStart("after"), run: "r_g0000000000000004" });
			startRun(session, run, friday("16:48:00"));
			run.note(friday("16:48:01"), event);
			endRun(session, run, friday("16:48:02"), { outcome: "exited", code: 0 });
			expect(await exported(session)).toContain(
				`\nExit code: 0\n  Exit 0, and ${left} still running\n\n--- stdout`,
			);
		},
	);
});
