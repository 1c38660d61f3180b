// Checks a whole session: every event's link, every plan's digest, every head's signature, every recording.
import { hex } from "../../../protocol/bytes.ts";
import { planDigest } from "../../../protocol/plan/plan.ts";
import type { Verification } from "../../../protocol/read/transcript-source.ts";
import { firstLink, headBytes, nextLink, payloadHash } from "../../../protocol/record/chain.ts";
import { erasableKinds } from "../../../protocol/record/erasure.ts";
import { eventMeta, type SignedHead } from "../../../protocol/record/events.ts";
import { Stream, summaryMessage } from "../../../protocol/record/records.ts";
import { sha256, verify } from "../../keys/crypto.ts";
import { everyKey, type Keys } from "../../keys/published.ts";
import { type RecordingCheck, verifyRecording } from "../../recording/check.ts";
import { readSummary } from "../../recording/summary.ts";
import type { Core } from "../core.ts";
import type { RunRow } from "../tables/runs.ts";
import { type Check, check, type Event, type Found, ofKind, readAll, same } from "./checking.ts";
import { nameOf, openEnds } from "./open.ts";
import { checkPasskeys } from "./passkeys.ts";
import { checkStamps } from "./stamps.ts";
import { storyProblems } from "./story.ts";
import { checkTables, runProblems } from "./tables.ts";

/** `current`: the Worker's key as it is now; heads may be signed by any that it ever had. */
export const verifySession = async (core: Core, current: Keys): Promise<Verification> => {
	const keys = await everyKey(core, current);
	const events = readAll(core);
	const runs = await checkRuns(core, events, keys);
	const checks: Check[] = [
		await check("Events", `${events.length} events, each linked to the one before`, () =>
			chainProblems(core, events),
		),
		await check("Story", "what happens once is told once, of plans and runs that are here", () =>
			storyProblems(core, events),
		),
		await check("Plans", "each with the digest that was proposed", () => planProblems(core, events)),
		...(await checkTables(core, events)),
		...(await checkPasskeys(core, events)),
		await check("Signed heads", "each signed by this Worker's key", () => headProblems(core, events, keys)),
		...(await checkStamps(events)),
		...runs.checks,
	];
	return { ok: checks.every((check) => check.ok), checks, open: openEnds(core, events, runs.recorded) };
};

const chainProblems = (core: Core, events: Event[]): string[] => {
	const problems: string[] = [];
	const struck = struckIn(events);
	let link = firstLink(core.self().id, sha256);
	for (const [index, row] of events.entries()) {
		if (row.seq !== index + 1) problems.push(`event ${index + 1} is missing`);
		if (row.unreadable) problems.push(`event ${row.seq} can't be read`);
		if (row.body && row.body.kind !== row.kind) problems.push(`event ${row.seq} is not of its kind`);
		if (row.payload && (!row.salt || hex(payloadHash(row.salt, row.payload, sha256)) !== hex(row.hash)))
			problems.push(`event ${row.seq} was changed`);
		if (!row.payload && !struck.has(row.seq)) problems.push(`event ${row.seq} is empty`);
		if (!row.payload && row.salt) problems.push(`event ${row.seq} is empty, and its salt is still there`);
		if (row.payload && struck.has(row.seq)) problems.push(`event ${row.seq} was erased, and is still there`);
		link = nextLink("event", link, eventMeta(row), row.hash, sha256);
		if (hex(link) !== hex(row.link))
			problems.push(`event ${row.seq} was changed: its link does not follow from the one before`);
		link = row.link;
	}
	return problems;
};

/** The events whose erasure is in the record: a later event tells it, and it is of a kind that may go. */
const struckIn = (events: Event[]): Set<number> =>
	new Set(
		ofKind(events, "erased").flatMap(({ seq, body: { what } }) => {
			const target = "seq" in what ? events[what.seq - 1] : undefined;
			const mayGo = (erasableKinds as readonly string[]).includes(target?.kind ?? "");
			return target && target.seq < seq && mayGo ? [target.seq] : [];
		}),
	);

const planProblems = (core: Core, events: Event[]): string[] => {
	const proposed = ofKind(events, "plan.proposed");
	const plans = core.store.plans.all();
	const problems = plans.flatMap((row) => {
		const digest = planDigest(row.bytes, sha256);
		const recorded = proposed.find(({ body }) => body.plan === row.id)?.body.digest;
		const ours = row.plan.id === row.id && row.plan.session === core.self().id;
		return digest === row.digest && digest === recorded && ours
			? []
			: [`plan ${row.id} is not the one that was proposed`];
	});
	const ids = { proposed: proposed.map(({ body }) => body.plan), kept: plans.map(({ id }) => id) };
	if (!same(ids.proposed, ids.kept))
		problems.push("the plans are not those that were proposed, in their order");
	return problems;
};

const headProblems = async (core: Core, events: Event[], keys: Keys): Promise<string[]> => {
	const problems: string[] = [];
	for (const { seq, body } of ofKind(events, "head.signed")) {
		const { head } = body;
		const holds =
			head.count < seq &&
			hex(events[head.count - 1]?.link ?? firstLink(core.self().id, sha256)) === head.link &&
			head.id === core.self().id;
		if (!holds) problems.push(`the head of ${head.count} events is not the chain's`);
		else if (!(await signed(head, keys)))
			problems.push(`the head of ${head.count} events has a wrong signature`);
	}
	return problems;
};

const signed = async (head: SignedHead, keys: Keys): Promise<boolean> => {
	const key = keys.find((one) => one.keyId === head.keyId);
	return key !== undefined && verify(key.key, headBytes(head), head.signature);
};

/** `recorded`: those whose recordings have records, or can't be read. */
const checkRuns = async (
	core: Core,
	events: Event[],
	keys: Keys,
): Promise<{ checks: Check[]; recorded: Set<string> }> => {
	const checks = [await check("Runs", "one for each step on each endpoint", () => missingRuns(core, events))];
	const recorded = new Set(core.store.runs.ids());
	for (const id of recorded) checks.push(await checkRun(core, id, events, keys, recorded));
	return { checks, recorded };
};

/** Every approved plan has each of its steps once on each endpoint, in that order, as the runs that were prepared for them;
 * and every run in the record is there. */
const missingRuns = (core: Core, events: Event[]): string[] => {
	const runs = core.store.runs.all();
	const known = new Set(runs.map((run) => run.id));
	const told = events.flatMap(({ body }) => (body && "run" in body ? [body.run] : []));
	const approved = ofKind(events, "plan.decided").filter(({ body }) => body.outcome === "approved");
	const due = approved.flatMap(({ body }) => {
		const plan = core.store.plans.get(body.plan)?.plan;
		return (plan?.endpoints ?? []).flatMap(({ id }, on) =>
			(plan?.steps ?? []).map((_step, step) => ({
				...{ plan: body.plan, endpoint: id, step },
				run: body.runs?.[on]?.[step],
			})),
		);
	});
	const there = runs.map(({ plan, endpoint, step, id }, at) => ({
		...{ plan, endpoint, step },
		// Older events don't say which.
		run: due[at]?.run && id,
	}));
	return [
		...[...new Set(told)].filter((id) => !known.has(id)).map((id) => `run ${id} is missing`),
		...(same(due, there) ? [] : ["the runs are not those of the approved plans"]),
	];
};

const checkRun = async (
	core: Core,
	id: string,
	events: Event[],
	keys: Keys,
	recorded: Set<string>,
): Promise<Check> => {
	let what = `Run ${id}`;
	const checked = await check(what, "each record linked to the one before", async () => {
		const run = core.store.runs.get(id) as RunRow;
		what = nameOf(core, run);
		const found = await verifyRecording(core.env, id);
		if (found.count === 0) recorded.delete(id);
		return [...runProblems(core, run, events), ...(await recordingProblems(core, run, events, keys, found))];
	});
	return { ...checked, what };
};

const recordingProblems = async (
	core: Core,
	run: RunRow,
	events: Event[],
	keys: Keys,
	found: RecordingCheck,
): Promise<string[]> => {
	const counted = Stream.options.every((of) => run[of] >= 0 && run[of] <= found[of]);
	const uncounted = counted ? [] : ["it counts more output than its recording has"];
	if (found.spec === null && run.started_at === null && run.ended_at === null) return uncounted;
	const problems = [...uncounted, ...found.problems];
	const started = ofKind(events, "run.started").find(({ body }) => body.run === run.id);
	const ended = ofKind(events, "run.ended").find(({ body }) => body.run === run.id);
	if (started && !same(found.started, { context: started.body.context, at: run.started_at }))
		problems.push("its start is not the one in the recording");
	if (!started && run.started_at !== null) problems.push("its start is not in the record");
	if (found.spec && (found.spec.plan !== run.plan || found.spec.endpoint !== run.endpoint))
		problems.push("the recording is of another plan or endpoint");
	if (ended) problems.push(...(await endProblems(core, run, ended.body, found, keys)));
	if (!allErased(found, run.id, events))
		problems.push("bytes are gone, and no erasure of them is in the record");
	return problems;
};

/** Whether each record that is gone is one whose erasure is in the record. An event goes with the output only if that
 * erasure names those that stay, and not this one. */
const allErased = ({ gone, struck }: RecordingCheck, run: string, events: Event[]): boolean => {
	const erasures = ofKind(events, "erased").flatMap(({ body: { what, stays } }) =>
		"run" in what && what.run === run
			? [{ listed: "records" in what ? new Set(what.records) : null, stays: stays && new Set(stays) }]
			: [],
	);
	return (
		gone.every((n) => erasures.some(({ listed }) => listed?.has(n) ?? true)) &&
		struck.every((n) => erasures.some(({ listed, stays }) => listed?.has(n) ?? stays?.has(n) === false))
	);
};

const endProblems = async (
	core: Core,
	run: RunRow,
	ended: Found<"run.ended">["body"],
	found: RecordingCheck,
	keys: Keys,
): Promise<string[]> => {
	const problems: string[] = [];
	if (ended.head.link !== found.link || ended.head.count !== found.count || ended.head.id !== run.id)
		problems.push("the recording is not the one whose head was signed");
	if (!(await signed(ended.head, keys))) problems.push("its head has a wrong signature");
	const agent = core.store.endpointKeys.all().find((one) => one.endpoint === run.endpoint)?.key ?? "";
	const bySummary =
		found.end && (await verify(agent, summaryMessage(found.end.summary), found.end.signature));
	if (!bySummary) problems.push("the agent's own count has a wrong signature");
	if (found.end && !same(readSummary(found.end.summary), ended.summary))
		problems.push("the agent's own count is not the one that was recorded");
	if (!ended.agrees) problems.push("the agent counted otherwise than what is stored");
	return problems;
};
