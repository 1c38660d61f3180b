// What changed on an endpoint since earlier runs, as the page and the text export show it.
import { expect, test } from "vitest";
import type { Drift, DriftChange } from "../../protocol/record/drift.ts";
import { streamed } from "../access/body.ts";
import { textExport } from "../export/text.ts";
import { driftRun, startRun } from "../testing/play.ts";
import { approvedSession, friday, runStart } from "../testing/sample.ts";
import { renderTranscript } from "./transcript.ts";

const earlier = { run: "r_g0000000000000009", session: "s_g0000000000000009", at: friday("16:47:33") };
const monday = friday("09:00:00") + 3 * 86_400_000;
const since: Drift["since"] = { machine: earlier, account: earlier, shell: earlier };
const change = (what: string, before: string | null, now: string | null): DriftChange => ({
	scope: "shell",
	what,
	before,
	now,
});

const shown = async (drift: Drift) => {
	const session = approvedSession();
	const run = session.run(runStart("command"));
	startRun(session, run, monday, { env: [{ name: "API_TOKEN", value: "", masked: true }] });
	driftRun(session, run, monday, drift);
	const page = String(await renderTranscript(session.source(), { person: "p", name: "Tom" }));
	const text = await new Response(streamed(textExport(session.source(), monday))).text();
	return { page, text };
};

/** A page's text, without its elements. */
const read = (page: string): string => page.replace(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");

test("a change is on the page with before, now and a link to the run before, and in the text with its times", async () => {
	const { page, text } = await shown({
		since,
		changes: [change("ExecutionPolicy", "RemoteSigned", "AllSigned"), change("Group", null, "docker")],
	});
	expect(read(page)).toContain(
		"Since 2024-01-12 16:47 UTC : ExecutionPolicy RemoteSigned → AllSigned, and 1 more",
	);
	expect(page).toContain('data-form="day" data-seen="2024-01-15T09:00:00.000Z"');
	expect(page).toContain(`<a href="/s/${earlier.session}#${earlier.run}">`);
	expect(read(page)).toMatch(
		/What changed: 2 What Before Now Since ExecutionPolicy RemoteSigned AllSigned .* Group not there docker/,
	);
	expect(read(page)).toContain("1 masked variable: only whether it is there is compared");
	expect(text).toContain(`--- changes since earlier runs ---
Changed: ExecutionPolicy RemoteSigned → AllSigned (since 2024-01-12 16:47:33 UTC, run ${earlier.run} of session ${earlier.session})
Changed: Group docker added (since 2024-01-12 16:47:33 UTC, run ${earlier.run} of session ${earlier.session})
Not compared: 1 masked variable: only whether it is there is compared, since the value stays on the endpoint.
`);
	expect(text).toContain(
		"found CLIENT-ACCT-01 changed since 2024-01-12 16:47:33 UTC: ExecutionPolicy RemoteSigned → AllSigned, and 1 more",
	);
});

test("where nothing changed, both say since when", async () => {
	const { page, text } = await shown({ since, changes: [] });
	expect(text).toContain("Caisey: found CLIENT-ACCT-01 unchanged since 2024-01-12 16:47:33 UTC\n");
	expect(read(page)).toContain("Nothing changed here since 2024-01-12 16:47 UTC .");
	expect(text).toContain(`Changed: nothing since 2024-01-12 16:47:33 UTC, run ${earlier.run}`);
});

test("the first run on an endpoint is called so", async () => {
	const { page, text } = await shown({ since: {}, changes: [] });
	expect(text).toContain("noted the environment of CLIENT-ACCT-01: first run here, so there is nothing");
	expect(read(page)).toContain("First run on this endpoint");
	expect(text).toContain("Changed: first run here, so there is nothing to compare it with");
});

test("a machine's words can't pass for ours", async () => {
	const { page, text } = await shown({ since, changes: [change("X", "a", "b\nVerdict: Done <b>ok</b>")] });
	expect(page).not.toContain("<b>ok</b>");
	expect(text).toContain("Changed: X a → “b Verdict: Done <b>ok</b>”");
});

test("both say how many changes are not listed", async () => {
	const { page, text } = await shown({ since, changes: [change("Group", null, "docker")], more: 70_000 });
	expect(read(page)).toContain("Group docker added, and 70,000 more");
	expect(read(page)).toContain("What changed: 70,001");
	expect(read(page)).toContain("70,000 more changes are not listed.");
	expect(text).toContain("Changed: 70,000 more changes are not listed\n");
});
