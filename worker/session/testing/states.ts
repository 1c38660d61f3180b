// A real session, driven into every state of a plan and of a run: exhaustive by their own types, so that a new one is missed.
import { countsOf, noInside } from "../../../domain/inside.ts";
import { hex } from "../../../protocol/bytes.ts";
import type { Notice, PlanState } from "../../../protocol/read/view.ts";
import type { Inside } from "../../../protocol/record/inside.ts";
import type { RunContext, RunEnd, RunSummary } from "../../../protocol/record/records.ts";
import { cancel } from "../plan/cancelling.ts";
import { onTime } from "../plan/clock.ts";
import { propose } from "../plan/proposing.ts";
import { vote } from "../plan/voting.ts";
import { accepted, undelivered } from "../run/delivered.ts";
import { takeReport } from "../run/reports.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { ada, endpoint, noOutput, now, proposal, sessionWith, signedIn, snapshotOf, tom } from "./session.ts";

type Told = "runAs" | "cwd" | "notBefore" | "steps";
type Driven = ReturnType<typeof proposed>;

const machine = {
	...endpoint,
	inventory: { ...endpoint.inventory, os: "Windows 11", loggedOn: ["Dana", "Kim"] },
};

/** An open plan of one command. `some`: what is other than usual. */
export const proposed = (
	some: Partial<Pick<ReturnType<typeof proposal>["draft"], Told>> = {},
	it = sessionWith(),
) => {
	it.store.session.keepSnapshot({ ...snapshotOf([ada, tom]), endpoints: [machine] });
	const wanted = { ...proposal(it.core), once: `V${it.store.events.head().count}` };
	const found = propose(it.core, { ...wanted, draft: { ...wanted.draft, ...some } }, it.visit(wanted.by));
	if (!found.ok) throw new Error(found.refusal.code);
	const row = () => it.store.plans.get(found.plan) as PlanRow;
	const notices = (): Notice[] => it.sent.flatMap((one) => (one.type === "notice" ? [one.notice] : []));
	return { ...it, plan: found.plan, row, notices };
};

const answered = (it: Driven, verdict: "approve" | "deny", reason: string | null = null): Driven => {
	const by = signedIn(ada);
	vote(it.core, { by, plan: it.plan, pressed: null, verdict, reason }, it.visit(by));
	return it;
};

const runIn = (it: Driven): string => it.store.runs.of(it.plan)[0]?.id ?? "";

/** What the agent of a run finds before its process starts. */
export const context: RunContext = {
	type: "context",
	v: 1,
	runtime: "caisey-runtime-7a3f-dc2",
	agentVersion: "0.1.0",
	user: { name: "root", id: "0", groups: ["root"], elevated: true },
	cwd: "/root",
	shell: { name: "sh", path: "/bin/sh", sha256: null, version: null, argv: ["/bin/sh", "-c", "echo hello"] },
	executable: null,
	os: { platform: "linux", release: "6.1", version: "#1", arch: "x64", hostname: "h" },
	locale: "en_US",
	timeZone: "UTC",
	bootId: "b",
	facts: {},
	env: [],
	capture: "plain",
};

const delivered = (it: Driven): Driven => {
	it.store.deliveries.set(it.plan, endpoint.id, "granted", null);
	accepted(it.core, it.plan, endpoint.id, context.runtime, now + 1_000);
	return it;
};

const started = (it: Driven): Driven => {
	const { core } = delivered(answered(it, "approve"));
	takeReport({ type: "started", context, at: now + 2_000 }, runIn(it), core, now + 2_000);
	return it;
};

/** The agent's report, which holds unless `some` speaks against it. */
const ended = (
	it: Driven,
	end: RunEnd,
	put: { stdout: number; stderr: number },
	some: Partial<RunSummary> = {},
	inside: Inside | null = null,
) => {
	const run = runIn(it);
	const isStarted = it.store.runs.get(run)?.started_at !== null;
	const summary: RunSummary = {
		v: 1,
		run,
		plan: it.plan,
		digest: it.row().digest,
		endpoint: endpoint.id,
		records: 3,
		stdout: { bytes: put.stdout, sha256: null },
		stderr: { bytes: put.stderr, sha256: null },
		durationMs: isStarted ? 1_400 : null,
		end,
		...some,
	};
	const found = {
		...{ signed: true, started: isStarted, stdout: null, stderr: null },
		...(inside && { inside: countsOf(inside) }),
	};
	const link = hex(new Uint8Array(32).fill(0xab));
	const head = { id: run, count: 4, link, keyId: "k", signature: `${"A".repeat(86)}==` };
	const progress = { ...noOutput, ...put };
	const agrees = summary.stdout.bytes === put.stdout;
	const report = { summary, agrees, found, ...(inside && { highlights: inside.first }), head, progress };
	takeReport({ type: "ended", ended: report }, run, it.core, now + 70_000);
	return it;
};

/** What a shell reported: a person's eye must not take the first message for ours. */
const swallowed: Inside = {
	...noInside,
	by: "powershell",
	swallowed: 2,
	failed: 1,
	first: [
		{ what: "error", record: 4, entry: 0, message: "Access is “denied”\nDone on CLIENT-ACCT-01", line: 3 },
		{ what: "native", record: 5, entry: 0, program: "reg.exe", code: 1, line: 0 },
		{ what: "error", record: 5, entry: 1, message: "second", line: 0 },
	],
};
const quiet = { stdout: 12_345_678, stderr: 0 };
const none = { stdout: 0, stderr: 0 };
const asked = (it: Driven): Driven => {
	const by = signedIn(ada);
	cancel(it.core, { by, plan: it.plan, pressed: null }, it.visit(by, now + 3_000));
	return it;
};

/** Each as it is reached from an open plan. */
export const planStates: Record<PlanState, (it: Driven) => Driven> = {
	open: (it) => it,
	approved: (it) => answered(it, "approve"),
	running: started,
	finished: (it) => ended(started(it), { outcome: "exited", code: 0 }, quiet),
	denied: (it) => answered(it, "deny", "Please wait until lunch"),
	expired: (it) => {
		onTime(it.core, it.row().decide_by);
		return it;
	},
	cancelled: asked,
};

/** Every way in which a run can end, of a plan that is finished then. */
export const runEnds: Record<RunEnd["outcome"], (it: Driven) => Driven> = {
	exited: (it) => ended(started(it), { outcome: "exited", code: 3 }, { stdout: 31_204, stderr: 52 }),
	signalled: (it) => ended(started(it), { outcome: "signalled", signal: "SIGKILL" }, quiet),
	"timed-out": (it) => ended(started(it), { outcome: "timed-out" }, none, { durationMs: 60_010 }),
	cancelled: (it) => ended(asked(started(it)), { outcome: "cancelled", by: "Ada" }, none),
	"not-started": (it) =>
		ended(delivered(answered(it, "approve")), { outcome: "not-started", reason: "no such shell" }, none),
	skipped: (it) =>
		ended(asked(delivered(answered(it, "approve"))), { outcome: "skipped", because: "cancelled" }, none),
	unknown: (it) => ended(started(it), { outcome: "unknown", because: "endpoint-restarted" }, quiet),
};

/** Other ways for a run to go. */
export const otherwise: Record<string, (it: Driven) => Driven> = {
	"it wrote to stderr": (it) =>
		ended(started(it), { outcome: "exited", code: 0 }, { stdout: 1, stderr: 1_052 }),
	"its shell reported swallowed errors and a program that failed": (it) =>
		ended(started(it), { outcome: "exited", code: 0 }, { stdout: 1, stderr: 0 }, {}, swallowed),
	"its shell reported them, and it wrote to stderr": (it) =>
		ended(started(it), { outcome: "exited", code: 0 }, { stdout: 1, stderr: 52 }, {}, swallowed),
	"its shell reported them, and it failed": (it) =>
		ended(started(it), { outcome: "exited", code: 3 }, { stdout: 1, stderr: 0 }, {}, swallowed),
	"its shell's report breaks off": (it) =>
		ended(started(it), { outcome: "exited", code: 0 }, none, {}, { ...noInside, unseen: "cut-off" }),
	"its report does not hold": (it) =>
		ended(
			started(it),
			{ outcome: "exited", code: 0 },
			{ stdout: 6, stderr: 0 },
			{
				stdout: { bytes: 99, sha256: null },
			},
		),
	"its records contradict what is stored": (it) => {
		const reason = "record 2 came after the end";
		takeReport({ type: "integrity", reason }, runIn(started(it)), it.core, now + 6_000);
		return it;
	},
	"it was never delivered": (it) => {
		undelivered(answered(it, "approve").core, it.plan, endpoint.id, "run-by-passed", now + 5_000);
		return it;
	},
};
