// Every way in which a plan and its runs may end without anyone's having changed anything: both judges must accept each.
import { Undelivered } from "../../../contracts/values/grant.ts";
import { workerKey } from "../../../keys/crypto.ts";
import { onTime } from "../../plan/clock.ts";
import { signSessionHead } from "../../show/posted.ts";
import {
	accepts,
	cancels,
	changesHands,
	closes,
	contradicts,
	type End,
	erasesClosing,
	fallsSilent,
	granted,
	isApproved,
	isUndelivered,
	losesRecord,
	plays,
	playsAll,
	printsUnstarted,
	quiet,
	refuses,
	reopens,
	skipped,
	unknown,
	waits,
} from "./endings/steps.ts";
import { cast, emptySession, later, opened, proposed, sourceOf } from "./making.ts";

/** What its three runs are said to be, and how that comes about: from an approved plan that waits for its endpoint. */
const endings: Record<string, [string, ...End[]]> = {
	"it waits": ["waiting, waiting, waiting"],
	"it was accepted": ["waiting, waiting, waiting", accepts],
	"it runs": ["exited 0, running, waiting", accepts, playsAll({}, { end: null })],
	"it prints before it starts": ["running, waiting, waiting", accepts, printsUnstarted],
	"it is done": ["exited 0, exited 0, exited 0", accepts, playsAll({}, {}, {})],
	"it is done, and its session closed": [
		"exited 0, exited 0, exited 0",
		accepts,
		playsAll({}, {}, {}),
		closes,
	],
	"it is done, its session closed, and what that said erased": [
		"exited 0, exited 0, exited 0",
		accepts,
		playsAll({}, {}, {}),
		closes,
		erasesClosing,
	],
	"it is done, and its session reopened": [
		"exited 0, exited 0, exited 0",
		accepts,
		playsAll({}, {}, {}),
		closes,
		reopens,
	],
	"it is done, and its session taken, handed over, and closed twice": [
		"exited 0, exited 0, exited 0",
		accepts,
		playsAll({}, {}, {}),
		changesHands,
		closes,
		reopens,
		closes,
	],
	"no one heard that it was accepted": ["exited 0, waiting, waiting", granted, plays(0)],
	"its check before fails, and the rest is skipped": [
		"exited 3, skipped failed-check, exited 0",
		accepts,
		playsAll({ end: { outcome: "exited", code: 3 } }, skipped("failed-check"), {}),
	],
	"a signal ends it": [
		"exited 0, signalled SIGKILL, exited 0",
		accepts,
		playsAll({}, { end: { outcome: "signalled", signal: "SIGKILL" } }, {}),
	],
	"it can't be started": [
		"exited 0, not-started no such shell, exited 0",
		accepts,
		playsAll({}, { ...quiet, end: { outcome: "not-started", reason: "no such shell" } }, {}),
	],
	"it can't be started, and prints": [
		"doubted not-started: ran, waiting, waiting",
		accepts,
		plays(0, { end: { outcome: "not-started", reason: "no such shell" } }),
	],
	"its time runs out": [
		"exited 0, timed-out, waiting",
		accepts,
		plays(0),
		waits(70),
		plays(1, { end: { outcome: "timed-out" }, some: { durationMs: 60_000 } }),
	],
	"its time runs out too early": [
		"doubted timed-out: limit, waiting, waiting",
		accepts,
		plays(0, { end: { outcome: "timed-out" } }),
	],
	"someone cancels it": [
		"exited 0, cancelled Ada, skipped cancelled",
		accepts,
		playsAll({}, { end: null }),
		cancels,
		plays(1, { end: { outcome: "cancelled", by: "someone" } }),
		plays(2, skipped("cancelled")),
	],
	"no one cancels it, and it says so": [
		"exited 0, doubted cancelled: not-asked, doubted skipped: not-asked",
		accepts,
		playsAll({}, { end: { outcome: "cancelled", by: "someone" } }, skipped("cancelled")),
	],
	"someone cancels it once it said so": [
		"doubted cancelled: not-asked, waiting, waiting",
		accepts,
		plays(0, { end: { outcome: "cancelled", by: "someone" } }),
		cancels,
	],
	"it is skipped for no reason": [
		"exited 0, doubted skipped: no-failure, doubted skipped: run-by+in-time",
		accepts,
		playsAll({}, skipped("failed-check"), skipped("run-by-passed")),
	],
	"its time to run has passed": [
		"skipped run-by-passed, skipped run-by-passed, skipped run-by-passed",
		accepts,
		waits(600),
		playsAll(skipped("run-by-passed"), skipped("run-by-passed"), skipped("run-by-passed")),
	],
	"its agent restarts": [
		"exited 0, unknown agent-restarted, skipped earlier-step",
		accepts,
		playsAll({}, unknown("agent-restarted"), skipped("earlier-step")),
	],
	"its endpoint restarts": [
		"unknown endpoint-restarted, skipped earlier-step, skipped earlier-step",
		accepts,
		playsAll(unknown("endpoint-restarted"), skipped("earlier-step"), skipped("earlier-step")),
	],
	"it falls silent": ["unknown unheard, unknown unheard, unknown unheard", accepts, fallsSilent],
	"it falls silent while it runs": [
		"exited 0, unknown unheard, unknown unheard",
		accepts,
		playsAll({}, { end: null }),
		fallsSilent,
	],
	"it falls silent, and what it did comes late": [
		"exited 0, exited 0, exited 0",
		accepts,
		playsAll({}, { end: null }),
		fallsSilent,
		plays(1),
		plays(2),
	],
	"its record is lost": [
		"unknown record-lost, unknown record-lost, unknown record-lost",
		granted,
		losesRecord,
	],
	"its record is lost while it runs": [
		"exited 0, unknown record-lost, unknown record-lost",
		accepts,
		playsAll({}, { end: null }),
		losesRecord,
	],
	"its record is lost, and some of it comes late": [
		"exited 0, exited 0, unknown record-lost",
		accepts,
		plays(0),
		losesRecord,
		plays(1),
	],
	...Object.fromEntries(
		Undelivered.options.map((because): [string, [string, ...End[]]] => [
			`it is undelivered: ${because}`,
			["waiting, waiting, waiting", isUndelivered(because)],
		]),
	),
	"it is cancelled before it is delivered": [
		"waiting, waiting, waiting",
		cancels,
		isUndelivered("cancelled"),
	],
	"it is undelivered, and starts": [
		"doubted undelivered: ran, waiting, waiting",
		isUndelivered("policy"),
		plays(0, { end: null }),
	],
	"it is undelivered, and prints": [
		"doubted undelivered: ran, waiting, waiting",
		isUndelivered("policy"),
		printsUnstarted,
	],
	"it is undelivered, and ends": [
		"doubted exited: delivery, waiting, waiting",
		isUndelivered("policy"),
		plays(0),
	],
	"its agent refuses it": ["waiting, waiting, waiting", granted, refuses("expected")],
	"its agent refuses it, and starts it": [
		"doubted refused: ran, waiting, waiting",
		granted,
		refuses("expected"),
		plays(0, { end: null }),
	],
	"its agent refuses it, and runs it": [
		"doubted exited: delivery, waiting, waiting",
		granted,
		refuses("expected"),
		plays(0),
	],
	"its agent refuses a grant that came again": [
		"exited 0, waiting, waiting",
		accepts,
		refuses("repeated"),
		plays(0),
	],
	"its agent refuses a grant that strayed": [
		"exited 0, running, waiting",
		accepts,
		refuses("misdirected"),
		playsAll({}, { end: null }),
	],
	"its records contradict each other": [
		"exited 0, unknown rejected, waiting",
		accepts,
		playsAll({}, { end: null }),
		contradicts,
	],
	"its records contradict each other before it starts": [
		"unknown rejected, waiting, waiting",
		accepts,
		contradicts,
	],
	"its records contradict each other once it ended": [
		"doubted exited: kept-out, waiting, waiting",
		accepts,
		plays(0),
		contradicts,
	],
	"its records contradict each other, and it falls silent": [
		"unknown rejected, unknown unheard, unknown unheard",
		accepts,
		plays(0, { end: null }),
		contradicts,
		fallsSilent,
	],
};

/** Ends that a plan has without a run. */
const undone: Record<string, End> = {
	"it is denied": ({ it, plan }) => cast(it, plan, "deny", "Not today."),
	"it expires": ({ it, plan }) => {
		it.clock.now = it.core.store.plans.get(plan)?.decide_by ?? 0;
		onTime(it.core, it.clock.now);
	},
	"it is cancelled before anyone decided": cancels,
	"it waits for a decision": () => {},
};

type Case = { how: string; runs: string; what: End[] };
export const cases: Case[] = [
	...Object.entries(endings).map(([how, [runs, ...what]]) => ({ how, runs, what: [isApproved, ...what] })),
	...Object.entries(undone).map(([how, end]) => ({ how, runs: "", what: [end] })),
];

/** A session of one plan on one endpoint that ended so, with its last head signed. */
export const ended = async ({ what }: Case) => {
	const it = emptySession(1);
	opened(it);
	const on = it.machines.slice(0, 1);
	const plan = proposed(it, "seq 1 3", on);
	for (const next of what) await next({ it, plan, on: on[0]?.id ?? "" });
	await signSessionHead(it.core, later(it.clock));
	return { ...it, source: sourceOf(it), key: await workerKey(it.env) };
};
