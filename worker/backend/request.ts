// What the dialog of a request starts from: at which client it is asked, in which conversation, and that client's computers.
import type { Backend } from "../../bots/backend.ts";
import type * as Intent from "../../bots/intent.ts";
import { admit, may, personOf } from "../../domain/authority.ts";
import type { Place } from "../../protocol/record/events.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";
import { conversationOf, directoryOf, objectOf, workspaceOfIdentity } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { toClientLog, toConversationLog, type Unrecorded } from "./door.ts";
import { workspaceFrom } from "./known.ts";

type Request = Awaited<ReturnType<Backend["request"]>>;

export const request = async (
	env: Env,
	{ by, place }: { by: Intent.ChatUser; place: Place },
): Promise<Request | Unrecorded> => {
	const { workspace, channel } = place;
	const bound = channel === "" ? null : await (await workspaceFrom(env, workspace)).clientOf(channel);
	if (!bound) return elsewhere(env, by, place);
	const snapshot = await objectOf(env.CLIENT, bound.client).snapshot();
	const opens = admit("open", snapshot, personOf(snapshot, by.identity));
	return opens.ok
		? start(snapshot, { workspace, channel: bound.channel })
		: toClientLog(opens.refusal, snapshot.client);
};

/** Where no client's conversation is: at the one client at which they may ask, in its conversation on this platform. */
const elsewhere = async (
	env: Env,
	by: Intent.ChatUser,
	{ workspace, channel }: Place,
): Promise<Request | Unrecorded> => {
	const directory = directoryOf(env.DIRECTORY);
	const members = (await directory.lists(workspace))
		? await directory.memberships({ identity: by.identity })
		: [];
	const found = await Promise.all(
		members.map(async ({ client, person: id }) => {
			const snapshot = await objectOf(env.CLIENT, client).snapshot();
			const person = snapshot.people.find((one) => one.id === id);
			const at = snapshot.channels.find((one) => workspaceOfIdentity(one) === workspace);
			return person && at && may("open", person.roles) ? [{ snapshot, at: conversationOf(at) }] : [];
		}),
	);
	const [one, ...others] = found.flat();
	return one && others.length === 0
		? start(one.snapshot, { workspace, channel: one.at })
		: toConversationLog({ code: "not-bound" }, `${workspace}:${channel}`);
};

const start = ({ name, endpoints }: Snapshot, at: Omit<Place, "thread">): Extract<Request, { ok: true }> => ({
	ok: true,
	start: {
		client: name,
		computers: endpoints
			.map(({ name, description }) => ({ name, description }))
			.sort((a, b) => a.name.localeCompare(b.name)),
	},
	at,
});
