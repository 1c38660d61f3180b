// What of an event only a technician wants to read: ids, digests, signatures. Beside the sentence, never in it.
import { named } from "../domain/line.ts";
import type { SessionEvent, SessionEventBody } from "../protocol/record/events.ts";
import type { Names } from "./transcript/names.ts";

/** A label and its value: `Conversation: slack:T01, C01, thread 1705077667.1`. */
export type Detail = { label: string; value: string };

export const technicalDetails = (event: SessionEvent, names: Names): Detail[] =>
	event.body === null
		? [{ label: "Kind", value: event.kind }]
		: [...details(event.body), ...unnamed(event.body, names)];

const details = (body: SessionEventBody): Detail[] => {
	switch (body.kind) {
		case "session.opened":
		case "thread.opened":
		case "thread.heard":
			return [{ label: "Conversation", value: placeText(body.place) }];
		case "plan.proposed":
			return [{ label: "Plan", value: `${body.plan}, SHA-256 ${body.digest}` }];
		case "card.shown":
		case "card.served":
			return [
				{ label: "Message", value: messageText(body.ref) },
				{ label: "SHA-256", value: body.digest },
			];
		case "vote.cast":
			return [
				...(body.ref ? [{ label: "Message", value: messageText(body.ref) }] : []),
				{ label: "Policy version", value: String(body.policy) },
			];
		case "plan.ruled":
			return [
				...(body.ruled.by === "standing" ? [{ label: "Standing approval", value: body.ruled.standing }] : []),
				{ label: "Policy version", value: String(body.policy) },
			];
		case "standing.given":
			return [{ label: "Standing approval", value: body.standing }];
		case "plan.accepted":
			return [{ label: "Runtime", value: named(body.runtime) }];
		case "run.ended":
			return [{ label: "Record", value: `${body.head.link} (signed with ${body.head.keyId})` }];
		case "head.signed":
			return [{ label: "Head", value: `${body.head.link} (signed with ${body.head.keyId})` }];
		default:
			return [];
	}
};

const placeText = ({
	workspace,
	channel,
	thread,
}: {
	workspace: string;
	channel: string;
	thread: string | null;
}) => [workspace, channel, ...(thread === null ? [] : [`thread ${thread}`])].join(", ");

const messageText = ({
	workspace,
	channel,
	message,
}: {
	workspace: string;
	channel: string;
	message: string;
}) => `${workspace}, ${channel}, message ${message}`;

/** Ids that the sentence has no name for. */
const unnamed = (body: SessionEventBody, names: Names): Detail[] =>
	Object.entries(body).flatMap(([key, id]) => {
		const label = labels[key];
		return label && typeof id === "string" && !names.knows(id) ? [{ label, value: id }] : [];
	});

const labels: Record<string, string> = { plan: "Plan", run: "Run", endpoint: "Endpoint", to: "Person" };
