// What a session in these tests is made of: the real tables and rules, and real keys. No one has said anything in it yet.
import { createHash, type KeyObject } from "node:crypto";
import { jsonExport } from "../../../../console/export/json.ts";
import { base64 } from "../../../../protocol/bytes.ts";
import type { Person } from "../../../../protocol/people.ts";
import type { TranscriptSource } from "../../../../protocol/read/transcript-source.ts";
import type { Found } from "../../../contracts/endpoint.ts";
import type { RunReport } from "../../../contracts/values/recording.ts";
import type { EndpointRow, Snapshot } from "../../../contracts/values/snapshot.ts";
import { migrate } from "../../../durable/sql.ts";
import { compare, snapshotTable } from "../../../endpoint/snapshots.ts";
import type { Env } from "../../../env.ts";
import { signSeal, workerKey } from "../../../keys/crypto.ts";
import { recordingOf } from "../../../recording/whole.ts";
import { scannedHere } from "../../../testing/scans.ts";
import { memoryStorage } from "../../../workspace/testing/sql.ts";
import type { Core } from "../../core.ts";
import { visitBy } from "../../door.ts";
import { propose } from "../../plan/proposing.ts";
import { vote } from "../../plan/voting.ts";
import { compared } from "../../run/comparing.ts";
import { takeReport } from "../../run/reports.ts";
import { attachment } from "../../show/attachment.ts";
import { transcriptHeader, transcriptMoment, transcriptRuns } from "../../show/transcript.ts";
import { migrations } from "../../tables/migrations.ts";
import type { PlanRow } from "../../tables/plan/plans.ts";
import type { RunRow } from "../../tables/runs.ts";
import { sessionStore } from "../../tables/store.ts";
import * as talking from "../../talk/talking.ts";
import {
	ada,
	endpoint,
	id,
	now,
	olga,
	person,
	sam,
	settingsOnly,
	signedIn,
	snapshotOf,
	tom,
} from "../../testing/session.ts";
import { fingerprint, type Key, newKey, type Played, record as play, recordings } from "./recordings.ts";

export const dana = person(5, "Dana", "requester");
export const place = { workspace: "slack:T1", channel: "C1", thread: "1" };
export const chat = ({ identities, name }: Person) => ({ identity: identities[0] ?? "", name });
export const ref = (n: number) => ({ workspace: "slack:T1", channel: "C1", message: `${n}.0` });
const pkcs8 = (key: KeyObject): string =>
	base64(new Uint8Array(key.export({ type: "pkcs8", format: "der" }) as Uint8Array));

export type Making = ReturnType<typeof emptySession>;

/** `n`: which one it is, so that two of them have nothing in common. `compares`: false as in earlier versions. */
export const emptySession = (n: number, compares = true) => {
	const keys = { worker: newKey(), agents: [newKey(), newKey()] as [Key, Key] };
	const storage = memoryStorage();
	migrate(storage, migrations);
	const store = sessionStore(storage.sql);
	const made = recordings();
	const known: { keyId: string; key: string }[] = [];
	const directory = {
		signingKeys: async () => known,
		keepSigningKey: async (key: { keyId: string; key: string }) => void known.push(key),
	};
	const reported = async (run: string, report: RunReport) => {
		const told = compares ? await compared(core, run, report, clock.now) : report;
		takeReport(told, run, core, clock.now);
	};
	const snapshots = new Map<string, ReturnType<typeof snapshotTable>>();
	let order = 0;
	const endpointObject = (name: string) => {
		const table = snapshots.get(name) ?? snapshotTable(memoryStorage().sql);
		snapshots.set(name, table);
		return { compare: async (found: Found) => compare(table, found, ++order) };
	};
	const env = {
		...settingsOnly,
		SIGNING_KEY: pkcs8(keys.worker.private),
		DIRECTORY: { getByName: () => directory },
		RECORDING: made,
		ENDPOINT: { getByName: endpointObject },
		SESSION: { getByName: () => ({ reported }) },
	} as unknown as Env;
	const machines: EndpointRow[] = keys.agents.map((key, i) => ({
		...endpoint,
		id: id("e", 10 * n + i),
		name: `CLIENT-ACCT-0${i + 1}`,
		key: key.raw,
		fingerprint: fingerprint(key),
	}));
	const snapshot: Snapshot = { ...snapshotOf([ada, sam, olga, tom, dana]), endpoints: machines };
	const clock = { now };
	const core: Core = {
		env,
		store,
		change: (write) => storage.transactionSync(write),
		put: () => {},
		snapshot: async () => snapshot,
		asOf: () => 1,
		self: () => store.session.read() as NonNullable<ReturnType<typeof store.session.read>>,
	};
	return { n, core, env, storage, made, keys, machines, snapshot, clock, session: id("s", n) };
};

/** Opened by Dana in chat. */
export const opened = (it: Making): void => {
	const wanted = { by: chat(dana), place, request: `printer ${it.n} is offline`, source: "command" as const };
	const rest = { once: "o", original: null, caller: null, heard: "whole" as const, called: "#front-desk" };
	talking.open(it.core, it.session, { ...wanted, ...rest }, it.snapshot, "k", it.clock.now);
};

/** A second later. */
export const later = (clock: { now: number }): number => {
	clock.now += 1_000;
	return clock.now;
};

export const talkBy = ({ id: of, name, identities, label }: Person) =>
	({ surface: "slack", person: of, identity: identities[0] ?? null, name, label }) as const;

export const visit = (it: Making, by: Person) => visitBy(chat(by), it.snapshot, later(it.clock), scannedHere);

/** With the same check before and after, as people write them. */
export const proposed = (it: Making, command: string, on: EndpointRow[]): string => {
	const steps = (["before", "command", "after"] as const).map((phase) => ({
		phase,
		command: phase === "command" ? command : "lpstat -p",
	}));
	const by = visit(it, tom);
	const answer = propose(
		it.core,
		{
			by: chat(tom),
			once: command,
			from: { from: "session", session: it.session },
			draft: {
				endpoints: on.map(({ id: of }) => of),
				decideWithin: 3600,
				shell: "sh",
				runAs: { kind: "agent" },
				cwd: null,
				steps,
				stepTimeLimit: 60,
				failedCheck: "stop",
				input: ["choices"],
				runWithin: 600,
				notBefore: null,
				words: { changes: command, notices: "", undo: "" },
			},
		},
		by,
	);
	if (!answer.ok) throw new Error(answer.refusal.code);
	return answer.plan;
};

export const cast = (it: Making, plan: string, verdict: "approve" | "deny", reason: string | null): void => {
	const by = signedIn(ada);
	const done = vote(
		it.core,
		{ by, plan, pressed: null, verdict, reason },
		visitBy(by, it.snapshot, later(it.clock), scannedHere),
	);
	if (!done.ok) throw new Error(done.refusal.code);
};

export const approved = (it: Making, plan: string): void => {
	cast(it, plan, "approve", null);
	const { core, made } = it;
	const { digest } = core.store.plans.get(plan) as PlanRow;
	const ids = { session: it.session, client: id("c", 1), plan, digest };
	for (const { id: run, endpoint: on } of core.store.runs.of(plan)) {
		const key = it.machines.find((one) => one.id === on)?.key ?? "";
		made.getByName(run).store.prepare({ run, endpoint: on, key, ...ids }, 0, null);
	}
};

export const runtime = "caisey-runtime-7a3f-dc2";

/** What its agent sends of a run, a second later, and what follows. */
export const played = async (
	it: Making,
	{ id: run, plan, endpoint: on, step }: RunRow,
	how: Pick<Played, "says" | "end"> & Partial<Played>,
): Promise<void> => {
	const row = it.core.store.plans.get(plan) as PlanRow;
	const key = it.keys.agents[on === it.machines[0]?.id ? 0 : 1];
	const command = row.plan.steps[step]?.command ?? "";
	const of = { run, plan, digest: row.digest, endpoint: on, command, key, at: later(it.clock) };
	await play(it.env, it.made.getByName(run).store, { ...of, ...how });
};

export const sourceOf = ({ core, env }: Making): TranscriptSource => ({
	header: async () => transcriptHeader(core, [await workerKey(env)]),
	moment: async () => transcriptMoment(core, [await workerKey(env)]),
	seal: () => {
		const hash = createHash("sha256");
		return { add: (text) => void hash.update(text), signed: () => signSeal(env, hash.digest("hex")) };
	},
	hash: () => {
		const hash = createHash("sha256");
		return { add: (bytes) => void hash.update(bytes), hex: () => hash.digest("hex") };
	},
	events: async (after, limit) => core.store.events.after(after, limit),
	runs: async () => transcriptRuns(core),
	records: (run, after, maxBytes, only) => recordingOf(env, run).records(after, maxBytes, only),
	pace: (run, wish) => recordingOf(env, run).pace(wish),
	blocks: (run, after) => recordingOf(env, run).blocks(after),
	block: (run, id, after) => recordingOf(env, run).block(id, after),
	stream: (run, stream, start, end) => recordingOf(env, run).stream(stream, start, end),
	blob: async (of) => attachment(core, of),
	verify: async () => ({ ok: true, checks: [], open: [] }),
});

/** Its JSON export, as it is downloaded. */
export const exportOf = async ({
	source,
	clock,
}: {
	source: TranscriptSource;
	clock: { now: number };
}): Promise<string> => {
	let text = "";
	for await (const part of jsonExport(source, clock.now + 60_000)) text += part;
	return text;
};
