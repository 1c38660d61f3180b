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

/** Records a message of a thread, its files with their bytes; a redelivery changes nothing. */
export const said = (
	core: Core,
	intent: Said,
	snapshot: Snapshot,
	now: number,
): { session: string; technician: boolean } => {
	const once = `said:${intent.ref.workspace}:${intent.ref.channel}:${intent.ref.message}`;
	const person = personOf(snapshot, intent.by.identity);
	const answer = { session: core.self().id, technician: person?.roles.includes("technician") ?? false };
	if (core.store.before(once)) return answer;
	const missing = [
		...intent.missing,
		...intent.files
			.filter(holdsSecret)
			.map(({ name }) => ({ name, reason: "it looks as if it held a secret" })),
	];
	core.change(() => {
		core.store.remember(once, "said");
		const attachments = intent.files.filter((file) => !holdsSecret(file)).map((file) => keep(core, file));
		core.store.append(now, actorFrom(intent.by, snapshot), {
			kind: "message.said",
			ref: intent.ref,
			text: intent.text,
			attachments,
			missing,
		});
	});
	return answer;
};

const holdsSecret = (file: File): boolean => secretText(new TextDecoder().decode(file.bytes)) !== null;

const keep = (core: Core, file: File): Attachment => {
	const blob = newId("blob", jurisdictionOf(core.self().id));
	core.store.addBlob(blob, file.name, file.type, file.bytes);
	return { blob, name: file.name, type: file.type, bytes: file.bytes.length, sha256: sha256Hex(file.bytes) };
};

/** What was said first stays; the new text is a further event. */
export const edited = (core: Core, intent: Edited, snapshot: Snapshot, now: number): void => {
	const once = `edited:${intent.ref.workspace}:${intent.ref.channel}:${intent.ref.message}:${sha256Hex(new TextEncoder().encode(intent.text))}`;
	if (core.store.before(once)) return;
	core.change(() => {
		core.store.remember(once, "edited");
		core.store.append(now, actorFrom(intent.by, snapshot), {
			kind: "message.edited",
			ref: intent.ref,
			text: intent.text,
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
