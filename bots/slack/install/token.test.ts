import { afterEach, expect, test, vi } from "vitest";
import { whoseToken } from "./token.ts";

afterEach(() => void vi.unstubAllGlobals());

const answering = (answer: () => Response | Promise<Response>) => {
	const asked: Request[] = [];
	vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
		asked.push(new Request(url, init));
		return answer();
	});
	return asked;
};
const bots = { ok: true, team_id: "T0NEW", team: "Newcomers", user_id: "U0CAISEY", bot_id: "B0CAISEY" };
const ask = () => whoseToken("xoxb-1", "https://slack.com/api/");

test.each([
	["a bot's token", bots, { is: "of", team: "T0NEW", enterprise: null, name: "Newcomers" }],
	[
		"a bot's token in an organisation",
		{ ...bots, enterprise_id: "E0ORG", is_enterprise_install: true, more: {} },
		{ is: "of", team: "T0NEW", enterprise: "E0ORG", name: "Newcomers" },
	],
	[
		"a person's token",
		{ ...bots, bot_id: undefined },
		{ is: "wrong", why: "it's a person's token, not a bot's" },
	],
	["a revoked token", { ok: false, error: "token_revoked" }, { is: "wrong", why: "token_revoked" }],
	["an error of Slack's", { ok: false, error: "fatal_error" }, { is: "unknown", error: "fatal_error" }],
	["an unknown word", { ok: false, error: "brand_new_word" }, { is: "unknown", error: "brand_new_word" }],
	["a rate limit", { ok: false, error: "ratelimited" }, { is: "unknown", error: "ratelimited" }],
])("the answer identifies %s", async (_, answer, means) => {
	const asked = answering(() => Response.json(answer));
	expect(await ask()).toEqual(means);
	expect(asked[0]?.url).toBe("https://slack.com/api/auth.test");
	expect(asked[0]?.headers.get("authorization")).toBe("Bearer xoxb-1");
});

test("an unreachable Slack proves nothing about a token", async () => {
	answering(() => Promise.reject(new TypeError("fetch failed")));
	expect(await ask()).toEqual({ is: "unknown", error: "auth.test: fetch failed" });
	answering(() => new Response("", { status: 503 }));
	expect(await ask()).toEqual({ is: "unknown", error: "HTTP 503" });
});

test("a token that no header can hold is never sent", async () => {
	const asked = answering(() => Response.json(bots));
	expect(await whoseToken("xoxb-1\r\nx: y", "https://slack.com/api")).toMatchObject({ is: "wrong" });
	expect(await whoseToken("", "https://slack.com/api")).toMatchObject({ is: "wrong" });
	expect(asked).toEqual([]);
});
