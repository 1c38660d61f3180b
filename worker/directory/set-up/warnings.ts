// The workspaces of a deployment beside its set-up: which are listed, which have the app, and what is worth telling the owner.
import type { Setup } from "../../../protocol/setup.ts";
import type { ListedWorkspace } from "../../contracts/directory.ts";
import type { Standing } from "../../contracts/workspace.ts";

/** The workspaces whose token comes with an apply, and how it stands there. */
export type Given = Map<string, Standing>;

/** In words. Pure. */
export const workspaceWarnings = (setup: Setup, given: Given, all: ListedWorkspace[]): string[] =>
	all.flatMap((one) => {
		const listed = setup.workspaces[one.workspace];
		if (!listed) return strange(one);
		return [...listedWarnings(one, given.get(one.workspace)), ...organisationWarning(one, listed.enterprise)];
	});

/** Who is not known to be there is neither mentioned nor asked directly. */
const organisationWarning = (
	{ workspace, organisation }: ListedWorkspace,
	enterprise: string | undefined,
): string[] =>
	organisation === null || organisation === enterprise
		? []
		: [
				`workspace ${workspace} is of the organisation ${organisation}: write enterprise: ${organisation} there, or its people get no cards directly`,
			];

const listedWarnings = (one: ListedWorkspace, given: Standing | undefined): string[] => {
	const { workspace, installed, left, renamed } = one;
	return [
		...(left && given !== "new"
			? [`workspace ${workspace}: the app is no longer there (${left.because}); it has to be installed again`]
			: installed || given || workspace.startsWith("teams:")
				? []
				: [
						`workspace ${workspace} has no token: install the app there (/slack/install), or name its token with tokenFrom`,
					]),
		...renamed.map(
			({ from, to }) => `channel ${workspace}:${from} is ${workspace}:${to} now: write that in the file`,
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
			`workspace ${workspace}: the token that this file names was taken away, or replaced by installing the app there; it is not used. Take tokenFrom out, or put a new token in its variable`,
		];
	return given === "new" && installed && by !== null
		? [
				`workspace ${workspace}: the token that this file names takes the place of the one that ${by} installed`,
			]
		: [];
};

const strange = ({ workspace, name, installed }: ListedWorkspace): string[] =>
	installed
		? [
				`workspace ${workspace} (${name ?? "without a name"}) has the app and is not in this file: nothing that is said there does anything`,
			]
		: [];
