// Applies a set-up file: judges it against the one in use, then writes it and its consequences in one transaction.
import type { ApplyRequest, ApplyResponse, Setup } from "../../../protocol/setup.ts";
import { differsText } from "../../../words/amendments.ts";
import type { Applied, ListedWorkspace } from "../../contracts/directory.ts";
import { objectOf, workspaceOf } from "../../durable/places.ts";
import { changesUrl } from "../../env.ts";
import { seal, tag } from "../../keys/crypto.ts";
import type { Core } from "../core.ts";
import { vouching } from "./accounts.ts";
import { announcement } from "./announcing.ts";
import { channelNames } from "./channel-names.ts";
import { type Change, type SealedToken, sealedAs, tellClients, tellWorkspaces } from "./consequences.ts";
import { dropPasskeys } from "./deprived.ts";
import { diff, problems, warnings } from "./diff.ts";
import { keepFormer, unconfirmedProblems, waitWarnings } from "./in-force.ts";
import { secretProblems } from "./teams-secret.ts";
import { tokenProblems } from "./tokens.ts";
import { type Given, workspaceWarnings } from "./warnings.ts";

/** What an apply comes to, but for enrollment tokens. `unfinished`: the warning that some objects don't have it yet. */
type Written =
	| { ok: true; response: ApplyResponse; unfinished: string | null }
	| Extract<Applied, { ok: false }>;

/** Brings clients, people, channels and policy to what the set-up file says, and makes the enrollment tokens that are missing then. */
export const apply = async (core: Core, request: ApplyRequest): Promise<Applied> => {
	const name = request.by === "" ? "the owner" : `the owner (${request.by})`;
	const done = await applied(core, request, { name, person: null });
	if (!done.ok) return done;
	const { response, unfinished } = done;
	return request.dryRun || unfinished !== null
		? { ok: true, response }
		: { ok: true, response: { ...response, enrolment: await enrolment(core, request) } };
};

/** One transaction judges it against the revision whose changes the owner saw, and writes it. Other objects are then told
 * until each has it. */
export const applied = async (core: Core, request: ApplyRequest, by: Change["by"]): Promise<Written> => {
	const tokens = await sealTokens(core, request.tokens);
	const { setup } = request;
	const given = await standings(core, request.tokens);
	// First: a workspace's state says whether Slack told them.
	const names = await channelNames(core.env, core.setUp.stored().setup, setup);
	const all = await listWorkspaces(core, setup);
	const installed = workspaceWarnings(setup, given, all);
	const asked = await tokenProblems(core.env, setup, request.tokens, given, all);
	const secret = await secretProblems(core.env, core.setUp.stored().setup, setup);
	// No await from here to the transaction.
	const { setup: before, revision } = core.setUp.stored();
	core.change(() => keepFormer(core, before));
	const errors = [
		...problems(before, setup),
		...unconfirmedProblems(core, before, setup),
		...unknownReissues(request),
		...asked.errors,
		...secret.errors,
	];
	if (errors.length > 0) return { ok: false, errors, stale: false };
	const changes = [...diff(before, setup, names), ...tokenChanges(core, tokens)];
	const accounts = core.accounts.known(before);
	const vouch = vouching(accounts, setup);
	const told = [...warnings(setup), ...installed, ...asked.warnings, ...secret.warnings];
	const response = {
		revision,
		changes,
		enrolment: [],
		vouch,
		warnings: told,
		proposed: proposed(core, setup),
	};
	if (request.dryRun) {
		const changed = (key: string) => announcement(key, before, setup, names, [""]).waiting.length > 0;
		const waits = waitWarnings(core, setup, changed);
		return { ok: true, response: { ...response, warnings: [...told, ...waits] }, unfinished: null };
	}
	if (request.revision !== revision) return { ok: false, errors: [staleText], stale: true };
	const unsure = vouch.filter((one) => !request.vouched.includes(one.vouch));
	if (unsure.length > 0)
		return { ok: false, errors: unsure.map(({ what }) => `${what}: not confirmed`), stale: false };
	core.change(() => {
		core.accounts.keep(accounts, setup);
		write(core, { before, setup, tokens, changes, vouch, by, names, revision: revision + 1 });
	});
	const delivered = await core.delivered();
	const done = { ...response, revision: revision + 1, proposed: proposed(core, setup) };
	return delivered
		? { ok: true, response: done, unfinished: null }
		: { ok: true, response: { ...done, warnings: [...done.warnings, unfinished] }, unfinished };
};

/** What the file says that isn't in force. */
const proposed = (core: Core, { clients }: Setup): ApplyResponse["proposed"] =>
	Object.entries(clients).flatMap(([key, { jurisdiction }]) => {
		const differs = core.inForceAt.of(core.people.clientId(key, jurisdiction))?.differs;
		return differs
			? [{ client: key, link: changesUrl(core.env), why: differsText(differs), ...differs }]
			: [];
	});

/** Every workspace of a set-up, and every other one that Caisey ever heard from, with its current state. */
export const listWorkspaces = async ({ env, setUp }: Core, setup: Setup): Promise<ListedWorkspace[]> => {
	const all = [...new Set([...Object.keys(setup.workspaces), ...setUp.heardOf()])].sort();
	return Promise.all(
		all.map(async (workspace) => ({
			workspace,
			listed: Object.hasOwn(setup.workspaces, workspace),
			...(await workspaceOf(env.WORKSPACE, workspace).status()),
		})),
	);
};

/** Inside a transaction. */
const write = (core: Core, change: Change): void => {
	core.setUp.write(change.setup, change.revision);
	for (const { workspace, tag } of change.tokens) core.setUp.keepTag(workspace, tag);
	for (const { sign, what } of change.changes)
		if (!what.startsWith("client "))
			core.log.keep({ kind: "changed", ...kept(change), what: "set-up", detail: `${sign} ${what}` });
	for (const { what } of change.vouch)
		core.log.keep({ kind: "changed", ...kept(change), what: "made sure", detail: what });
	dropPasskeys(core, change);
	tellClients(core, change);
	tellWorkspaces(core, change);
};

const kept = ({ by: { name: who, person } }: Change) => ({ who, person });

const sealTokens = async ({ env }: Core, tokens: Record<string, string>): Promise<SealedToken[]> =>
	Promise.all(
		Object.entries(tokens).map(async ([workspace, token]) => ({
			workspace,
			sealed: await seal(env, sealedAs(workspace), token),
			tag: await tag(env, `token ${workspace} ${token}`),
		})),
	);

const standings = async ({ env }: Core, tokens: Record<string, string>): Promise<Given> => {
	const checks = Object.entries(tokens).map(async ([workspace, token]) => {
		const standing = await workspaceOf(env.WORKSPACE, workspace).standing(token);
		return [workspace, standing] as const;
	});
	return new Map(await Promise.all(checks));
};

const tokenChanges = ({ setUp }: Core, tokens: SealedToken[]): ApplyResponse["changes"] =>
	tokens.flatMap(({ workspace, tag }) => {
		const known = setUp.tagOf(workspace);
		if (known === tag) return [];
		return [
			{ sign: known === undefined ? "+" : "~", what: `workspace ${workspace}: its bot token` } as const,
		];
	});

/** New tokens for the endpoints without an agent, and for those that the owner asked to reissue. */
const enrolment = async (
	{ env, people }: Core,
	{ setup, reissue }: ApplyRequest,
): Promise<ApplyResponse["enrolment"]> => {
	const issued: ApplyResponse["enrolment"] = [];
	for (const [key, client] of Object.entries(setup.clients)) {
		const stub = objectOf(env.CLIENT, people.clientId(key, client.jurisdiction));
		const names = Object.keys(client.endpoints);
		const wanted = new Set([
			...(await stub.withoutAgent(names)),
			...names.filter((name) => reissue.includes(`${key}/${name}`)),
		]);
		for (const endpoint of wanted)
			issued.push({ client: key, endpoint, ...(await stub.enrollmentToken(endpoint)) });
	}
	return issued;
};

export const staleText =
	"someone else applied a file in the meantime, so the changes you saw are out of date. Look at the changes again, then apply";
const unfinished =
	"some clients or workspaces don't have the changes yet. Caisey keeps trying. Apply again in a minute to get enrollment tokens";

const unknownReissues = ({ setup, reissue }: ApplyRequest): string[] =>
	reissue
		.filter((name) => {
			const [client = "", endpoint = ""] = name.split("/");
			return !setup.clients[client]?.endpoints[endpoint];
		})
		.map((name) => `${name} isn't an endpoint in this file. Write it as client/ENDPOINT`);
