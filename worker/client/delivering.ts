// What a client tells other objects, when its turn comes. Any of it may come twice.
import type { InForce } from "../contracts/values/set-up.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";
import { directoryOf, objectOf, workspaceOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { approversOf } from "../passkeys/approvers.ts";
import type { ClientOutbox } from "./outbox.ts";

export const deliver = async (
	env: Env,
	body: ClientOutbox,
	snapshot: () => Snapshot,
	inForce: () => InForce,
): Promise<void> => {
	if ("inForce" in body) return directoryOf(env.DIRECTORY).inForce(snapshot().client, inForce());
	if ("approvers" in body)
		return objectOf(env.ENDPOINT, body.approvers).approversChanged(approversOf(env, snapshot()));
	if ("peopleOf" in body) return objectOf(env.SESSION, body.peopleOf).peopleChanged();
	if ("mail" in body) {
		const { session, person, name } = body.mail;
		return objectOf(env.SESSION, session).mailAgain(person, name);
	}
	if ("retire" in body) return objectOf(env.ENDPOINT, body.retire).retire();
	if ("endpoint" in body) return objectOf(env.SESSION, body.session).endpointChanged(body.endpoint);
	await workspaceOf(env.WORKSPACE, body.workspace).post(body.post);
};
