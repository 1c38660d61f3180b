// The door of a session: looks up who wants something, lets the rules judge, and is the only one to record what they refuse.
import type { Actor, Person } from "../../protocol/people.ts";
import { type Answer, type Refusal, refuse } from "../../protocol/refusal.ts";
import type { RunsLeft } from "../contracts/client.ts";
import type { Caller } from "../contracts/values/caller.ts";
import type { Scan } from "../contracts/values/scan.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";
import { type Scans, scansOf } from "../durable/scans.ts";
import { actorFrom, type Core, personBehind } from "./core.ts";
import { record } from "./record.ts";

/** Who wants something, by the client's newest policy and people, and when (ms). */
export type Visit = {
	snapshot: Snapshot;
	person: Person | null;
	actor: Actor;
	now: number;
	/** How many runs the client may still propose today; missing: that was looked at before. */
	runs?: RunsLeft;
	/** Of the texts that they gave. */
	scans: Scans;
};

export const visitBy = (by: Caller, snapshot: Snapshot, now: number, scans = scansOf([])): Visit => ({
	snapshot,
	person: personBehind(by, snapshot),
	actor: actorFrom(by, snapshot),
	now,
	scans,
});

/** A made-up id leads to an object without a session. */
export const neverOpened = refuse({ code: "not-found", what: "session" });

/** `scans`: of each text in which a secret is looked for. */
type Look = { by: Caller; scans?: readonly Scan[] };
/** `action`: the name under which a refusal is recorded. `plan`: which one it is about, if there is one of that id. */
export type Wish = Look & { action: string; plan?: string };

/** Lets a wish be judged, and records that it was refused. */
export const atDoor = async <T>(
	core: Core,
	{ action, plan = "", ...look }: Wish,
	judge: (visit: Visit) => Answer<T>,
): Promise<Answer<T>> =>
	looking(core, look, (visit) => {
		const answer = judge(visit);
		if (!answer.ok) core.change(() => noteRefusal(core, visit, { action, plan, refusal: answer.refusal }));
		return answer;
	});

/** Refusals are counted as of one day, as long as the session lives. */
const always = 0;

/** Inside a transaction. An account that is refused over and over is counted: it can't grow the record for ever. */
const noteRefusal = (
	core: Core,
	{ actor, now }: Visit,
	{ action, plan, refusal }: { action: string; plan: string; refusal: Refusal },
): void => {
	const account = actor.identity ?? actor.person ?? actor.name;
	const { note, n } = core.store.refusals.note(always, "account", account);
	if (note === "count") record(core, now, actor, { kind: "attempts.counted", count: n });
	if (note === "whole")
		record(core, now, actor, {
			kind: "attempt.refused",
			plan: core.store.plans.get(plan)?.id ?? null,
			action,
			refusal,
		});
};

/** For what changes nothing: a refusal isn't recorded. */
export const looking = async <T>(
	core: Core,
	{ by, scans = [] }: Look,
	judge: (visit: Visit) => Answer<T>,
): Promise<Answer<T>> => {
	if (!core.store.session.read()) return neverOpened;
	const snapshot = await core.snapshot();
	return judge(visitBy(by, snapshot, Date.now(), scansOf(scans)));
};
