// Whether each bot token of an apply works, and in the workspace that it is given for: Slack itself is asked.
import { type WhoseToken, whoseToken } from "../../../bots/slack/install/token.ts";
import type { Setup } from "../../../protocol/setup.ts";
import { workspaceWithId } from "../../../words/places.ts";
import type { ListedWorkspace } from "../../contracts/directory.ts";
import { type Env, settings } from "../../env.ts";
import type { Given } from "./warnings.ts";

/** In words. A token that can't work is an error; a warning if it is in use already, or if Slack can't be asked: that must not
 * hold up other changes. A token that was already taken away is warned of elsewhere. */
export const tokenProblems = async (
	env: Env,
	setup: Setup,
	tokens: Record<string, string>,
	given: Given,
	all: ListedWorkspace[],
): Promise<{ errors: string[]; warnings: string[] }> => {
	const asked = Object.entries(tokens).filter(([workspace]) => given.get(workspace) !== "over");
	const answers = await Promise.all(
		asked.map(async ([workspace, token]) => {
			const whose = await whoseToken(token, settings(env).SLACK_API_URL);
			const name = all.find((one) => one.workspace === workspace)?.name ?? null;
			const variable = setup.workspaces[workspace]?.tokenFrom ?? "its variable";
			const found = problem({ workspace, name }, variable, whose);
			return found && given.get(workspace) === "in use" ? { ...found, kind: "warning" } : found;
		}),
	);
	const of = (kind: "error" | "warning") =>
		answers.flatMap((found) => (found?.kind === kind ? [found.words] : []));
	return { errors: of("error"), warnings: of("warning") };
};

type Problem = { kind: "error" | "warning"; words: string };

const problem = (
	{ workspace, name }: Pick<ListedWorkspace, "workspace" | "name">,
	variable: string,
	whose: WhoseToken,
): Problem | null => {
	const titled = workspaceWithId(name, workspace);
	if (whose.is === "wrong")
		return {
			kind: "error",
			words: `workspace ${titled}: Slack doesn't accept the token in ${variable} (${whose.why}). Put the workspace's bot token there: api.slack.com/apps, your app, OAuth & Permissions`,
		};
	if (whose.is === "unknown")
		return {
			kind: "warning",
			words: `workspace ${titled}: Slack didn't say whether the token in ${variable} works (${whose.error}). Apply again to check it`,
		};
	return [`slack:${whose.team}`, `slack:${whose.enterprise}`].includes(workspace)
		? null
		: {
				kind: "error",
				words: `workspace ${titled}: the token in ${variable} belongs to ${workspaceWithId(whose.name, `slack:${whose.team}`)}. Put the bot token of ${titled} there`,
			};
};
