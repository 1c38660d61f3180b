// The console's port over Durable Objects: one session, read by someone with a role at its client.
import { createHash } from "node:crypto";
import { may } from "../../domain/authority.ts";
import { SessionId } from "../../protocol/ids.ts";
import type { Sealer, TranscriptRun, TranscriptSource } from "../../protocol/read/transcript-source.ts";
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { signSeal } from "../keys/crypto.ts";
import { recordingOf } from "../recording/whole.ts";

/** The source of a session's transcript, if this person has a role at its client now. */
export const sourceFor = async (
	env: Env,
	session: string,
	person: string,
): Promise<{ ok: true; source: TranscriptSource } | { ok: false; status: 403 | 404 }> => {
	const client = SessionId.safeParse(session).success ? await objectOf(env.SESSION, session).client() : null;
	if (!client) return { ok: false, status: 404 };
	const { people } = await objectOf(env.CLIENT, client).snapshot();
	const roles = people.find((one) => one.id === person)?.roles ?? [];
	return may("read", roles) ? { ok: true, source: source(env, session) } : { ok: false, status: 403 };
};

const source = (env: Env, id: string): TranscriptSource => {
	const session = objectOf(env.SESSION, id);
	const recording = async (run: string) =>
		(await session.runs()).some((one) => one.run === run && isSeen(one)) ? recordingOf(env, run) : null;
	const counted = (runs: TranscriptRun[]) => Promise.all(runs.map((run) => withCounts(env, run)));
	return {
		header: () => session.header(),
		moment: async () => {
			const { runs, ...rest } = await session.moment();
			return { ...rest, runs: await counted(runs) };
		},
		seal: () => sealer(env),
		events: (after, limit) => session.events(after, limit),
		runs: async () => counted(await session.runs()),
		records: async (run, after, maxBytes) => (await recording(run))?.records(after, maxBytes) ?? [],
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

/** Whether its recording may hold something: asked for nothing, it would be created. */
const isSeen = ({ startedAt, stdout, stderr, summary, end }: TranscriptRun): boolean =>
	startedAt !== null ||
	stdout + stderr > 0 ||
	summary !== null ||
	(end?.outcome === "unknown" && end.because === "rejected");
