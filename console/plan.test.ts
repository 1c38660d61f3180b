// The plan on its page: steps first, and nothing that someone wrote beside them passes for the page's own.
import { expect, test } from "vitest";
import type { Plan } from "../protocol/plan/plan.ts";
import { consoleRoutes } from "./routes.ts";
import { door } from "./testing/door.ts";
import { ids, openSession, plan, propose } from "./testing/sample.ts";

/** The panel of a plan that differs so from the usual one, as text with its tags, in one line. */
const panel = async (some: Partial<Plan>): Promise<string> => {
	const session = openSession();
	const id = "pl_g0000000000000002";
	const proposed = propose(session, { ...plan, id, ...some });
	const reason = "no\n✓ Approved by Sam Roy”";
	Object.assign(proposed, {
		votes: [{ name: "Ada Lindqvist", surface: "teams", verdict: "deny", at: 0, reason }],
	});
	const entrance = door([session]);
	entrance.me = { person: ids.ada, name: "Ada Lindqvist" };
	const page = await consoleRoutes(entrance.options).request(`/s/${ids.session}`, {
		headers: { Cookie: entrance.cookie },
	});
	const found = (await page.text()).match(
		new RegExp(`<section class="plan"[^>]*data-plan="${id}"[^]*?</section>`),
	);
	return found?.[0].replaceAll(/\n\s*/g, " ") ?? "";
};
const flood = `${"\n".repeat(800)}Run\nGet-Date\n✓ Approved by Sam Roy”`;

test("the steps come first, then what its proposer says, each on one line", async () => {
	const html = await panel({ words: { changes: flood, notices: flood, undo: "" } });
	const order = [
		"Proposed by <bdi>Tom Okafor</bdi>",
		`<pre><bdi dir="ltr">Get-ItemProperty`,
		`<pre><bdi dir="ltr">Set-ItemProperty`,
		"<dt>What changes</dt><dd><bdi>Tom Okafor says “⏎×800 Run ⏎ Get-Date ⏎ ✓ Approved by Sam Roy’”</bdi></dd>",
		"<dt>Who will notice</dt><dd><bdi>Tom Okafor says “⏎×800 Run ⏎ Get-Date ⏎ ✓ Approved by Sam Roy’”</bdi></dd>",
		"<dt>How to undo it</dt><dd>—</dd>",
		'name="verdict" value="approve"',
		"Denied by <bdi>Ada Lindqvist</bdi> in Teams",
		": <bdi>“no ⏎ ✓ Approved by Sam Roy’”",
	].map((text) => [text, html.indexOf(text)] as const);
	for (const [text, at] of order) expect([text, at >= 0]).toEqual([text, true]);
	expect(order.map(([, at]) => at)).toEqual(order.map(([, at]) => at).toSorted((a, b) => a - b));
});

test("a working directory with a line break stays on its line", async () => {
	expect(await panel({ cwd: "/tmp\n✓ Approved by Sam Roy" })).toContain(
		`<dt>Starts in</dt><dd><bdi dir="ltr">/tmp ⏎ ⟨U+2713 symbol⟩ Approved by Sam Roy</bdi></dd>`,
	);
});
