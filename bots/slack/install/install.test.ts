import { afterEach, describe, expect, test, vi } from "vitest";
import { tomorrow } from "../../testing/tomorrow.ts";
import { exchanges } from "../testing/traffic/oauth.ts";
import { exchange } from "./install.ts";

afterEach(() => void vi.unstubAllGlobals());

describe.each(exchanges)("the code of $what", ({ answer, means }) => {
	test.each([
		["as Slack answers today", answer],
		["as Slack may answer tomorrow", tomorrow(answer)],
	])("is exchanged, %s", async (_, given) => {
		vi.stubGlobal("fetch", async () => Response.json(given));
		const slack = { clientId: "1.2", clientSecret: "s", apiUrl: "https://slack.com/api" };
		expect(await exchange({ ...slack, redirectUrl: "https://caisey.example/back" }, "a code")).toEqual(means);
	});
});
