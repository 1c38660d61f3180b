// What people read about the secrets that a plan names.

import { mostSecrets } from "../protocol/plan/secret-name.ts";
import { placeOf } from "../protocol/plan/secret-places.ts";
import type { Refusal } from "../protocol/refusal.ts";
import { list } from "./amounts.ts";

type Why = Extract<Refusal, { code: "secret-unfit" }>["why"];

/** Why a step can't have a secret there, and what to write instead. */
export const unfitText = (name: string, why: Why): string => unfit[why](placeOf(name), name);

const unfit = {
	"single-quotes": (place) =>
		`the shell puts nothing into single quotes. Write ${place} in double quotes instead: "${place}".`,
	comment: (place) => `${place} is in a comment. Take it out, or move it into the command.`,
	"here-document": (place) =>
		`${place} is in a here-document. Print it instead, for example: printf '%s\\n' "${place}".`,
	verbatim: (place) => `PowerShell puts nothing after --%. Write ${place} before it, or leave --% out.`,
	"inside-word": (place) =>
		`PowerShell may not put ${place} into that word. Put the whole argument into double quotes, such as "-p${place}".`,
	cmd: () =>
		"cmd could run characters of a password as a command, so it gets no secrets. Choose PowerShell for this step.",
	code: (place) =>
		`the shell, or a program that it starts, could run ${place} as code that no approver sees. Give it to a program as an argument, in a variable of that program or on its standard input.`,
	argument: (place) => `a script's arguments can't have ${place}. Write it in the script's text.`,
	"bad-name": (_place, name) =>
		`“${name}” isn't a secret's name. Use up to 32 small letters, digits and hyphens: {{secret:database-password}}.`,
	"too-many": () => `a plan can have up to ${mostSecrets} secrets. Split it into several.`,
} as const satisfies Record<Why, (place: string, name: string) => string>;

/** Of a plan, before it is approved: `Needs a secret: database-password; asked for in the console, no one in chat sees it`. */
export const needsText = (names: readonly string[]): string =>
	`Needs ${names.length === 1 ? "a secret" : `${names.length} secrets`}: ${list([...names], mostSecrets)}; asked for in the console, no one in chat sees ${names.length === 1 ? "it" : "them"}`;

/** Of an approved plan that waits. */
export const wantedText = (names: readonly string[]): string =>
	`Waiting for ${names.length === 1 ? "a secret" : `${names.length} secrets`}: ${list([...names], mostSecrets)}`;

/** The plan's state in a title, while it waits. */
export const waitsForSecret = "approved, waiting for a secret";

/** Of a run's record: how often the agent put its mark where a secret was. */
export const maskedText = (times: number): string =>
	`Caisey masked a secret in ${times} ${times === 1 ? "place" : "places"}, so not all bytes are as the step wrote them`;

/** What Caisey did with a text that looks like a secret, and what to do. */
export const withheld = {
	request: "I didn't save it and opened no session. Ask again without it.",
	talk: "I masked it in the transcript and took no command from it. It's still visible in chat, so please delete your message. In a command, write {{secret:its-name}} in its place: I ask for it in the console once the plan is approved.",
	file: "I didn't save the file and took no command from it. It's still visible in chat, so please delete it there.",
	proposal:
		"I proposed nothing. Write {{secret:its-name}} in its place: I ask for it in the console once the plan is approved. Delete it wherever it is in chat.",
	answer: "I didn't save it or send it on. Say it without the secret.",
} as const satisfies Record<Extract<Refusal, { code: "looks-secret" }>["in"], string>;

export const secretRefusals = {
	"secret-unfit": {
		told: ({ secret, why }: Extract<Refusal, { code: "secret-unfit" }>) =>
			`I proposed nothing: ${unfitText(secret, why)}`,
		noted: ({ secret, why }: Extract<Refusal, { code: "secret-unfit" }>) => unfitText(secret, why),
	},
	"no-secret-wanted": {
		told: () => "This plan isn't waiting for a secret now, so I kept nothing. See its transcript.",
		noted: () => "the plan isn't waiting for a secret",
	},
	"secrets-incomplete": {
		told: () =>
			"A secret was missing for one of the endpoints, so I kept nothing. Start again from the transcript.",
		noted: () => "a secret was missing",
	},
};
