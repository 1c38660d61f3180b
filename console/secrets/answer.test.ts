// The page that asks for the secret of a running step: what it says, what a browser can send from it, and to whom.
import { expect, test } from "vitest";
import { fromUtf8 } from "../../protocol/bytes.ts";
import { planBytes } from "../../protocol/plan/plan.ts";
import type { Refusal } from "../../protocol/refusal.ts";
import { consoleRoutes } from "../routes.ts";
import { door } from "../testing/door.ts";
import { finishedSession } from "../testing/play.ts";
import { ids, plan } from "../testing/sample.ts";

const [{ id: endpoint, name } = { id: "", name: "" }] = plan.endpoints;
const run = "r_g0000000000000001";
const sealing = { key: `${"B".repeat(42)}A=`, signature: `${"C".repeat(85)}A==` };
const form = {
	...{ plan, text: fromUtf8(planBytes(plan)), digest: "9c41e07b".padEnd(64, "0") },
	...{ run, question: 2, step: 0, asked: "Password for <ada>\n‮", until: plan.decideBy },
	agent: { endpoint, name, key: `${"A".repeat(43)}=`, sealing },
};
const path = `/s/${ids.session}/plans/${ids.plan}/runs/${run}/questions/2`;
const sealed = "A".repeat(200);

const open = () => {
	const entrance = door([finishedSession()]);
	entrance.question = { ok: true, form };
	const app = consoleRoutes(entrance.options);
	const headers = { Cookie: entrance.cookie, "Sec-Fetch-Site": "same-origin" };
	const post = (body: Record<string, string>, more: Record<string, string> = {}, to = path) =>
		app.request(to, { method: "POST", headers: { ...headers, ...more }, body: new URLSearchParams(body) });
	return { entrance, post, get: (from = path) => app.request(from, { headers }) };
};

test("says who asks, in the machine's own words, with one field that a browser can't send by itself", async () => {
	const { get, entrance } = open();
	const page = await (await get()).text();
	expect(page).toContain(`${name} asks for a secret`);
	expect(page).toContain("No person wrote these words");
	expect(page).toContain("Password for &lt;ada&gt;");
	expect(page).not.toContain("‮");
	expect(page).toContain(
		`data-question="${JSON.stringify({ session: ids.session, run, question: 2 }).replaceAll('"', "&quot;")}"`,
	);
	const inputs = page.match(/<input[^>]*type="password"[^>]*>/g) ?? [];
	expect(inputs).toHaveLength(1);
	for (const input of inputs) expect(input).not.toContain(" name=");
	expect(page).toMatch(/<button class="primary" disabled>/);
	expect(entrance.answers).toEqual([]);
});

test("asks to wait for an agent that hasn't said how to seal for it", async () => {
	const { get, entrance } = open();
	entrance.question = { ok: true, form: { ...form, agent: { ...form.agent, sealing: null } } };
	const page = await (await get()).text();
	expect(page).toContain(`${name} hasn't said yet how to seal a secret for it`);
	expect(page).not.toContain('<form method="post" action="/s/');
});

test("takes a sealed answer to that question, and leads back to the transcript", async () => {
	const { post, entrance } = open();
	const answer = await post({ sealed });
	expect([answer.status, answer.headers.get("Location")]).toEqual([303, `/s/${ids.session}`]);
	expect(entrance.answers).toEqual([
		{ by: entrance.me, plan: ids.plan, run, prompt: 2, answer: { is: "secret", sealed } },
	]);
});

test.each([
	["a form from another site", { sealed }, { "Sec-Fetch-Site": "cross-site" }, 403, path],
	["a form without an answer", { sealed: "" }, {}, 400, path],
	["an answer as it was typed", { sealed: "hunter2 hunter2 hunter2" }, {}, 400, path],
	["a visitor who isn't signed in", { sealed }, { Cookie: "" }, 401, path],
	["a form for a question that can't be", { sealed }, {}, 400, path.replace(/2$/, "0")],
])("takes nothing from %s", async (_, body, headers, status, to) => {
	const { post, entrance } = open();
	expect((await post(body, headers, to)).status).toBe(status);
	expect(entrance.answers).toEqual([]);
});

test.each<[string, Refusal, string]>([
	["already has its answer", { code: "prompt-over", how: "answered" }, "already has its answer"],
	["no longer waits", { code: "prompt-over", how: "too-late" }, "no longer waits for this answer"],
	["isn't theirs to answer", { code: "may-not-enter", client: "Acme" }, "Only technicians and approvers"],
	["doesn't exist", { code: "not-found", what: "question" }, "question"],
])("says so where the question %s", async (_, refusal, words) => {
	const { get, post, entrance } = open();
	entrance.question = { ok: false, refusal };
	for (const answer of [await get(), await post({ sealed })]) {
		expect(answer.status).toBe(409);
		const page = await answer.text();
		expect(page).toContain("No secret was kept");
		expect(page).toContain(words);
	}
});
