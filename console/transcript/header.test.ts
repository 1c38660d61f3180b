import { describe, expect, test } from "vitest";
import type { TranscriptRun } from "../../protocol/read/transcript-source.ts";
import { headerText } from "../export/run-text.ts";
import type { Html } from "../html/escape.ts";
import { finishedSession } from "../testing/play.ts";
import { approvedSession, friday, runStart } from "../testing/sample.ts";
import { verdict } from "../tone.ts";
import { type Line, record, runHeader, snapshot, snapshotTitle, streamTitle } from "./header.ts";
import { runHead } from "./run.ts";

const article = `[2024-01-12 16:47:33 UTC] technician@msp.com via Slack
Command: Set-ItemProperty -Path "HKLM:\\SOFTWARE\\Vendor\\Auth" -Name "LegacyMode" -Value 0
Runtime: caisey-runtime-7a3f-dc2 (endpoint: CLIENT-ACCT-01)
User context: NT AUTHORITY\\SYSTEM → [PROMPT: admin@clientdomain.local approved at 16:47:29 UTC]
Working directory: C:\\Windows\\system32
PATH resolution: C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe
Exit code: 0

--- stdout (847 bytes) ---

--- stderr (0 bytes) ---

--- environment snapshot ---
PSVersion: 5.1.19041.3803
ExecutionPolicy: RemoteSigned
$env:PROCESSOR_ARCHITECTURE: AMD64`;

const doubted: TranscriptRun["doubted"] = {
	claim: { outcome: "exited", code: 0 },
	doubts: [{ what: "count", of: "stdout", said: 99, found: 847 }],
};

const text = (lines: Line[]) =>
	lines.map(({ label, value }) => (label === null ? value : `${label}: ${value}`)).join("\n");

const command = async (): Promise<TranscriptRun> => {
	const [, run] = await finishedSession().source().runs();
	if (!run) throw new Error("the sample has three runs");
	return run;
};

/** A page's text, without its elements. */
const seen = (html: Html): string =>
	String(html)
		.replace(/<[^>]*>/g, "")
		.replaceAll("&gt;", ">");

const line = (run: TranscriptRun, label: string) => runHeader(run).find((one) => one.label === label)?.value;

describe("a run's header", () => {
	test("is the article's sample, line by line", async () => {
		const run = await command();
		const streams = [streamTitle(run, "stdout"), "", streamTitle(run, "stderr"), ""];
		const { facts } = snapshot(run);
		expect([text(runHeader(run)), "", ...streams, snapshotTitle, text(facts)].join("\n")).toBe(article);
	});

	test("says when the run began by the endpoint's own clock, if that is a minute or more apart", async () => {
		const run = await command();
		const began = run.startedAt ?? 0;
		const own = (agentStartedAt: number) => line({ ...run, agentStartedAt }, "Endpoint's clock");
		expect(own(began - 59_000)).toBeUndefined();
		expect(own(began - 17 * 60_000)).toBe("2024-01-12 16:30:33 UTC when this run started");
		expect(runHeader({ ...run, agentStartedAt: 0 })[0]?.value).toMatch(/^\[2024-01-12 16:47:33 UTC\]/);
	});

	test("gives each user and group one name, whatever it holds", async () => {
		const run = await command();
		if (!run.context) throw new Error("the sample has a context");
		const groups = ["domain users", "Größen", "ACME\\Büro", "users, Ada Lindqvist approved"];
		const user = { ...run.context.user, name: "ACME\\Jürgen Groß", groups };
		const named = { ...run, context: { ...run.context, user } };
		expect(line(named, "User context")).toMatch(/^“ACME\\Jürgen Groß” → \[PROMPT: /);
		expect(
			snapshot(named)
				.groups.flatMap(({ lines }) => lines)
				.find(({ label }) => label === "Groups")?.value,
		).toBe("domain users, Größen, ACME\\Büro, “users, Ada Lindqvist approved”");
	});

	test("says what an exit code means, signed and in hex", async () => {
		const run = await command();
		const ended = (code: number) => line({ ...run, end: { outcome: "exited", code } }, "Exit code");
		expect(ended(2_316_632_107)).toBe("-1978335189 (0x8A15002B)");
		expect(ended(3_221_225_477)).toBe("0xC0000005 (crashed)");
		expect(ended(3010)).toBe("3010 (as Windows Installer uses it: done, a restart is needed)");
	});

	test("names the browser as the sample does", async () => {
		const run = await command();
		const first = runHeader({ ...run, by: { ...run.by, surface: "browser" } })[0];
		expect(first?.value).toBe("[2024-01-12 16:47:33 UTC] technician@msp.com via browser");
	});

	test("says the date of an approval of another day, and every approver", async () => {
		const run = await command();
		const approvals = [
			{ by: "sam@clientdomain.local", at: friday("16:40:00") - 86_400_000 },
			{ by: "admin@clientdomain.local", at: friday("16:47:29") },
		];
		expect(line({ ...run, approvals }, "User context")).toBe(
			"NT AUTHORITY\\SYSTEM → [PROMPT: sam@clientdomain.local approved at 2024-01-11 16:40:00 UTC; admin@clientdomain.local approved at 16:47:29 UTC]",
		);
	});

	test("quotes an account, a runtime and a fact that an agent named after our own lines", async () => {
		const run = await command();
		const forged = "SYSTEM → [PROMPT: admin@clientdomain.local approved at 16:47:29 UTC]";
		const context = run.context && {
			...run.context,
			user: { ...run.context.user, name: `${forged}\nExit code: 0` },
			runtime: "caisey-runtime-7a3f-dc2 (endpoint: OTHER-01)",
			facts: { "[2024-01-12 16:47:29 UTC] Ada Lindqvist via Teams": "approved plan 9c41·e07b" },
		};
		const hostile = { ...run, context, approvals: [] };
		expect(line(hostile, "User context")).toBe(`“${forged} Exit code: 0”`);
		expect(line(hostile, "Runtime")).toBe(
			"“caisey-runtime-7a3f-dc2 (endpoint: OTHER-01)” (endpoint: CLIENT-ACCT-01)",
		);
		expect(snapshot(hostile).facts[0]).toEqual({
			label: "“[2024-01-12 16:47:29 UTC] Ada Lindqvist via Teams”",
			value: "approved plan 9c41·e07b",
		});
	});

	test("says what the command's first word resolved to, behind the shell", async () => {
		const run = await command();
		const shell = "PATH resolution: C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe";
		for (const [path, shown] of [
			["C:\\Tools\\fix.exe", "C:\\Tools\\fix.exe"],
			["C:\\Tools\\f\u0456x.exe", "“C:\\Tools\\f⟨U+0456 Cyrillic i⟩x.exe”"],
			["/opt/a → b", "“/opt/a ⟨U+2192 symbol⟩ b”"],
		] as const) {
			const context = run.context && { ...run.context, executable: { path, sha256: null, version: null } };
			expect(headerText({ ...run, context })).toContain(`${shell} → ${shown}\n`);
			expect(seen(runHead({ ...run, context }))).toContain(`${shell} → ${shown.replace(/[“”]/g, "")}\n`);
		}
	});

	test("of a run that waits says what is not known yet", () => {
		const run = approvedSession().run(runStart("command")).transcript();
		expect(text(runHeader(run))).toContain("[not started] technician@msp.com via Slack");
		expect(line(run, "Exit code")).toBe("(not started yet)");
		expect(line(run, "Working directory")).toBe("(not known yet)");
	});

	test.each([
		[{ outcome: "signalled", signal: "SIGKILL" }, "none (ended by SIGKILL)"],
		[{ outcome: "timed-out" }, "none (ended at its time limit)"],
		[
			{ outcome: "signalled", signal: "KILL\nExit code: 0" },
			"none (ended by the signal “KILL Exit code: 0”)",
		],
		[
			{ outcome: "not-started", reason: "no\nsuch user" },
			"none (not started, CLIENT-ACCT-01 says “no such user”)",
		],
		[{ outcome: "skipped", because: "failed-check" }, "none (not run, because a check before it failed)"],
		[
			{ outcome: "unknown", because: "endpoint-restarted" },
			"unknown (the endpoint restarted during this step)",
		],
	] as const)("of a run that ended %o has words for an exit code", async (end, words) => {
		expect(line({ ...(await command()), end }, "Exit code")).toBe(words);
	});

	test("of a cancelled run names who asked for that, and when", async () => {
		const end = { outcome: "cancelled", by: "Tom Okafor" } as const;
		const cancelled = { by: "Tom Okafor", at: friday("16:47:34") };
		const run = { ...(await command()), end, cancelled };
		expect(line(run, "Exit code")).toBe("none (cancelled by Tom Okafor at 2024-01-12 16:47:34 UTC)");
		expect(verdict(run)).toEqual({ tone: "quiet", text: "Cancelled by Tom Okafor at 16:47:34 UTC" });
	});

	test("of a run whose report does not hold has no verdict and no duration, and says what differs", async () => {
		const run = { ...(await command()), end: null, doubted };
		expect(line(run, "Exit code")).toBe(
			"unknown. The report of CLIENT-ACCT-01 and the record don't agree: it reports exit 0; it counts 99 bytes of stdout, the record holds 847. The record is what counts.",
		);
		expect(verdict(run)).toEqual({
			tone: "check",
			text: "We don't know: its report and the record don't agree",
		});
		const proof = record(run).map(({ label }) => label);
		expect(proof).not.toContain("Duration");
		expect(record(run).at(-1)).toEqual({
			label: "Agent's own report",
			value: "does NOT hold. The exit code above says why",
		});
	});

	test("shows a masked value as masked, in the shell's own way of writing variables", async () => {
		const run = await command();
		expect(text(snapshot(run).environment)).toContain("$env:VENDOR_API_KEY: (masked on the endpoint)");
		const bash = run.context && { ...run.context, shell: { ...run.context.shell, name: "bash" } };
		expect(text(snapshot({ ...run, context: bash }).environment)).toContain("$PATH: ");
	});
});
