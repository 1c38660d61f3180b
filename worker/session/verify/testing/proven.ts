// A session that went through everything, made by the real rules with real keys: what the attacks are tried on.
import type { KeyObject } from "node:crypto";
import { createHash } from "node:crypto";
import { jsonExport } from "../../../../console/export/json.ts";
import { base64, utf8 } from "../../../../protocol/bytes.ts";
import type { Person } from "../../../../protocol/people.ts";
import type { TranscriptSource } from "../../../../protocol/read/transcript-source.ts";
import type { RunReport } from "../../../contracts/values/recording.ts";
import type { EndpointRow, Snapshot } from "../../../contracts/values/snapshot.ts";
import { migrate } from "../../../durable/sql.ts";
import type { Env } from "../../../env.ts";
import { signSeal, workerKey } from "../../../keys/crypto.ts";
import { recordingOf } from "../../../recording/whole.ts";
import { memoryStorage } from "../../../workspace/testing/sql.ts";
import type { Core } from "../../core.ts";
import { atDoor, visitBy } from "../../door.ts";
import { strike } from "../../erasure/strike.ts";
import { ask } from "../../plan/asking.ts";
import { propose } from "../../plan/proposing.ts";
import { vote } from "../../plan/voting.ts";
import { record } from "../../record.ts";
import { accepted } from "../../run/delivered.ts";
import { takeReport } from "../../run/reports.ts";
import { attachment } from "../../show/attachment.ts";
import { posted, signSessionHead } from "../../show/posted.ts";
import { transcriptHeader, transcriptMoment, transcriptRuns } from "../../show/transcript.ts";
import { migrations } from "../../tables/migrations.ts";
import { sessionStore } from "../../tables/store.ts";
import * as desk from "../../talk/desk.ts";
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

const dana = person(5, "Dana", "requester");
const place = { workspace: "slack:T1", channel: "C1", thread: "1" };
const chat = ({ identities, name }: Person) => ({ identity: identities[0] ?? "", name });
const ref = (n: number) => ({ workspace: "slack:T1", channel: "C1", message: `${n}.0` });
const pkcs8 = (key: KeyObject): string =>
	base64(new Uint8Array(key.export({ type: "pkcs8", format: "der" }) as Uint8Array));

export type Proven = Awaited<ReturnType<typeof provenSession>>;

/** `n`: which one it is, so that two of them have nothing in common. */
export const provenSession = async (n = 1) => {
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
	const reported = async (run: string, report: RunReport) => takeReport(report, run, core, clock.now);
	const env = {
		...settingsOnly,
		SIGNING_KEY: pkcs8(keys.worker.private),
		DIRECTORY: { getByName: () => directory },
		RECORDING: made,
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
		self: () => store.session.read() as NonNullable<ReturnType<typeof store.session.read>>,
	};
	const it = { n, core, env, storage, made, keys, machines, snapshot, clock, session: id("s", n) };
	talk(it);
	const first = proposed(it, "seq 1 3", machines);
	await asked(it, first);
	approved(it, first);
	await runAll(it, first);
	await signSessionHead(core, later(clock));
	erase(it, first);
	const second = proposed(it, "rm -rf /tmp/x", machines.slice(0, 1));
	cast(it, second, "deny", "Not today.");
	approved(it, proposed(it, "uptime", machines.slice(0, 1)));
	await signSessionHead(core, later(clock));
	record(core, later(clock), talkBy(olga), { kind: "link.issued", to: olga.id });
	return { ...it, source: sourceOf(it), key: await workerKey(env) };
};

/** A second later. */
const later = (clock: { now: number }): number => {
	clock.now += 1_000;
	return clock.now;
};

type Making = {
	n: number;
	core: Core;
	env: Env;
	storage: DurableObjectStorage;
	made: ReturnType<typeof recordings>;
	keys: { worker: Key; agents: [Key, Key] };
	machines: EndpointRow[];
	snapshot: Snapshot;
	clock: { now: number };
	session: string;
};

const talkBy = ({ id: of, name, identities, label }: Person) =>
	({ surface: "slack", person: of, identity: identities[0] ?? null, name, label }) as const;

const visit = (it: Making, by: Person) => visitBy(chat(by), it.snapshot, later(it.clock));

const talk = (it: Making): void => {
	const { core, snapshot, clock } = it;
	const opened = { by: chat(dana), place, request: `printer ${it.n} is offline`, source: "command" as const };
	const rest = { once: "o", original: null, caller: null, heard: "whole" as const, called: "#front-desk" };
	talking.open(core, it.session, { ...opened, ...rest }, snapshot, "k", clock.now);
	for (const [i, text] of ["It broke on Monday.", "My patient is Jane Roe.", "thx!! \ufffd"].entries())
		talking.said(core, { by: chat(dana), place, ref: ref(i), text, expected: [] }, "whole", visit(it, dana));
	const content = { name: "note.txt", type: "text/plain", bytes: utf8(`see page ${it.n}\n`) };
	talking.attached(core, { by: chat(dana), place, ref: ref(0), file: "F1", content }, snapshot, later(clock));
	desk.take(core, visit(it, tom));
	desk.setTicket(core, `T-${it.n}`, visit(it, tom));
};

/** With the same check before and after, as people write them. */
const proposed = (it: Making, command: string, on: EndpointRow[]): string => {
	const steps = (["before", "command", "after"] as const).map((phase) => ({
		phase,
		command: phase === "command" ? command : "lpstat -p",
	}));
	const by = visit(it, tom);
	const answer = propose(
		it.core,
		{
			by: chat(tom),
			place,
			session: it.session,
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

const asked = async (it: Making, plan: string): Promise<void> => {
	const card = JSON.stringify({ blocks: [{ type: "section", text: "Approve this?" }] });
	const shown = { key: `plan:${plan}`, plan, ref: ref(9), sent: card, open: true };
	posted(it.core, shown, later(it.clock));
	ask(it.core, { by: chat(ada), plan, pressed: null, question: "Is it safe?", once: "q" }, visit(it, ada));
	await atDoor(it.core, { by: chat(dana), action: "approve", plan }, (by) =>
		vote(it.core, { by: chat(dana), plan, pressed: null, verdict: "approve", reason: null }, by),
	);
};

const cast = (it: Making, plan: string, verdict: "approve" | "deny", reason: string | null): void => {
	const by = signedIn(ada);
	const done = vote(
		it.core,
		{ by, plan, pressed: null, verdict, reason },
		visitBy(by, it.snapshot, later(it.clock)),
	);
	if (!done.ok) throw new Error(done.refusal.code);
};

const approved = (it: Making, plan: string): void => {
	cast(it, plan, "approve", null);
	const { core, made } = it;
	const { digest } = core.store.plans.get(plan) as NonNullable<ReturnType<typeof core.store.plans.get>>;
	const ids = { session: it.session, client: id("c", 1), plan, digest };
	for (const { id: run, endpoint: on } of core.store.runs.of(plan)) {
		const key = it.machines.find((one) => one.id === on)?.key ?? "";
		made.getByName(run).store.prepare({ run, endpoint: on, key, ...ids }, 0, null);
	}
};

const says: Played["says"][] = [
	[["stdout", "printer is idle\n"]],
	[
		["stdout", "1\n2\n"],
		["stderr", "careful\n"],
		["unknown", '{"type":"prompt.shown","v":1,"text":"Proceed?"}'],
		["stdout", "3\n"],
	],
	[["stdout", "printer is idle\n"]],
];

/** Endpoint by endpoint; the last step of the second one still runs. */
const runAll = async (it: Making, plan: string): Promise<void> => {
	const { core, clock } = it;
	const row = core.store.plans.get(plan) as NonNullable<ReturnType<typeof core.store.plans.get>>;
	const runs = core.store.runs.of(plan);
	for (const { id: on } of it.machines) {
		core.store.deliveries.set(plan, on, "granted", null);
		accepted(core, plan, on, "caisey-runtime-7a3f-dc2", later(clock));
	}
	for (const [i, { id: run, endpoint: on, step }] of runs.entries()) {
		const at = later(clock);
		const key = it.keys.agents[on === it.machines[0]?.id ? 0 : 1];
		const command = row.plan.steps[step]?.command ?? "";
		const of = { run, plan, digest: row.digest, endpoint: on, command, key, at };
		const { store } = it.made.getByName(run);
		const end = { outcome: "exited", code: 0 } as const;
		await play(it.env, store, { ...of, says: says[step] ?? [], end }, i < runs.length - 1);
	}
};

/** A message; all output of one run, some of another. */
const erase = (it: Making, plan: string): void => {
	const { core, clock } = it;
	const [whole, partly] = core.store.runs.of(plan);
	if (!whole || !partly) throw new Error("a run is missing");
	const by = talkBy(olga);
	const asking = {
		id: id("x", 1),
		by: talkBy(ada),
		at: clock.now,
		expires: clock.now,
		reason: "a patient",
		targets: [],
	};
	for (const what of [{ seq: 4 }, { run: whole.id }, { run: partly.id, records: [3] }])
		core.change(() => strike(core, what, "a patient", by, later(clock), asking));
	for (const [run, records] of [
		[whole.id, null],
		[partly.id, [3]],
	] as const) {
		const { store } = it.made.getByName(run);
		store.markErased();
		if (records) store.erase([...records]);
		else store.strike(0);
	}
};

const sourceOf = ({ core, env }: Making): TranscriptSource => ({
	header: async () => transcriptHeader(core, [await workerKey(env)]),
	moment: async () => transcriptMoment(core, [await workerKey(env)]),
	seal: () => {
		const hash = createHash("sha256");
		return { add: (text) => void hash.update(text), signed: () => signSeal(env, hash.digest("hex")) };
	},
	events: async (after, limit) => core.store.events.after(after, limit),
	runs: async () => transcriptRuns(core),
	records: (run, after, maxBytes) => recordingOf(env, run).records(after, maxBytes),
	stream: (run, stream, start, end) => recordingOf(env, run).stream(stream, start, end),
	blob: async (of) => attachment(core, of),
	verify: async () => ({ ok: true, checks: [], open: [] }),
});

/** Its JSON export, as it is downloaded. */
export const exportOf = async ({ source, clock }: Pick<Proven, "source" | "clock">): Promise<string> => {
	let text = "";
	for await (const part of jsonExport(source, clock.now + 60_000)) text += part;
	return text;
};
