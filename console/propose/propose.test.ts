// Proposing in the console, by what is sent: what the form has, what comes back, and what becomes a proposal.
import { describe, expect, test } from "vitest";
import { utf8 } from "../../protocol/bytes.ts";
import { consoleRoutes } from "../routes.ts";
import { door } from "../testing/door.ts";
import { snippet } from "../testing/kept.ts";
import { finishedSession } from "../testing/play.ts";
import { endpoint, previewedCard, refusedScript } from "../testing/proposing.ts";
import { ids } from "../testing/sample.ts";

const path = `/s/${ids.session}/propose`;
const once = "0b0b0b0b-0000-4000-8000-00000000beef";
const [{ value: machine }] = [endpoint(1)];
const filled = { once, endpoints: machine, shell: "sh", command: "uptime", changes: "Looks at the load." };

const open = () => {
	const entrance = door([finishedSession()]);
	entrance.proposing.previewed = () => ({ ok: true, ...previewedCard });
	const app = consoleRoutes(entrance.options);
	const headers = { Cookie: entrance.cookie, "Sec-Fetch-Site": "same-origin" };
	const get = async (at = path) => app.request(at, { headers });
	const post = async (
		fields: Record<string, string | File>,
		at = path,
		more: Record<string, string> = {},
	) => {
		const body = new FormData();
		for (const [name, value] of Object.entries(fields)) body.append(name, value);
		return app.request(at, { method: "POST", headers: { ...headers, ...more }, body });
	};
	return { entrance, get, post };
};

describe("the form", () => {
	test("has the fields of the dialog in chat, and each machine's state", async () => {
		const page = await (await open().get()).text();
		for (const label of [
			"Run on",
			"Shell",
			"Command",
			"What changes",
			"How to undo it",
			"Time limit of each step",
		])
			expect(page).toContain(`>${label}`);
		expect(page).toContain("CLIENT-ACCT-01 · front desk");
		expect(page).toContain("online · reports “Windows 11 Pro”");
		expect(page).toContain('data-untouched="yes"');
	});

	test("is for who may propose: the refusal says why", async () => {
		const { entrance, get } = open();
		entrance.proposing.refused = { code: "not-a-technician", client: "Acme Dental" };
		const answer = await get();
		expect([answer.status, await answer.text()]).toEqual([
			409,
			expect.stringContaining("Nothing can be proposed here"),
		]);
	});

	test("is searched without a script where there are many machines, and keeps what was typed", async () => {
		const { entrance, post } = open();
		entrance.proposing.machines = 30;
		const page = await (await post({ ...filled, do: "find", find: "177" })).text();
		expect(page).toContain('value="find"');
		expect(page).toContain("\nuptime</textarea>");
	});

	test("comes back with everything that was typed, and each error at its field", async () => {
		const { entrance, post } = open();
		Object.assign(entrance.proposing, refusedScript);
		const answer = await post({
			...filled,
			undo: "<b>Nothing</b> to undo.",
			before: "a\r\nb",
			runAs: "user",
			do: "preview",
		});
		const page = await answer.text();
		expect(answer.status).toBe(409);
		expect(page).toMatch(/id="wrong-changes"><bdi>Say in a few plain words what changes\./);
		expect(page).toContain('aria-describedby="wrong-runAsName"');
		expect(page).toMatch(/role="alert"><p><bdi>Acme Dental has no approver yet/);
		expect(page).toContain("&lt;b&gt;Nothing&lt;/b&gt; to undo.");
		expect(page).toContain("a\nb</textarea>");
		expect(page).toContain('<option value="user" selected>');
		expect(page).toContain(`value="${machine}" checked`);
		expect(page).toContain(`name="once" value="${once}"`);
		expect(page).toMatch(/<details class="more" open>/);
	});
});

describe("a saved command", () => {
	const withSnippets = () => {
		const it = open();
		it.entrance.proposing.snippets = [
			snippet,
			{ ...snippet, id: "n_g0000000000000002", title: "Load", ...whole },
		];
		return it;
	};
	const whole = { shell: "bash" as const, before: [], command: "uptime", after: [] };

	test("is offered above the form, to who has some", async () => {
		expect(await (await withSnippets().get()).text()).toContain(
			`<option value="${snippet.id}">Restart a service (powershell)</option>`,
		);
		expect(await (await open().get()).text()).not.toContain("Start from a snippet");
	});

	test("asks for its blanks, and fills the form with the text that comes of them", async () => {
		const { get, post } = withSnippets();
		const asks = await (await get(`${path}?snippet=${snippet.id}`)).text();
		expect(asks).toMatch(/<label for="f-blank-service">Service<\/label>/);
		expect(asks).toContain("Restart-Service -Name {{blank:service}} -Force");
		const page = await (
			await post({ do: "fill", snippet: snippet.id, "blank-service": "Print Spooler" })
		).text();
		expect(page).toContain("\nRestart-Service -Name &#39;Print Spooler&#39; -Force</textarea>");
		expect(page).toContain("\nGet-Service &#39;Print Spooler&#39;</textarea>");
		expect(page).toContain('<option value="powershell" selected>');
		expect(page).toContain("\nRestarts a service.</textarea>");
		expect(page).toContain('data-untouched=""');
	});

	test("comes back with what is wrong with a value, at its blank", async () => {
		const { post } = withSnippets();
		const answer = await post({ do: "fill", snippet: snippet.id, "blank-service": "x'; rm -rf /" });
		const page = await answer.text();
		expect(answer.status).toBe(409);
		expect(page).toMatch(/id="wrong-blank-service"><bdi>“&#39;” can&#39;t be put in/);
		expect(page).toContain('value="x&#39;; rm -rf /"');
	});

	test("without blanks is in the form at once; one that is gone says so", async () => {
		const { get } = withSnippets();
		expect(await (await get(`${path}?snippet=n_g0000000000000002`)).text()).toContain("\nuptime</textarea>");
		expect((await get(`${path}?snippet=n_g0000000000000009`)).status).toBe(409);
	});
});

describe("an earlier plan", () => {
	test("fills the form again, with its file", async () => {
		const page = await (await open().get(`${path}?again=${ids.plan}`)).text();
		expect(page).toContain(`\necho ${ids.plan}</textarea>`);
		expect(page).toContain('name="fileName" value="fix.sh"');
		expect(page).toContain('name="fileLines" value="crlf"');
		expect(page).toContain('data-untouched=""');
	});

	test("whose steps the form can't hold says so at the command", async () => {
		const { entrance, get } = open();
		entrance.proposing.lost = "Propose it again in the thread.";
		expect(await (await get(`${path}?again=${ids.plan}`)).text()).toMatch(
			/id="wrong-command"><bdi>Propose it again in the thread\./,
		);
	});

	test("that ended offers it to technicians, on its panel", async () => {
		const { entrance, get } = open();
		const offer = `href="${path}?again=${ids.plan}"`;
		expect(await (await get(`/s/${ids.session}`)).text()).toContain(offer);
		entrance.me = { person: ids.dana, name: "Dana Reyes" };
		expect(await (await get(`/s/${ids.session}`)).text()).not.toContain(offer);
	});
});

describe("a file", () => {
	const file = (name: string, text: string | Uint8Array<ArrayBuffer>) =>
		new File([typeof text === "string" ? utf8(text) : text], name);

	test("takes the command's place, and stays the file that it was", async () => {
		const page = await (
			await open().post({ ...filled, script: file("fix.sh", "#!/bin/sh\r\nuptime\r\n"), do: "file" })
		).text();
		expect(page).toContain('name="fileName" value="fix.sh"');
		expect(page).toContain('name="fileLines" value="crlf"');
		expect(page).toContain("\n#!/bin/sh\nuptime\n</textarea>");
		expect(page).toContain('<option value="sh" selected>');
	});

	test.each([
		["whose lines end in different ways", file("a.sh", "one\r\ntwo\nthree"), "end in different ways"],
		["that is no text", file("a.sh", Uint8Array.of(0xff, 0x00, 0xc3)), "isn&#39;t a text file"],
		["that is too large", file("a.sh", "x".repeat(1_048_577)), "at most 1 MiB"],
	])("%s is refused at the command, which stays", async (_, script, words) => {
		const answer = await open().post({ ...filled, script, do: "preview" });
		const page = await answer.text();
		expect(answer.status).toBe(400);
		expect(page).toContain(words);
		expect(page).toContain("\nuptime</textarea>");
	});

	test("reaches the proposal with its encoding and its ends of line", async () => {
		const { entrance, post } = open();
		const meta = { fileName: "fix.ps1", fileEncoding: "utf-8-bom", fileLines: "crlf" };
		await post({ ...filled, ...meta, do: "propose" });
		expect(entrance.proposing.sent[0]?.written.file).toEqual({
			name: "fix.ps1",
			encoding: "utf-8-bom",
			lines: "crlf",
		});
	});
});

describe("the preview", () => {
	test("draws the card, has all that was typed, and proposes nothing", async () => {
		const { entrance, post } = open();
		const page = await (await post({ ...filled, command: "one\ntwo", do: "preview" })).text();
		expect(page).toContain("Approve this on CLIENT-ACCT-01?");
		expect(page).toContain("one\ntwo</textarea>");
		expect(page).toContain(`<input type="hidden" name="endpoints" value="${machine}">`);
		expect(page).not.toContain("Sign in again first");
		expect(entrance.proposing.sent).toEqual([]);
	});

	test("asks for a new sign-in in another tab where the last one is too old, and nothing is proposed", async () => {
		const { entrance, post } = open();
		entrance.fresh = false;
		expect(await (await post({ ...filled, do: "preview" })).text()).toContain("Sign in again first");
		const answer = await post({ ...filled, do: "propose" });
		expect([answer.status, entrance.proposing.sent]).toEqual([403, []]);
		expect(await answer.text()).toContain('name="command" value="uptime"');
	});
});

test("a proposal is made by who is signed in, under the form's name, and leads to its plan", async () => {
	const { entrance, post } = open();
	const page = await (await post({ ...filled, command: "one\r\ntwo", do: "propose" })).text();
	expect(page).toContain(`href="/s/${ids.session}#${ids.plan}"`);
	const [sent] = entrance.proposing.sent;
	expect(sent).toMatchObject({
		once,
		by: ids.tom,
		written: { endpoints: [machine], values: { command: "one\ntwo" } },
	});
	expect(Object.keys(sent?.written.values ?? {})).not.toContain("do");
});

test("one that is refused comes back as it was written", async () => {
	const { entrance, post } = open();
	entrance.proposing.proposed = () => ({ ok: false, errors: { command: "Line 3 …" }, why: null });
	const answer = await post({ ...filled, do: "propose" });
	expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining("Line 3 …")]);
});

test.each([
	["a form from another site", {}, { "Sec-Fetch-Site": "cross-site" }, 403],
	["a visitor who isn't signed in", {}, { Cookie: "" }, 401],
	["a form that is far too large", { command: "x".repeat(4_000_001) }, {}, 413],
])("takes nothing from %s", async (_, fields, headers, status) => {
	const { entrance, post } = open();
	for (const at of [path, `${path}/check`])
		expect((await post({ ...filled, ...fields, do: "propose" }, at, headers)).status).toBe(status);
	expect(entrance.proposing.sent).toEqual([]);
});

test("who was signed out while writing is led back to the form", async () => {
	const page = await (await open().post({ ...filled, do: "propose" }, path, { Cookie: "" })).text();
	expect(page).toContain(`next=${encodeURIComponent(path)}`);
});

describe("a check while someone writes", () => {
	test("has each error at its line", async () => {
		const { entrance, post } = open();
		const said = {
			...{ state: "checked" as const, endpoint: machine },
			steps: [
				{
					...{ parsed: true, names: [], effects: [], cut: false },
					problems: [{ what: "syntax" as const, line: 2, column: 4, message: "Missing ')'" }],
				},
			],
		};
		entrance.proposing.checked = () => ({
			...{
				ok: true,
				shell: "sh",
				steps: [{ phase: "command", command: "a\n(b" }],
				said: [{ name: "PC-1", said }],
			},
		});
		const text = await (await post(filled, `${path}/check`)).text();
		expect(text).toContain('<li class="bad" data-line="2" data-field="command">');
		expect(text).toContain('data-goto="f-command" data-at="2">Line 2</button>');
		expect(text).toContain("PC-1 says “Missing &#39;)&#39;”");
		expect(text).toContain('data-told="Checked on PC-1, without running it: 1 error."');
	});

	test("is empty where a newer text took its place", async () => {
		const { entrance, post } = open();
		entrance.proposing.checked = () => ({ ok: true, shell: "sh", steps: [], said: null });
		expect((await post(filled, `${path}/check`)).status).toBe(204);
	});

	test("says when the next one is possible", async () => {
		const { entrance, post } = open();
		entrance.proposing.checked = () => ({ ok: false, until: Date.parse("2024-01-15T09:05:00Z") });
		expect(await (await post(filled, `${path}/check`)).text()).toContain("possible after 09:05:00 UTC");
	});
});

test("machines beyond those of the form are found by name, those that are chosen ticked", async () => {
	const { value } = endpoint(177);
	const text = await (await open().get(`${path}/machines?q=177&chosen=${value}`)).text();
	expect(text).toContain(`value="${value}" checked`);
	expect(text).not.toContain("CLIENT-ACCT-01");
});
