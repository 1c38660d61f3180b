// Long outputs before and after, on a page of their own.
import { expect, test } from "vitest";
import { utf8 } from "../../protocol/bytes.ts";
import { consoleRoutes } from "../routes.ts";
import { door } from "../testing/door.ts";
import type { MemorySession } from "../testing/memory.ts";
import { endRun, startRun } from "../testing/play.ts";
import { approvedSession, friday, ids, runStart } from "../testing/sample.ts";

const checks = (stdout: [string, string], stderr = ""): MemorySession => {
	const session = approvedSession();
	for (const [i, phase] of (["before", "after"] as const).entries()) {
		const run = session.run(runStart(phase));
		startRun(session, run, friday("16:47:31"));
		run.write(friday("16:47:32"), "stdout", utf8(stdout[i] ?? ""));
		if (stderr !== "") run.write(friday("16:47:32"), "stderr", utf8(stderr));
		endRun(session, run, friday("16:47:33"), { outcome: "exited", code: 0 });
	}
	return session;
};
const opened = async (session: MemorySession, run = ids.after) => {
	const entrance = door([session]);
	const app = consoleRoutes(entrance.options);
	const at = `https://caisey.example/s/${ids.session}/runs/${run}/compared`;
	const answer = await app.request(at, { headers: { Cookie: entrance.cookie } });
	return { status: answer.status, text: await answer.text(), recorded: entrance.recorded };
};
const some = (length: number, change: (i: number) => string = () => "") =>
	Array.from({ length }, (_, i) => `service ${i} running${change(i)}\n`).join("");
const lines = (change?: (i: number) => string) => some(60_000, change);

test("two lines of 60,000 that differ are shown, with what is around them and both outputs whole", async () => {
	const { text, recorded } = await opened(checks([lines(), lines((i) => (i % 30_000 === 7 ? "!" : ""))]));
	expect(text).toContain("On standard output, compared whole: <b>2 lines are different</b>.");
	expect(text).toContain("29,995 lines that are the same");
	expect(text.match(/\/stdout" download>/g)).toHaveLength(2);
	expect(recorded.map(({ kind, what, detail }) => [kind, what, detail])).toEqual([
		["opened", "comparison of a run", ids.after],
	]);
});

test.each([
	["the same", lines(), lines(), "both printed the same"],
	["what looks the same", lines(), lines().replaceAll("\n", "\r\n"), "both look the same; the bytes differ"],
	["hardly a line in common", lines(), lines(() => "!"), "<p>Not compared: too much is different.</p>"],
	[
		"a start in common",
		lines(),
		lines((i) => (i < 20_000 ? "" : "!")),
		"<p>The first 20,000 lines are the same. From there on too much is different, and nothing is compared.</p>",
	],
	[
		"every third line changed",
		some(20_000),
		some(20_000, (i) => (i % 3 === 0 ? "!" : "")),
		"<p>On standard output, compared whole: <b>6,667 lines are different</b>.</p>",
	],
	["too much", "a".repeat(16_777_217), "a\n", "Not compared: more than 16.8 MB was printed."],
])("outputs with %s are said to be so", async (_what, before, after, said) => {
	const { text } = await opened(checks([before, after]));
	expect(text).toContain(said);
	expect(text.match(/\/stdout" download>/g)).toHaveLength(2);
});

const services = (state: (i: number) => string, services = 9_000) =>
	`\r\nName       Status \r\n----       ------ \r\n${Array.from(
		{ length: services },
		(_, i) => `svc${String(i).padEnd(7)} ${state(i).padEnd(7)}\r\n`,
	).join("")}\r\n\r\n`;

test("what PowerShell prints of many objects is compared property by property, and what differs is shown", async () => {
	const stopped = services((i) => (i % 3_000 === 2_999 ? "Stopped" : "Running"));
	const { text } = await opened(checks([services(() => "Running"), stopped]));
	expect(text).toContain(
		"<p>On standard output, compared whole: <b>3 properties are different</b>, 17,997 are the same.</p>",
	);
	expect(text.match(/<td>svc\d+<\/td><th scope="row">Status<\/th>/g)).toEqual(
		[2_999, 5_999, 8_999].map((i) => `<td>svc${i}</td><th scope="row">Status</th>`),
	);
	expect(text.match(/<del>Running<\/del>/g)).toHaveLength(3);
	expect(text.match(/\/stdout" download>/g)).toHaveLength(2);
});

test("objects that are only printed otherwise are said to be so, and more of them than are read at once are compared line by line", async () => {
	const one = services(() => "Running");
	expect((await opened(checks([one, one.replaceAll("Running", " Running")]))).text).toContain(
		"compared whole: <b>no property is different; the bytes differ</b>.",
	);
	expect((await opened(checks([one, one]))).text).toContain("both printed the same");
	const [many, other] = ["Running", "Stopped"].map((state) =>
		services((i) => (i === 7 ? state : "Running"), 130_000),
	);
	expect((await opened(checks([many ?? "", other ?? ""]))).text).toContain(
		"compared whole: <b>1 line is different</b>.",
	);
});

test("where too much is different from some line on, it is said which, and what was found up to there", async () => {
	const rest = (i: number) => (i < 20_000 ? "" : "!");
	const now = lines((i) => (i === 7 ? "?" : rest(i)));
	expect((await opened(checks([lines(), now]))).text).toContain(
		"<p>Compared up to line 20,000 before and line 20,000 after: <b>1 line is different</b>. From there on too much is different, and nothing is compared.</p>",
	);
});

test("what is on standard error is said with its size, and erased output to be gone", async () => {
	const session = checks([lines(), lines()], "oops\n");
	expect((await opened(session)).text).toContain(
		"Standard error isn&#39;t compared: 5 bytes before, 5 bytes after.",
	);
	session.runs[0]?.erase();
	expect((await opened(session)).text).toContain("some of it was erased");
});

test("a run that repeats no check has no such page", async () => {
	expect((await opened(checks([lines(), lines()]), ids.before)).status).toBe(404);
});
