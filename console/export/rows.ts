// What is exported of a session, row by row: the JSON export and the evidence bundle lay out the same rows.
import { countsOf } from "../../domain/inside.ts";
import { base64, fromUtf8, hex } from "../../protocol/bytes.ts";
import type { ExportedEvent, ExportedRecord } from "../../protocol/read/export.ts";
import type {
	StoredEvent,
	StoredRecord,
	TranscriptHeader,
	TranscriptRun,
	TranscriptSource,
} from "../../protocol/read/transcript-source.ts";
import { allEvents } from "../transcript/timeline.ts";

/** The header without what is shown beside it, or changes. */
export const headerRow = ({
	plans: _,
	erasures: _waiting,
	questions: _asked,
	approval: _policy,
	deputies: _named,
	askedBy: _marked,
	...header
}: TranscriptHeader) => header;

export const planRows = ({ plans }: TranscriptHeader) =>
	plans.map(
		({
			plan,
			machines: _live,
			proposer: _marked,
			proposerAccount: _account,
			ruled: _ruled,
			from: _from,
			rules: _rules,
			standable: _standable,
			given: _given,
			secretsWanted: _now,
			secretsAsked: _too,
			escalated: _turn,
			votes,
			...rest
		}) => ({
			id: plan.id,
			...rest,
			votes: votes.map(({ roles: _roles, ...vote }) => vote),
		}),
	);

export const eventRow = ({ seq, at, kind, payload, salt, hash }: StoredEvent): ExportedEvent => ({
	seq,
	at,
	kind,
	payload: payload && fromUtf8(payload),
	salt: salt && base64(salt),
	hash: hex(hash),
	...(payload ? {} : { erased: true as const }),
});

/** Without its records, which follow. Its plan and they have what is left out, and the rest of what the shell reported. */
export const runRow = ({
	left: _,
	held: ______,
	reading: __,
	ran: ___,
	success: ____,
	restart: _____,
	inside,
	...rest
}: TranscriptRun) => ({ ...rest, inside: inside && countsOf(inside) });

export const recordRow = (record: StoredRecord): ExportedRecord => {
	const { n, kind, at, receivedAt, offset, length, bytes, salt, hash } = record;
	return {
		...{ n, kind, at, receivedAt, offset, length },
		bytes: bytes && base64(bytes),
		salt: salt && base64(salt),
		hash: hex(hash),
		...(bytes ? {} : { erased: true as const }),
	};
};

/** The attachments that an event brought. */
export const blobsOf = ({ body }: StoredEvent): string[] => {
	if (body?.kind === "message.said") return body.attachments.map(({ blob }) => blob);
	return body?.kind === "message.attached" && "attachment" in body.attached
		? [body.attached.attachment.blob]
		: [];
};

/** What goes while it is read would look like bytes that are gone without an erasure. */
export const sameAsBefore = async (source: TranscriptSource, last: number): Promise<void> => {
	for await (const { kind } of allEvents(source, last))
		if (kind === "erased") throw new Error("something was erased during this export: export it again");
};
