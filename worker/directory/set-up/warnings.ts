// Compares a deployment's workspaces with its set-up: which are listed, which have the app, what the owner should know.
import { platformIn, platforms } from "../../../protocol/platform.ts";
import type { Setup } from "../../../protocol/setup.ts";
import { channelWithId, workspaceWithId } from "../../../words/places.ts";
import type { ListedWorkspace } from "../../contracts/directory.ts";
import type { Standing } from "../../contracts/workspace.ts";

/** The workspaces whose token comes with an apply, and whether each has it already. */
export type Given = Map<string, Standing>;

/** In words. Pure. */
export const workspaceWarnings = (setup: Setup, given: Given, all: ListedWorkspace[]): string[] =>
	all.flatMap((one) => {
		const listed = setup.workspaces[one.workspace];
		if (!listed) return strange(one);
		return [...listedWarnings(one, given.get(one.workspace)), ...organizationWarning(one, listed.enterprise)];
	});

/** `workspace “Acme Dental” (slack:T0123)` */
const titled = ({ name, workspace }: ListedWorkspace): string =>
	`workspace ${workspaceWithId(name, workspace)}`;

/** Without the organization's id, Caisey can neither mention its people nor message them. */
const organizationWarning = (one: ListedWorkspace, enterprise: string | undefined): string[] => {
	const { organisation: id } = one;
	if (id === null || id === enterprise) return [];
	return [
		`${titled(one)} belongs to the organization ${id}. Add enterprise: ${id} to it; until then its people get no direct messages`,
	];
};

const listedWarnings = (one: ListedWorkspace, given: Standing | undefined): string[] => {
	const { workspace, installed, left, renamed, names } = one;
	return [
		...(left && given !== "new"
			? [`${titled(one)} no longer has the app (${left.because}). Install it again`]
			: installed || given || !platforms[platformIn(workspace)].ownToken
				? []
				: [
						`${titled(one)} has no token. Install the app there (/slack/install), or name its token with tokenFrom`,
					]),
		...renamed.map(
			({ from, to }) =>
				`channel ${channelWithId({ called: names[from] ?? null, workspace }, `${workspace}:${from}`)} has a new id. Change it to ${workspace}:${to} in the file`,
		),
		...givenWarnings(one, given),
		...(installed && one.namesRefused
			? [
					`${titled(one)}: Slack doesn't tell the names of its channels, because the app lacks the scope channels:read or groups:read. Install the app there again`,
				]
			: []),
	];
};

const givenWarnings = (one: ListedWorkspace, given: Standing | undefined): string[] => {
	if (given === "over")
		return [
			`${titled(one)}: Caisey ignores the token from this file, because Slack revoked it or someone installed the app there since. Remove tokenFrom, or put a new token in its variable`,
		];
	return given === "new" && one.installed && one.by !== null
		? [`${titled(one)}: the token from this file replaces the one that ${one.by} installed`]
		: [];
};

const strange = (one: ListedWorkspace): string[] =>
	one.installed
		? [`${titled(one)} has the app, but this file doesn't list it. Caisey ignores everything said there`]
		: [];
