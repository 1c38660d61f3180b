// Shows talk of one thread in the others: once, in order, following its edits; made from the events alone.

import type { RelayView } from "../../../protocol/read/view.ts";
import type { MessageRef, SessionEventBody } from "../../../protocol/record/events.ts";
import type { Core, Recorded } from "../core.ts";
import { urlOf } from "../show/views.ts";
import { messageKey } from "../tables/talk/talk.ts";
import type { ThreadRow } from "../tables/talk/threads.ts";

/** Hears of every event: after one about a message, the other threads are to show that message as it is now. */
export const relayMessage = (core: Core, { seq, body }: Recorded): void => {
	const ref = messageOf(body);
	if (!ref) return;
	const message = messageKey(ref);
	core.store.talk.add(seq, message);
	if (isSeenElsewhere(core, message)) again(core, message);
};

/** Whether a thread shows it in which it wasn't said. */
const isSeenElsewhere = ({ store }: Core, message: string): boolean =>
	store.threads.all().some((thread) => isElsewhere(thread, message));

const isElsewhere = ({ workspace, channel }: ThreadRow, message: string): boolean =>
	!message.startsWith(`${workspace}:${channel}:`);

const messageOf = (body: SessionEventBody): MessageRef | null => {
	switch (body.kind) {
		case "message.said":
		case "message.attached":
		case "message.edited":
		case "message.deleted":
			return body.ref;
		default:
			return null;
	}
};

/** Inside a transaction: something was erased from the record; its copies in chat go, too. */
export const relayErased = (core: Core, seq: number): void => {
	const message = core.store.talk.messageOf(seq);
	if (message !== null && isSeenElsewhere(core, message)) again(core, message);
};

const again = (core: Core, message: string): void =>
	core.put(`relay:${message}`, "chat", { type: "relay", message });

/** A message as the other threads show it, and which these are: those that were wanted before it was said. */
export const relayed = (core: Core, message: string): { view: RelayView; to: ThreadRow[] } | null => {
	const events = core.store.talk.about(message).flatMap((seq) => core.store.events.get(seq) ?? []);
	const said = events.find(({ kind }) => kind === "message.said");
	if (!said) return null;
	const to = core.store.threads
		.all()
		.filter((thread) => thread.since < said.seq && isElsewhere(thread, message));
	const view = events.reduce<RelayView>((so, { body, kind }) => (body ? after(so, body) : struck(so, kind)), {
		session: core.self().id,
		author: said.actor?.name ?? "Someone",
		known: (said.actor?.person ?? null) !== null,
		...(said.actor?.roles && { roles: said.actor.roles }),
		surface: said.actor?.surface ?? "worker",
		text: "",
		files: [],
		state: "said",
		url: urlOf(core),
	});
	return { view, to };
};

const after = (view: RelayView, body: SessionEventBody): RelayView => {
	switch (body.kind) {
		case "message.said":
			return {
				...view,
				text: body.text,
				files: (body.expected ?? []).map(({ name }) => ({ name, bytes: null })),
			};
		case "message.edited":
			return { ...view, text: body.text, state: "edited" };
		case "message.deleted":
			return gone(view);
		case "message.attached":
			return "attachment" in body.attached ? withSize(view, body.attached.attachment) : view;
		default:
			return view;
	}
};

const gone = (view: RelayView): RelayView => ({ ...view, text: "", files: [], state: "deleted" });

/** An erased wording leaves nothing of the message; an attachment leaves its words. */
const struck = (view: RelayView, kind: string): RelayView =>
	kind === "message.attached" ? view : gone(view);

const withSize = (view: RelayView, { name, bytes }: { name: string; bytes: number }): RelayView => {
	const at = view.files.findIndex((file) => file.name === name && file.bytes === null);
	return { ...view, files: view.files.map((file, i) => (i === at ? { name, bytes } : file)) };
};
