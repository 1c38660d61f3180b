// Compares a deployment's workspaces with its set-up: which are listed, which have the app, what the owner should know.
import { platformIn, platforms } from "../../../protocol/platform.ts";
import type { Setup } from "../../../protocol/setup.ts";
import { channelWithId } from "../../../words/places.ts";
import type { ListedWorkspace } from "../../contracts/directory.ts";
import type { Standing } from "../../contracts/workspace.ts";

/** The workspaces whose token comes with an apply, and whether each has it already. */
export type Given = Map<string, Standing>;

/** In words. Pure. */
export const workspaceWarnings = (setup: Setup, given: Given, all: ListedWorkspace[]): string[] =>
	all.flatMap((one) => {
		const listed = setup.workspaces[one.workspace];
		if (!listed) return strange(one);
		return [...listedWarnings(one, given.get(one.workspace)), ...organisationWarning(one, listed.enterprise)];
	});

/** Without the organisation's id, Caisey can neither mention its people nor message them. */
const organisationWarning = (
	{ workspace, organisation }: ListedWorkspace,
	enterprise: string | undefined,
): string[] =>
	organisation === null || organisation === enterprise
		? []
		: [
				`workspace ${workspace} belongs to the organisation ${organisation}. Add enterprise: ${organisation} to it; until then its people get no direct messages`,
			];

const listedWarnings = (one: ListedWorkspace, given: Standing | undefined): string[] => {
	const { workspace, installed, left, renamed, names } = one;
	return [
		...(left && given !== "new"
			? [`workspace ${workspace} no longer has the app (${left.because}). Install it again`]
			: installed || given || !platforms[platformIn(workspace)].ownToken
				? []
				: [
						`workspace ${workspace} has no token. Install the app there (/slack/install), or name its token with tokenFrom`,
					]),
		...renamed.map(
			({ from, to }) =>
				`channel ${channelWithId({ called: names[from] ?? null, workspace }, `${workspace}:${from}`)} has a new id. Change it to ${workspace}:${to} in the file`,
		),
		...givenWarnings(one, given),
	];
};

const givenWarnings = (
	{ workspace, installed, by }: ListedWorkspace,
	given: Standing | undefined,
): string[] => {
	if (given === "over")
		return [
			`workspace ${workspace}: Caisey ignores the token from this file, because Slack revoked it or someone installed the app there since. Remove tokenFrom, or put a new token in its variable`,
		];
	return given === "new" && installed && by !== null
		? [`workspace ${workspace}: the token from this file replaces the one that ${by} installed`]
		: [];
};

const strange = ({ workspace, name, installed }: ListedWorkspace): string[] =>
	installed
		? [
				`workspace ${workspace} (${name ?? "unnamed"}) has the app, but this file doesn't list it. Caisey ignores everything said there`,
			]
		: [];
