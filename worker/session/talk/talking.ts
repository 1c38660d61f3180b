// The talk: opening a session, what is said, edited, deleted in its threads.
import type { Attached, Deleted, Edited, File, Said } from "../../../bots/intent.ts";
import { admit, may, standingOf } from "../../../domain/authority.ts";
import { jurisdictionOf, newId } from "../../../protocol/ids.ts";
import type { Actor } from "../../../protocol/people.ts";
import type { Attachment, Hearing, MessageRef, MissingAttachment } from "../../../protocol/record/events.ts";
import type { Answer } from "../../../protocol/refusal.ts";
import { surfaces } from "../../../words/states.ts";
import type { Heard } from "../../contracts/session.ts";
import type { Scan } from "../../contracts/values/scan.ts";
import type { Snapshot } from "../../contracts/values/snapshot.ts";
import type { Opened } from "../../contracts/values/wish.ts";
import type { Scans } from "../../durable/scans.ts";
import { sha256Hex } from "../../keys/crypto.ts";
import { actorFrom, type Core, refresh } from "../core.ts";
import type { Visit } from "../door.ts";
import { passOn } from "../plan/asked-directly.ts";
import { record } from "../record.ts";
import { messageKey } from "../tables/talk/talk.ts";
import * as threads from "./threads.ts";

/** Opens the session once; the caller judged who may, against this snapshot. */
export const open = (
	core: Core,
	id: string,
	intent: Opened,
	snapshot: Snapshot,
	rootKey: string,
	now: number,
): void => {
	if (core.store.session.read()) return;
	const by = actorFrom(intent.by, snapshot);
	const original = intent.original && {
		...intent.original,
		author: actorFrom(intent.original.author, snapshot),
	};
	core.change(() => {
		const requester = intent.caller ?? original?.author ?? by;
		core.store.session.open({
			id,
			client: snapshot.client,
			at: now,
			request: intent.request,
			requester,
			openedBy: intent.caller && by,
			place: intent.place,
			rootKey,
			snapshot,
			once: intent.once,
		});
		record(core, now, by, {
			kind: "session.opened",
			request: intent.request,
			source: intent.source,
			place: intent.place,
			...(intent.called !== null && { called: intent.called }),
			original,
			...(intent.caller && { for: intent.caller }),
		});
		threads.openFirst(core, { ...intent, rootKey }, now);
		if (intent.files) came(core, { ...intent, files: intent.files }, by, now);
		refresh(core, null);
	});
};

/** Files of the dialog in which someone asked: a message of theirs, in no conversation, so that each thread shows it. */
const came = (
	core: Core,
	{ by, place, once, files }: Opened & Required<Pick<Opened, "files">>,
	actor: Actor,
	now: number,
): void => {
	const ref = { workspace: place.workspace, channel: "dialog", message: once };
	const expected = files.map(({ file, name }) => ({ file, name }));
	record(core, now, actor, { kind: "message.said", ref, text: "", attachments: [], missing: [], expected });
	for (const one of files)
		core.store.pendingFiles.add(keyOfFile(ref, one.file), { by, place, ref, ...one }, now);
};

/** Records a message of a thread, and how much Caisey hears there now; a redelivery changes nothing. A secret is not kept: a transcript is for
 * ever. */
export const said = (
	core: Core,
	{ by, place, ref, text, expected, command }: Said,
	hearing: Hearing,
	visit: Visit,
): Answer<Heard> => {
	const { snapshot, person, actor, now, scans } = visit;
	const says = admit("say", snapshot, person);
	if (!says.ok) return says;
	const technician = may("propose", standingOf(snapshot, person));
	const { closed_at, requester } = core.self();
	const closed = closed_at !== null && person !== null && person.id === requester.person;
	const heard = { ok: true, technician, secret: scans.secretIn(text), closed } as const;
	const once = `said:${messageKey(ref)}`;
	// The message that opened it is there as the request; it counts as said as well only if it has files.
	const request = expected.length === 0 && core.self().once === `${ref.channel}:${ref.message}`;
	if (request || core.store.once.before(once)) return { ...heard, again: true };
	core.change(() => {
		core.store.once.remember(once, "said");
		threads.heard(core, place, hearing, now);
		const seq = record(core, now, actor, {
			kind: "message.said",
			ref,
			text: scans.masked(text),
			attachments: [],
			missing: [],
			...(expected.length > 0 && { expected: expected.map(({ file, name }) => ({ file, name })) }),
		});
		if (!command) passOn(core, seq, scans.masked(text), visit);
		for (const { file, name, source = null } of expected)
			core.store.pendingFiles.add(
				keyOfFile(ref, file),
				{ by, place, ref, file, name, source },
				now + firstPatience,
			);
	});
	return { ...heard, again: false };
};

/** Records one of a message's files with its bytes; a redelivery changes nothing. One that the platform doesn't give now stays
 * pending. One that looks like it has a secret is withheld. Returns which; null if it was recorded before. */
export const attached = (
	core: Core,
	{ by, ref, file, content }: Attached,
	scan: Scan | null,
	snapshot: Snapshot,
	now: number,
): string | null => {
	const once = keyOfFile(ref, file);
	if (core.store.once.before(once)) return null;
	if ("retryAfterMs" in content) {
		core.change(() => core.store.pendingFiles.notBefore(once, now + content.retryAfterMs));
		return null;
	}
	const secret = "bytes" in content ? secretOf(content, scan) : null;
	core.change(() => {
		core.store.once.remember(once, "attached");
		core.store.pendingFiles.drop(once);
		record(core, now, actorFrom(by, snapshot), {
			kind: "message.attached",
			ref,
			file,
			attached:
				"bytes" in content && secret === null
					? { attachment: keep(core, content) }
					: { missing: withheld(content) },
		});
	});
	return secret;
};

const secretOf = ({ bytes }: File, scan: Scan | null): string | null => {
	if (scan?.of !== sha256Hex(bytes)) throw new Error("a file came without its scan");
	return scan.secret;
};

/** The call that took the message has 30 s for its files: so long the platform lets a Worker go on after its answer; in ms. */
const firstPatience = 40_000;

const keyOfFile = (ref: MessageRef, file: string): string => `attached:${messageKey(ref)}:${file}`;

const withheld = (content: File | MissingAttachment): MissingAttachment =>
	"reason" in content
		? content
		: {
				name: content.name,
				reason: looksSecret,
				bytes: content.bytes.length,
				sha256: sha256Hex(content.bytes),
			};

const looksSecret = "it looks like it contains a password or key";

const keep = (core: Core, file: File): Attachment => {
	const blob = newId("blob", jurisdictionOf(core.self().id));
	core.store.attachments.add(blob, file.name, file.type, file.bytes);
	return { blob, name: file.name, type: file.type, bytes: file.bytes.length, sha256: sha256Hex(file.bytes) };
};

/** The first wording stays; the new text is a further event. Returns the kind of secret that was masked in it; null:
 * none, or it was heard before. */
export const edited = (
	core: Core,
	intent: Edited,
	scans: Scans,
	snapshot: Snapshot,
	now: number,
): string | null => {
	const once = `edited:${intent.once}`;
	if (core.store.once.before(once)) return null;
	core.change(() => {
		core.store.once.remember(once, "edited");
		core.store.drafts.dropOf(intent.ref);
		record(core, now, actorFrom(intent.by, snapshot), {
			kind: "message.edited",
			ref: intent.ref,
			text: scans.masked(intent.text),
		});
	});
	return scans.secretIn(intent.text);
};

export const deleted = (core: Core, intent: Deleted, snapshot: Snapshot, now: number): void => {
	const once = `deleted:${messageKey(intent.ref)}`;
	if (core.store.once.before(once)) return;
	core.change(() => {
		core.store.once.remember(once, "deleted");
		core.store.drafts.dropOf(intent.ref);
		const author = actorFrom(intent.author, snapshot);
		record(core, now, somebody(author.surface), {
			kind: "message.deleted",
			ref: intent.ref,
			author: author.name,
		});
	});
};

/** Chat doesn't say who it was. */
const somebody = (surface: Actor["surface"]): Actor => ({
	surface,
	person: null,
	identity: null,
	name: `Someone in ${surfaces[surface]}`,
	label: null,
});
