// The first part of each run's output, for the page as it is delivered.

import { html } from "hono/html";
import { codePageOf } from "../../domain/output/pages.ts";
import type { StoredRecord, TranscriptRun, TranscriptSource } from "../../protocol/read/transcript-source.ts";
import { inPlace } from "../output/in-place.ts";
import { outputReader, rowsHtml, type Shown } from "../output/output.ts";
import { toShow } from "../output/record-words.ts";
import { usual } from "../output/stream.ts";
import type { Inline } from "./run.ts";

/** Bytes of one run's output and events on the page, and of all runs' together. */
const runBytes = 65_536;
const pageBytes = 1_048_576;

/** Gives each run its first part until the page has enough; the rest is left to the viewer and the links. */
export const inliner = (source: TranscriptSource): ((run: TranscriptRun) => Promise<Inline>) => {
	let left = pageBytes;
	return async (run) => {
		const none = run.state === "ended" && run.lastRecord === 0;
		if (left <= 0 || run.state === "waiting" || none) return { html: html``, next: 0, whole: none };
		const records = await firstRecords(source, run.run, Math.min(left, runBytes));
		left -= records.reduce((sum, record) => sum + costOf(record), 0);
		return inline(run, records);
	};
};

/** Records until there is enough of them: one alone can be larger. */
const firstRecords = async (
	source: TranscriptSource,
	run: string,
	enough: number,
): Promise<StoredRecord[]> => {
	const records: StoredRecord[] = [];
	for (let bytes = 0; bytes < enough; ) {
		const page = await source.records(run, records.at(-1)?.n ?? 0, enough - bytes);
		if (page.length === 0) return records;
		records.push(...page);
		bytes += page.reduce((sum, record) => sum + costOf(record), 0);
	}
	return records;
};

/** Events and empty records take room on the page too. */
const costOf = ({ length }: StoredRecord) => Math.min(length, runBytes) + 64;

const inline = (run: TranscriptRun, records: StoredRecord[]): Inline => {
	const reader = outputReader({ page: codePageOf(run.context?.facts), ...usual });
	const cut = records.some(({ length, kind }) => kind !== "event" && length > runBytes);
	const next = records.at(-1)?.n ?? 0;
	const rows = inPlace(records.map((record) => shortened(toShow(record, run)))).flatMap(reader.read);
	return {
		html: rowsHtml(run.run, [...rows, ...reader.open()]),
		next,
		whole: run.state === "ended" && !cut && records.at(-1)?.event?.type === "end",
	};
};

const shortened = (record: Shown): Shown =>
	record.bytes ? { ...record, bytes: record.bytes.subarray(0, runBytes) } : record;
