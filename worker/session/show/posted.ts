// What is in chat now: records a card as an approver saw it, and posts the signed head as its outside witness.
import type { HeadView } from "../../../protocol/read/view.ts";
import type { MessageRef, SignedHead } from "../../../protocol/record/events.ts";
import type { Posted } from "../../contracts/values/post.ts";
import { sha256Hex, signHead } from "../../keys/crypto.ts";
import { type Core, refreshCard, worker } from "../core.ts";
import { record } from "../record.ts";
import { isPosted } from "../talk/threads.ts";
import { wantStamp } from "./stamping.ts";
import { deciders, urlOf } from "./views.ts";

/** Signs the chain's current head, records that, and posts it: the chat is the outside witness. */
export const signSessionHead = async (core: Core, now: number): Promise<void> => {
	const { id } = core.self();
	const { count, link } = core.store.events.head();
	// It comes again after a restart.
	if (isSigned(core, count)) return;
	const head = await signHead(core.env, { id, count, link });
	core.change(() => {
		record(core, now, worker, { kind: "head.signed", head });
		const view = { ...headView(core, head, now), whole: core.self().closed_at !== null };
		core.put(`head:${head.count}`, "chat", { type: "head", key: `head:${head.count}`, head: view });
		wantStamp(core, head.count);
	});
};

/** Whether nothing but time stamps follows the last head. */
const isSigned = (core: Core, count: number): boolean => {
	for (let seq = count; seq > 0; seq--) {
		const kind = core.store.events.get(seq)?.kind;
		if (kind !== "head.stamped") return kind === "head.signed";
	}
	return false;
};

const headView = (core: Core, { count, link, keyId }: SignedHead, at: number): HeadView => ({
	...{ session: core.self().id, whole: true, count, link, keyId, at },
	url: urlOf(core),
});

/** The last head that was signed, whole; null: none was. */
export const lastHead = (core: Core): HeadView | null => {
	const last = core.store.events.ofKinds("head.signed").at(-1);
	return last?.body?.kind === "head.signed" ? headView(core, last.body.head, last.at) : null;
};

/** A card or message of ours is in a conversation; what an approver sees of an open plan is recorded as posted. */
export const posted = (core: Core, post: Posted, now: number): void => {
	core.change(() => {
		const { ref, plan, key, sent } = post;
		const before = core.store.cards.at(ref);
		if (plan && !before) shownLate(core, post, plan);
		const digest = post.open && plan ? sha256Hex(new TextEncoder().encode(sent)) : null;
		const isNew = digest !== null && !wasShown(core, ref, digest);
		if (!before) core.store.cards.add(ref, plan, key, digest);
		else if (isNew) core.store.cards.show(ref, digest);
		isPosted(core, key, ref.message, now);
		if (isNew && plan) record(core, now, worker, { kind: "card.shown", plan, ref, digest, card: sent });
	});
};

/** Whether this is what it showed last. Older sessions have what it showed in `once`, without its order. */
const wasShown = (core: Core, ref: MessageRef, digest: string): boolean => {
	const last = core.store.cards.at(ref)?.shown.at(-1);
	if (last !== undefined) return last === digest;
	return core.store.once.before(`shown:${ref.workspace}:${ref.channel}:${ref.message}:${digest}`) !== null;
};

/** The first word of someone's own card comes after they lost the role to decide: what changed meanwhile went past it. */
const shownLate = (core: Core, { key }: Posted, plan: string): void => {
	const row = core.store.plans.get(plan);
	const own = `plan:${plan}:`;
	if (!row || !key.startsWith(own)) return;
	const decides = deciders(core, row).some(({ identities }) =>
		identities.some((identity) => key === `${own}${identity}` || key.startsWith(`${own}${identity}~`)),
	);
	if (!decides) refreshCard(core, plan);
};
