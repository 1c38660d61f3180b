// The Backend port over Durable Objects: finds the session or client, and asks it.
import type { Backend } from "../../bots/backend.ts";
import type * as Intent from "../../bots/intent.ts";
import type { Refusal } from "../../protocol/refusal.ts";
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { away } from "./away.ts";
import { changes } from "./changes.ts";
import { doorOf, toTranscript } from "./door.ts";
import { finding } from "./finding.ts";
import { homeOf } from "./home.ts";
import { workspaceFrom } from "./known.ts";
import { signInLink } from "./link.ts";
import { open } from "./opening.ts";
import { plans } from "./plans.ts";
import { prompts } from "./prompts.ts";
import { request } from "./request.ts";
import { sessions } from "./sessions.ts";
import { talk } from "./talk.ts";

export const backendOf = (env: Env): Backend => {
	const door = doorOf(env);
	const find = finding(env);
	return {
		async clientAt({ workspace, channel }) {
			const bound = await (await workspaceFrom(env, workspace)).clientOf(channel);
			return bound && (await objectOf(env.CLIENT, bound.client).snapshot()).name;
		},
		request: (intent) => door(intent, "ask", () => request(env, intent)),
		open: (intent, onceKept) => door(intent, "open", () => open(env, intent, onceKept)),
		...talk(env, door, find),
		...plans(env, door, find),
		...prompts(env, door, find),
		...sessions(env, door, find),
		...away(env, door),
		...changes(env, door),
		signInLink: (intent) => door(intent, "link", () => signInLink(env, intent)),
		home: (intent) => homeOf(env, intent),
		async attempt({ by, place, action, code, detail }) {
			await door({ by, place }, action, async () => toTranscript(refusalOf(code, detail), detail));
		},

		left: async ({ workspace, at, because }) => (await workspaceFrom(env, workspace)).left(at, because),
		dropped: async ({ workspace, from }) => (await workspaceFrom(env, workspace)).dropped(from),
		posted: async ({ ref, key }) =>
			(await workspaceFrom(env, ref.workspace)).appeared(key, ref.channel, ref.message),
		moved: async ({ workspace, from, to, at }) => (await workspaceFrom(env, workspace)).moved(from, to, at),
	};
};

/** An attempt that a bot refused by itself, as the record has it. */
const refusalOf = (code: Intent.Attempt["code"], detail: string): Refusal => {
	if (code === "styled-text" || code === "unknown-action" || code === "empty-command") return { code };
	return { code: "bad-field", field: code, reason: detail };
};
