// Whether someone may read a session: by their roles, because they took part, or to decide in it. Pages and links ask here.
import { allow } from "../../domain/authority.ts";
import type { Person } from "../../protocol/people.ts";
import type { Answer } from "../../protocol/refusal.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";

/** `snapshot`: of the session's client. Asks the session only for people whose roles don't say so already. */
export const mayRead = async (
	env: Env,
	session: string,
	snapshot: Snapshot,
	person: Person | null,
): Promise<Answer<{ person: Person }>> => {
	const byRole = allow("read", snapshot, person);
	if (byRole.ok || person === null) return byRole;
	return allow("read", snapshot, person, await objectOf(env.SESSION, session).readers());
};
