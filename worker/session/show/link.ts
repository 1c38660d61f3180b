// A personal link to the transcript was handed out: recorded with whom it lets in. With it comes what to check
// the transcript against.
import type { ChatUser } from "../../../bots/intent.ts";
import type { HeadView } from "../../../protocol/read/view.ts";
import { actorFrom, type Core } from "../core.ts";
import { record } from "../record.ts";
import { lastHead } from "./posted.ts";

export const linkIssued = async (core: Core, by: ChatUser): Promise<HeadView | null> => {
	const actor = actorFrom(by, await core.snapshot());
	const to = actor.person;
	if (to !== null) core.change(() => record(core, Date.now(), actor, { kind: "link.issued", to }));
	return lastHead(core);
};
