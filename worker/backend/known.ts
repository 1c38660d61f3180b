// Whether someone from outside names something that there is: asked before any object is. What isn't known stays without one.
import type { WorkspaceContract } from "../contracts/workspace.ts";
import { directoryOf, workspaceOf } from "../durable/places.ts";
import type { Env } from "../env.ts";

/** What is there stays there. So many are remembered. */
const remembered = 10_000;
const known = new WeakMap<object, Set<string>>();

/** The id of a client, an endpoint or a workspace. */
export const isKnown = async (env: Env, id: string): Promise<boolean> => {
	const here = known.get(env.DIRECTORY) ?? new Set<string>();
	known.set(env.DIRECTORY, here);
	if (here.has(id)) return true;
	if (!(await directoryOf(env.DIRECTORY).knows(id))) return false;
	here.add(id);
	const [oldest] = here;
	if (here.size > remembered && oldest !== undefined) here.delete(oldest);
	return true;
};

type Asked = Omit<
	WorkspaceContract,
	| "configure"
	| "installed"
	| "status"
	| "standing"
	| "namesOf"
	| "openThread"
	| "wish"
	| "answered"
	| "post"
	| "unsay"
	| "copyFound"
	| "readAgain"
>;

const nothing = async (): Promise<null> => null;
const ignored = async (): Promise<void> => {};

/** What a workspace answers that the set-up file doesn't list. */
const nowhere: Asked = {
	token: nothing,
	isThere: async () => false,
	meet: nothing,
	came: ignored,
	named: ignored,
	identityOf: nothing,
	clientOf: nothing,
	deskAt: nothing,
	isSession: async () => false,
	sessionIn: nothing,
	sessionOfPress: nothing,
	tied: nothing,
	left: ignored,
	moved: ignored,
	dropped: ignored,
	appeared: ignored,
	takePress: async () => ({ ok: false, at: Date.now() + 60_000, first: false }),
};

/** The workspace that a message, press or event comes from. */
export const workspaceFrom = async (env: Env, workspace: string): Promise<Asked> =>
	(await isKnown(env, workspace)) ? workspaceOf(env.WORKSPACE, workspace) : nowhere;
