// What an agent has to be able to do for a plan, to follow “too old to”.
import type { Ability } from "../domain/agents.ts";

export const abilities = {
	script: "run scripts",
	success: "know other codes of success",
	restart: "wait for a restart",
	input: "ask people for a text while it runs",
	secrets: "receive secrets",
	"logged-on": "run as the logged-on user",
	person: "tell or ask the person at the machine",
} as const satisfies Record<Ability, string>;
