// The outputs of a check before and of its check after, as they are compared.
import { codePageOf } from "../../domain/output/pages.ts";
import { readableReader, textOf } from "../../domain/output/readable.ts";
import type { TranscriptRun, TranscriptSource } from "../../protocol/read/transcript-source.ts";
import { compareLines, type Row } from "./lines.ts";
import { type Property, propertiesIn } from "./properties.ts";

/** The same property before and after; null: there was none. */
export type PropertyRow = Omit<Property, "value"> & { before: string | null; after: string | null };

export type Comparison =
	/** Nothing on standard output, twice. */
	| { kind: "nothing" }
	/** Byte for byte. */
	| { kind: "same" }
	/** What a terminal would leave of it is the same; the bytes aren't. */
	| { kind: "alike" }
	| { kind: "properties"; rows: PropertyRow[] }
	| { kind: "lines"; rows: Row[] }
	/** `too-large`: only so much is compared here. `unlike`: hardly a line is the same. `gone`: some of it was erased. `failed`: a
	 * fault of our own. */
	| { kind: "not"; because: "too-large" | "unlike" | "gone" | "failed" };

/** A run's output is compared up to here where it is shown, in bytes. */
export const mostCompared = 131_072;
/** On a page of its own, up to here: what programs draw over, such as bars and colours, takes some seconds of a Worker. */
export const mostComparedAlone = 16_777_216;

/** The check before that an ended check after repeats on its endpoint; null: there is none, or it can't be told which. */
export const checkBefore = (run: TranscriptRun, runs: TranscriptRun[]): TranscriptRun | null => {
	if (run.phase !== "after" || !hasPrinted(run)) return null;
	const there = runs.filter(({ plan, endpoint }) => plan === run.plan && endpoint.id === run.endpoint.id);
	const [before, after] = (["before", "after"] as const).map((phase) =>
		there.filter((one) => one.phase === phase),
	);
	const same = (before ?? []).filter(({ command }) => command === run.command);
	const repeats = (after ?? []).filter(({ command }) => command === run.command);
	const found = same.length === repeats.length ? same[repeats.indexOf(run)] : undefined;
	return found && hasPrinted(found) ? found : null;
};

/** Of one that never began there is nothing to compare. */
const hasPrinted = ({ state, startedAt }: TranscriptRun): boolean => state === "ended" && startedAt !== null;

/** Standard output alone: what a check says. */
export const compareOutputs = async (
	source: TranscriptSource,
	before: TranscriptRun,
	after: TranscriptRun,
): Promise<Comparison> => {
	if (before.erased || after.erased) return { kind: "not", because: "gone" };
	if (Math.max(before.stdout, after.stdout) > mostCompared) return { kind: "not", because: "too-large" };
	if (before.stdout === 0 && after.stdout === 0) return { kind: "nothing" };
	const [old, now] = [await bytesOf(source, before), await bytesOf(source, after)];
	if (!old || !now) return { kind: "not", because: "gone" };
	if (isSame(old, now)) return { kind: "same" };
	const [was, is] = [readAs(before, old), readAs(after, now)];
	if (was === is) return { kind: "alike" };
	const objects = areObjects(before, after) ? objectsIn(was, is) : null;
	if (objects) return { kind: "properties", rows: objects };
	const rows = compareLines(was.split("\n"), is.split("\n"));
	return rows ? { kind: "lines", rows } : { kind: "not", because: "unlike" };
};

/** The objects of long outputs; null: they have none, more than are read at once, or the same bytes, or some of it was erased. */
export const compareObjects = async (
	source: TranscriptSource,
	before: TranscriptRun,
	after: TranscriptRun,
): Promise<PropertyRow[] | null> => {
	if (!areObjects(before, after) || Math.max(before.stdout, after.stdout) > mostOfObjects) return null;
	const [old, now] = [await bytesOf(source, before), await bytesOf(source, after)];
	if (!old || !now || isSame(old, now)) return null;
	return objectsIn(readAs(before, old), readAs(after, now));
};

/** Unlike lines, both sides' objects are held whole: up to here, in bytes. */
const mostOfObjects = 2_097_152;

const bytesOf = async (source: TranscriptSource, run: TranscriptRun): Promise<Uint8Array | null> => {
	const stream = await source.stream(run.run, "stdout", 0, run.stdout);
	return stream && new Uint8Array(await new Response(stream).arrayBuffer());
};

const isSame = (old: Uint8Array, now: Uint8Array): boolean =>
	old.length === now.length && old.every((byte, i) => byte === now[i]);

const readAs = (run: TranscriptRun, bytes: Uint8Array): string => {
	const reader = readableReader(codePageOf(run.context?.facts));
	return [...reader.read(bytes), ...reader.end()]
		.map(textOf)
		.join("")
		.replaceAll("\r\n", "\n")
		.replace(/\n$/, "");
};

const areObjects = (...both: TranscriptRun[]): boolean => both.every(isPowerShell);
const isPowerShell = ({ context }: TranscriptRun): boolean =>
	context?.shell.name === "powershell" || context?.shell.name === "pwsh";

/** Both sides' properties, in the order of what is there now; null: at least one isn't made of any. */
const objectsIn = (was: string, is: string): PropertyRow[] | null => {
	const [before, after] = [propertiesIn(was), propertiesIn(is)];
	if (!before || !after) return null;
	const key = ({ object, name }: Omit<Property, "value">) => JSON.stringify([object, name]);
	const [old, now] = [before, after].map((side) => new Map(side.map((one) => [key(one), one.value]))) as [
		Map<string, string>,
		Map<string, string>,
	];
	const gone = before.filter((one) => !now.has(key(one)));
	return [...after, ...gone].map((one) => ({
		object: one.object,
		name: one.name,
		before: old.get(key(one)) ?? null,
		after: now.get(key(one)) ?? null,
	}));
};
