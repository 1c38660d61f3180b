// A channel's name, as far as Slack tells it.
import { afterEach, expect, test, vi } from "vitest";
import { channelName } from "./channel-name.ts";

afterEach(() => {
	vi.unstubAllGlobals();
	vi.restoreAllMocks();
});

const asked = async (answer: () => Response | Promise<Response>) => {
	const calls: string[] = [];
	vi.stubGlobal("fetch", async (url: string, { body }: RequestInit) => {
		calls.push(`${url} ${body}`);
		return answer();
	});
	const name = await channelName({ token: "xoxb-1", apiUrl: "https://slack.com/api/" }, "C1", 5_000);
	expect(calls).toEqual(["https://slack.com/api/conversations.info channel=C1"]);
	return name;
};
const info = (channel: object) => asked(() => Response.json({ ok: true, channel: { id: "C1", ...channel } }));

test("a public and a private channel have a name", async () => {
	expect(await info({ name: "front-desk", is_channel: true, is_private: false })).toEqual({
		name: "#front-desk",
	});
	expect(await info({ name: "büro", is_private: true, is_im: false, is_mpim: false })).toEqual({
		name: "#büro",
	});
});

test("a direct message has none, nor has a chat of several people", async () => {
	expect(await info({ is_im: true, user: "U1" })).toBe("nameless");
	expect(await info({ name: "mpdm-dana--tom--ada-1", is_mpim: true })).toBe("nameless");
});

test("the reader recognizes an installation without the scope", async () => {
	const refused = { ok: false, error: "missing_scope", needed: "channels:read" };
	expect(await asked(() => Response.json(refused))).toBe("missing scope");
});

test.each([
	["a channel that the app doesn't see", () => Response.json({ ok: false, error: "channel_not_found" })],
	["too many questions", () => new Response("", { status: 429, headers: { "retry-after": "30" } })],
	["Slack's own trouble", () => new Response("", { status: 503 })],
	["an answer that isn't Slack's", () => new Response("<html>")],
	["an answer without a channel", () => Response.json({ ok: true })],
	["no answer", () => Promise.reject(new Error("reset"))],
])("%s says nothing about the name", async (_, answer) => {
	expect(await asked(answer)).toBe("unanswered");
});

test("a Slack that never answers is waited for only so long", async () => {
	const limit = vi.spyOn(AbortSignal, "timeout");
	vi.stubGlobal(
		"fetch",
		(_: string, { signal }: RequestInit) =>
			new Promise((_, failed) => signal?.addEventListener("abort", () => failed(signal.reason))),
	);
	expect(await channelName({ token: "xoxb-1", apiUrl: "https://slack.com/api/" }, "C1", 1)).toBe(
		"unanswered",
	);
	expect(limit.mock.calls).toEqual([[1]]);
});
