// Which platform's workspace this is, by its id.
import { type PlatformName, platformIn } from "../../../protocol/platform.ts";
import { settings } from "../../env.ts";
import { timesAsFast } from "../posting/pace.ts";
import type { Given, Platform } from "./platform.ts";
import { slack } from "./slack.ts";
import { teams } from "./teams.ts";

const platforms = { slack, teams } as const satisfies Record<PlatformName, (given: Given) => Platform>;

export const platformOf = (given: Given): Platform => {
	const platform = platforms[platformIn(given.id)](given);
	return { ...platform, pace: timesAsFast(platform.pace, settings(given.env).CHAT_RATE) };
};
