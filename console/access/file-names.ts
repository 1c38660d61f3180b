// Names of downloads: after session, endpoint and step, in characters that no file system, header or reader trips over.
import { visible } from "../../domain/text.ts";
import { shortId } from "../../protocol/ids.ts";
import type { TranscriptRun } from "../../protocol/read/transcript-source.ts";
import type { Stream } from "../../protocol/record/records.ts";

/** `caisey-7A3F-transcript.txt` */
export const transcriptFile = (session: string, type: "txt" | "json" | "html"): string =>
	`caisey-${shortId(session)}-transcript.${type}`;

/** `caisey-7A3F-evidence.zip` */
export const bundleFile = (session: string): string => `caisey-${shortId(session)}-evidence.zip`;

/** `caisey-7A3F-CLIENT-ACCT-01-step-2-stdout.bin` */
export const streamFile = (session: string, { endpoint, step }: TranscriptRun, stream: Stream): string =>
	`caisey-${shortId(session)}-${endpoint.name}-step-${step + 1}-${stream}.bin`;

/** `caisey-7A3F-CLIENT-ACCT-01-step-2.cast` */
export const castFile = (session: string, { endpoint, step }: TranscriptRun): string =>
	`caisey-${shortId(session)}-${endpoint.name}-step-${step + 1}.cast`;

/** `caisey-7A3F-vendor-note.txt` */
export const attachedFile = (session: string, name: string): string => `caisey-${shortId(session)}-${name}`;

/** A Content-Disposition (RFC 6266): an ASCII name, and the whole one beside it if it has other letters. */
export const attachment = (name: string): string => {
	const whole = within(allowed(visible(name.toWellFormed()), /[^\p{L}\p{M}\p{N} ._-]+/gu));
	const ascii = allowed(whole, /[^A-Za-z0-9 ._-]+/g);
	return `attachment; filename="${ascii}"${ascii === whole ? "" : `; filename*=UTF-8''${encodeURIComponent(whole)}`}`;
};

/** Only what the list allows; no run of dots or blanks, and none at an end, which Windows drops. */
const allowed = (name: string, others: RegExp): string =>
	name
		.replace(others, "_")
		.replace(/([. ])\1+/g, "$1")
		.replace(/^[. ]+|[. ]+$/g, "") || "file";

const most = 120;

/** The kind of file stays at its end. */
const within = (name: string): string => {
	if (name.length <= most) return name;
	const kind = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? "";
	return `${name
		.slice(0, most - kind.length)
		.toWellFormed()
		.replaceAll("\ufffd", "")}${kind}`;
};
