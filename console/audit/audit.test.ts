// The page of the audit log and its CSV, and what of reading a transcript is kept.
import { describe, expect, test } from "vitest";
import type { AuditedEntry } from "../options.ts";
import { consoleRoutes } from "../routes.ts";
import { door } from "../testing/door.ts";
import { finishedSession } from "../testing/play.ts";
import { ids } from "../testing/sample.ts";

const log = { id: "c_g0000000000000001", name: "Acme Dental" };
const entry = (n: number, over: Partial<AuditedEntry> = {}): AuditedEntry => ({
	...{ n, at: Date.UTC(2024, 0, 15) - n, log, who: "Ada", person: null, session: null },
	...{ kind: "opened", what: "transcript", detail: "" },
	...over,
});
const open = (audit: AuditedEntry[] = []) => {
	const entrance = door([finishedSession()]);
	Object.assign(entrance, { audit, logs: [log] });
	const app = consoleRoutes(entrance.options);
	const get = (path: string, headers: Record<string, string> = {}) =>
		app.request(path, { headers: { Cookie: entrance.cookie, ...headers } });
	return { entrance, get, text: async (path: string) => (await get(path)).text() };
};
const at = `/s/${ids.session}`;

describe("the page", () => {
	test("keeps the filters on its way to older entries and to the CSV", async () => {
		const { text } = open(Array.from({ length: 101 }, (_, n) => entry(n)));
		const page = await text("/audit?kind=opened&who=Ada&from=2024-01-01");
		const last = Date.UTC(2024, 0, 15) - 99;
		expect(page).toContain(
			`href="/audit?kind=opened&amp;who=Ada&amp;from=2024-01-01&amp;behind=${last}%7E${log.id}%7E99"`,
		);
		expect(page).toContain('href="/audit.csv?kind=opened&amp;who=Ada&amp;from=2024-01-01"');
		expect(page).toMatch(/<option value="opened" selected>/);
	});

	test("shows what others wrote as text", async () => {
		const { text } = open([entry(1, { who: "<script>alert(1)</script>", detail: "\u202etxt" })]);
		const page = await text("/audit");
		expect(page).not.toContain("<script>alert");
		expect(page).toContain("⟨U+202E⟩");
	});
});

describe("the CSV", () => {
	test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"])(
		"has %j as text, not as a formula",
		async (text) => {
			const lines = (await open([entry(1, { who: text })]).text("/audit.csv")).trim().split("\r\n");
			expect(lines).toHaveLength(2);
			expect(lines[1]).not.toMatch(/,"?[=+\-@\t\r]/);
		},
	);

	test("has all entries, page after page, and is itself kept", async () => {
		const { text, entrance } = open(Array.from({ length: 1_203 }, (_, n) => entry(n)));
		const lines = (await text("/audit.csv?who=Ada")).trim().split("\r\n");
		expect(lines).toHaveLength(1_204);
		expect(lines[1]).toBe("2024-01-15T00:00:00.000Z,Acme Dental,Ada,Opened,transcript,,");
		expect(entrance.recorded).toEqual([
			{ kind: "exported", session: null, what: "audit log", detail: "?who=Ada", by: ids.tom },
		]);
	});
});

describe("of reading a transcript", () => {
	const script = { "Sec-Fetch-Dest": "empty" };
	const part = { Range: "bytes=0-" };
	const kept = async (path: string, headers: Record<string, string> = {}) => {
		const { get, entrance } = open();
		await get(`${at}${path}`, headers);
		return entrance.recorded.map(({ kind, what, once }) => [kind, what, once ?? false]);
	};

	test.each([
		["its page", "", {}, ["opened", "transcript", false]],
		["what a live page asks for", "/events?after=1", script, ["opened", "transcript", true]],
		["its text", "/transcript.txt", {}, ["exported", "transcript as text", false]],
		["its JSON, also by a script", "/transcript.json", script, ["exported", "transcript as JSON", false]],
		["a saved stream", `/runs/${ids.command}/stdout`, {}, ["exported", "stdout of a run", true]],
		["a stream for a script", `/runs/${ids.command}/stdout`, script, ["exported", "stdout of a run", true]],
		["a part of a stream", `/runs/${ids.command}/stdout`, part, ["exported", "stdout of a run", true]],
		["a saved replay", `/runs/${ids.command}/replay.cast`, {}, ["exported", "replay of a run", true]],
		[
			"a replay for a script",
			`/runs/${ids.command}/replay.cast`,
			script,
			["exported", "replay of a run", true],
		],
		[
			"a replay that is played",
			`/runs/${ids.command}/replay/played`,
			script,
			["opened", "replay of a run", true],
		],
		[
			"the marked moments of a replay",
			`/runs/${ids.command}/replay/marks`,
			script,
			["opened", "replay of a run", true],
		],
		["a comparison", `/runs/${ids.after}/compared`, {}, ["opened", "comparison of a run", true]],
		[
			"where a moment of a replay is",
			`/runs/${ids.command}/replay/place?at=0&pauses=cut`,
			script,
			["opened", "replay of a run", true],
		],
		["an attachment", `/blobs/${ids.blob}`, {}, ["exported", "attachment", true]],
		[
			"an attachment, in part, for a script",
			`/blobs/${ids.blob}`,
			{ ...script, ...part },
			["exported", "attachment", true],
		],
	] as const)("%s is kept", async (_what, path, headers, entry) => {
		expect(await kept(path, headers)).toEqual([entry]);
	});

	test("an address that is written in another way is kept all the same", async () => {
		const { get, entrance } = open();
		await get(`${at.replace("s_", "s%5F")}/transcript.txt`);
		expect(entrance.recorded.map(({ kind, what }) => [kind, what])).toEqual([
			["exported", "transcript as text"],
		]);
	});

	test("nothing is kept where there was nothing to read, and nothing is given that can't be kept", async () => {
		expect(await kept("/runs/r_g0000000000000009/stdout")).toEqual([]);
		const { get, entrance } = open();
		entrance.options.record = () => Promise.reject(new Error("the log is away"));
		const answer = await get(`${at}/transcript.txt`);
		expect([answer.status, (await answer.text()).includes("LegacyMode")]).toEqual([500, false]);
	});

	test("a search is kept with its words, of one session in that session's log if the reader may read there", async () => {
		const { get, entrance } = open();
		await get("/search?q=LegacyMode");
		await get("/search?q=");
		await get(`/search?q=LegacyMode&session=${ids.session}`);
		entrance.found = { ...entrance.found, searched: [] };
		await get(`/search?q=LegacyMode&session=${ids.session}`);
		const entry = { kind: "searched", detail: "LegacyMode", by: ids.tom, clients: [log.id] };
		expect(entrance.recorded).toEqual([
			{ ...entry, session: null, what: "everything" },
			{ ...entry, session: ids.session, what: "one session" },
			{ ...entry, session: null, what: "one session", clients: [] },
		]);
	});
});
