// The talk: opening a session, what is said, edited, deleted in its threads, closing it.
import type { Deleted, Edited, File, Open, Said } from "../../bots/intent.ts";
import type { Attachment } from "../../protocol/events.ts";
import { jurisdictionOf, newId } from "../../protocol/ids.ts";
import type { Answer, Refusal } from "../../protocol/refusal.ts";
import { secretText } from "../../protocol/secrets.ts";
import type { Snapshot } from "../client/snapshot.ts";
import { sha256Hex } from "../crypto.ts";
import { actorFrom, type Core, refresh } from "./core.ts";
import { attempt } from "./deciding.ts";
import { personOf } from "./rules.ts";
import { notice, requester } from "./views.ts";

/** Opens the session once; who may was judged by the caller, against this snapshot. */
export const open = (
	core: Core,
	id: string,
	intent: Open,
	snapshot: Snapshot,
	rootKey: string,
	now: number,
): void => {
	if (core.store.self()) return;
	const by = actorFrom(intent.by, snapshot);
	const original = intent.original && {
		...intent.original,
		author: actorFrom(intent.original.author, snapshot),
	};
	core.change(() => {
		const requester = original?.author ?? by;
		core.store.open({
			id,
			client: snapshot.client,
			at: now,
			request: intent.request,
			requester,
			place: intent.place,
			rootKey,
			snapshot,
			once: intent.once,
		});
		core.store.append(now, by, {
			kind: "session.opened",
			request: intent.request,
			source: intent.source,
			place: intent.place,
			original,
		});
		refresh(core, null);
	});
};

export type Heard = {
	session: string;
	technician: boolean;
	/** What looks like a secret in it, and was not kept; null where nothing does. */
	secret: string | null;
	/** It was heard before: nothing was changed. */
	again: boolean;
};

/** Records a message of a thread, its files with their bytes; a redelivery changes nothing. What looks like a secret is
 * not kept: a transcript is for ever. */
export const said = (core: Core, intent: Said, snapshot: Snapshot, now: number): Heard => {
	const once = `said:${intent.ref.workspace}:${intent.ref.channel}:${intent.ref.message}`;
	const person = personOf(snapshot, intent.by.identity);
	const withheld = intent.files.filter((file) => secretIn(file) !== null);
	const heard = {
		session: core.self().id,
		technician: person?.roles.includes("technician") ?? false,
		secret: secretText(intent.text) ?? withheld.map(secretIn).find((what) => what !== null) ?? null,
	};
	if (core.store.before(once)) return { ...heard, again: true };
	const missing = [...intent.missing, ...withheld.map(({ name }) => ({ name, reason: looksSecret }))];
	core.change(() => {
		core.store.remember(once, "said");
		const attachments = intent.files
			.filter((file) => !withheld.includes(file))
			.map((file) => keep(core, file));
		core.store.append(now, actorFrom(intent.by, snapshot), {
			kind: "message.said",
			ref: intent.ref,
			text: keepable(intent.text),
			attachments,
			missing,
		});
	});
	return { ...heard, again: false };
};

const looksSecret = "it looks as if it held a secret";

/** The text as it may stand in a transcript. */
const keepable = (text: string): string => {
	const secret = secretText(text);
	return secret === null ? text : `⟨not recorded: ${looksSecret}, ${secret}⟩`;
};

const secretIn = (file: File): string | null => secretText(new TextDecoder().decode(file.bytes));

const keep = (core: Core, file: File): Attachment => {
	const blob = newId("blob", jurisdictionOf(core.self().id));
	core.store.addBlob(blob, file.name, file.type, file.bytes);
	return { blob, name: file.name, type: file.type, bytes: file.bytes.length, sha256: sha256Hex(file.bytes) };
};

/** What was said first stays; the new text is a further event. */
export const edited = (core: Core, intent: Edited, snapshot: Snapshot, now: number): void => {
	const once = `edited:${intent.once}`;
	if (core.store.before(once)) return;
	core.change(() => {
		core.store.remember(once, "edited");
		core.store.append(now, actorFrom(intent.by, snapshot), {
			kind: "message.edited",
			ref: intent.ref,
			text: keepable(intent.text),
		});
	});
};

export const deleted = (core: Core, intent: Deleted, snapshot: Snapshot, now: number): void => {
	const once = `deleted:${intent.ref.workspace}:${intent.ref.channel}:${intent.ref.message}`;
	if (core.store.before(once)) return;
	core.change(() => {
		core.store.remember(once, "deleted");
		core.store.append(now, actorFrom(intent.by, snapshot), { kind: "message.deleted", ref: intent.ref });
	});
};

/** Requester, technicians and owner may close, once nothing waits or runs. */
export const close = (core: Core, by: Open["by"], snapshot: Snapshot, now: number): Answer<object> => {
	const self = core.self();
	const person = personOf(snapshot, by.identity);
	const refused = (refusal: Refusal) => attempt(core, { by }, snapshot, now, null, "close", refusal);
	if (self.closed_at !== null) return refused({ code: "session-closed" });
	const may =
		person &&
		(person.id === self.requester.person ||
			person.roles.some((role) => role === "technician" || role === "owner"));
	if (!may) return refused({ code: "may-not-close" });
	if (core.store.plans().some((plan) => ["open", "approved", "running"].includes(plan.state)))
		return refused({ code: "open-plan" });
	core.change(() => {
		core.store.close(now);
		core.store.append(now, actorFrom(by, snapshot), { kind: "session.closed" });
		core.put("notice:closed", "chat", {
			type: "notice",
			key: "closed",
			notice: notice(core, "closed", [requester(core)], person.name, null),
		});
		core.put("sign-head", "head", { type: "sign-head" });
		refresh(core, null);
	});
	return { ok: true };
};
