import { expect, test } from "vitest";
import { utf8 } from "../../protocol/bytes.ts";
import type { MemorySession } from "../testing/memory.ts";
import { endRun, startRun } from "../testing/play.ts";
import { approvedSession, context, friday, runStart } from "../testing/sample.ts";
import { beforeAndAfter } from "./view.ts";

const shell = { ...context.shell, name: "bash" as const };

/** A check before and after, in bash: what each printed. */
const checks = (stdout: [string, string], stderr: [string, string] = ["", ""]): MemorySession => {
	const session = approvedSession();
	for (const [i, phase] of (["before", "after"] as const).entries()) {
		const run = session.run(runStart(phase));
		startRun(session, run, friday("16:47:31"), { shell });
		for (const [stream, text] of Object.entries({ stdout: stdout[i] ?? "", stderr: stderr[i] ?? "" }))
			if (text !== "") run.write(friday("16:47:32"), stream === "stdout" ? "stdout" : "stderr", utf8(text));
		endRun(session, run, friday("16:47:33"), { outcome: "exited", code: 0 });
	}
	return session;
};

/** A check's output before and after, in bash; the page of the check after. */
const compared = async (before: string, after: string, change = (_: MemorySession) => {}) => {
	const session = checks([before, after]);
	change(session);
	return view(session);
};

const view = async (session: MemorySession) => {
	const runs = await session.source().runs();
	const after = runs.at(-1);
	if (!after) throw new Error("no run");
	return String(await beforeAndAfter(session.source(), after, runs, "s_1"));
};

test("PowerShell's objects are compared property by property", async () => {
	const page = await view(legacyMode());
	expect(page).toContain("1 property is different");
	expect(page).toMatch(/<th scope="row">LegacyMode<\/th>.*<del>1<\/del>.*<ins>0<\/ins>/s);
});

test("other output is compared line by line, with what stays the same left out", async () => {
	const many = Array.from({ length: 20 }, (_, i) => `line ${i}`).join("\n");
	const page = await compared(`${many}\nmode=1\n`, `${many}\nmode=0\n`);
	expect(page).toContain("1 line is different");
	expect(page).toContain("18 lines that are the same");
	expect(page).toMatch(/<del>1<\/del>.*<ins>0<\/ins>/s);
});

test.each([
	["the same", "a\n", "a\n", "It printed the same on standard output as"],
	["nothing", "", "", "It printed nothing on standard output, as"],
	["what only looks the same", "a\r\n", "a\n", "the check before</a>; the bytes differ."],
	["a line feed, and nothing before", "", "\n", "the check before</a>; the bytes differ."],
	["too much", "a".repeat(140_000), "a\n", "Not compared with"],
])("a check that prints %s says so", async (_what, before, after, said) => {
	expect(await compared(before, after)).toContain(said);
});

test("what is on standard error isn't compared, and is said with its size", async () => {
	const session = checks(["a\n", "a\n"], ["", "error!\n"]);
	const page = await view(session);
	expect(page).toContain("It printed the same on standard output as");
	expect(page).toContain(" Standard error isn&#39;t compared: 0 bytes before, 7 bytes after.");
	expect(await view(checks(["a\n", "a\n"]))).not.toContain("tandard error");
	expect(await view(checks(["", ""], ["x", "x"]))).toContain("1 byte before, 1 byte after");
	expect(await view(checks(["a\n", "b\n"], ["x", ""]))).toContain("1 byte before, 0 bytes after");
});

test("properties that are the same, printed otherwise, are told as that", async () => {
	const page = await view(legacyMode([1, 1], ["", "\r\n"]));
	expect(page).toContain("no property is different; the bytes differ");
});

test("erased output isn't compared", async () => {
	const page = await compared("secret\n", "b\n", (session) => {
		const [run] = session.runs;
		if (run)
			session.eraseRun(run, friday("17:00:00"), {
				surface: "worker",
				person: null,
				identity: null,
				name: "",
				label: null,
			});
	});
	expect(page).toContain("some of it was erased");
});

test("128 KiB of empty lines are compared, and of the changed ones only those that are shown", async () => {
	expect(await compared("\n".repeat(131_000), `${"\n".repeat(131_000)}new\n`)).toContain(
		"1 line is different",
	);
	const lines = (mark: string) => Array.from({ length: 900 }, (_, i) => `${mark} ${i}\n`).join("");
	const page = await compared(lines("a"), lines("b"));
	expect(page).toContain("900 lines are different");
	expect(page.match(/<del>a<\/del>/g)).toHaveLength(400);
	expect(page).toContain("500 more lines");
});

test("a comparison that fails leaves the transcript whole, and says so", async () => {
	const session = legacyMode();
	const [runs, source] = [await session.source().runs(), session.source()];
	const failing = { ...source, stream: () => Promise.reject(new Error("storage is away")) };
	const [after] = runs.slice(-1);
	if (!after) throw new Error("no run");
	expect(String(await beforeAndAfter(failing, after, runs, "s_1"))).toContain("Caisey failed at it");
});

test("hostile output is text in a comparison, too", async () => {
	const page = await compared("<b>\n<script>alert(1)</script>\u202e\n", "<b>\n<i>x</i>\n<u>\n");
	expect(page).toMatch(/<td class="before">&lt;b&gt;<\/td><td class="after">&lt;b&gt;<\/td>/);
	expect(page).toContain("&lt;<del>script</del>&gt;");
	expect(page).toContain("&lt;<ins>i</ins>&gt;");
	expect(page).toContain("<ins>&lt;u&gt;</ins>");
	expect(page).not.toMatch(/<script|<[iu]>/);
	expect(page).toContain("⟨U+202E⟩");
});

/** The sample's own checks, without what follows their tables. */
const legacyMode = (values = [1, 0], after = ["", ""]): MemorySession => {
	const session = approvedSession();
	for (const [i, phase] of (["before", "after"] as const).entries()) {
		const run = session.run(runStart(phase));
		startRun(session, run, friday("16:47:31"));
		run.write(
			friday("16:47:32"),
			"stdout",
			utf8(`\r\nLegacyMode\r\n----------\r\n         ${values[i]}\r\n\r\n${after[i]}`),
		);
		endRun(session, run, friday("16:47:33"), { outcome: "exited", code: 0 });
	}
	return session;
};

test("more than that is compared on a page of its own, and beyond what that takes, both outputs are there whole", async () => {
	const compare = /<a href="\/s\/s_1\/runs\/[^/]+\/compared">Compare them on a page of their own<\/a>/;
	expect(await compared("a\n".repeat(140_000), "a\n")).toMatch(compare);
	const page = await compared("a".repeat(16_777_217), "a\n");
	expect(page).not.toMatch(compare);
	expect(page.match(/<a href="\/s\/s_1\/runs\/[^/]+\/stdout" download>/g)).toHaveLength(2);
});
