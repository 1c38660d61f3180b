// What an agent can do, or is too old for: to follow "too old to".
import type { Refusal } from "../protocol/refusal.ts";

export const abilities = {
	script: "run scripts",
	success: "know other codes of success",
	restart: "wait for a restart",
	input: "ask people for a text while it runs",
	"secret-input": "ask people for a secret while it runs",
	secrets: "receive secrets",
	"logged-on": "run as the logged-on user",
	person: "tell or ask the person at the machine",
	passkeys: "check approvers' passkeys",
} as const satisfies Record<Extract<Refusal, { code: "agent-too-old" }>["ability"], string>;
