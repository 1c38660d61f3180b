// The Backend port over Durable Objects: finds the session or client, and asks it.
import type { Backend } from "../../bots/backend.ts";
import type * as Intent from "../../bots/intent.ts";
import type { Refusal } from "../../protocol/refusal.ts";
import { objectOf, workspaceOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { doorOf, toTranscript } from "./door.ts";
import { finding } from "./finding.ts";
import { homeOf } from "./home.ts";
import { signInLink } from "./link.ts";
import { open } from "./opening.ts";
import { plans } from "./plans.ts";
import { prompts } from "./prompts.ts";
import { sessions } from "./sessions.ts";
import { talk } from "./talk.ts";

export const backendOf = (env: Env): Backend => {
	const door = doorOf(env);
	const find = finding(env);
	return {
		async clientAt({ workspace, channel }) {
			const bound = await workspaceOf(env.WORKSPACE, workspace).clientOf(channel);
			return bound && (await objectOf(env.CLIENT, bound.client).snapshot()).name;
		},
		open: (intent, onceKept) => door(intent, "open", () => open(env, intent, onceKept)),
		...talk(env, door, find),
		...plans(env, door, find),
		...prompts(env, door, find),
		...sessions(env, door, find),
		signInLink: (intent) => door(intent, "link", () => signInLink(env, intent)),
		home: (intent) => homeOf(env, intent),
		async attempt({ by, place, action, code, detail }) {
			await door({ by, place }, action, async () => toTranscript(refusalOf(code, detail), detail));
		},

		left: ({ workspace, at, because }) => workspaceOf(env.WORKSPACE, workspace).left(at, because),
		dropped: ({ workspace, from }) => workspaceOf(env.WORKSPACE, workspace).dropped(from),
		posted: ({ ref, key }) =>
			workspaceOf(env.WORKSPACE, ref.workspace).appeared(key, ref.channel, ref.message),
		moved: ({ workspace, from, to, at }) => workspaceOf(env.WORKSPACE, workspace).moved(from, to, at),
	};
};

/** An attempt that a bot refused by itself, as the record has it. */
const refusalOf = (code: Intent.Attempt["code"], detail: string): Refusal => {
	if (code === "styled-text" || code === "unknown-action" || code === "empty-command") return { code };
	return { code: "bad-field", field: code, reason: detail };
};
