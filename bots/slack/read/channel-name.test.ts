// A channel's name, as far as Slack tells it.
import { afterEach, expect, test, vi } from "vitest";
import { channelName } from "./channel-name.ts";

afterEach(() => void vi.unstubAllGlobals());

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
	expect(await info({ name: "front-desk", is_channel: true, is_private: false })).toBe("#front-desk");
	expect(await info({ name: "büro", is_private: true, is_im: false, is_mpim: false })).toBe("#büro");
});

test("a direct message has none, nor has a chat of several people", async () => {
	expect(await info({ is_im: true, user: "U1" })).toBeNull();
	expect(await info({ name: "mpdm-dana--tom--ada-1", is_mpim: true })).toBeNull();
});

test.each([
	[
		"an installation without the scope",
		() => Response.json({ ok: false, error: "missing_scope", needed: "channels:read" }),
	],
	["a channel that the app doesn't see", () => Response.json({ ok: false, error: "channel_not_found" })],
	["too many questions", () => new Response("", { status: 429, headers: { "retry-after": "30" } })],
	["an answer that isn't Slack's", () => new Response("<html>")],
	["no answer", () => Promise.reject(new Error("reset"))],
])("%s gives no name and no error", async (_, answer) => {
	expect(await asked(answer)).toBeNull();
});
