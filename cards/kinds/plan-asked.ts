// What a plan asks for: every step's exact text, where, why in plain words, as whom, until when, and who decides.

import { onOneLine } from "../../domain/line.ts";
import { shown } from "../../domain/text.ts";
import { personTextLimit } from "../../protocol/plan/person.ts";
import type { PlanView } from "../../protocol/read/view.ts";
import { rolesText } from "../../words/actors.ts";
import { unconfirmedText } from "../../words/amendments.ts";
import { lineEndsText, list } from "../../words/amounts.ts";
import { blockedLine, holdLine } from "../../words/machine.ts";
import { aroundPersonText } from "../../words/person.ts";
import {
	aroundVoter,
	asksFor,
	hasCheckBefore,
	loggedOnNow,
	machineReport,
	onFailedCheck,
	type Part,
	restarts,
	runsAs,
	runWithin,
	startsIn,
	stepLimit,
	successText,
} from "../../words/plan.ts";
import { missingTexts } from "../../words/preflight.ts";
import { fileText, scriptDoubtText } from "../../words/script.ts";
import { needsText, wantedText } from "../../words/secrets.ts";
import { ruledText, unreadText } from "../../words/standing.ts";
import { phases } from "../../words/states.ts";
import type { Line, Section } from "../model/card.ts";
import { cut, shortened, shortenedInLine } from "../model/cut.ts";
import { decidedInChat, inChat } from "../model/limits.ts";
import { brief } from "../plain.ts";
import { canApproveInChat, isTooLong } from "./chat-approval.ts";
import { keptInPlan } from "./kept-blanks.ts";
import { furtherMachines, inFull, says } from "./plan-head.ts";
import { stuckDisks } from "./plan-machines.ts";

/** What runs besides the steps, where, who will notice, how to undo it; then who decides; the rest at the end. */
export const asked = (plan: PlanView): Section[] => [
	...(plan.cwd === null ? [] : [text(folder(plan.cwd))]),
	...(plan.secrets.names.length > 0 ? [text([needsText(plan.secrets.names)])] : []),
	...(plan.person ? [text(forPerson(plan.person))] : []),
	{ kind: "facts", facts: plan.endpoints.map((one) => ({ label: "Where", line: place(one) })) },
	{
		kind: "facts",
		facts: [
			{ label: "Who will notice", words: plan.words.notices },
			{ label: "To undo it", words: plan.words.undo },
		]
			.filter(({ words }) => words.trim() !== "")
			.map(({ label, words }) => ({ label, line: says(plan, words) })),
	},
	...inFull(plan).map((line): Section => ({ kind: "text", line })),
	...(plan.state === "open" ? [...decision(plan), text(times(plan))] : []),
	...details(plan),
];

const text = (line: Line): Section => ({ kind: "text", line, keep: true });

const details = (plan: PlanView): Section[] => [
	text(conditions(plan)),
	...(plan.state === "open" ? furtherMachines(plan).map(text) : []),
	{ kind: "facts", facts: plan.endpoints.map((one) => ({ label: "Machine", line: reported(one) })) },
	text([
		`Proposed by ${brief(plan.proposer.name)}${rolesText(plan.proposerRoles)}${plan.inConsole ? " in the console" : ""} for ${brief(plan.client)}`,
	]),
];

type Endpoint = PlanView["endpoints"][number];

/** What we know about an endpoint. */
const place = ({ name, description, online, lastSeen, held, blocked }: Endpoint): Line => {
	const where = `${brief(name)}${description.trim() === "" ? "" : ` (${brief(description)})`}`;
	if (held || blocked) return [`${where} · ${held ? brief(holdLine(held), 300) : blockedLine}`];
	if (online) return [`${where} · online`];
	return lastSeen === null
		? [`${where} · never seen yet`]
		: [`${where} · asleep or offline since `, { time: lastSeen }];
};

/** Names and accounts are short: longer ones are cut. */
const claimed = (text: string): Line => [{ said: brief(text, 60), most: 60 }];

/** What it reports about itself, unchecked. */
const reported = (endpoint: Endpoint): Line =>
	machineReport({
		...endpoint,
		name: brief(endpoint.name),
		agentUser: shown(endpoint.agentUser),
	}).flatMap(inLine);

const inLine = (part: Part): Line => (typeof part === "string" ? [part] : claimed(part.claim));

const conditions = (plan: PlanView): Line => {
	const as = runsAs(plan.runAs);
	const success = successText(plan);
	const how = [
		plan.shell,
		...(plan.cwd === null ? [`in ${startsIn(null)}`] : []),
		`may ask: ${asksFor(plan)}`,
		`each step ${stepLimit(plan)}`,
		...(plan.restart ? ["restarts the machine, and checks after it run then"] : []),
		...(success ? [`success of the command: ${success}`] : []),
		...(hasCheckBefore(plan) ? [`if a check before fails, ${onFailedCheck(plan)}`] : []),
	].join(" · ");
	if (plan.runAs.kind === "user") return ["Runs as ", { code: shown(as) }, ` · ${how}`];
	if (plan.runAs.kind === "agent") return [`Runs as ${as} · ${how}`];
	const { name } = plan.runAs;
	return [
		...(name === undefined ? [`Runs as ${as}`] : ["Runs as the logged-on user ", { code: shown(name) }]),
		...loggedOnNow(plan.runAs, plan.endpoints).flatMap(inLine),
		` · ${how}`,
	];
};

/** Whole wherever it can be approved: it counts with the steps. */
const folder = (cwd: string): Line => {
	const path = onOneLine(shown(cwd));
	return path.length > inChat.characters
		? ["Starts in ", { code: cut(path, "first", { characters: 500 }) }, shortenedInLine(path)]
		: ["Starts in ", { code: path }];
};

/** Spelled out, an approved text may be longer. */
const forPerson = (person: NonNullable<PlanView["person"]>): Line => {
	const [before, after] = aroundPersonText(person);
	return [before, { said: shown(person.text), most: 4 * personTextLimit }, after];
};

const times = (plan: PlanView): Line => [
	"Decide by ",
	{ time: plan.decideBy },
	`, then it runs ${runWithin(plan)}`,
	...(plan.notBefore === null ? [] : [", but not before ", { time: plan.notBefore }]),
];

/** How much of each step a decided plan shows if they are long: people now read how it went. */
const afterwards = {
	before: { lines: 1, characters: 100 },
	command: { lines: 10, characters: 600 },
	after: { lines: 1, characters: 100 },
} as const;

/** How much of each script an open plan shows that is reviewed in the console. */
const atFirst = {
	before: { lines: 5, characters: 300 },
	command: { lines: 20, characters: 1_000 },
	after: { lines: 5, characters: 300 },
} as const;

/** Every step in order. Spells out what can't be seen or looks like something else. */
export const steps = (plan: PlanView, keep: boolean): Section[] => {
	const partly =
		plan.state === "open" ? { most: inChat, of: atFirst } : { most: decidedInChat, of: afterwards };
	const parts = isTooLong(plan, partly.most) ? partly.of : null;
	return [
		...plan.steps.flatMap((step, i): Section[] => {
			const file = plan.files.find((one) => one.step === i);
			return file ? scriptStep(step, file, parts, keep) : [commandStep(step, parts, keep)];
		}),
		...(plan.state === "open" ? keptInPlan(plan) : []),
		...warnings(plan),
	];
};

type Step = PlanView["steps"][number];
type Parts = typeof afterwards | typeof atFirst | null;

const commandStep = ({ phase, command }: Step, partly: Parts, keep: boolean): Section => {
	const all = shown(command);
	const text = partly === afterwards ? cut(all, "first", partly[phase]) : all;
	const label = phases[phase] + lineEndsText(command);
	return { kind: "code", label: text === all ? label : `${label} (${shortened(text, all)})`, text, keep };
};

/** A script, whole where it fits; else its first lines. Its hash tells whether it is the file that someone has. */
const scriptStep = (
	{ phase, command, script }: Step,
	file: PlanView["files"][number],
	partly: Parts,
	keep: boolean,
): Section[] => {
	const all = shown(command);
	const text = partly ? cut(all, "first", partly[phase]) : all;
	const label = `${phases[phase]} the script ${script?.name ?? ""}${lineEndsText(command)}`;
	const whole = text === all && !file.cut;
	const about = fileText(file, script ?? { encoding: "utf-8" });
	return [
		{ kind: "code", label: whole ? label : `${label} (its first lines)`, text, keep },
		...(script && script.arguments.length > 0
			? [
					{
						kind: "code" as const,
						label: "Its arguments, one a line",
						text: script.arguments.map(shown).join("\n"),
						keep,
					},
				]
			: []),
		{ kind: "text", line: [whole ? about : `In all ${about}`], keep: true },
	];
};

const warnings = (plan: PlanView): Section[] => {
	if (plan.state !== "open") return [];
	const said = plan.oddities.map(({ step, what }) => `step ${step + 1}: ${what}`);
	const doubts = plan.files.flatMap((file) => file.doubts.map((one) => scriptDoubtText(one, plan.shell)));
	const missing = plan.machinesSay.flatMap(missingTexts);
	const reasons = [
		...new Set([
			...stuckDisks(plan),
			...missing,
			...(plan.restart ? [restarts] : []),
			...(plan.unread.length > 0 ? [unreadText(plan.unread)] : []),
			...doubts,
			...said,
			...canApproveInChat(plan).reasons,
		]),
	];
	const some = reasons
		.slice(0, 6)
		.map((reason): Section => ({ kind: "warning", line: [brief(reason, 300)], keep: true }));
	const rest = reasons.length - some.length;
	return rest > 0 ? [...some, { kind: "warning", line: [`and ${rest} more like these`], keep: true }] : some;
};

/** Who decides, or who did, where and when. */
export const decision = (plan: PlanView): Section[] => {
	if (plan.state === "open") return kept([...plan.votes.filter(hasReason).flatMap(voted), undecided(plan)]);
	const votes = [...ruledLine(plan), ...plan.votes.flatMap(voted)];
	const cancelled: Line[] = plan.cancelledBy === null ? [] : [[`Cancelled by ${brief(plan.cancelledBy)}`]];
	const runBy: Line[] =
		plan.state === "approved" && plan.runBy !== null && plan.cancelledBy === null
			? [starts(plan.from ?? plan.notBefore, plan.runBy, plan.from !== null)]
			: [];
	const wanted: Line[] = plan.secrets.wanted
		? [[`${wantedText(plan.secrets.names)}. Enter it in the console`]]
		: [];
	return kept([...wanted, ...votes, ...cancelled, ...runBy]);
};

const ruledLine = ({ ruled }: PlanView): Line[] =>
	ruled ? [[`Approved by ${brief(ruledText(ruled), 600)}`]] : [];

const kept = (lines: Line[]): Section[] => lines.map(text);

/** On one line as long as the plan is open: an approval that comes moves no button. */
const undecided = (plan: PlanView): Line => {
	const votes = plan.votes.filter((vote) => !hasReason(vote));
	const rest = votes.length - 3;
	return [
		...votes.slice(0, 3).flatMap((vote) => [...voted(vote).flat(), ". "]),
		...(rest > 0 ? [`And ${rest} more. `] : []),
		...decides(plan),
	];
};

const hasReason = ({ reason }: Pick<PlanView["votes"][number], "reason">): boolean =>
	(reason ?? "").trim() !== "";

/** `hours`: the client's, not the plan's own time. */
const starts = (notBefore: number | null, runBy: number, hours: boolean): Line => {
	if (notBefore === null) return ["Must start by ", { time: runBy }];
	const why = hours ? " Plans start here only at certain hours." : "";
	return ["Starts no earlier than ", { time: notBefore }, ", and must start by ", { time: runBy }, `.${why}`];
};

const voted = ({ name, surface, verdict, at, reason, unconfirmed }: PlanView["votes"][number]): Line[] => {
	const [did, where] = aroundVoter({ surface: brief(surface, 20), verdict });
	const who = did + brief(name) + where;
	const why: Line[] = hasReason({ reason }) ? [["Why: ", { said: reason ?? "", most: inChat.words }]] : [];
	const mark = unconfirmed ? [` (${unconfirmedText[unconfirmed]})`] : [];
	return [[`${who}, `, { time: at }, ...mark], ...why];
};

const decides = ({ approvers, waitsFor = approvers, votes, votesNeeded, groupsLeft }: PlanView): Line => {
	if (approvers.length === 0)
		return ["No one can decide on this yet. Ask your IT provider to name an approver."];
	const groups = groupsLeft.length > 0 ? `, with one of ${list(groupsLeft, 5, "and one of")}` : "";
	const left = votesNeeded - votes.filter(({ verdict }) => verdict === "approve").length;
	if (left > 1) return [`Waiting for ${left} of these to decide${groups}: `, ...named(waitsFor, "and")];
	if (groups !== "")
		return [`Waiting for one of ${list(groupsLeft, 5)} to decide: `, ...named(waitsFor, "or")];
	return ["Waiting for ", ...named(waitsFor, "or"), " to decide"];
};

const named = (approvers: PlanView["approvers"], and: "and" | "or"): Line => {
	const shown = approvers.length > 6 ? approvers.slice(0, 5) : approvers;
	const last = shown.length < approvers.length ? `${approvers.length - shown.length} others` : null;
	return shown
		.flatMap((mention, i): Line => {
			if (i === 0) return [{ mention }];
			return [last === null && i === shown.length - 1 ? ` ${and} ` : ", ", { mention }];
		})
		.concat(last === null ? [] : [` ${and} ${last}`]);
};
