// How a run's environment differs from earlier runs', in words.
import { headlines, maskedValue } from "../domain/drift.ts";
import { named } from "../domain/line.ts";
import type { DriftView } from "../protocol/read/drift-view.ts";
import type { Drift, DriftChange, EarlierRun } from "../protocol/record/drift.ts";
import { count } from "./amounts.ts";

/** `ExecutionPolicy RemoteSigned → AllSigned`, `Group docker added`. Values are the agent's words. */
export const changeText = ({ what, before, now }: Pick<DriftChange, "what" | "before" | "now">): string => {
	const name = labelled(what);
	if (before === null) return `${name} ${value(now ?? "")} added`;
	return now === null ? `${name} ${value(before)} removed` : `${name} ${value(before)} → ${value(now)}`;
};

/** To follow `Since Friday: `. Where output is kept out of chat, values are, too. */
export const driftText = ({ first, more, values }: DriftView): string => {
	const text = values ? changeText(first) : `${labelled(first.what)} changed`;
	return more === 0 ? text : `${text}, and ${count(more)} more`;
};

/** What a drift comes to: with its most telling change, or that there is none. */
export const driftSummary = (drift: Drift): string => {
	const [first, ...rest] = headlines(drift.changes);
	if (isFirst(drift)) return "first run here, so there is nothing to compare it with";
	const more = rest.length + (drift.more ?? 0);
	return first ? driftText({ since: 0, first, more, values: true }) : "nothing changed";
};

/** In place of those that were not kept. */
export const moreChanges = (more: number): string =>
	`${count(more)} more ${more === 1 ? "change is" : "changes are"} not listed`;

/** Whether no earlier run on its endpoint is known. */
export const isFirst = ({ since }: Drift): boolean => Object.values(since).every((run) => run === undefined);

/** The run that a change is since. */
export const sinceOf = ({ since }: Drift, { scope }: Pick<DriftChange, "scope">): EarlierRun | null =>
	since[scope] ?? null;

/** The latest of the runs that it was compared with. */
export const latestOf = ({ since }: Drift): EarlierRun | null =>
	Object.values(since).reduce<EarlierRun | null>(
		(latest, run) => (run && run.at > (latest?.at ?? -1) ? run : latest),
		null,
	);

/** Facts may be called by several words: only those are ours. */
const labelled = (what: string): string =>
	/^[A-Z][\w-]*(?: [\w()-]+){0,3}$/i.test(what) ? what : named(what);

const value = (text: string): string => (text === "" ? "(empty)" : text === maskedValue ? text : named(text));
