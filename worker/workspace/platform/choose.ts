// Which platform's workspace this is, by its id: `slack:<team>` or `teams:<tenant>`.
import type { Given, Platform } from "./platform.ts";
import { slack } from "./slack.ts";
import { teams } from "./teams.ts";

export const platformOf = (given: Given): Platform =>
	given.id.startsWith("teams:") ? teams(given) : slack(given);
