// A machine on hold, confirmed by an owner: on the command line, or in the console.
import { allow } from "../../domain/authority.ts";
import type { Hold } from "../../protocol/machine.ts";
import type { Answer } from "../../protocol/refusal.ts";
import { changeText } from "../../words/machine.ts";
import type { SignedIn } from "../contracts/values/caller.ts";
import { conversationOf, objectOf, workspaceOfIdentity } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { keepRefused } from "./refused.ts";
import type { ClientStore } from "./store.ts";
import type { News } from "./telling.ts";

type Core = {
	env: Env;
	store: ClientStore;
	change: (write: () => void) => void;
	/** Inside a transaction. */
	post: (news: News) => void;
};

/** False: by now it is another machine than was shown. `by`: in words, as people read it. */
export const confirm = async (
	core: Core,
	endpoint: string,
	shown: Hold,
	by: string,
	person: string | null = null,
): Promise<boolean> => {
	const { env, store, change, post } = core;
	const self = store.self();
	const id = store.enrolledAs(endpoint);
	if (!self || id === null || !(await objectOf(env.ENDPOINT, id).confirm(shown))) return false;
	const changes = [`${endpoint} is confirmed: ${changeText(shown)}`];
	const [detail = ""] = changes;
	change(() => {
		store.audit.add({ kind: "changed", who: by, person, what: "confirmed a machine", detail }, Date.now());
		for (const channel of self.channels)
			post({
				key: `confirmed:${id}:${shown.since}`,
				workspace: workspaceOfIdentity(channel),
				to: { channel: conversationOf(channel) },
				view: { turn: "set-up-changed", client: self.name, by, changes },
			});
	});
	return true;
};

/** The same in the console. A refusal is kept in the log. */
export const confirmShown = async (
	core: Core,
	by: SignedIn,
	endpoint: string,
	shown: Hold,
): Promise<Answer<{ confirmed: boolean }>> => {
	const { store } = core;
	const self = store.self();
	if (!self) throw new Error("this client was never set up");
	const person = self.people.find(({ id }) => id === by.person) ?? null;
	const may = allow("confirm a machine", self, person);
	if (may.ok)
		return { ok: true, confirmed: await confirm(core, endpoint, shown, may.person.name, by.person) };
	keepRefused(store, by, "confirm a machine", may.refusal, endpoint);
	return may;
};
