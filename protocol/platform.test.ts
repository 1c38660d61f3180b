import { expect, test } from "vitest";
import { conversationKind } from "./platform.ts";

test.each([
	["slack:T01", "C01", "channel"],
	["slack:T01", "D01", "personal"],
	["slack:T01", "G01", "unknown"],
	["teams:t1", "19:it-help@thread.tacv2", "channel"],
	["teams:t1", "19:old@thread.skype", "channel"],
	["teams:t1", "19:meeting@thread.v2", "group"],
	["teams:t1", "a:1kX", "personal"],
	["teams:t1", "19:u1_bot@unq.gbl.spaces", "personal"],
	["teams:t1", "C01", "unknown"],
])("in %s, %s names a conversation of the kind %s", (workspace, channel, kind) => {
	expect(conversationKind({ workspace, channel })).toBe(kind);
});

test("a conversation of a platform that this version doesn't know is of an unknown kind", () => {
	for (const workspace of ["discord:1", "slackish:T1", ""])
		expect(conversationKind({ workspace, channel: "C01" })).toBe("unknown");
});
