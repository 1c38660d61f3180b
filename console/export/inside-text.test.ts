import { expect, test } from "vitest";
import type { InsideEntry } from "../../protocol/record/inside.ts";
import { streamed } from "../access/body.ts";
import { finishedSession, startRun } from "../testing/play.ts";
import { caisey, friday, runStart } from "../testing/sample.ts";
import { textExport } from "./text.ts";

const common = { at: 0, place: { stdout: 0, stderr: 0 } };
const position = { line: 3, column: 1, text: "Set-Item x" };
const error = {
	...{
		what: "error" as const,
		...common,
		terminating: true,
		category: "PermissionDenied",
		id: "",
		exception: "",
	},
	...{ position, stack: "" },
};
const native = { what: "native" as const, ...common, bestEffort: false, output: "bytes" as const };
const reported: InsideEntry[] = [
	{ ...error, how: "swallowed", message: "Access is denied.\u0007" },
	{ ...error, how: "silenced", message: "--- record ---" },
	{
		...native,
		...{ path: "C:\\Windows\\reg.exe", arguments: ["add", "HKLM\\a b"], code: 1 },
		position: { line: 2, column: 1, text: "reg add" },
	},
	{ ...native, path: "/bin/grep", arguments: ["x"], code: 1, position: null },
];

const played = () => {
	const session = finishedSession();
	const run = session.run({ ...runStart("after"), run: "r_g0000000000000005" });
	startRun(session, run, friday("16:48:00"));
	const unseen = [{ what: "errors within jobs", because: "they run in processes of their own" }];
	run.note(friday("16:48:01"), { type: "capture", v: 1, by: "powershell", unseen });
	run.note(friday("16:48:02"), { type: "inside", v: 1, entries: reported });
	run.finish(friday("16:48:03"), { outcome: "exited", code: 0 });
	return { session, run };
};
const exported = ({ session }: ReturnType<typeof played>): Promise<string> =>
	new Response(streamed(textExport(session.source(), friday("17:00:00")))).text();

test("what the shell reported is erased with the output: the counts stay, and the text export says so", async () => {
	const it = played();
	it.session.eraseRun(it.run, friday("16:59:00"), caisey);
	const text = await exported(it);
	expect(text).not.toMatch(/Access is denied|reg\.exe|Set-Item x/);
	expect(text).toContain("  Exit 0, but 1 error was swallowed and 1 program failed\n");
	expect(text).toContain("\n  (erased: what the shell reported, 1 record)\n");
	expect(text).toContain("\n--- what could not be seen ---\n");
	expect(text).toContain(
		"erased the output of the check after (2 of 2) on CLIENT-ACCT-01 and what its shell reported",
	);
});

test("the text export has what the shell reported: what counts under the header, all of it in sections", async () => {
	const text = await exported(played());
	expect(text).toContain(
		"\nExit code: 0\n  Exit 0, but 1 error was swallowed (“Access is denied.⟨U+0007 bell⟩”) and reg.exe returned 1 on line 2\n",
	);
	expect(text).toContain(
		[
			"\n--- errors swallowed (1) ---",
			"  error swallowed on line 3: “Access is denied.⟨U+0007 bell⟩”",
			"    Access is denied.\\x07",
			"    Category: PermissionDenied",
			"    Statement: Set-Item x",
			"",
			"--- errors silenced on purpose (1) ---",
			"  error silenced on purpose on line 3: “--- record ---”",
			"    Category: PermissionDenied",
			"    Statement: Set-Item x",
			"",
			"--- programs called (2) ---",
			"  reg.exe returned 1 on line 2",
			"    C:\\Windows\\reg.exe add “HKLM\\a b”",
			"  grep returned 1 (grep: no match)",
			"    /bin/grep x",
			"",
			"--- what could not be seen ---",
			"  CLIENT-ACCT-01 says “errors within jobs: they run in processes of their own”",
			"",
			"--- environment snapshot ---",
		].join("\n"),
	);
});
