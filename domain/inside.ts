// What counts for a verdict of what a shell reported about a step: errors that nobody saw, programs that failed. The shell's
// runner shares a process with the command, so all of it is foreign text, and bounded.
import type {
	CaptureEvent,
	Highlight,
	Inside,
	InsideCounts,
	InsideEntry,
	InsideEvent,
} from "../protocol/record/inside.ts";
import type { Judged } from "./evidence.ts";
import { named, startOf } from "./line.ts";
import { isFailing, programName } from "./native-codes.ts";
import { isCutByRestart } from "./success.ts";

/** Nothing was reported yet: the agent saw streams and exit code alone. */
export const noInside: Inside = {
	by: "plain",
	swallowed: 0,
	failed: 0,
	refused: 0,
	unparsed: 0,
	unseen: null,
	first: [],
};

/** With the next event of the recording, which is its record `n`. */
export const withEvent = (inside: Inside, event: CaptureEvent | InsideEvent, n: number): Inside => {
	if (event.type === "capture") return withCapture(inside, event);
	const next = { ...inside, first: [...inside.first] };
	for (const [index, entry] of event.entries.entries()) count(next, entry, { record: n, entry: index });
	return next;
};

/** A runner that was announced and then is none: it never spoke, or its channel can't be trusted any more. */
const withCapture = (inside: Inside, { by }: CaptureEvent): Inside =>
	by === "plain" && inside.by !== "plain"
		? { ...inside, unseen: inside.unseen ?? "cut-off" }
		: { ...inside, by };

/** Of two parts of a recording, the earlier one first. */
export const together = (a: Inside, b: Inside): Inside => ({
	by: b.by === "plain" ? a.by : b.by,
	swallowed: a.swallowed + b.swallowed,
	failed: a.failed + b.failed,
	refused: a.refused + b.refused,
	unparsed: a.unparsed + b.unparsed,
	unseen: a.unseen ?? b.unseen,
	first: [...a.first, ...b.first].reduce<Highlight[]>(kept, []),
});

/** Without the words of the command. */
export const countsOf = ({ first: _, ...counts }: Inside): InsideCounts => counts;

/** Without texts of the command: counts, and programs with plain names and their codes. */
export const wordless = (inside: Inside): Inside => ({
	...inside,
	first: inside.first.filter((one) => one.what === "native" && named(one.program) === one.program),
});

/** What a run's shell reported. A wanted restart that ended the shell also broke off its report; a report that is too much to
 * count stays so. */
export const despiteRestart = <Of extends InsideCounts>({
	end,
	restart,
	inside,
}: Restarted<Of>): Of | null =>
	inside?.unseen === "cut-off" && restart?.state === "back" && end && isCutByRestart(end)
		? { ...inside, unseen: null }
		: inside;

type Restarted<Of> = Pick<Judged, "end" | "restart"> & { inside: Of | null };

/** Whether it speaks against "Done". */
export const isTrouble = (inside: InsideCounts | null): boolean =>
	inside !== null &&
	(inside.swallowed + inside.failed + inside.refused + inside.unparsed > 0 || inside.unseen !== null);

/** Whether there is anything to tell beyond streams and exit code. */
export const saysAnything = (inside: InsideCounts): boolean => inside.by !== "plain" || isTrouble(inside);

/** Whether an entry speaks against "Done". */
export const counts = (entry: InsideEntry | { what: "unknown" }): boolean => kindOf(entry) !== null;

type Kind = "swallowed" | "failed" | "refused" | "unparsed" | "cut-off";

const kindOf = (entry: InsideEntry | { what: "unknown" }): Kind | null => {
	switch (entry.what) {
		case "error":
			return entry.how === "swallowed" ? "swallowed" : null;
		case "native":
			return entry.code !== null && (isFailing(entry.path, entry.code) || foundNoInput(entry))
				? "failed"
				: null;
		case "prompt-refused":
			return "refused";
		case "unanswered":
			return entry.because === "ended" ? null : "refused";
		case "parse-error":
			return "unparsed";
		case "cut-off":
			return "cut-off";
		default:
			return null;
	}
};

/** A `read` of bash that asked (`-p`), and got no answer: its plan allows no text, so the input is empty. It also ends with 1 at the end of
 * a file, of a text that it takes whole (`-d`), and of its patience (`-t`). One that doesn't ask may be at the end of a file that the step
 * opened before (`exec < f`), and one in a pipeline (`… | read`) had input. What it asks isn't looked at. */
const foundNoInput = ({
	path,
	code,
	bestEffort,
	position,
}: Extract<InsideEntry, { what: "native" }>): boolean => {
	const words = (position?.text ?? "").replace(/\\[\s\S]|'[^']*'|"(?:\\[\s\S]|[^"\\])*"/g, "''");
	const asked = /^read\s+(?:.*\s)?-[ers]*p/s.test(words) && !/<|\s-[ers]*[dtu]/.test(words);
	return bestEffort && path === "read" && code === 1 && asked;
};

type Place = Pick<Highlight, "record" | "entry">;

const count = (inside: Inside, entry: InsideEvent["entries"][number], place: Place): void => {
	const kind = kindOf(entry);
	if (kind === null) return;
	if (kind === "cut-off") {
		inside.unseen ??= "cut-off";
		return;
	}
	inside[kind]++;
	const highlight = highlightOf(entry, place);
	if (highlight) inside.first = kept(inside.first, highlight);
};

/** As many of each kind as cards and lists name. */
const mostOfAKind = 5;

const kept = (first: Highlight[], next: Highlight): Highlight[] =>
	first.filter(({ what }) => what === next.what).length < mostOfAKind ? [...first, next] : first;

const highlightOf = (entry: InsideEvent["entries"][number], place: Place): Highlight | null => {
	switch (entry.what) {
		case "error":
			return {
				what: "error",
				...place,
				message: bounded(entry.message || entry.id || entry.exception),
				line: entry.position?.line ?? 0,
			};
		case "native":
			return {
				what: "native",
				...place,
				program: bounded(programName(entry.path)),
				code: entry.code ?? 0,
				line: entry.position?.line ?? 0,
			};
		case "prompt-refused":
		case "unanswered":
			return { what: "prompt-refused", ...place, text: bounded(entry.text || "for a line of text") };
		case "parse-error":
			return { what: "parse-error", ...place, message: bounded(entry.message), line: entry.position.line };
		default:
			return null;
	}
};

const bounded = (text: string): string => startOf(text, 500);
