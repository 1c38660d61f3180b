// A client's page and the changes that its forms ask for: read, shown, confirmed.
import { describe, expect, test } from "vitest";
import { Policy } from "../../protocol/people.ts";
import { consoleRoutes } from "../routes.ts";
import { acmeSetUp, causes } from "../testing/clients.ts";
import { door } from "../testing/door.ts";
import { ids } from "../testing/sample.ts";
import { readChange } from "./form.ts";
import type { ClientShown } from "./view.ts";

const at = `/clients/${acmeSetUp.id}`;
const open = (may: ClientShown["may"] = acmeSetUp.may) => {
	const entrance = door([]);
	entrance.clients = [{ ...acmeSetUp, may }];
	entrance.causes = () => ({ ok: true, ...causes });
	const app = consoleRoutes(entrance.options);
	const headers = { Cookie: entrance.cookie };
	const get = (path: string) => app.request(path, { headers });
	const post = async (fields: Record<string, string | string[]>, site = "same-origin") => {
		const body = new URLSearchParams();
		for (const [name, value] of Object.entries(fields))
			for (const one of [value].flat()) body.append(name, one);
		const sent = { method: "POST", headers: { ...headers, "Sec-Fetch-Site": site }, body };
		const answer = await app.request(`${at}/change`, sent);
		return { status: answer.status, text: await answer.text() };
	};
	return { entrance, get, post, text: async (path: string) => (await get(path)).text() };
};
const sam = { edit: "person", key: "sam", name: "Sam Roy", roles: ["approver", "technician"] };
const edit = { ...sam, identities: [] };

describe("a form", () => {
	const asked = (body: Record<string, unknown>) => {
		const read = readChange(body);
		return read.ok ? read.asked.edit : read.problems;
	};
	const rules = {
		votes: "2",
		decideWithin: "3600",
		runWithin: "600",
		stepTimeLimit: "60",
		outputInChat: "counts",
		approval: "passkey",
		...{ runBytes: "1000", runRecords: "100", runEvents: "10", runQuestions: "1", runsPerDay: "50" },
		rules: "{}",
	};
	const carried = {
		deny: [{ name: "no-format", program: "format" }],
		hours: { zone: "Europe/Berlin", windows: [{ days: ["mon"], from: "08:00", to: "18:00" }] },
	};

	test.each([
		["someone with groups", { ...sam, groups: "finance  it" }, { ...edit, groups: ["finance", "it"] }],
		[
			"a policy with groups, and the file's own rules as they are",
			{ edit: "policy", ...rules, retentionDays: "", groups: "finance", rules: JSON.stringify(carried) },
			{
				edit: "policy",
				policy: Policy.parse({
					...{ votes: 2, decideWithin: 3600, runWithin: 600, stepTimeLimit: 60, outputInChat: "counts" },
					...{ approval: "passkey", groups: ["finance"], ...carried },
					...{ runBytes: 1000, runRecords: 100, runEvents: 10, runQuestions: 1, runsPerDay: 50 },
				}),
			},
		],
		[
			"someone with one role and no account",
			{ ...sam, roles: "approver", label: " " },
			{ ...edit, roles: ["approver"] },
		],
		[
			"someone with accounts, one a line or with commas",
			{ ...sam, label: "s@x", email: " s@acme.example ", identities: "slack:T1:U1,\r\n slack:T1:U2\n" },
			{ ...edit, label: "s@x", email: "s@acme.example", identities: ["slack:T1:U1", "slack:T1:U2"] },
		],
		[
			"a policy that keeps output for ever",
			{ edit: "policy", ...rules, retentionDays: "", escalateAfter: "1800" },
			{
				edit: "policy",
				policy: Policy.parse({
					escalateAfter: 1800,
					votes: 2,
					decideWithin: 3600,
					runWithin: 600,
					stepTimeLimit: 60,
					outputInChat: "counts",
					approval: "passkey",
					...{ runBytes: 1000, runRecords: 100, runEvents: 10, runQuestions: 1, runsPerDay: 50 },
				}),
			},
		],
		["no channels", { edit: "channels", channels: "  " }, { edit: "channels", channels: [] }],
		[
			"a machine",
			{ edit: "machine", name: "FRONT-2", description: "" },
			{ edit: "machine", name: "FRONT-2", description: "" },
		],
		[
			"what was shown before",
			{ change: JSON.stringify({ edit: "remove-person", key: "dana" }) },
			{ edit: "remove-person", key: "dana" },
		],
	])("is read: %s", (_, body, change) => {
		expect(asked(body)).toEqual(change);
	});

	test.each([
		[
			"no role",
			{ ...sam, roles: undefined },
			["Roles: choose at least one of requester, approver, technician, owner"],
		],
		[
			"an unknown role",
			{ ...sam, roles: ["king"] },
			["Roles: choose at least one of requester, approver, technician, owner"],
		],
		["an account that is none", { ...sam, identities: "dana" }, [expect.stringContaining("Accounts: ")]],
		["too many votes", { edit: "policy", ...rules, votes: "9" }, [expect.stringContaining("Policy votes: ")]],
		[
			"a number that is none",
			{ edit: "policy", ...rules, votes: "x" },
			[expect.stringContaining("Policy votes: ")],
		],
		[
			"no word of how approvers say yes",
			{ edit: "policy", ...rules, approval: undefined },
			[expect.stringContaining("Policy approval: ")],
		],
		[
			"no word of the rules",
			{ edit: "policy", ...rules, rules: undefined },
			[expect.stringContaining("Policy deny: ")],
		],
		["nothing", {}, [expect.any(String)]],
		["something else", { change: "{" }, [expect.any(String)]],
		[
			"something beside it",
			{ change: JSON.stringify({ edit: "remove-person", key: "a", more: 1 }) },
			[expect.any(String)],
		],
	])("is not read, with the reason: %s", (_, body, problems) => {
		expect(asked(body)).toEqual(problems);
	});
});

describe("a client's page", () => {
	test("has forms for the owner alone, after a fresh sign-in", async () => {
		const forms = async (may: ClientShown["may"], fresh: boolean) => {
			const { entrance, text } = open(may);
			entrance.fresh = fresh;
			return (await text(at)).includes(`action="${at}/change"`);
		};
		expect(await forms({ change: true, export: true }, true)).toBe(true);
		expect(await forms({ change: true, export: true }, false)).toBe(false);
		expect(await forms({ change: false, export: false }, true)).toBe(false);
	});

	test("lists each rule and the times of the day, as text", async () => {
		const { entrance, text } = open();
		const policy = Policy.parse({
			groups: ["finance", "it"],
			deny: [
				{ name: "no-format", program: "format", on: ["SRV-01"] },
				{ name: "no-payroll", text: "<b>payroll</b>\u202e" },
			],
			allow: [{ name: "disk-space", shell: "sh", command: "df -h" }],
			hours: { zone: "Europe/Berlin", windows: [{ days: ["mon", "fri"], from: "08:00", to: "18:00" }] },
		});
		entrance.clients = [{ ...acmeSetUp, policy }];
		for (const may of [acmeSetUp.may, { change: false, export: false }]) {
			entrance.clients = [{ ...acmeSetUp, policy, may }];
			const page = await text(at);
			const shown = (name: string) =>
				new RegExp(`<dt>${name}</dt><dd>(.*?)</dd>`, "s").exec(page)?.[1]?.replaceAll(/<[^>]+>/g, "") ?? "";
			expect(shown("A yes from each of these groups")).toMatch(/finance.*it/);
			expect(shown("Never runs")).toContain("no-format: the program format on SRV-01");
			expect(shown("Never runs")).toContain(
				"no-payroll: any text with “&lt;b&gt;payroll&lt;/b&gt;⟨U+202E right-to-left override⟩”",
			);
			expect(shown("Never runs")).not.toContain("\u202e");
			expect(shown("Runs without a vote")).toContain("disk-space: “df -h” in sh");
			expect(shown("May start")).toBe("Mon, Fri 08:00–18:00, by the clock in Europe/Berlin");
		}
	});

	test("of another client, or of none, says that one can't see it", async () => {
		const { get } = open();
		for (const path of ["/clients/c_g0000000000000002", "/clients/nonsense"])
			expect([path, (await get(path)).status]).toEqual([path, 403]);
	});

	test("exports the set-up file to whom may, and keeps that", async () => {
		const { get, entrance } = open();
		expect((await get("/setup.yaml")).status).toBe(200);
		expect(entrance.recorded).toEqual([
			{ kind: "exported", session: null, what: "set-up file", by: ids.tom },
		]);
		expect((await open({ change: false, export: false }).get("/setup.yaml")).status).toBe(403);
	});
});

const refused = {
	...{ state: "refused" as const, waitsFor: [], by: "<b>Ada</b>" },
	changes: ["Sam Roy can now approve from slack:T1:USAM", "a\u202eb"],
};

test("what the file says and isn't in force stands on the client's page, as text, with the reason", async () => {
	const { entrance, text } = open();
	expect(await text(at)).not.toContain("Not in force:");
	entrance.clients = [{ ...acmeSetUp, differs: refused }];
	const page = await text(at);
	expect(page).toMatch(
		/Not in force:.*was refused by &lt;b&gt;Ada.*Sam Roy can now approve from slack:T1:USAM/s,
	);
	expect(page).not.toContain("\u202e");
});

describe("a change", () => {
	test("that an approver refused before isn't done, also if the file says it already", async () => {
		const { post, entrance } = open();
		const proposed = [{ client: "acme-dental", link: "https://caisey.example/changes", why: "", ...refused }];
		entrance.causes = () => ({ ok: true, ...causes, proposed });
		const hidden = { change: JSON.stringify(edit), revision: "7" };
		const done = await post(hidden);
		expect(done.text).toContain("<h1>Not in force</h1>");
		expect(done.text).toContain("was refused by &lt;b&gt;Ada");
		entrance.causes = () => ({ ok: true, ...causes, changes: [], proposed });
		const { text } = await post(sam);
		expect(text).toContain("The set-up says this already.");
		expect(text).toContain("was refused by &lt;b&gt;Ada");
	});

	test("is shown with all that it causes before anything happens, then confirmed with the revision that was shown", async () => {
		const { post, entrance } = open();
		const { text } = await post(sam);
		for (const said of [
			causes.changes[0]?.what,
			causes.vouch[0]?.what,
			causes.warnings[0],
			causes.told.changes[1],
		])
			expect(text).toContain(said);
		const hidden = { change: JSON.stringify(edit), revision: "7", vouched: [causes.vouch[0]?.vouch ?? ""] };
		const done = await post(hidden);
		expect([done.status, done.text.includes("<h1>Done</h1>")]).toEqual([200, true]);
		expect(entrance.asked).toEqual([
			{ edit, confirmed: null },
			{ edit, confirmed: { revision: 7, vouched: [causes.vouch[0]?.vouch] } },
		]);
	});

	test("that waits for an approver is shown as proposed, to the channels that are connected now", async () => {
		const { post, entrance } = open();
		const told = { ...causes.told, changes: [], unbound: [], channels: ["slack:T1:C1"] };
		const waits = { ...told, waiting: ["channel #new is now connected"], waitsFor: ["Ada", "Ben"] };
		entrance.causes = () => ({ ok: true, ...causes, told: waits });
		const { text } = await post(sam);
		expect(text).toMatch(
			/This is only proposed.*channel #new is now connected.*once .*Ada or Ben.* confirms it.*slack:T1:C1/s,
		);
		expect(text).not.toContain("The client reads this");
		expect(text).not.toContain("no longer listens");
	});

	test("is shown again if someone else changed the set-up in the meantime", async () => {
		const { post, entrance } = open();
		entrance.causes = (confirmed) =>
			confirmed ? { ok: false, why: "stale", errors: ["stale"] } : { ok: true, ...causes, revision: 8 };
		const { text } = await post({ change: JSON.stringify(edit), revision: "7" });
		expect(text).toContain("Someone else changed the set-up in the meantime.");
		expect(text).toContain('name="revision" value="8"');
	});

	test("that breaks a rule of the set-up isn't made, and the page says why, as text", async () => {
		const { post, entrance } = open();
		entrance.causes = () => ({ ok: false, why: "errors", errors: ["<b>twice</b>"] });
		const { status, text } = await post({ change: JSON.stringify(edit), revision: "7" });
		expect([status, text.includes("&lt;b&gt;twice&lt;/b&gt;")]).toEqual([409, true]);
	});

	test("from another site, by who may not, or with an old sign-in, reaches nothing", async () => {
		const { post, entrance } = open();
		expect((await post(sam, "cross-site")).status).toBe(403);
		entrance.fresh = false;
		expect((await post(sam)).text).toContain("Sign in again");
		expect(entrance.asked).toEqual([]);
		const approver = open({ change: false, export: false });
		expect((await approver.post(sam)).status).toBe(403);
		expect(approver.entrance.asked).toEqual([]);
	});

	test("that changes nothing says so, and has nothing to confirm", async () => {
		const { post, entrance } = open();
		entrance.causes = () => ({ ok: true, ...causes, changes: [] });
		const { text } = await post(sam);
		expect([text.includes("Nothing would change"), text.includes('name="revision"')]).toEqual([true, false]);
	});
});
