// What a session's cards show, from its tables.
import { canApproveInChat, stepOddities } from "../../../cards/kinds/chat-approval.ts";
import { whoMay } from "../../../domain/authority.ts";
import { ranOf } from "../../../domain/exit-codes.ts";
import { linesIn, startOf } from "../../../domain/line.ts";
import { scriptDoubts } from "../../../domain/script.ts";
import { masked } from "../../../domain/secrets.ts";
import { endpointOutcomes, planOutcome } from "../../../domain/verdict.ts";
import type { Actor, Person } from "../../../protocol/people.ts";
import { choicesOf, type Plan, type Step } from "../../../protocol/plan/plan.ts";
import { scriptBytes } from "../../../protocol/plan/script.ts";
import type { Ran, Reading } from "../../../protocol/read/reading.ts";
import type {
	Mention,
	Notice,
	PlanView,
	RunView,
	SessionState,
	TicketView,
} from "../../../protocol/read/view.ts";
import { actorName } from "../../../words/actors.ts";
import { votedFor } from "../../../words/deputies.ts";
import { failureText } from "../../../words/outcome.ts";
import { settings } from "../../env.ts";
import { sha256Hex } from "../../keys/crypto.ts";
import type { Core } from "../core.ts";
import { cancelledBy, cancellerOf, type JudgedRun, judgedRuns } from "../judging.ts";
import { awaitsSecrets } from "../plan/awaiting.ts";
import { proposed } from "../plan/rules.ts";
import { unheardBecause } from "../tables/deliveries.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import type { VoteRow } from "../tables/plan/votes.ts";
import type { RunRow } from "../tables/runs.ts";
import { driftInChat } from "./drift.ts";
import { homesOf } from "./homes.ts";
import { insideInChat, insideOf } from "./inside.ts";
import { machinesSay } from "./preflight.ts";
import { rulesOf } from "./rules.ts";

export const urlOf = (core: Core): string => `${settings(core.env).PUBLIC_URL}/s/${core.self().id}`;

/** Someone of a Slack organisation is known under their id in each workspace of it. */
export const mention =
	(core: Core) =>
	({ identities, name }: Pick<Person, "identities" | "name">): Mention => ({
		identities: identities.flatMap((identity) => [
			...new Set([
				identity,
				...homesOf(core.self().snapshot, identity).map((home) => `${home}:${identity.split(":")[2]}`),
			]),
		]),
		name,
	});

const mentionOf = (core: Core, id: string | null, name: string, identity: string | null): Mention => {
	const person = core.self().snapshot.people.find((one) => one.id === id);
	return person ? mention(core)(person) : { identities: identity ? [identity] : [], name };
};

export const mentionOfActor =
	(core: Core) =>
	({ person, name, identity }: Actor): Mention =>
		mentionOf(core, person, name, identity);

/** Names a notice of this session among all posts of a workspace. */
export const noticeKey = (core: Core, key: string): string => `notice:${core.self().id}:${key}`;

/** The person who asked. */
export const requester = (core: Core): Mention => {
	const { requester } = core.self();
	return mentionOf(core, requester.person, requester.name, requester.identity);
};

export const proposer = (core: Core, plan: PlanRow): Mention =>
	mentionOf(core, plan.plan.proposedBy, plan.proposer.name, plan.proposer.identity);

/** Approvers that may decide on this plan: never who proposed it. */
export const deciders = (core: Core, plan: PlanRow): Person[] =>
	whoMay("decide", core.self().snapshot, proposed(plan));

/** The plan that says how a session is: the newest that waits or runs, else the last one; none of those before it was reopened. */
export const tellingPlan = (core: Core): PlanRow | null => {
	const { plans } = core.store;
	return plans.unfinished().at(-1) ?? (asksAgain(core) ? null : plans.last());
};

/** It was reopened, and no plan followed. */
const asksAgain = ({ store: { session, events } }: Core): boolean =>
	session.read()?.reopened_at != null &&
	events.ofKinds("plan.proposed", "session.reopened").at(-1)?.kind === "session.reopened";

export const sessionState = (core: Core): SessionState => {
	if (core.self().closed_at !== null) return "closed";
	const telling = tellingPlan(core);
	if (!telling) return "waiting-for-technician";
	if (awaitsSecrets(telling)) return "waiting-for-secret";
	const { state } = telling;
	return state === "open" ? "waiting-for-approval" : state;
};

export const ticketView = (core: Core): TicketView | null => {
	const { ticket, snapshot } = core.self();
	const link = snapshot.msp.ticketLink;
	return ticket === null
		? null
		: { ticket, url: link?.replaceAll("{ticket}", encodeURIComponent(ticket)) ?? null };
};

export const planView = (core: Core, row: PlanRow): PlanView => {
	const { plan } = row;
	const { snapshot } = core.self();
	const runs = judgedRuns(core, row).map((one) => runView(core, row, one));
	return {
		plan: row.id,
		session: core.self().id,
		client: snapshot.name,
		request: requestOf(core),
		digest: row.digest,
		state: row.state,
		proposer: proposer(core, row),
		...(row.proposer.roles && { proposerRoles: row.proposer.roles }),
		...(row.proposer.surface === "browser" && { inConsole: true as const }),
		approvers: deciders(core, row).map(mention(core)),
		...waitsFor(core, row),
		votes: core.store.votes.of(row.id).map(voteView),
		endpoints: endpointViews(core, row),
		...choicesOf(plan),
		...shownSteps(plan),
		decideBy: plan.decideBy,
		runBy: row.run_by,
		oddities: stepOddities(plan.steps.map((step) => (isCut(step) ? { ...step, command: "" } : step))),
		machinesSay: machinesSay(core, plan),
		chatApproval: canApproveInChat(plan).ok,
		approval: snapshot.policy.approval,
		...rulesOf(core, row),
		runs,
		outcome: row.state === "finished" ? planOutcome(runs) : null,
		outputInChat: snapshot.policy.outputInChat,
		cancelledBy: cancellerOf(core, row),
		secrets: { names: plan.secrets.map(({ name }) => name), wanted: awaitsSecrets(row) },
		ticket: ticketView(core),
		thread: null,
		url: urlOf(core),
	};
};

const waitsFor = (core: Core, row: PlanRow): Pick<PlanView, "waitsFor"> => {
	const votes = core.store.votes.of(row.id);
	const over = new Set(votes.flatMap((vote) => [vote.actor.person, vote.for?.person]));
	const left = deciders(core, row).filter(({ id }) => !over.has(id));
	return votes.length > 0 && left.length > 0 ? { waitsFor: left.map(mention(core)) } : {};
};

const requestOf = (core: Core): PlanView["request"] => {
	const { requester: by, request } = core.self();
	return {
		by: requester(core).name,
		known: by.person !== null,
		text: request,
		...(by.roles && { roles: by.roles }),
	};
};

/** A card shows less than this of a script in any case; the console shows all of it, and names what can be misread. */
const beginning = 6_000;

/** Of plans that are kept: found once, since each change of a card asks. */
const shownOf = new WeakMap<Plan, ReturnType<typeof shownOnce>>();
const shownSteps = (plan: Plan): ReturnType<typeof shownOnce> => {
	const shown = shownOf.get(plan) ?? shownOnce(plan);
	shownOf.set(plan, shown);
	return shown;
};

/** As many as fit into a message's row, and what a card says of the files that they become. */
const shownOnce = ({ steps, shell }: Plan): Pick<PlanView, "steps" | "files"> => ({
	steps: steps.map((step) => (isCut(step) ? { ...step, command: startOf(step.command, beginning) } : step)),
	files: steps.flatMap((step, index) => {
		if (!step.script) return [];
		const bytes = scriptBytes(step.command, step.script.encoding);
		const facts = { bytes: bytes.length, lines: linesIn(step.command), sha256: sha256Hex(bytes) };
		return [{ step: index, ...facts, cut: isCut(step), doubts: scriptDoubts(step, shell) }];
	}),
});

const isCut = ({ command, script }: Step): boolean => script !== undefined && command.length > beginning;

const voteView = (vote: VoteRow): PlanView["votes"][number] => ({
	name: vote.for ? votedFor(actorName(vote.actor), vote.for) : actorName(vote.actor),
	...{ surface: vote.actor.surface, verdict: vote.verdict, at: vote.at, reason: vote.reason },
	...(vote.unconfirmed && { unconfirmed: vote.unconfirmed }),
});

export const endpointViews = (core: Core, row: PlanRow): PlanView["endpoints"] => {
	const deliveries = core.store.deliveries.of(row.id);
	return row.plan.endpoints.map(({ id, name }) => {
		const known = core.self().snapshot.endpoints.find((one) => one.id === id);
		const delivery = deliveries.find((one) => one.endpoint === id);
		return {
			id,
			name,
			description: known?.description ?? "",
			os: known?.inventory.os ?? "",
			loggedOn: known?.inventory.loggedOn ?? [],
			online: known?.online ?? false,
			lastSeen: known?.lastSeen ?? null,
			held: known?.held ?? null,
			blocked: known?.quarantined ?? false,
			clockAhead: known?.clockAhead ?? 0,
			agentUser: known?.inventory.user ?? "",
			undelivered:
				delivery && (["undelivered", "refused"].includes(delivery.state) || unheardBecause(delivery))
					? (delivery.detail ?? delivery.state)
					: null,
			// While it has the plan, it says so here.
			disk: delivery?.state === "accepted" ? delivery.disk : known?.online ? known.disk : "room",
		};
	});
};

const runView = (core: Core, row: PlanRow, { run, judged }: JudgedRun): RunView => ({
	...judged,
	cancelled: cancelledBy(core, row, judged),
	run: run.id,
	phase: run.phase,
	endpoint: row.plan.endpoints.find((one) => one.id === run.endpoint)?.name ?? run.endpoint,
	asks: run.ended_at === null && core.store.prompts.waiting(run.id).length > 0,
	startedAt: run.start_heard,
	durationMs: judged.doubted ? null : (run.summary?.durationMs ?? null),
	stdout: run.stdout,
	stderr: run.stderr,
	left: run.found?.left ?? 0,
	...(run.found?.held && { held: true }),
	inside: insideInChat(insideOf(run), core.self().snapshot.policy),
	drift: driftInChat(core, run),
	lines: run.lines,
	...printed(core, run),
	part: run.reading?.part ?? "first",
	ran: ranIn(row, run),
	reading: readingOf(run),
	whole: run.whole,
	head: run.head?.link ?? null,
	...(run.person && { person: run.person }),
});

/** What looks like a secret stays out of chat; the record has it. */
const printed = (core: Core, { excerpt, reading }: RunRow): Pick<RunView, "excerpt" | "errors"> =>
	core.self().snapshot.policy.outputInChat === "lines"
		? { excerpt: masked(excerpt), errors: masked(reading?.errors ?? "") }
		: { excerpt: "", errors: "" };

/** What gave its exit code. */
export const ranIn = ({ plan }: PlanRow, { step }: Pick<RunRow, "step">): Ran => {
	const { command, script } = plan.steps[step] ?? { command: "" };
	return ranOf(plan.shell, command, script !== undefined);
};

/** How its output was read, as far as that was told. */
export const readingOf = ({ reading }: Pick<RunRow, "reading">): Reading => ({
	as: reading?.as ?? [],
	overdrawn: reading?.overdrawn ?? false,
});

/** How it went on each of these endpoints, and why. */
export const outcomesOf = (endpoints: { name: string }[], runs: RunView[]): Notice["outcomes"] =>
	endpointOutcomes(endpoints, runs).map((one) => {
		const there = runs.filter((run) => run.endpoint === one.endpoint);
		return { ...one, why: failureText(one.outcome, there) };
	});

const outcomesOfPlan = ({ endpoints, runs }: PlanView) => outcomesOf(endpoints, runs);

/** A notice with what is the same for all of a plan's notices filled in. */
export const notice = (
	core: Core,
	turn: Notice["turn"],
	to: Mention[],
	by: string,
	row: PlanRow | null,
	text = "",
): Notice => ({
	turn,
	to,
	session: core.self().id,
	request: core.self().request,
	plan: row?.id ?? null,
	by,
	endpoints: row?.plan.endpoints.map((one) => one.name) ?? [],
	proposer: row ? proposer(core, row).name : "",
	changes: row?.plan.words.changes ?? "",
	text,
	outcomes: turn === "finished" && row?.state === "finished" ? outcomesOfPlan(planView(core, row)) : [],
	url: urlOf(core),
});
