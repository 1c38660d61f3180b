// The pages of saved commands: what is listed, made, taken from a plan, and refused.
import { beforeEach, expect, test } from "vitest";
import type { KeptSnippet } from "../../protocol/read/snippet.ts";
import { consoleRoutes } from "../routes.ts";
import { type Door, door } from "../testing/door.ts";
import { readSnippet, snippetOf, writtenAs } from "./form.ts";

const kept: KeptSnippet = {
	...{ id: "sn_g0123456789abcdef", version: 3, by: "Tom Okafor", at: Date.UTC(2026, 0, 12) },
	...{ title: "Restart a service", client: null, shell: "pwsh" },
	...{ before: ["Get-Service {{blank:service}}"], command: "Restart-Service {{blank:service}}", after: [] },
	words: { changes: "Restarts {{blank:service}}", notices: "", undo: "" },
};
const form = {
	...{
		title: "Restart <b>a service</b>",
		client: "",
		shell: "pwsh",
		before: "Get-Service {{blank:service}}\r\n",
	},
	...{
		command: "Restart-Service {{blank:service}}",
		after: "",
		changes: "Restarts it",
		notices: "",
		undo: "",
	},
};

let it: Door;
beforeEach(() => {
	it = door([]);
	it.snippets = [kept];
});
const get = async (path: string) => {
	const answer = await consoleRoutes(it.options).request(path, { headers: { Cookie: it.cookie } });
	return { status: answer.status, text: await answer.text() };
};
const post = async (path: string, fields: Record<string, string>) => {
	const answer = await consoleRoutes(it.options).request(path, {
		method: "POST",
		headers: { Cookie: it.cookie, "Sec-Fetch-Site": "same-origin" },
		body: new URLSearchParams(fields),
	});
	return { status: answer.status, text: await answer.text(), to: answer.headers.get("location") };
};

test("the list has each snippet with its blanks, and who changed it", async () => {
	const { status, text } = await get("/snippets");
	expect(status).toBe(200);
	for (const said of [
		"Restart a service",
		"fills in <code>service</code>",
		"Restart-Service {{blank:service}}",
	])
		expect(text).toContain(said);
	expect(text).toContain("Tom Okafor");
});

test("a form makes one, with the lines as they were typed", async () => {
	expect(await post("/snippets", form)).toMatchObject({ status: 303, to: "/snippets" });
	expect(it.changedSnippets).toEqual([
		{
			...{ id: null, version: 0 },
			text: {
				...{ title: "Restart <b>a service</b>", client: null, shell: "pwsh", after: [] },
				...{ before: ["Get-Service {{blank:service}}"], command: "Restart-Service {{blank:service}}" },
				words: { changes: "Restarts it", notices: "", undo: "" },
			},
		},
	]);
});

test("a change and a removal say which version they mean", async () => {
	const opened = await get(`/snippets/${kept.id}`);
	expect(opened.text).toContain('name="version" value="3"');
	await post(`/snippets/${kept.id}`, { ...form, version: "3" });
	await post(`/snippets/${kept.id}/remove`, { version: "3" });
	expect(it.changedSnippets.map(({ id, version, text }) => [id, version, text?.shell ?? null])).toEqual([
		[kept.id, 3, "pwsh"],
		[kept.id, 3, null],
	]);
});

test("what is wrong is said above the form, which keeps what was typed", async () => {
	const empty = await post("/snippets", { ...form, command: " " });
	expect([empty.status, empty.text.includes("Write a command of up to 3,000 characters.")]).toEqual([
		400,
		true,
	]);
	it.snippetDone = { ok: false, why: "blank", problem: { blank: "service", why: "quotes" } };
	const refused = await post("/snippets", form);
	expect(refused.status).toBe(409);
	expect(refused.text).toContain("Write {{blank:service}} outside of quotes: the value gets its own.");
	expect(refused.text).toContain("Restart &lt;b&gt;a service&lt;/b&gt;");
	it.snippetDone = { ok: false, why: "stale" };
	const late = await post(`/snippets/${kept.id}`, { ...form, version: "2" });
	expect(late.text).toContain("Someone else changed this snippet meanwhile.");
});

test("someone who doesn't keep them sees and changes none", async () => {
	it.snippets = null;
	it.snippetDone = { ok: false, why: "not-staff" };
	for (const path of ["/snippets", "/snippets/new", `/snippets/${kept.id}`])
		expect((await get(path)).status).toBe(403);
	expect((await post("/snippets", form)).status).toBe(403);
});

test("a plan that ran becomes the form's content; a script doesn't", () => {
	const { before, command, words } = kept;
	const steps = [
		...before.map((text) => ({ phase: "before" as const, command: text })),
		{ phase: "command" as const, command },
	];
	const written = snippetOf({ shell: "pwsh", steps, words });
	expect(written).toEqual({
		...{
			title: "Restarts {{blank:service}}",
			client: "",
			shell: "pwsh",
			before: kept.before[0],
			command,
			after: "",
		},
		...words,
	});
	const script = { name: "a.ps1", encoding: "utf-8" as const, arguments: [] };
	expect(snippetOf({ shell: "pwsh", steps: [{ phase: "command", command, script }], words })).toBeNull();
	const { id: _, version: __, by: ___, at: ____, ...text } = kept;
	expect(readSnippet(writtenAs(text))).toEqual({ ok: true, text });
});
