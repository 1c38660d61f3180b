import { expect, test } from "vitest";
import { threadLink } from "./thread-link.ts";

test.each([
	[
		{ workspace: "slack:T01", channel: "C0HELP", thread: "1705077672.000100" },
		"https://slack.com/app_redirect?team=T01&channel=C0HELP&message_ts=1705077672.000100",
	],
	[
		{ workspace: "teams:tenant-1", channel: "19:abc@thread.tacv2", thread: "1705077672000" },
		"https://teams.microsoft.com/l/message/19%3Aabc%40thread.tacv2/1705077672000?tenantId=tenant-1",
	],
	[{ workspace: "slack:T01", channel: "C0HELP", thread: null }, null],
	[{ workspace: "teams:tenant-1", channel: "19:abc@thread.v2", thread: "1705077672000" }, null],
	[{ workspace: "teams:tenant-1", channel: "a:1", thread: "1" }, null],
])("the address of %o is %s", (place, link) => {
	expect(threadLink(place)).toBe(link);
});
