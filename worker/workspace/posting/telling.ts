// A message that the platform doesn't take: whoever waits for it hears why at once, not the Worker's log alone.
import type { Unposted } from "../../../protocol/read/unposted.ts";
import type { ChatMessage } from "../../../protocol/read/view.ts";
import { unopenedText } from "../../../words/unposted.ts";
import type { Core } from "../core.ts";
import type { PostRow } from "./row.ts";

type Told = Pick<Core, "threads" | "change" | "put" | "platform">;

/** The first message of a thread: the person who asked. An open plan for an approver: its session. */
export const tellOf = (core: Told, { key, session, target, ref, message }: PostRow, error: string): void => {
	const because = ref === null ? core.platform().whyNot(error) : null;
	if (because === null) return;
	if (message.type === "session" && core.threads.askerOf(key, Date.now()))
		core.change(() => core.put(unopened(key), unopened(key), { unopened: { rootKey: key, because } }));
	if (message.type === "plan" && message.view.state === "open" && "person" in target) {
		const { plan } = message.view;
		const told = { session, unreached: { plan, identity: target.person, because } };
		core.change(() => core.put(`unreached:${key}`, `unreached:${key}`, told));
	}
};

const unopened = (rootKey: string): string => `unopened:${rootKey}`;

type Telling = Pick<Core, "threads" | "change" | "put" | "platform" | "posts" | "names" | "go">;

/** Where they asked, if that can be; else directly. Throws if the answer was lost: then it is tried again. */
export const tellUnopened = async (
	core: Telling,
	{ rootKey, because }: { rootKey: string; because: Unposted },
	now: number,
): Promise<void> => {
	const asker = core.threads.askerOf(rootKey, now);
	const root = core.posts.at(rootKey);
	if (!asker || root?.message.type !== "session") return;
	const { session, url, request, requester } = root.message.view;
	const notice = (where: string): ChatMessage => ({
		type: "notice",
		view: {
			...{ turn: "unopened", to: [], session, request, plan: null, by: requester.name, endpoints: [] },
			...{ proposer: "", changes: "", text: unopenedText(because, where), outcomes: [], url },
		},
	});
	const answer = core.platform().answer;
	const answered =
		asker.answer_at === null || !answer ? "refused" : await answer(asker.answer_at, notice("this channel"));
	if (answered === "unknown") throw new Error("no answer at the response URL");
	// A direct message can't be sent either then, and would come when all is well again.
	const otherwise = because === "access-refused" ? "not" : "directly";
	const told = answered === "taken" ? "there" : otherwise;
	core.change(() => {
		core.threads.forgetAsker(rootKey);
		core.put(`not-opened:${rootKey}`, `not-opened:${rootKey}`, {
			session,
			notOpened: { because, told, at: now },
		});
		if (told !== "directly") return;
		const message = notice(core.names.of(asker.channel) ?? "that channel");
		const to = { person: asker.asker };
		core.posts.put({ key: unopened(rootKey), session, to, message, once: true }, now);
	});
	core.go();
};
