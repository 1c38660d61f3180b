import { expect, test } from "vitest";
import { notice } from "../../cards/testing/views.ts";
import type { Call } from "./call/connector.ts";
import type { Contacts } from "./contacts.ts";
import { teamsPoster } from "./poster.ts";

test("a post whose members are asked for first keeps a silence that Teams asked for meanwhile", async () => {
	const asked: string[] = [];
	let silence = 0;
	const call = (async (_: string, method: string) => {
		asked.push(method);
		silence = 3_000;
		return { ok: true, body: method === "GET" ? { members: [] } : { id: "1" } };
	}) as unknown as Call;
	const contacts = {
		conversation: () => ({ serviceUrl: "https://x.example/", kind: "channel", person: null }),
		userId: () => null,
		isNoMember: () => false,
		keepNoMembers: () => {},
		isAway: () => false,
	} as unknown as Contacts;
	const poster = teamsPoster({ call, bot: "28:caisey", workspace: "teams:t", contacts });
	const ada = { identities: ["teams:t:ada"], name: "Ada" };
	const post = await poster.post(
		"n:1",
		{ channel: "19:c", thread: "1" },
		{ type: "notice", view: notice({ to: [ada] }) },
		() => silence,
	);
	expect(post).toEqual({ ok: false, kind: "rate-limited", retryAfterMs: 3_000 });
	expect(asked).toEqual(["GET"]);
});
