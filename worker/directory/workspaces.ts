// The workspaces of a deployment beside its set-up: which are listed, which have the app, and what is worth telling the owner.
import type { Setup } from "../../protocol/setup.ts";
import type { WorkspaceStatus } from "../workspace/object.ts";

export type Listed = WorkspaceStatus & {
	/** `slack:T0123`. */
	workspace: string;
	/** Whether the set-up file names it; only then may a channel there belong to a client. */
	listed: boolean;
};

/** In words; `given` are the workspaces whose token comes with this apply. Pure. */
export const workspaceWarnings = (setup: Setup, given: string[], all: Listed[]): string[] =>
	all.flatMap((one) =>
		setup.workspaces[one.workspace] ? listedWarnings(one, given.includes(one.workspace)) : strange(one),
	);

const listedWarnings = ({ workspace, installed, left, renamed }: Listed, given: boolean): string[] => [
	...(left
		? [`workspace ${workspace}: the app is no longer there (${left.because}); it has to be installed again`]
		: installed || given || workspace.startsWith("teams:")
			? []
			: [
					`workspace ${workspace} has no token: install the app there (/slack/install), or name its token with tokenFrom`,
				]),
	...renamed.map(
		({ from, to }) => `channel ${workspace}:${from} is ${workspace}:${to} now: write that in the file`,
	),
];

const strange = ({ workspace, name, installed }: Listed): string[] =>
	installed
		? [
				`workspace ${workspace} (${name ?? "without a name"}) has the app and is not in this file: nothing that is said there does anything`,
			]
		: [];
