// How a plan runs and went, endpoint by endpoint: verdict, duration, exact counts, first or last lines, signed record.
import { visible } from "../../domain/text.ts";
import { planOutcome, runVerdict } from "../../domain/verdict.ts";
import type { PlanView, RunView } from "../../protocol/read/view.ts";
import { duration, outputText, size } from "../../words/amounts.ts";
import { startsNothing, waitsForDisk } from "../../words/disk.ts";
import { reportText } from "../../words/doubts.ts";
import { driftText } from "../../words/drift.ts";
import { blockedText, blockedWhile, holdText } from "../../words/machine.ts";
import { endText, insideText, outcomeText } from "../../words/outcome.ts";
import { personParts } from "../../words/person.ts";
import { readingText } from "../../words/reading.ts";
import { phases } from "../../words/states.ts";
import type { Line, Section } from "../model/card.ts";
import { cut } from "../model/cut.ts";
import { bounded, brief } from "../plain.ts";

export const results = (plan: PlanView): Section[] =>
	plan.endpoints.flatMap((endpoint) => {
		const runs = plan.runs.filter((run) => run.endpoint === endpoint.name);
		return [
			...standing(plan, endpoint),
			...runs.flatMap(atMachine),
			...(runs.every((run) => run.state === "waiting") ? [] : ofEndpoint(plan, endpoint.name, runs)),
		];
	});

/** Whether it begins when the person there has answered, or their time is over. */
export const waitsForPerson = ({ state, person }: RunView): boolean =>
	state === "waiting" && person?.next === "wait";

/** What the person at the machine was told or asked, and chose. */
const atMachine = ({ person, endpoint }: RunView): Section[] => {
	if (!person) return [];
	return [{ kind: "text", line: personParts(person, brief(endpoint)), keep: true }];
};

type Endpoint = PlanView["endpoints"][number];

/** Whether this endpoint has still to begin, while others of the plan have. A single one that has the plan is about to. */
export const waits = (
	{ endpoints, state, runs, cancelledBy }: PlanView,
	{ name, undelivered }: Endpoint,
): boolean =>
	state === "running" &&
	cancelledBy === null &&
	endpoints.length > 1 &&
	undelivered === null &&
	runs.every((run) => run.endpoint !== name || run.state === "waiting");

/** What of an endpoint its runs don't tell. */
const standing = (plan: PlanView, endpoint: Endpoint): Section[] => {
	const where = `On ${brief(endpoint.name)}: `;
	if (endpoint.held && !isOver(plan))
		return [{ kind: "warning", line: [where + bounded(holdText(endpoint.held), 600)], keep: true }];
	if (endpoint.undelivered !== null)
		return [{ kind: "warning", line: [where + bounded(endpoint.undelivered, most.reason)], keep: true }];
	if (endpoint.blocked) return [...blockedAt(plan, endpoint), ...diskAt(plan, endpoint)];
	if (isAway(plan, endpoint) && endpoint.lastSeen !== null)
		return [
			{
				kind: "text",
				line: [
					`${where}asleep or offline since `,
					{ time: endpoint.lastSeen },
					...(waits(plan, endpoint) && plan.runBy !== null ? [", must start by ", { time: plan.runBy }] : []),
				],
				keep: true,
			},
		];
	const disk = diskAt(plan, endpoint);
	if (disk.length > 0 || !waits(plan, endpoint) || plan.runBy === null) return disk;
	return [{ kind: "text", line: [`${where}waiting to run, must start by `, { time: plan.runBy }] }];
};

/** Its agent was sent away, and isn't gone for that: what has begun there goes on, and nothing begins any more. */
const blockedAt = (plan: PlanView, endpoint: Endpoint): Section[] => {
	const warning = (text: string): Section[] => [
		{ kind: "warning", line: [`On ${brief(endpoint.name)}: ${text}.`], keep: true },
	];
	if (begins(plan) || waits(plan, endpoint)) return warning(blockedText);
	return plan.state === "running" && goesOn(plan, endpoint.name) ? warning(blockedWhile) : [];
};

/** Approved, and no endpoint has it yet. */
const begins = ({ state, cancelledBy }: PlanView): boolean => state === "approved" && cancelledBy === null;

const goesOn = ({ runs }: PlanView, name: string): boolean =>
	runs.some((run) => run.endpoint === name && run.state !== "ended");

/** What is to run there, or runs, doesn't: its disk takes nothing. */
const diskAt = (plan: PlanView, endpoint: Endpoint): Section[] => {
	const { name, disk } = endpoint;
	if (disk === "room") return [];
	const warning = (...line: Line): Section[] => [{ kind: "warning", line, keep: true }];
	if (waits(plan, endpoint)) {
		const by: Line = plan.runBy === null ? [] : [" It must start by ", { time: plan.runBy }];
		return warning(startsNothing(brief(name), disk), ...by);
	}
	if (begins(plan)) return warning(startsNothing(brief(name), disk));
	return plan.state === "running" && goesOn(plan, name) ? warning(waitsForDisk(brief(name), disk)) : [];
};

/** Not there, while something of the plan is to run or to be told. */
const isAway = (plan: PlanView, { name, online }: Endpoint): boolean =>
	!online && (plan.state === "approved" || (plan.state === "running" && goesOn(plan, name)));

const isOver = ({ state }: PlanView): boolean => state === "finished" || state === "cancelled";

const ofEndpoint = (plan: PlanView, name: string, runs: RunView[]): Section[] => {
	const several = plan.endpoints.length > 1;
	if (!isOver(plan)) return [...drifted(runs, several), ...runs.flatMap((run) => running(run, several))];
	const verdict: Section = {
		kind: "text",
		line: [`On ${brief(name)}: ${bounded(outcomeText(planOutcome(runs), runs), most.reason)}`],
	};
	const comparison = compared(runs);
	return [
		...(several ? [verdict] : []),
		...drifted(runs, several),
		...runs.flatMap((run) => doubt(plan, run, runs.length > 1)),
		...comparison,
		...runs.flatMap((run) => ended(plan, run, comparison.length > 0 && run.phase !== "command")),
		...records(runs),
	];
};

/** What changed there since the last run of another plan, by the first run that says so. */
const drifted = (runs: RunView[], several: boolean): Section[] => {
	const found = runs.find(({ drift }) => drift !== null);
	if (!found?.drift) return [];
	const where = several ? `On ${brief(found.endpoint)}, since ` : "Since ";
	const text = bounded(driftText(found.drift), most.drift);
	return [
		{ kind: "text", line: [where, { time: found.drift.since, form: "weekday" }, `: ${text}`], keep: true },
	];
};

/** Why a run's report gives no verdict. */
const doubt = (plan: PlanView, run: RunView, several: boolean): Section[] => {
	if (!run.doubted) return [];
	const step = several ? `${phases[run.phase]}: ` : "";
	const text = `${step}${reportText(run.endpoint, run.doubted)}`;
	return [{ kind: "warning", line: [text], keep: keeps(plan) }];
};

/** Whether there is room for a line of each run. */
const keeps = (plan: PlanView): boolean => plan.runs.length <= 9;

const running = (run: RunView, several: boolean): Section[] => {
	const where = several ? ` on ${brief(run.endpoint)}` : "";
	if (run.state === "waiting") return [];
	if (run.state === "ended")
		return [{ kind: "text", line: [`${phases[run.phase]}${where}: ${ending(run)}`] }];
	const line: Line = [
		`${phases[run.phase]}${where} · `,
		...since(run),
		` · ${size(run.stdout + run.stderr)} so far`,
		...(run.asks ? [" · waits for an answer"] : []),
	];
	return [{ kind: "text", line, keep: !several }, ...excerpt(run, "last")];
};

const since = ({ durationMs, startedAt }: RunView): Line => {
	if (durationMs !== null) return [duration(durationMs)];
	return startedAt === null ? ["starting"] : ["since ", { time: startedAt }];
};

/** `shown`: its output is already above. */
const ended = (plan: PlanView, run: RunView, shown: boolean): Section[] => {
	if (run.state !== "ended") return [];
	const took = run.durationMs === null ? "" : `${duration(run.durationMs)} · `;
	const notRun = runVerdict(run) === "not-run";
	const counts = ` · ${outputText(run)}`;
	const hidden =
		plan.outputInChat === "counts" && run.stdout + run.stderr > 0 ? " · output is kept out of chat" : "";
	const line: Line = [{ bold: phases[run.phase] }, ` ${took}${ending(run)}${notRun ? "" : counts + hidden}`];
	return [
		{ kind: "text", line, keep: keeps(plan) },
		...reported(plan, run),
		...(shown ? [] : errors(run)),
		...(shown ? [] : excerpt(run, run.part)),
	];
};

/** What the shell itself reported of it, if that counts. */
const reported = (plan: PlanView, run: RunView): Section[] => {
	const text = insideText(run);
	if (text === null) return [];
	return [{ kind: "warning", line: [bounded(text, most.inside)], keep: keeps(plan) }];
};

/** An agent's own words may be part of it. */
const ending = (run: RunView): string => bounded(endText(run), most.reason);

/** As many of the first or last lines as a card shows; and of a reason. */
const most = {
	first: { lines: 20, characters: 2_000 },
	last: { lines: 5, characters: 600 },
	reason: 300,
	inside: 600,
	drift: 200,
} as const;

const excerpt = (run: RunView, part: "first" | "last"): Section[] => {
	const all = printed(run.excerpt.replace(/\n$/, ""));
	if (all.trim() === "") return [];
	const text = cut(all, part, most[part === "last" && run.state === "ended" ? "first" : part]);
	const wholeLines = part === "first" ? all.startsWith(`${text}\n`) : all.endsWith(`\n${text}`);
	const lines = wholeLines ? run.lines : null;
	const whole = run.whole && text === all;
	const how = readingText(run.reading);
	const asItCame = how === "" && all === run.excerpt.replace(/\n$/, "");
	const output = { bytes: run.stdout + run.stderr, lines, whole, part, asItCame };
	const label = part === "first" || whole ? "Output" : "Last lines";
	return [{ kind: "code", label: how === "" ? label : `${label}, ${how}`, text, output }];
};

/** The last lines of stderr, where the last lines of both don't have them. */
const errors = (run: RunView): Section[] => {
	const text = cut(printed(run.errors.replace(/\n$/, "")), "last", most.last);
	if (text.trim() === "" || run.whole || printed(run.excerpt).includes(text)) return [];
	const output = { bytes: run.stderr, lines: null, whole: false, part: "last" as const, asItCame: false };
	return [{ kind: "code", label: "Last lines of stderr", text, output }];
};

/** `Before … → After …`, where both are one short line and that is all they put out. */
const compared = (runs: RunView[]): Section[] => {
	const [before, after] = (["before", "after"] as const).map((phase) => {
		const [only, ...more] = runs.filter((run) => run.phase === phase);
		return only?.whole && more.length === 0 ? printed(only.excerpt).trim() : "";
	});
	if (!before || !after || !short(before) || !short(after)) return [];
	return [{ kind: "text", line: ["Before ", { code: before }, " → After ", { code: after }] }];
};

/** Output as chat shows it: without colours, and with everything else that is invisible spelled out. */
const printed = (output: string): string => visible(output.replace(colour, ""));
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what these sequences start with
const colour = /\x1b\[[0-9;]*m/g;

const short = (text: string): boolean => text.length <= 80 && !text.includes("\n");

const records = (runs: RunView[]): Section[] => {
	const heads = runs.flatMap(({ head }) => (head === null ? [] : [`${head.slice(0, 4)}…${head.slice(-4)}`]));
	if (heads.length === 0) return [];
	const shownHeads = heads.slice(0, 3).join(", ") + (heads.length > 3 ? ` and ${heads.length - 3} more` : "");
	return [
		{ kind: "text", line: [heads.length === 1 ? "Record " : "Records ", { code: shownHeads }, " signed"] },
	];
};
