// The page of a search: what is marked, what is said of what is missing, and nothing of what a line holds takes effect.
import { beforeEach, describe, expect, test } from "vitest";
import { consoleRoutes } from "../routes.ts";
import { type Door, door } from "../testing/door.ts";
import { finishedSession } from "../testing/play.ts";
import type { ShownLine, ShownSession } from "./wish.ts";

const session = "s_g0000000000007a3f";
const run = "r_g0000000000000001";

let entrance: Door;
beforeEach(() => {
	entrance = door([finishedSession()]);
});
const open = async (query: string, cookie = entrance.cookie) => {
	const address = `/search?${query}`;
	const answer = await consoleRoutes(entrance.options).request(address, { headers: { Cookie: cookie } });
	return { status: answer.status, page: await answer.text() };
};
const page = async (query: string) => (await open(query)).page;
const line = (some: Partial<ShownLine> = {}): ShownLine => ({
	place: { run, endpoint: "CLIENT-ACCT-01", stream: "stdout", byte: 42 },
	...{ text: "LegacyMode 0", from: 0, to: 10, before: false, after: false, ...some },
});
const hits = (some: Partial<ShownSession> = {}): ShownSession => ({
	...{
		session,
		client: "Acme Dental",
		request: "registry tweak",
		openedAt: 1,
		lines: [line()],
		next: null,
		...some,
	},
});

test("someone who isn't signed in finds nothing, and is told how to get in", async () => {
	entrance.found.sessions = [hits()];
	const { status, page } = await open("q=LegacyMode", "");
	expect([status, entrance.searched]).toEqual([401, []]);
	expect(page).not.toContain("registry tweak");
});

test("each line leads to its place, with what was looked for marked", async () => {
	entrance.found.sessions = [
		hits({
			lines: [line(), line({ place: { seq: 7 }, before: true, text: "x LegacyMode y", from: 2, to: 12 })],
		}),
	];
	const found = await page("q=legacymode");
	expect(found).toContain(`href="/s/${session}#${run}.stdout.42"`);
	expect(found).toContain(`href="/s/${session}#e7"`);
	expect(found).toContain("…x <mark>LegacyMode</mark> y");
	expect(entrance.searched).toMatchObject([{ text: "legacymode", session: null, client: null }]);
});

test("markup and control characters of a line are shown, and so are those of what was looked for", async () => {
	entrance.found.sessions = [hits({ lines: [line({ text: "<script>\u001b[2J\u202e", from: 0, to: 8 })] })];
	const found = await page(`q=${encodeURIComponent('"><script>')}`);
	expect(found).toContain("<mark>&lt;script&gt;</mark>");
	expect(found).toContain('title="U+202E"');
	expect(found).toContain('value="&quot;&gt;&lt;script&gt;"');
	expect(found.match(/<script/g)).toHaveLength(1);
});

describe("says", () => {
	test.each([
		["what can be found, before anything is looked for", "", /Finds any text/],
		["that two characters are too few", "q=ab", /at least 3 characters/],
		["that a text is too long", `q=${"a".repeat(201)}`, /at most 200 characters/],
		["that there is nothing", "q=nowhere", /Nothing says “<bdi>nowhere<\/bdi>”\.<\/p>/],
		[
			"how to search without the filters",
			"q=nowhere&endpoint=EP-1",
			/href="\/search\?q=nowhere">Search without filters/,
		],
	])("%s", async (_what, query, said) => {
		expect(await page(query)).toMatch(said);
	});

	test("what isn't indexed yet", async () => {
		Object.assign(entrance.found.waiting, { runs: 2, running: 1, sessions: 1, missing: 12, cut: 2 });
		const found = await page("q=LegacyMode");
		expect(found).toContain(
			"Output of 2 runs is still being indexed. New words in 1 session are still being indexed.",
		);
		expect(found).toContain(
			"12 sessions are still missing from the search. If that stays so, an owner can run",
		);
		expect(found).toContain(
			"The search has no room for all of 2 runs or sessions: their pages have the rest.",
		);
		expect(found).toContain(
			"1 run is still going on: its output can be found here once it has ended, and before that by the search within its session.",
		);
	});

	test("how far it searched what isn't indexed yet, within one session", async () => {
		Object.assign(entrance.found.waiting, { running: 2, inPart: 1, unread: 3, older: true, live: true });
		const found = await page(`q=LegacyMode&session=${session}`);
		expect(found).toContain("2 runs are still going on: what they printed so far is searched, too.");
		expect(found).toContain("Of 1 run that isn’t indexed yet, this searched the newest output alone.");
		expect(found).toContain("Output of 3 runs can’t be searched before it is indexed.");
		expect(found).toContain("Of output that isn’t indexed yet, only the newest lines are shown.");
	});

	test("that runs which go on are searched on the last page, on those before it", async () => {
		Object.assign(entrance.found.waiting, { running: 1, live: false });
		const found = await page(`q=LegacyMode&session=${session}`);
		expect(found).toContain("1 run is still going on: what it printed so far is searched on the last page.");
	});

	test("that it left out what isn't indexed yet, for someone who searches very often", async () => {
		Object.assign(entrance.found.waiting, { running: 1, paused: true });
		const found = await page(`q=LegacyMode&session=${session}`);
		expect(found).toContain("1 run is still going on. You search very often, so this left out what");
	});

	test("how far it looked, if it stopped on the way", async () => {
		Object.assign(entrance.found, { until: 1_000, next: { openedAt: 1_000, session } });
		const found = await page("q=LegacyMode&from=2024-01-01");
		expect(found).toContain("Nothing so far says");
		expect(found).toContain(`/search?q=LegacyMode&amp;from=2024-01-01&amp;before=1000.${session}`);
	});
});

test("what was copied with its line breaks is looked for on one line", async () => {
	await page(`q=${encodeURIComponent(" one\r\ntwo\0 ")}`);
	expect(entrance.searched).toMatchObject([{ text: "one two" }]);
});

test("older sessions, and further lines of one, have their addresses", async () => {
	Object.assign(entrance.found, { sessions: [hits({ next: "0.12.3" })], next: { openedAt: 5, session } });
	const all = await page("q=LegacyMode&from=2024-01-01");
	expect(all).toContain(`/search?q=LegacyMode&amp;from=2024-01-01&amp;before=5.${session}`);
	expect(all).toContain(`/search?q=LegacyMode&amp;session=${session}">All in this session`);
	const one = await page(`q=LegacyMode&session=${session}`);
	expect(one).toContain(`/search?q=LegacyMode&amp;session=${session}&amp;after=0.12.3">More in this session`);
});

test("an address keeps the filters, and one that was tampered with loses what is malformed", async () => {
	await page(
		"q=abc&client=c_g0000000000000001&endpoint=EP-1&from=2024-01-01&to=2024-01-31&before=5.s_g0000000000007a3f",
	);
	await page("q=abc&client=1&from=yesterday&to=2024-13-01&before=x&after=1.2&session=../etc");
	expect(entrance.searched).toMatchObject([
		{
			...{
				client: "c_g0000000000000001",
				endpoint: "EP-1",
				from: Date.UTC(2024, 0, 1),
				to: Date.UTC(2024, 1, 1),
			},
			before: { openedAt: 5, session },
		},
		{ client: null, from: null, to: null, before: null, after: null, session: null },
	]);
});
