// The console's port over Durable Objects: one session, read by someone who may.
import { createHash } from "node:crypto";
import { SessionId } from "../../protocol/ids.ts";
import { noBlocks } from "../../protocol/read/blocks.ts";
import { noPace } from "../../protocol/read/pace.ts";
import type {
	Hasher,
	Sealer,
	TranscriptRun,
	TranscriptSource,
} from "../../protocol/read/transcript-source.ts";
import { mayRead } from "../backend/reading.ts";
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { signSeal } from "../keys/crypto.ts";
import { recordingOf } from "../recording/whole.ts";

/** The source of a session's transcript, if this person may read it now. */
export const sourceFor = async (
	env: Env,
	session: string,
	person: string,
): Promise<{ ok: true; source: TranscriptSource } | { ok: false; status: 403 | 404 }> => {
	const client = SessionId.safeParse(session).success ? await objectOf(env.SESSION, session).client() : null;
	if (!client) return { ok: false, status: 404 };
	const snapshot = await objectOf(env.CLIENT, client).snapshot();
	const reader = snapshot.people.find(({ id }) => id === person) ?? null;
	const may = await mayRead(env, session, snapshot, reader);
	return may.ok ? { ok: true, source: source(env, session) } : { ok: false, status: 403 };
};

const source = (env: Env, id: string): TranscriptSource => {
	const session = objectOf(env.SESSION, id);
	/** Runs of this session whose recordings may be asked, once that is known: all of them are judged to learn it. */
	const seen = new Set<string>();
	const noted = (runs: TranscriptRun[]): TranscriptRun[] => {
		for (const one of runs) if (isSeen(one)) seen.add(one.run);
		return runs;
	};
	const recording = async (run: string) => {
		if (!seen.has(run)) noted(await session.runs());
		return seen.has(run) ? recordingOf(env, run) : null;
	};
	const counted = (runs: TranscriptRun[]) => Promise.all(runs.map((run) => withCounts(env, run)));
	return {
		header: () => session.header(),
		moment: async () => {
			const { runs, ...rest } = await session.moment();
			return { ...rest, runs: await counted(noted(runs)) };
		},
		seal: () => sealer(env),
		hash: hasher,
		events: (after, limit) => session.events(after, limit),
		runs: async () => counted(noted(await session.runs())),
		records: async (run, after, maxBytes, only) =>
			(await recording(run))?.records(after, maxBytes, only) ?? [],
		pace: async (run, wish) => (await recording(run))?.pace(wish) ?? noPace(wish),
		blocks: async (run, after) => (await recording(run))?.blocks(after) ?? noBlocks,
		block: async (run, id, after) => (await recording(run))?.block(id, after) ?? null,
		stream: async (run, stream, start, end) => (await recording(run))?.stream(stream, start, end) ?? null,
		blob: (blob) => session.blob(blob),
		verify: () => session.verify(),
	};
};

/** Until its head is signed, the recording knows best how much there is. */
const withCounts = async (env: Env, run: TranscriptRun): Promise<TranscriptRun> => {
	if (run.head || !isSeen(run)) return run;
	const { stdout, stderr, last } = await recordingOf(env, run.run).totals();
	return { ...run, stdout, stderr, lastRecord: last };
};

const sealer = (env: Env): Sealer => {
	const hash = createHash("sha256");
	return {
		add: (text) => void hash.update(text),
		signed: () => signSeal(env, hash.digest("hex")),
	};
};

const hasher = (): Hasher => {
	const hash = createHash("sha256");
	return { add: (bytes) => void hash.update(bytes), hex: () => hash.digest("hex") };
};

/** Whether its recording may hold something: asked for nothing, it would be created. */
const isSeen = ({ startedAt, stdout, stderr, summary, end }: TranscriptRun): boolean =>
	startedAt !== null ||
	stdout + stderr > 0 ||
	summary !== null ||
	(end?.outcome === "unknown" && end.because === "rejected");
