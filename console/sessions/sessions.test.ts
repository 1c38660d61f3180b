// The list of sessions: tabs and filters that the address keeps, and pages of it.
import { beforeEach, expect, test } from "vitest";
import { consoleRoutes } from "../routes.ts";
import { type Door, door } from "../testing/door.ts";
import { finishedSession } from "../testing/play.ts";
import { sessionsWish } from "./wish.ts";

const session = "s_g0000000000007a3f";

let entrance: Door;
beforeEach(() => {
	entrance = door([finishedSession()]);
});
const page = async (query = "") => {
	const headers = { Cookie: entrance.cookie };
	return (await consoleRoutes(entrance.options).request(`/?${query}`, { headers })).text();
};

test("a session tells its request, client, who asked, and how it is", async () => {
	expect(await page()).toMatch(
		/href="\/s\/s_g\w+">\s*<span class="asked">[\s\S]*Acme Dental[\s\S]*Dana Reyes[\s\S]*class="state quiet">finished/,
	);
});

test("tabs tell how many sessions each has, and keep the filters", async () => {
	entrance.listed.counts = { all: 1_204, mine: 3, unclaimed: 0, approval: 2, running: 1 };
	const all = await page("tab=approval&endpoint=CLIENT-ACCT-01");
	expect(all).toContain('href="/?endpoint=CLIENT-ACCT-01">All <span class="count">1,204</span>');
	expect(all).toContain(
		'href="/?tab=approval&amp;endpoint=CLIENT-ACCT-01" aria-current="page">Waiting for approval',
	);
	expect(all).toContain('<option value="CLIENT-ACCT-01" selected>');
	expect(all).toContain('<details class="narrow" open>');
});

test("the next page begins after the last session of this one", async () => {
	entrance.listed.next = { openedAt: 5, session };
	expect(await page("tab=mine")).toContain(
		`href="/?tab=mine&amp;before=5.${session}" rel="next">Older sessions`,
	);
});

test("an empty tab says so, and a reader without any session how to begin one", async () => {
	entrance = door([]);
	expect(await page()).toContain("You have no sessions yet");
	entrance.listed.counts.all = 4;
	expect(await page("tab=running")).toContain('Nothing is running. <a href="/">Show all sessions</a>');
	expect(await page("ticket=T-1")).toContain("No session is like that.");
});

test("an address that was tampered with loses what is malformed", () => {
	const wrong = {
		tab: "theirs",
		client: "x",
		person: "1",
		state: "odd",
		outcome: "",
		before: "1",
		from: "1",
	};
	expect(sessionsWish(wrong)).toEqual(sessionsWish({}));
	expect(sessionsWish({ state: "running", outcome: "done", to: "2024-01-31", ticket: "T-1" })).toMatchObject({
		...{ state: "running", outcome: "done", to: Date.UTC(2024, 1, 1), ticket: "T-1" },
	});
});
