// A run as it happened, as an asciicast (version 2, https://docs.asciinema.org/manual/asciicast/v2/): output at its times, with
// markers at errors, exit codes and prompts. Written while it is read, so that any size passes.
import { codePageOf } from "../../domain/output/pages.ts";
import { longPause } from "../../protocol/read/pace.ts";
import type { TranscriptRun, TranscriptSource } from "../../protocol/read/transcript-source.ts";
import { oneLine } from "../html/escape.ts";
import { allRecords } from "../output/record-pages.ts";
import { mostInBar } from "./bar.ts";
import { drawing } from "./drawing.ts";
import { type Mark, type Marks, marksOf } from "./marks.ts";

/** What a player makes of it by itself: pauses are cut to so many seconds. */
export const idleLimit = longPause / 1_000_000;
export const screen = { width: 120, height: 30 };

/** `run` has begun. */
export const castOf = async function* (source: TranscriptSource, run: TranscriptRun): AsyncGenerator<string> {
	const markers = barOf(await marksOf(source, run));
	const clock = clockOf();
	const draw = drawing(codePageOf(run.context?.facts));
	yield line({
		version: 2,
		...screen,
		timestamp: Math.floor((run.startedAt ?? 0) / 1000),
		idle_time_limit: idleLimit,
		title: oneLine(`${run.endpoint.name}: ${run.command}`.toWellFormed()).slice(0, 200),
	});
	for await (const record of allRecords(source, run.run)) {
		const at = clock(record.at);
		for (let next = markers[0]; next && next.at <= record.at; next = markers[0]) {
			yield event(Math.min(at, clock.of(next.at)), "m", next.text);
			markers.shift();
		}
		const text = draw.read(record);
		if (text !== "") yield event(at, "o", text);
	}
	for (const { at, text } of markers) yield event(clock(at), "m", text);
};

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;
const event = (seconds: number, kind: "o" | "m", text: string): string =>
	line([Number(seconds.toFixed(6)), kind, text]);

/** Seconds since the first record, never backwards, whatever the endpoint's clock did. */
const clockOf = () => {
	let [first, latest]: [number | null, number] = [null, 0];
	const of = (at: number) => Math.max(0, (at - (first ?? at)) / 1_000_000);
	const next = (at: number): number => {
		first ??= at;
		latest = Math.max(latest, of(at));
		return latest;
	};
	return Object.assign(next, { of: (at: number) => Math.min(latest, of(at)) });
};

const barOf = ({ marks, next }: Marks): Mark[] => {
	const shown = marks.slice(0, mostInBar);
	const end = marks[mostInBar] ?? (next === null ? null : marks.at(-1));
	return end ? [...shown, { at: end.at, text: `only ${shown.length} moments are marked` }] : shown;
};
