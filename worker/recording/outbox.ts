// What a recording tells the session about its run: that it started, how far its output is, how it ended, what contradicts it.
import { z } from "zod";
import { countsOf, saysAnything } from "../../domain/inside.ts";
import { hex } from "../../protocol/bytes.ts";
import { Asked, Unanswered, Unopened } from "../../protocol/prompt.ts";
import type { Reading } from "../../protocol/read/reading.ts";
import { type RunEnd, type RunEvent, readRunEvent } from "../../protocol/record/records.ts";
import { RunLimit } from "../../protocol/record/run-limit.ts";
import type { RecordingContract } from "../contracts/recording.ts";
import type { Ended, OutputPiece, Progress, RunReport } from "../contracts/values/recording.ts";
import { byType } from "../durable/by-type.ts";
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { signHead } from "../keys/crypto.ts";
import type { AboutQuestion } from "./events.ts";
import {
	firstOutput,
	isEnough,
	lastErrors,
	lastLines,
	lastPieces,
	lineCount,
	pageIn,
	withLater,
} from "./excerpt.ts";
import { insideUntil } from "./inside.ts";
import { checkReport, tellsOfStart } from "./report.ts";
import { partOf } from "./roll-over.ts";
import type { RecordingStore, RecordRow, SpecRow } from "./store.ts";
import { readSummary } from "./summary.ts";

export const RecordingOutbox = z.discriminatedUnion("type", [
	z.object({ type: z.literal("started") }),
	z.object({
		type: z.literal("asked"),
		asked: Asked,
		/** How much of each stream there was before; missing: put by an older version. */
		place: z.object({ stdout: z.int(), stderr: z.int() }).optional(),
	}),
	z.object({ type: z.literal("asked-out"), prompt: z.int(), unanswered: Unanswered.nullable() }),
	z.object({ type: z.literal("unopened"), prompt: z.int(), because: Unopened, sealed: z.string() }),
	z.object({ type: z.literal("ended") }),
	z.object({ type: z.literal("person"), n: z.int() }),
	z.object({ type: z.literal("limited"), limit: RunLimit }),
	z.object({ type: z.literal("integrity"), reason: z.string() }),
]);
export type RecordingOutbox = z.infer<typeof RecordingOutbox>;

export const deliver = byType<RecordingOutbox, [env: Env, store: RecordingStore], Promise<void>>({
	started: async (_row, env, store) => {
		const spec = store.spec() as SpecRow;
		const { event, at } = find(store, "context", store.context() as number);
		await objectOf(env.SESSION, spec.session).reported(spec.run, {
			type: "started",
			context: event,
			at: Math.floor(at / 1000),
		});
	},
	asked: (row, env, store) => report(env, store, row),
	"asked-out": (row, env, store) => report(env, store, row),
	unopened: (row, env, store) => report(env, store, row),
	ended: async (_row, env, store) => {
		const spec = store.spec() as SpecRow;
		await objectOf(env.SESSION, spec.session).reported(spec.run, {
			type: "ended",
			ended: await ended(env, store, spec),
		});
	},
	person: async ({ n }, env, store) => {
		const { type: _, v: _v, ...seen } = find(store, "person", n).event;
		await report(env, store, { type: "person", seen });
	},
	limited: (row, env, store) => report(env, store, row),
	integrity: (row, env, store) => report(env, store, row),
});

/** What a step's question, or its end, means to the session. */
export const questionReport = (entry: AboutQuestion): RecordingOutbox => {
	if (entry.what === "question") {
		const { what: _, at: __, place, ...asked } = entry;
		return { type: "asked", asked, place };
	}
	if (entry.what === "unopened") {
		const { because, sealed } = entry;
		return { type: "unopened", prompt: entry.id, because, sealed };
	}
	const unanswered = entry.what === "unanswered" ? entry.because : null;
	return { type: "asked-out", prompt: entry.id, unanswered };
};

const report = async (env: Env, store: RecordingStore, said: RunReport): Promise<void> => {
	const spec = store.spec() as SpecRow;
	await objectOf(env.SESSION, spec.session).reported(spec.run, said);
};

/** While the run goes on. */
export const reportProgress = async (env: Env, store: RecordingStore): Promise<void> => {
	const spec = store.spec();
	if (!spec || store.ended()) return;
	const { stdout, stderr } = store.tail();
	const page = await firstPart(env, store, spec).codePage();
	const excerpt = lastLines(await ending(env, store), page, linesWhileRunning);
	const progress: Progress = {
		stdout,
		stderr,
		lines: null,
		excerpt,
		part: "last",
		whole: false,
		reading: unread,
	};
	await objectOf(env.SESSION, spec.session).reported(spec.run, { type: "progressed", progress });
};

/** As many as a card shows. */
const linesWhileRunning = 5;
const linesOfFailure = 20;
const linesOfErrors = 5;
/** Told when the run ends. */
const unread: Reading = { as: [], overdrawn: false };

/** The last output until the end of this part. */
export const ending = async (env: Env, store: RecordingStore): Promise<OutputPiece[]> => {
	const own = lastPieces(store);
	const spec = store.spec();
	if (!spec || spec.part === 0 || isEnough(own)) return own;
	return withLater(await partOf(env, spec.run, spec.part - 1).ending(), own);
};

/** The signed summary, whether it agrees with what is stored, and the signed head. */
const ended = async (env: Env, store: RecordingStore, spec: SpecRow): Promise<Ended> => {
	const { event } = find(store, "end", store.tail().n);
	const summary = readSummary(event.summary);
	if (!summary) throw new Error("an end record's summary was checked before it was stored");
	const first = firstPart(env, store, spec);
	const checked = await checkReport(store, spec, summary, event, await first.tellsOfStart());
	const inside = await insideUntil(env, store, spec);
	const highlights = inside.first;
	const found = { ...checked.found, ...(saysAnything(inside) && { inside: countsOf(inside) }) };
	const { n, link } = store.tail();
	const head = await signHead(env, { id: spec.run, count: n, link: hex(link) });
	const progress = await outcome(env, store, spec, summary.end);
	return { summary, ...checked, found, ...(highlights.length > 0 && { highlights }), head, progress };
};

/** What the first part tells, even if it is this one. */
const firstPart = (
	env: Env,
	store: RecordingStore,
	{ part, run }: SpecRow,
): Pick<RecordingContract, "beginning" | "codePage" | "tellsOfStart"> =>
	part === 0
		? {
				beginning: async () => firstOutput(store),
				codePage: async () => pageIn(store),
				tellsOfStart: async () => tellsOfStart(store),
			}
		: partOf(env, run, 0);

/** The first lines; of what failed the last ones, which say why. */
const outcome = async (env: Env, store: RecordingStore, spec: SpecRow, end: RunEnd): Promise<Progress> => {
	const { stdout, stderr } = store.tail();
	const first = firstPart(env, store, spec);
	const { excerpt, seen, complete, reading } = await first.beginning();
	const whole = complete && seen === stdout + stderr;
	const lines = spec.part === 0 ? lineCount(store) : null;
	const all = { stdout, stderr, lines, whole, reading };
	if (end.outcome === "exited" && end.code === 0) return { ...all, excerpt, part: "first" };
	const page = await first.codePage();
	const errors = lastErrors(store, page, linesOfErrors);
	const failed = { ...all, ...(errors !== "" && { errors }), part: "last" as const };
	if (whole) return { ...failed, excerpt };
	return { ...failed, excerpt: lastLines(await ending(env, store), page, linesOfFailure) };
};

const find = <T extends "context" | "end" | "person">(
	store: RecordingStore,
	type: T,
	n: number,
): { event: Extract<RunEvent, { type: T }>; at: number } => {
	const { payload, at } = store.at(n) as RecordRow;
	const event = readRunEvent(payload as Uint8Array);
	if (event.type !== type) throw new Error(`record ${n} is no ${type}`);
	return { event: event as Extract<RunEvent, { type: T }>, at };
};
