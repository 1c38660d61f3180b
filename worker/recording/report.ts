// Holds an agent's signed report of a run against what is stored: whose it is, what it counts, and what it hashes.
import { createHash } from "node:crypto";
import { differencesOf } from "../../domain/doubts.ts";
import {
	type RunEvent,
	type RunSummary,
	type Stream,
	summaryMessage,
} from "../../protocol/record/records.ts";
import type { Found } from "../../protocol/record/verdict.ts";
import { verify } from "../keys/crypto.ts";
import { tryEvent } from "./events.ts";
import { outputAgain } from "./excerpt.ts";
import type { RecordingStore, SpecRow } from "./store.ts";

export type Checked = { agrees: boolean; found: Found };

/** `started`: whether the start of a process is among the first records. */
export const checkReport = async (
	store: RecordingStore,
	spec: SpecRow,
	summary: RunSummary,
	{ summary: text, signature }: Extract<RunEvent, { type: "end" }>,
	started: boolean,
): Promise<Checked> => {
	const signed = await verify(spec.key, summaryMessage(text), signature);
	const { n: records, stdout, stderr } = store.tail();
	const hashes = spec.part === 0 ? hashesOf(store) : null;
	const { left, held, restart } = atItsEnd(store, summary);
	const found = {
		...{ signed, started, stdout: hashes?.stdout ?? null, stderr: hashes?.stderr ?? null },
		...(left > 0 && { left }),
		...(held && { held }),
		...(restart && { restart }),
	};
	const differences = differencesOf(spec, { records, stdout, stderr, found }, summary);
	return { agrees: signed && differences.length === 0, found };
};

type AtItsEnd = { left: number; held: true | undefined; restart: Found["restart"] };

/** What the agent says of the end: how many processes it left running, whether something holds the output open, and what became
 * of a restart. The newest word counts. A machine that restarted left nothing running. */
const atItsEnd = (store: RecordingStore, { end }: RunSummary): AtItsEnd => {
	const said: AtItsEnd = { left: 0, held: undefined, restart: undefined };
	/** What is older than this look doesn't count. */
	let looked = false;
	const last = store.list(store.tail().n - 1 - lastRecords, lastRecords).toReversed();
	for (const { n, kind } of last) {
		const payload = kind === "event" ? store.at(n)?.payload : null;
		const event = payload ? tryEvent(payload) : null;
		if (event?.type === "started") break;
		if (event?.type === "none-left") looked = true;
		if (event?.type === "left" && !looked) said.left ||= event.processes.length;
		if (event?.type === "output-held" && !looked) said.held = true;
		if (event?.type === "restart" && event.state !== "awaited") said.restart ??= event.state;
	}
	const restarted = end.outcome === "unknown" && end.because === "endpoint-restarted";
	return restarted || said.restart === "back" ? { ...said, left: 0, held: undefined } : said;
};
/** Between what an agent says of the end and the end itself there may be what the shell reported last. */
const lastRecords = 100;

/** Of all output; null if it is too much: then it is compared when someone verifies. */
const hashesOf = (store: RecordingStore): Record<Stream, string> | null => {
	const output = outputAgain(store);
	if (!output) return null;
	const hashes = { stdout: createHash("sha256"), stderr: createHash("sha256") };
	for (const { n, kind } of output) {
		const bytes = store.at(n)?.payload;
		if (!bytes) return null;
		hashes[kind].update(bytes);
	}
	return { stdout: hashes.stdout.digest("hex"), stderr: hashes.stderr.digest("hex") };
};

/** Where an agent reports that it started a process: after the context, perhaps a note, and what kept it waiting. */
const firstRecords = 9;

/** Whether the start of a process is among the first records of this part. */
export const tellsOfStart = (store: RecordingStore): boolean =>
	store.list(0, firstRecords).some(({ n, kind }) => {
		const payload = kind === "event" ? store.at(n)?.payload : null;
		return payload ? tryEvent(payload)?.type === "started" : false;
	});
