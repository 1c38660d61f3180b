// The pages of machines: what narrows the list, what a machine's page says and leaves out, tokens, environments.
import { describe, expect, test } from "vitest";
import { consoleRoutes } from "../routes.ts";
import { door } from "../testing/door.ts";
import { acme, everyState, inventory, machine, weekend } from "../testing/machines.ts";
import { finishedSession } from "../testing/play.ts";
import { ids as sample } from "../testing/sample.ts";
import { countsOf } from "./fleet.ts";
import type { Machine } from "./view.ts";

const now = Date.parse("2024-01-15T09:00:00Z");
const at = "/machines/c_g0000000000000001";
const open = (...machines: Machine[]) => {
	const entrance = door([finishedSession()]);
	entrance.machines = [acme(...machines)];
	const app = consoleRoutes(entrance.options);
	const get = (path: string) => app.request(path, { headers: { Cookie: entrance.cookie } });
	const here = { "Sec-Fetch-Site": "same-origin" };
	const post = (path: string, headers: Record<string, string> = here, body?: URLSearchParams) =>
		app.request(path, {
			method: "POST",
			headers: { Cookie: entrance.cookie, ...headers },
			...(body && { body }),
		});
	return { entrance, get, post, text: async (path: string) => (await get(path)).text() };
};
const listed = (page: string) =>
	[...page.matchAll(/<th scope="row"><a[^>]*><bdi[^>]*>([^<]+)/g)].map(([, name]) => name);

describe("the list", () => {
	test("counts each state, and what wants a look", () => {
		expect(countsOf(everyState, now)).toEqual({
			...{ online: 2, offline: 1, held: 1, blocked: 1, pending: 2, removing: 1, removed: 1 },
			...{ disk: 1, outdated: 1, away: 1, alike: 1, refused: 1 },
		});
	});

	test("an offline machine is away once it was silent for three days; a removed one is neither away nor outdated", () => {
		const day = 86_400_000;
		const old = { ...inventory, agentVersion: "0.0.1" };
		const of = (over: Partial<Machine>) => countsOf([machine("A", over)], now);
		expect(of({ state: "offline", lastSeen: now - 3 * day + 1 }).away).toBe(0);
		expect(of({ state: "offline", lastSeen: now - 3 * day }).away).toBe(1);
		expect(of({ state: "removed", lastSeen: 0, inventory: old })).toMatchObject({ away: 0, outdated: 0 });
	});

	test.each([
		["?show=alike", ["CLIENT-ACCT-O1"]],
		["?show=pending", ["SCAN-09", "NEW-10"]],
		["?q=client+windows", ["CLIENT-ACCT-01", "CLIENT-ACCT-O1"]],
		["?q=x-ray", ["SCAN-09"]],
		["?q=dana&show=online", ["CLIENT-ACCT-01"]],
		["?show=nonsense&client=nonsense", everyState.map(({ name }) => name)],
		["?client=c_g0000000000000002", []],
	])("%s leaves %j", async (query, names) => {
		expect(listed(await open(...everyState).text(`/machines${query}`))).toEqual(names);
	});

	test("says which machine's disk is full or fails, and so do its page and the CSV", async () => {
		const { text } = open(machine("A", { disk: "full" }), machine("B", { disk: "failing" }), machine("C"));
		const page = await text("/machines");
		expect([...page.matchAll(/<td class="notes">(?:<span>(.*?)<\/span>)?/g)].map(([, note]) => note)).toEqual(
			["disk full", "disk can&#39;t be written to", undefined],
		);
		expect(listed(await text("/machines?show=disk"))).toEqual(["A", "B"]);
		expect(await text(`${at}/A`)).toContain(
			"This machine&#39;s disk is full. Nothing new starts there until someone frees some space.",
		);
		expect(await text(`${at}/B`)).toContain("This machine&#39;s disk can&#39;t be written to. Nothing new");
		expect(await text(`${at}/C`)).not.toContain("disk");
		const [columns, ...rows] = (await text("/machines.csv")).trim().split("\r\n");
		expect(columns).toMatch(/,Disk$/);
		expect(rows.map((row) => row.split(",").at(-1))).toEqual(["disk full", "disk can't be written to", ""]);
	});

	test("shows what machines claim as text", async () => {
		const hostile = {
			...inventory,
			os: "<script>alert(1)</script>",
			loggedOn: ["\u202edana"],
			agentVersion: "<b>",
		};
		const page = await open(machine("A", { inventory: hostile })).text("/machines");
		expect(page).not.toMatch(/<script>alert|<b>/);
		expect(page).toContain("⟨U+202E right-to-left override⟩dana");
	});

	test("as CSV has what is narrowed, no formula, and is kept in the log of each client that it has", async () => {
		const { text, entrance } = open(
			machine("A", { inventory: { ...inventory, hostname: "=cmd|' /C calc'!A0" } }),
			machine("B"),
		);
		const lines = (await text("/machines.csv?q=cmd")).trim().split("\r\n");
		expect([lines.length, listed(await text("/machines?q=cmd"))]).toEqual([2, ["A"]]);
		expect(lines[1]).not.toMatch(/,"?[=+\-@\t\r]/);
		expect(entrance.recorded).toEqual([
			{
				kind: "exported",
				session: null,
				what: "machines",
				detail: "?q=cmd",
				clients: [acme().client],
				by: sample.tom,
			},
		]);
	});

	test("is not for who sees no client's machines", async () => {
		const { entrance, get } = open();
		entrance.machines = [];
		expect([(await get("/machines")).status, (await get("/machines.csv")).status]).toEqual([403, 403]);
	});
});

describe("a machine's page", () => {
	test("is there for each state", async () => {
		const { get } = open(...everyState);
		for (const { name } of everyState)
			expect([name, (await get(`${at}/${name}`)).status]).toEqual([name, 200]);
		expect((await get(`${at}/NONE-1`)).status).toBe(404);
		expect((await get("/machines/c_g0000000000000002/CLIENT-ACCT-01")).status).toBe(403);
	});

	test("says what an agent refused, in its words, and what an outdated one can't do", async () => {
		const refused = { at: now - 1, code: "run-by", reason: "<i>too late</i>", plan: sample.plan };
		const page = await open(
			machine("A", { refused, inventory: { ...inventory, agentVersion: "0.2.0" } }),
		).text(`${at}/A`);
		expect(page).toContain("&lt;i&gt;too late&lt;/i&gt;");
		expect(page).toContain("It is too old to ask people for a text while it runs");
	});

	test("offers an owner to confirm what it shows of a machine on hold, and no one else", async () => {
		const { entrance, text, post } = open(...everyState);
		const confirm = async (shown: string) => {
			const form = new URLSearchParams({ shown });
			return (await post(`${at}/LAB-SRV/confirm`, { "Sec-Fetch-Site": "same-origin" }, form)).status;
		};
		const page = await text(`${at}/LAB-SRV`);
		const shown = /name="shown" value="([^"]+)"/.exec(page)?.[1]?.replaceAll("&quot;", '"') ?? "";
		expect(await confirm(shown)).toBe(303);
		expect(entrance.tokens).toEqual([expect.stringMatching(/^confirmed LAB-SRV for Tom Okafor: /)]);
		const gone = JSON.stringify({ ...JSON.parse(shown), to: "GONE" });
		expect(await confirm(gone)).toBe(409);
		expect(await confirm("{}")).toBe(400);
		entrance.fresh = false;
		expect(await confirm(shown)).toBe(403);
		expect(entrance.tokens).toHaveLength(2);
		entrance.machines = entrance.machines.map((one) => ({ ...one, may: { ...one.may, confirm: false } }));
		expect(await text(`${at}/LAB-SRV`)).toContain("An owner at the IT provider has to confirm it.");
	});

	test("offers to make a token to whom may: for a machine with an agent, to the owner", async () => {
		const offers = async (enroll: boolean, reenroll: boolean, name: string) => {
			const { entrance, text } = open(...everyState);
			entrance.machines = [
				{ ...acme(...everyState), may: { enroll, reenroll, confirm: false, change: false } },
			];
			return (await text(`${at}/${name}`)).includes(`action="${at}/${name}/token"`);
		};
		expect(await offers(false, false, "NEW-10")).toBe(false);
		expect(await offers(true, false, "NEW-10")).toBe(true);
		expect(await offers(true, false, "CLIENT-ACCT-01")).toBe(false);
		expect(await offers(true, true, "CLIENT-ACCT-01")).toBe(true);
		expect(await offers(true, true, "OLD-04")).toBe(false);
	});
});

describe("an enrollment token", () => {
	test("is shown once, with the command; a machine that has an agent is replaced", async () => {
		const { post, text, entrance } = open(...everyState);
		const page = await (await post(`${at}/NEW-10/token`)).text();
		expect(page).toContain(
			"caisey-agent enroll https://caisey.example.com c_g0000000000000001.made-up-token<",
		);
		const again = await (await post(`${at}/CLIENT-ACCT-01/token`)).text();
		expect(again).toContain("made-up-token --replace<");
		expect(entrance.tokens).toEqual(["made NEW-10", "made CLIENT-ACCT-01"]);
		expect(await text(`${at}/NEW-10`)).not.toContain("made-up-token");
	});

	test("for a machine that has an agent takes a fresh sign-in", async () => {
		const { post, entrance } = open(...everyState);
		entrance.fresh = false;
		expect((await post(`${at}/CLIENT-ACCT-01/token`)).status).toBe(403);
		expect(entrance.tokens).toEqual([]);
		expect((await post(`${at}/NEW-10/token`)).status).toBe(200);
	});

	test("is neither made nor ended from another site, nor by opening an address", async () => {
		const { post, get, entrance } = open(...everyState);
		for (const path of ["/token", "/token/end"]) {
			expect((await post(`${at}/NEW-10${path}`, { "Sec-Fetch-Site": "cross-site" })).status).toBe(403);
			expect((await post(`${at}/NEW-10${path}`, {})).status).toBe(403);
			expect((await get(`${at}/NEW-10${path}`)).status).toBe(404);
		}
		expect(entrance.tokens).toEqual([]);
	});
});

describe("the environment", () => {
	test("tells each change between its two runs, and leads to both", async () => {
		const { entrance, text } = open(machine("A"));
		entrance.runsThere = weekend(Date.parse("2024-01-15T08:12:00Z"));
		const page = await text(`${at}/A/environment`);
		expect(page.replaceAll(/\s+/g, " ")).toMatch(
			/ExecutionPolicy RemoteSigned → AllSigned.*?, between <a href="\/s\/s_g0000000000007a3f#r_g0000000000000003"><time datetime="2024-01-12T16:47:40.000Z" data-form="day".*? and <a href="\/s\/s_g0000000000007a3f#r_g0000000000000004"><time datetime="2024-01-15T08:12:00.000Z"/,
		);
	});

	test("of two runs on the machine are compared, and each reading is kept; of a run elsewhere they aren't", async () => {
		const { entrance, get, text } = open(machine("A"), machine("B", { ids: ["e_g0000000000000009"] }));
		const two = `before=${sample.session}~${sample.before}&after=${sample.session}~${sample.command}`;
		expect(await text(`${at}/A/environment/compare?${two}`)).toContain("nothing differs");
		expect(entrance.recorded).toMatchObject([
			{
				kind: "opened",
				what: "environment of a run",
				session: sample.session,
				detail: sample.before,
				once: true,
			},
			{ detail: sample.command },
		]);
		expect((await get(`${at}/B/environment/compare?${two}`)).status).toBe(404);
		expect((await get(`${at}/A/environment/compare?before=x&after=y`)).status).toBe(404);
		entrance.role = false;
		expect((await get(`${at}/A/environment/compare?${two}`)).status).toBe(404);
	});
});
