// Compares the tables for quick answers with the chained events that they came from.
import { createHash } from "node:crypto";
import { fromBase64 } from "../../../protocol/bytes.ts";
import type { Actor } from "../../../protocol/people.ts";
import { runsCommand, runsScript } from "../../../protocol/plan/invocation.ts";
import { runBy, type Shell, type Step } from "../../../protocol/plan/plan.ts";
import { withReferences } from "../../../protocol/plan/secret.ts";
import type { Attachment } from "../../../protocol/record/events.ts";
import { sha256Hex } from "../../keys/crypto.ts";
import type { Core } from "../core.ts";
import { gathered } from "../participants.ts";
import { wishOf } from "../plan/wish.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import type { RunRow } from "../tables/runs.ts";
import { type Check, check, type Event, ofKind, same } from "./checking.ts";

export const checkTables = async (core: Core, events: Event[]): Promise<Check[]> => [
	await check("Request", "as it was recorded", () => sessionProblems(core, events)),
	await check("Decisions", "each plan's proposer, state and times, as recorded", () => [
		...core.store.plans.all().flatMap((row) => planProblems(core, row, events)),
		...(core.store.rulings.arePlaced() ? [] : ["a ruling is in the wrong place"]),
	]),
	await check("Votes", `${ofKind(events, "vote.cast").length} votes, as recorded`, () =>
		voteProblems(core, events),
	),
	await check("Participants", "those who did something in it", () => participantProblems(core)),
	await check("Endpoint keys", "each with the fingerprint in the plan", () => keyProblems(core)),
	await check("Attachments", "each with its size and SHA-256", () => attachmentProblems(core, events)),
];

/** Pairs of a name and whether it is as recorded: what is wrong, in words. */
const otherwise = (of: string, facts: Record<string, boolean>): string[] =>
	Object.entries(facts).flatMap(([name, holds]) =>
		holds ? [] : [`${of}: its ${name} is not what was recorded`],
	);

const sessionProblems = (core: Core, events: Event[]): string[] => {
	const row = core.self();
	const opened = ofKind(events, "session.opened")[0];
	if (!opened) return ["its opening is not in the record"];
	const { request, place, original, for: whom } = opened.body;
	const thread = place.thread ?? row.place.thread;
	return otherwise("the session", {
		request: row.request === request,
		requester: same(row.requester, whom ?? original?.author ?? opened.actor),
		opener: same(row.opened_by, whom ? opened.actor : null),
		place: same(row.place, { ...place, thread }),
		holder: same(row.taken_by, holderIn(events)),
		ticket: row.ticket === (ofKind(events, "ticket.set").at(-1)?.body.ticket ?? null),
		threads: threadsHold(core, events),
		opening: row.opened_at === opened.at,
		closing: row.closed_at === closedIn(events),
		reopening: row.reopened_at === (ofKind(events, "session.reopened").at(-1)?.at ?? null),
	});
};

/** The technician who has it: the first who took it, or who it was handed to last. */
const holderIn = (events: Event[]): Actor | null =>
	ofKind(events, "session.handed").at(-1)?.body.to ?? ofKind(events, "session.taken")[0]?.actor ?? null;

/** Since when it is closed; null: it isn't. */
const closedIn = (events: Event[]): number | null => {
	// Its words may be erased.
	const closed = events.findLast(({ kind }) => kind === "session.closed");
	const reopened = ofKind(events, "session.reopened").at(-1);
	return closed && closed.seq > (reopened?.seq ?? 0) ? closed.at : null;
};

/** Every thread is in the record, and the other way round; the first one's opening may tell it all. */
const threadsHold = (core: Core, events: Event[]): boolean => {
	const changes = ofKind(events, "thread.heard");
	const told = ofKind(events, "thread.opened").map(({ body: { thread, place, heard = null } }) => ({
		kind: thread,
		...place,
		heard: changes.findLast(({ body }) => same(body.place, place))?.body.heard ?? heard,
	}));
	const standing = core.store.threads
		.all()
		.filter(
			({ thread, kind }) => thread !== null && (kind !== "own" || told.some((one) => one.kind === "own")),
		)
		.map(({ kind, workspace, channel, thread, heard }) => ({ kind, workspace, channel, thread, heard }));
	const sorted = (all: object[]) => all.map((one) => JSON.stringify(one)).sort();
	const own = core.store.threads.named("own");
	return (
		core.store.threads.arePlaced() &&
		core.store.threads
			.all()
			.every(({ kind, thread, called }) => called === null || !(kind === "own" || thread)) &&
		same(sorted(told), sorted(standing)) &&
		own?.workspace === core.self().place.workspace &&
		own.channel === core.self().place.channel
	);
};

/** It is decided right after that, with nothing between. */
const follows = (ruled: { seq: number } | undefined, decided: { seq: number } | undefined): boolean =>
	ruled === undefined || decided?.seq === ruled.seq + 1;

const planProblems = (core: Core, row: PlanRow, events: Event[]): string[] => {
	const about = <T extends { body: { plan: string } }>(found: T[]) =>
		found.filter(({ body }) => body.plan === row.id);
	const proposed = about(ofKind(events, "plan.proposed"))[0];
	const decided = about(ofKind(events, "plan.decided"))[0];
	const approved = decided?.body.outcome === "approved";
	const last = about(ofKind(events, "vote.cast")).findLast(({ seq }) => seq < (decided?.seq ?? 0));
	const ruled = about(ofKind(events, "plan.ruled"))[0];
	const timed = about(ofKind(events, "plan.timed"))[0];
	const ruling = core.store.rulings.of(row.id);
	const states = approved
		? ["approved", "running", "finished", "cancelled"]
		: [decided?.body.outcome ?? "open"];
	return otherwise(`plan ${row.id}`, {
		proposer: same(row.proposer, proposed?.actor),
		state: states.includes(row.state),
		"time to decide": row.decide_by === row.plan.decideBy,
		"time of decision": row.decided_at === (decided?.at ?? null),
		"time to run":
			row.run_by === (decided && approved ? (timed?.body.runBy ?? runBy(row.plan, decided.at)) : null),
		policy: row.policy === (approved ? ((ruled ?? last)?.body.policy ?? null) : null),
		ruling: same(ruling?.ruled ?? null, ruled?.body.ruled ?? null) && follows(ruled, decided),
		"time to start": (ruling?.from ?? null) === (timed?.body.from ?? null),
		wish: proposed?.body.wish === undefined || (row.once !== null && wishOf(row.once) === proposed.body.wish),
		escalation: row.escalated === (about(ofKind(events, "plan.escalated")).at(-1)?.body.as ?? null),
		cancellation: row.cancelled_by === (about(ofKind(events, "cancel.asked")).at(-1)?.actor?.name ?? null),
	});
};

const voteProblems = (core: Core, events: Event[]): string[] => {
	const cast = ofKind(events, "vote.cast").map(({ at, actor, body }) =>
		JSON.stringify([
			body.plan,
			actor?.person,
			body.verdict,
			body.reason,
			at,
			actor,
			body.for,
			body.unconfirmed,
		]),
	);
	const { votes } = core.store;
	const stored = votes
		.all()
		.map(({ plan, person, verdict, reason, at, actor, for: whom, unconfirmed }) =>
			JSON.stringify([plan, person, verdict, reason, at, actor, whom, unconfirmed]),
		);
	return votes.arePlaced() && same(cast.sort(), stored.sort())
		? []
		: ["the votes are not those that were recorded"];
};

const participantProblems = (core: Core): string[] => {
	const kept = core.store.participants.read();
	const holds = kept === null || same([...kept].sort(), gathered(core).sort());
	return holds ? [] : ["those who are kept are not those who did something in it"];
};

const keyProblems = (core: Core): string[] => {
	const keys = core.store.endpointKeys.all();
	const named = core.store.plans.all().flatMap((row) => row.plan.endpoints);
	const wrong = named.filter(({ id, key }) => {
		const raw = keys.find(({ endpoint }) => endpoint === id)?.key;
		return raw === undefined || fingerprint(raw) !== key;
	});
	const strange = keys.filter(({ endpoint }) => !named.some(({ id }) => id === endpoint));
	return [
		...wrong.map(({ name }) => `the key of ${name} is not the one in the plan`),
		...strange.map(({ endpoint }) => `there is a key of ${endpoint}, which no plan names`),
		...(core.store.endpointKeys.arePlaced() ? [] : ["a key is in the wrong place"]),
	];
};

const fingerprint = (raw: string): string | null => {
	try {
		return sha256Hex(fromBase64(raw));
	} catch {
		return null;
	}
};

const attachmentProblems = (core: Core, events: Event[]): string[] => {
	const said = [
		...ofKind(events, "message.said").flatMap(({ body }) => body.attachments),
		...ofKind(events, "message.attached").flatMap(({ body: { attached } }) =>
			"attachment" in attached ? [attached.attachment] : [],
		),
	];
	const stored = core.store.attachments.all();
	const strange = stored.filter(({ id }) => !said.some(({ blob }) => blob === id));
	return [
		...said.flatMap((one) => {
			const parts = stored.find(({ id }) => id === one.blob)?.parts ?? 0;
			return holds(core, one, parts) ? [] : [`the attachment ${one.name} is not the one that was recorded`];
		}),
		...strange.map(({ id }) => `the attachment ${id} is in no message`),
	];
};

/** Part by part: an attachment may be larger than what fits into memory twice. */
const holds = (core: Core, { blob, name, type, bytes, sha256 }: Attachment, parts: number): boolean => {
	const hash = createHash("sha256");
	let length = 0;
	for (let at = 0; at < parts; at++) {
		const part = core.store.attachments.part(blob, at);
		if (!part?.bytes || part.name !== name || part.type !== type) return false;
		hash.update(part.bytes);
		length += part.bytes.length;
	}
	return parts > 0 && length === bytes && hash.digest("hex") === sha256;
};

/** What a run's row says differently from the events of its start and end. */
export const runProblems = (core: Core, run: RunRow, events: Event[]): string[] => {
	const started = ofKind(events, "run.started").find(({ body }) => body.run === run.id);
	const drift = ofKind(events, "run.drift").find(({ body }) => body.run === run.id);
	const ended = ofKind(events, "run.ended").find(({ body }) => body.run === run.id);
	const rejected = ofKind(events, "integrity").find(({ body }) => body.run === run.id);
	const erasures = ofKind(events, "erased").filter(
		({ body }) => "run" in body.what && body.what.run === run.id,
	);
	const erased = erasures.find(({ body }) => !("records" in body.what));
	const partly = erasures.findLast(({ body }) => "records" in body.what);
	const plan = core.store.plans.get(run.plan)?.plan;
	const shell = plan?.shell ?? "sh";
	const asked = plan?.steps[run.step];
	const step = plan && asked && withReferences(plan, asked);
	const counts = ended ? run.stdout === ended.body.stdout && run.stderr === ended.body.stderr : true;
	return otherwise("the run", {
		step: step?.phase === run.phase && (!started || runs(started.body.context.shell.argv, step, shell)),
		start: run.start_heard === (started?.at ?? null),
		context: same(run.context, started?.body.context ?? null),
		drift: same(run.drift, drift?.body.drift ?? null),
		end: run.ended_at === (ended?.at ?? null),
		summary: same(run.summary, ended?.body.summary ?? null),
		"number of bytes": counts,
		agreement: run.agrees === (ended?.body.agrees ?? null),
		finding: same(run.found, ended?.body.found ?? null),
		rejection: run.rejected === (rejected?.body.reason ?? null),
		head: same(run.head, ended?.body.head ?? null),
		erasure: run.erased === (erased?.body.reason ?? null) && run.partly === (partly?.body.reason ?? null),
	});
};

/** Whether these arguments give a shell this step: its file, or its text as it is, quoted for cmd, or encoded for PowerShell. */
const runs = (argv: string[], { command, script }: Step, shell: Shell): boolean =>
	script ? runsScript(shell, argv, command, script) : runsCommand(shell, argv, command);
