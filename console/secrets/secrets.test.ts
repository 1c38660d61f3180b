// The page that asks for an approved plan's secrets: what it says, what a browser can send from it, and to whom.
import { expect, test } from "vitest";
import { fromUtf8 } from "../../protocol/bytes.ts";
import { planBytes } from "../../protocol/plan/plan.ts";
import { consoleRoutes } from "../routes.ts";
import { door } from "../testing/door.ts";
import { finishedSession } from "../testing/play.ts";
import { ids, plan } from "../testing/sample.ts";

const wanted = { ...plan, secrets: [{ name: "db" }] };
const [{ id: endpoint, name } = { id: "", name: "" }] = plan.endpoints;
const sealing = { key: `${"B".repeat(42)}A=`, signature: `${"C".repeat(85)}A==` };
const form = {
	plan: wanted,
	text: fromUtf8(planBytes(wanted)),
	digest: "9c41e07b".padEnd(64, "0"),
	runBy: plan.decideBy,
	agents: [{ endpoint, name, key: `${"A".repeat(43)}=`, sealing }],
};
const sealed = [{ endpoint, secrets: [{ name: "db", enc: sealing.key, sealed: "A".repeat(200) }] }];
const path = `/s/${ids.session}/plans/${ids.plan}/secrets`;

const open = () => {
	const entrance = door([finishedSession()]);
	entrance.secrets = form;
	const app = consoleRoutes(entrance.options);
	const headers = { Cookie: entrance.cookie, "Sec-Fetch-Site": "same-origin" };
	const post = (body: Record<string, string>, more: Record<string, string> = {}) =>
		app.request(path, { method: "POST", headers: { ...headers, ...more }, body: new URLSearchParams(body) });
	return { entrance, post, get: () => app.request(path, { headers }) };
};

test("names the plan, the endpoint and each secret, in fields that a browser can't send by itself", async () => {
	const { get, entrance } = open();
	const page = await (await get()).text();
	expect(page).toContain(`A secret for ${name}`);
	expect(page).toContain('data-secret="db"');
	const inputs = page.match(/<input[^>]*type="password"[^>]*>/g) ?? [];
	expect(inputs).toHaveLength(1);
	for (const input of inputs) expect(input).not.toContain(" name=");
	expect(page).toMatch(/<button class="primary" disabled>/);
	expect(entrance.entered).toEqual([]);
});

test("asks to wait for an agent that hasn't said how to seal for it", async () => {
	const { get, entrance } = open();
	entrance.secrets = { ...form, agents: form.agents.map((one) => ({ ...one, sealing: null })) };
	const page = await (await get()).text();
	expect(page).toContain(`${name} hasn't said yet how to seal a secret for it`);
	expect(page).not.toContain('<form method="post" action="/s/');
});

test("takes sealed secrets, and leads back to the transcript", async () => {
	const { post, entrance } = open();
	const answer = await post({ sealed: JSON.stringify(sealed) });
	expect([answer.status, answer.headers.get("Location")]).toEqual([303, `/s/${ids.session}`]);
	expect(entrance.entered).toEqual([{ by: entrance.me, plan: ids.plan, sealed }]);
});

test.each([
	["a form from another site", { sealed: JSON.stringify(sealed) }, { "Sec-Fetch-Site": "cross-site" }, 403],
	["a form without sealed secrets", { sealed: "" }, {}, 400],
	[
		"a secret as it was typed",
		{ sealed: JSON.stringify([{ endpoint, secrets: [{ name: "db", value: "x" }] }]) },
		{},
		400,
	],
	["a visitor who isn't signed in", { sealed: JSON.stringify(sealed) }, { Cookie: "" }, 401],
])("takes nothing from %s", async (_, body, headers, status) => {
	const { post, entrance } = open();
	expect((await post(body, headers)).status).toBe(status);
	expect(entrance.entered).toEqual([]);
});

test("says so where the plan wants none now", async () => {
	const { get, post, entrance } = open();
	entrance.secrets = null;
	for (const answer of [await get(), await post({ sealed: JSON.stringify(sealed) })]) {
		expect(answer.status).toBe(409);
		expect(await answer.text()).toContain("waiting for a secret now");
	}
});
