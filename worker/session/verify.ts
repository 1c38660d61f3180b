// Checks a whole session: every event's link, every plan's digest, every head's signature, every recording.
import { hex } from "../../protocol/bytes.ts";
import { firstLink, headBytes, nextLink, payloadHash } from "../../protocol/chain.ts";
import {
	eventMeta,
	readEventPayload,
	type SessionEventBody,
	type SignedHead,
} from "../../protocol/events.ts";
import { planDigest } from "../../protocol/plan.ts";
import { summaryMessage } from "../../protocol/records.ts";
import type { Verification } from "../../protocol/transcript.ts";
import { sha256, verify } from "../crypto.ts";
import { objectOf } from "../places.ts";
import type { RecordingCheck } from "../recording/verify.ts";
import type { Core } from "./core.ts";
import type { EventRow, RunRow } from "./store.ts";

type Keys = { keyId: string; key: string }[];
type Check = Verification["checks"][number];
type Body<K extends SessionEventBody["kind"]> = Extract<SessionEventBody, { kind: K }>;

export const verifySession = async (core: Core, keys: Keys): Promise<Verification> => {
	const events = readAll(core);
	const checks: Check[] = [
		checkChain(core, events),
		checkPlans(core, events),
		checkVotes(core, events),
		...(await checkHeads(core, events, keys)),
	];
	for (const run of core.store.allRuns()) checks.push(await checkRun(core, run, events, keys));
	return { ok: checks.every((check) => check.ok), checks };
};

type Event = EventRow & { body: SessionEventBody | null; unreadable: boolean };

const readAll = (core: Core): Event[] => {
	const found: Event[] = [];
	for (
		let batch = core.store.eventRows(0, 500);
		batch.length > 0;
		batch = core.store.eventRows(found.at(-1)?.seq ?? 0, 500)
	)
		found.push(...batch.map(readOne));
	return found;
};

const readOne = (row: EventRow): Event => {
	try {
		return { ...row, body: row.payload && readEventPayload(row.payload).body, unreadable: false };
	} catch {
		return { ...row, body: null, unreadable: true };
	}
};

const bodies = <K extends SessionEventBody["kind"]>(events: Event[], kind: K): Body<K>[] =>
	events.flatMap(({ body }) => (body?.kind === kind ? [body as Body<K>] : []));

const check = (what: string, problems: string[], fine: string): Check => ({
	ok: problems.length === 0,
	what,
	detail: problems.slice(0, 5).join("; ") || fine,
});

const checkChain = (core: Core, events: Event[]): Check => {
	const problems: string[] = [];
	let link = firstLink(core.self().id, sha256);
	for (const [index, row] of events.entries()) {
		if (row.seq !== index + 1) problems.push(`event ${index + 1} is missing`);
		if (row.unreadable) problems.push(`event ${row.seq} can't be read`);
		if (row.body && row.body.kind !== row.kind) problems.push(`event ${row.seq} is not of its kind`);
		if (row.payload && (!row.salt || hex(payloadHash(row.salt, row.payload, sha256)) !== hex(row.hash)))
			problems.push(`event ${row.seq} was changed`);
		if (!row.payload) problems.push(`event ${row.seq} is empty`);
		link = nextLink("event", link, eventMeta(row), row.hash, sha256);
		if (hex(link) !== hex(row.link))
			problems.push(`event ${row.seq}: its link does not follow from the one before`);
		link = row.link;
	}
	return check("Events", problems, `${events.length} events, each linked to the one before`);
};

const checkPlans = (core: Core, events: Event[]): Check => {
	const proposed = bodies(events, "plan.proposed");
	const plans = core.store.plans();
	const problems = plans.flatMap((row) => {
		const digest = planDigest(row.bytes, sha256);
		const recorded = proposed.find((one) => one.plan === row.id)?.digest;
		return digest === row.digest && digest === recorded
			? []
			: [`plan ${row.id} is not the one that was proposed`];
	});
	if (proposed.length !== plans.length) problems.push("a plan is missing, or was never proposed");
	return check("Plans", problems, `${plans.length} plans, each with the digest that was proposed`);
};

const checkVotes = (core: Core, events: Event[]): Check => {
	const cast = bodies(events, "vote.cast").map((vote) => `${vote.plan} ${vote.verdict}`);
	const stored = core.store
		.plans()
		.flatMap((row) => core.store.votes(row.id).map((vote) => `${vote.plan} ${vote.verdict}`));
	const same = JSON.stringify([...cast].sort()) === JSON.stringify([...stored].sort());
	return check(
		"Votes",
		same ? [] : ["the votes are not those that were recorded"],
		`${cast.length} votes, as recorded`,
	);
};

const checkHeads = async (core: Core, events: Event[], keys: Keys): Promise<Check[]> => {
	const heads = bodies(events, "head.signed");
	const problems: string[] = [];
	for (const { head } of heads) {
		const stands =
			hex(events[head.count - 1]?.link ?? firstLink(core.self().id, sha256)) === head.link &&
			head.id === core.self().id;
		if (!stands) problems.push(`the head of ${head.count} events is not the chain's`);
		else if (!(await signed(head, keys)))
			problems.push(`the head of ${head.count} events has a wrong signature`);
	}
	return [check("Signed heads", problems, `${heads.length} heads, each signed by this Worker's key`)];
};

const signed = async (head: SignedHead, keys: Keys): Promise<boolean> => {
	const key = keys.find((one) => one.keyId === head.keyId);
	return key !== undefined && verify(key.key, headBytes(head), head.signature);
};

const checkRun = async (core: Core, run: RunRow, events: Event[], keys: Keys): Promise<Check> => {
	const found = await objectOf(core.env.RECORDING, run.id).verify();
	const problems = [...found.problems];
	const ended = bodies(events, "run.ended").find((one) => one.run === run.id);
	if (ended) problems.push(...(await endProblems(core, run, ended, found, keys)));
	else if (run.ended_at !== null) problems.push("its end is not in the record");
	const erased = bodies(events, "erased").some(({ what }) => "run" in what && what.run === run.id);
	if (found.erased > 0 && !erased) problems.push("bytes are gone, and no erasure is in the record");
	const where = `Step ${run.step + 1} on ${core.store.plan(run.plan)?.plan.endpoints.find((one) => one.id === run.endpoint)?.name ?? run.endpoint}`;
	return check(
		where,
		problems,
		`${found.count} records, each linked to the one before${found.erased > 0 ? `; the bytes of ${found.erased} were erased` : ""}`,
	);
};

const endProblems = async (
	core: Core,
	run: RunRow,
	ended: Body<"run.ended">,
	found: RecordingCheck,
	keys: Keys,
): Promise<string[]> => {
	const problems: string[] = [];
	if (ended.head.link !== found.link || ended.head.count !== found.count || ended.head.id !== run.id)
		problems.push("the recording is not the one whose head was signed");
	if (!(await signed(ended.head, keys))) problems.push("its head has a wrong signature");
	const agent = core.store.keys().find((one) => one.endpoint === run.endpoint)?.key ?? "";
	const bySummary =
		found.end && (await verify(agent, summaryMessage(found.end.summary), found.end.signature));
	if (!bySummary) problems.push("the agent's own count has a wrong signature");
	if (!ended.agrees) problems.push("the agent counted otherwise than what is stored");
	return problems;
};
