// How often one account may press. What people say is never refused: the transcript has all of it.
import { presses, timesMore } from "../../domain/quota.ts";
import type { PressTurn } from "../contracts/workspace.ts";
import { type Env, settings } from "../env.ts";
import { workspaceFrom } from "./known.ts";
import { turns } from "./turns.ts";

const talk = new Set(["said", "attached", "edited", "deleted"]);
const accounts = turns();

/** What this instance of the Worker doesn't let through at once, the workspace decides: it counts for all of them. */
export const pressTurn = async (
	env: Env,
	{ identity, workspace, action }: { identity: string; workspace: string; action: string },
	now: number,
): Promise<PressTurn> => {
	if (talk.has(action)) return { ok: true };
	const here = accounts.take(identity, timesMore(presses.here, settings(env).QUOTA_TIMES), now);
	return here.ok ? here : (await workspaceFrom(env, workspace)).takePress(identity);
};
