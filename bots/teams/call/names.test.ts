// A channel's name with its team's, as far as Teams tells them.
import { expect, test } from "vitest";
import type { Call } from "./connector.ts";
import { channelName } from "./names.ts";

const team = "19:general@thread.tacv2";
const failed = { ok: false, kind: "unreachable", error: "HTTP 403" };

const asked = async (channel: string, answers: Record<string, object>) => {
	const calls: string[] = [];
	const call = (async (
		_url: string,
		method: string,
		path: string,
		_body: null,
		shape: { parse(a: unknown): unknown },
	) => {
		calls.push(`${method} ${decodeURIComponent(path)}`);
		const answer = answers[path.endsWith("/conversations") ? "channels" : "team"] ?? failed;
		return answer === failed ? failed : { ok: true, body: shape.parse(answer) };
	}) as unknown as Call;
	const name = await channelName(call, { serviceUrl: "https://smba", channel, team }, 5_000);
	expect(calls.sort()).toEqual([`GET v3/teams/${team}`, `GET v3/teams/${team}/conversations`]);
	return name;
};
const channels = {
	conversations: [
		{ id: team, name: null, type: "standard" },
		{ id: "19:help@thread.tacv2", name: "IT help", type: "standard" },
	],
};
const details = { id: team, name: "Acme Dental", aadGroupId: "9c0ffee0", type: "standard", channelCount: 2 };

test("a channel has its name and its team's; the one without a name is General", async () => {
	const both = { channels, team: details };
	expect(await asked("19:help@thread.tacv2", both)).toEqual({
		name: "IT help",
		team: "Acme Dental",
		partly: false,
	});
	expect(await asked(team, both)).toEqual({ name: "General", team: "Acme Dental", partly: false });
});

test("a private channel, which Teams doesn't list, has none", async () => {
	expect(await asked("19:private@thread.tacv2", { channels, team: details })).toBe("nameless");
});

test("where Teams refuses the channels there is no answer; where it refuses the team, half of one", async () => {
	expect(await asked("19:help@thread.tacv2", { channels })).toEqual({
		name: "IT help",
		team: null,
		partly: true,
	});
	expect(await asked("19:help@thread.tacv2", { team: details })).toBe("unanswered");
});
