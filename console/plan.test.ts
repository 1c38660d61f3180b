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

test("who asked, what changes and the risk take a line each, then come the steps and the rest", async () => {
	const html = await panel({ words: { changes: flood, notices: flood, undo: "" } });
	const order = [
		"<dt>Asked by</dt><dd><bdi>Dana Reyes (requester): “",
		"<dt>What changes</dt><dd><bdi>Tom Okafor (technician) says “⏎×800 Run ⏎ Get-Date ⏎ ✓ Approved by Sam Roy’”</bdi></dd>",
		"<dt>Risk</dt><dd><bdi>May ask while it runs, with full administrator rights</bdi></dd>",
		`<pre><bdi dir="ltr">Get-ItemProperty`,
		`<pre><bdi dir="ltr">Set-ItemProperty`,
		"<dt>On</dt>",
		"<dt>Who will notice</dt><dd><bdi>Tom Okafor (technician) says “⏎×800 Run ⏎ Get-Date ⏎ ✓ Approved by Sam Roy’”</bdi></dd>",
		"<dt>How to undo it</dt><dd>—</dd>",
		"Proposed by <bdi>Tom Okafor (technician)</bdi>",
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

const other = "pl_g0000000000000002";
const openAs = async (person: { person: string; name: string }, change: object) => {
	const session = openSession();
	const proposed = propose(session, { ...plan, id: other });
	Object.assign(proposed, change);
	const entrance = door([session]);
	entrance.me = person;
	const app = consoleRoutes(entrance.options);
	const headers = { Cookie: entrance.cookie, "Sec-Fetch-Site": "same-origin" };
	const page = await (await app.request(`/s/${ids.session}`, { headers })).text();
	const post = (path: string) => app.request(path, { method: "POST", headers });
	return { entrance, page, post };
};
const ada = { person: ids.ada, name: "Ada Lindqvist" };

test.each([
	["approved", "It won't run on CLIENT-ACCT-01. If it has already started, it stops."],
	["running", "This stops what is running on CLIENT-ACCT-01. What it has already done stays done."],
])("an approver cancels a plan that is %s where it was decided, after a question", async (state, asks) => {
	const { entrance, page, post } = await openAs(ada, { state });
	const at = `/s/${ids.session}/plans/${other}/cancel`;
	expect(page).toContain(
		`<summary class="button danger">Cancel…</summary><form method="post" action="${at}">`,
	);
	expect(page).toContain(asks.replaceAll("'", "&#39;"));
	const done = await post(at);
	expect([done.status, done.headers.get("location")]).toEqual([303, `/s/${ids.session}#${other}`]);
	expect(entrance.cancelled).toEqual([{ by: ada, plan: other }]);
	entrance.role = false;
	expect((await post(at)).status).toBeGreaterThanOrEqual(400);
});

test.each([
	[ada, "open"],
	[ada, "finished"],
	[ada, "denied"],
	[{ person: ids.dana, name: "Dana Reyes" }, "running"],
])("%j isn't offered to cancel a plan that is %s", async (person, state) => {
	expect((await openAs(person, { state })).page).not.toContain("Cancel…");
});

test("what stands in its way on a machine is above the steps: held before offline, a full disk, and nothing once it is over", async () => {
	const machine = {
		name: "A-01",
		os: "",
		loggedOn: [],
		agentUser: "",
		clockAhead: 0,
		undelivered: null,
		blocked: false,
		disk: "room" as const,
	};
	const away = { ...machine, online: false, lastSeen: Date.UTC(2024, 0, 12, 14, 2), held: null };
	const held = { because: ["machine" as const], from: "A-01", to: "COPY-7", since: 0 };
	const offline = (await openAs(ada, { machines: [away] })).page;
	expect(offline.indexOf("A-01</bdi>: ⚠ asleep or offline since")).toBeGreaterThan(0);
	expect(offline.indexOf("asleep or offline")).toBeLessThan(offline.lastIndexOf('<ol class="steps">'));
	const both = (await openAs(ada, { machines: [away, { ...away, name: "B-02", held }] })).page;
	expect(both).toContain("B-02: ⚠ on hold: this agent now runs on another machine (A-01 → COPY-7)");
	expect((await openAs(ada, { machines: [{ ...away, blocked: true }] })).page).toContain(
		"A-01: ⚠ blocked: two machines share its key",
	);
	const full = { ...away, online: true, disk: "full" as const };
	expect((await openAs(ada, { machines: [full] })).page).toContain(
		"A-01: ⚠ this machine&#39;s disk is full. Nothing new starts there until someone frees some space",
	);
	expect((await openAs(ada, { state: "finished", machines: [away] })).page).not.toContain(
		"asleep or offline",
	);
});
