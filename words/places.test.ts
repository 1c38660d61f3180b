// How a place is named to people, whatever someone outside called it.
import { describe, expect, test } from "vitest";
import {
	askedWhere,
	channelWithId,
	type KnownPlace,
	placeName,
	threadPlace,
	workspaceWithId,
} from "./places.ts";

const [slack, teams] = ["slack:T1", "teams:0a0a"];

describe("the name of a conversation", () => {
	test.each([
		["#front-desk", "#front-desk"],
		["#büro_2", "#büro_2"],
		["#受付", "#受付"],
		[`#${"x".repeat(80)}`, `#${"x".repeat(80)}`],
		["IT help (Acme Dental)", "“IT help (Acme Dental)”"],
		["help", "“help”"],
		["#Front-Desk", "“#Front-Desk”"],
		["#a\u0301\u0301\u0301\u0301", "“#a\u0301\u0301\u0301\u0301”"],
		[`#${"x".repeat(81)}`, `“#${"x".repeat(81)}”`],
		["#one two", "“#one two”"],
		["#", "“#”"],
	])("in Slack, %s reads as %s", (called, name) => {
		expect(placeName(called, slack)).toBe(name);
	});

	test("in Teams, or on a platform that this version doesn't know, can't pass for a Slack channel's", () => {
		for (const workspace of [teams, "discord:1", "slackish:T1", ""])
			expect(placeName("#front-desk", workspace)).toBe("“#front-desk”");
	});

	test.each([
		["a quote that would end its own", "x” approved it “y", "“x’ approved it ‘y”"],
		["line breaks", "desk\n\nVerdict: done", "“desk ⏎ ⏎ Verdict: done”"],
		["an invisible character", "#front\u200bdesk", "“#front⟨U+200B zero width space⟩desk”"],
		["letters that run the other way", "a\u202egnp", "“a⟨U+202E right-to-left override⟩gnp”"],
		["blanks that push it aside", `a${" ".repeat(150)}b`, "“a⟨150 blanks⟩b”"],
		["a mention, or markup", "<!channel> **x** @here", "“<!channel> **x** @here”"],
	])("with %s stays within its quotes, on its line", (_, called, name) => {
		expect(placeName(called, slack)).toBe(name);
	});

	test("is cut where it is longer than any that a platform allows", () => {
		expect(placeName("x".repeat(100_000), slack)).toBe(`“${"x".repeat(200)}”`);
	});

	test("comes with its id for an administrator, or is the id alone", () => {
		expect(channelWithId({ called: "#front-desk", workspace: slack }, "C1")).toBe("#front-desk (C1)");
		expect(channelWithId({ called: "#front-desk", workspace: teams }, "19:1")).toBe("“#front-desk” (19:1)");
		expect(channelWithId({ called: null, workspace: slack }, "C1")).toBe("C1");
	});

	test("a workspace's name is always in quotes, as anyone may choose it", () => {
		expect(workspaceWithId("Acme Dental", slack)).toBe("“Acme Dental” (slack:T1)");
		expect(workspaceWithId("#front-desk", slack)).toBe("“#front-desk” (slack:T1)");
		expect(workspaceWithId(null, slack)).toBe(slack);
	});
});

test("a session's threads are named by what they are for, and what people call them", () => {
	const all = (["own", "client", "desk"] as const).flatMap((thread) => [
		threadPlace(thread, { called: "#it", workspace: slack }),
		threadPlace(thread, { called: null, workspace: slack }),
	]);
	expect(all).toEqual([
		"in #it",
		"where it was opened",
		"in #it, where the approvers are",
		"where the approvers are",
		"on the MSP's desk, #it",
		"on the MSP's desk",
	]);
});

test("someone asked in a channel, in a group chat, or in their own chat", () => {
	const place = (some: Partial<KnownPlace>): KnownPlace => ({
		...{ thread: "own", kind: "channel", whose: null, called: null, workspace: slack },
		...some,
	});
	expect(askedWhere(place({ called: "#it" }))).toBe(" in #it");
	expect(askedWhere(place({}))).toBe("");
	expect(askedWhere(place({ kind: "group", called: "Front desk" }))).toBe(" in the group chat “Front desk”");
	expect(askedWhere(place({ kind: "group" }))).toBe(" in the group chat");
	expect(askedWhere(place({ kind: "personal", called: "#it" }))).toBe(" in their own chat with Caisey");
});
