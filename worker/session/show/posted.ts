// What is in chat now: records a card as an approver saw it, and posts the signed head as its outside witness.
import type { MessageRef } from "../../../protocol/record/events.ts";
import type { Posted } from "../../contracts/values/post.ts";
import { sha256Hex, signHead } from "../../keys/crypto.ts";
import { type Core, refreshCard, worker } from "../core.ts";
import { record } from "../record.ts";
import { isPosted } from "../talk/threads.ts";
import { deciders, urlOf } from "./views.ts";

/** Signs the chain's current head, records that, and posts it: the chat is the outside witness. */
export const signSessionHead = async (core: Core, now: number): Promise<void> => {
	const { id } = core.self();
	const head = await signHead(core.env, { id, ...core.store.events.head() });
	core.change(() => {
		record(core, now, worker, { kind: "head.signed", head });
		const view = {
			session: id,
			count: head.count,
			link: head.link,
			keyId: head.keyId,
			at: now,
			url: urlOf(core),
		};
		core.put(`head:${head.count}`, "chat", { type: "head", key: `head:${head.count}`, head: view });
	});
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
		else if (isNew) core.store.cards.show(ref, [...before.shown, digest]);
		isPosted(core, key, ref.message, now);
		if (isNew && plan) record(core, now, worker, { kind: "card.shown", plan, ref, digest, card: sent });
	});
};

/** Older sessions have it in `once`. */
const wasShown = (core: Core, ref: MessageRef, digest: string): boolean =>
	core.store.cards.at(ref)?.shown.includes(digest) === true ||
	core.store.once.before(`shown:${ref.workspace}:${ref.channel}:${ref.message}:${digest}`) !== null;

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
