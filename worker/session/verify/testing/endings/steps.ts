// What can happen to an approved plan, one thing after the other, by the real rules: the table of endings is made of these.
import type { Answer } from "../../../../../protocol/refusal.ts";
import type { Undelivered } from "../../../../contracts/values/grant.ts";
import { deliver, reportProgress } from "../../../../recording/outbox.ts";
import { strike } from "../../../erasure/strike.ts";
import { cancel } from "../../../plan/cancelling.ts";
import { onTime } from "../../../run/clock.ts";
import { accepted, recordLost, refusedByAgent, undelivered } from "../../../run/delivered.ts";
import { isSeen } from "../../../run/settling.ts";
import type { RunRow } from "../../../tables/runs.ts";
import { close, reopen } from "../../../talk/closing.ts";
import { handOver, take } from "../../../talk/desk.ts";
import { ada, sam, tom } from "../../../testing/session.ts";
import { approved, chat, dana, later, type Making, played, runtime, visit } from "../making.ts";
import type { Played } from "../recordings.ts";

type Ending = { it: Making; plan: string; on: string };
export type End = (ending: Ending) => void | Promise<void>;

const done = { outcome: "exited", code: 0 } as const;
const output: Played["says"] = [["stdout", "1\n"]];
export const quiet = { says: [], unstarted: true };

const run = ({ it, plan }: Ending, step: number): RunRow => it.core.store.runs.of(plan)[step] as RunRow;
/** This step, as done if not told otherwise. */
export const plays =
	(step: number, how: Partial<Played> = {}): End =>
	(of) =>
		played(of.it, run(of, step), { says: output, end: done, ...how });
/** One step after the other. */
export const playsAll =
	(...all: Partial<Played>[]): End =>
	async (of) => {
		for (const [step, how] of all.entries()) await plays(step, how)(of);
	};
export const granted = ({ it, plan, on }: Ending): void => {
	it.core.store.deliveries.set(plan, on, "granted", null);
};
export const accepts = (of: Ending): void => {
	granted(of);
	accepted(of.it.core, of.plan, of.on, runtime, later(of.it.clock));
};
export const isApproved = ({ it, plan }: Ending): void => approved(it, plan);
export const cancels = ({ it, plan }: Ending): void => {
	succeeded(cancel(it.core, { by: chat(ada), plan, pressed: null }, visit(it, ada)));
};
const succeeded = (answer: Answer<object>): void => {
	if (!answer.ok) throw new Error(answer.refusal.code);
};
export const closes = ({ it }: Ending): void => succeeded(close(it.core, "Set it right.", visit(it, tom)));
/** What closing said. */
export const erasesClosing = ({ it }: Ending): void => {
	const [closed] = it.core.store.events.ofKinds("session.closed");
	const { actor, now } = visit(it, ada);
	it.core.change(() => strike(it.core, { seq: closed?.seq ?? 0 }, "a name", actor, now));
};
export const reopens = ({ it }: Ending): void => succeeded(reopen(it.core, visit(it, dana)));
export const changesHands = ({ it }: Ending): void => {
	succeeded(take(it.core, visit(it, tom)));
	succeeded(handOver(it.core, sam.id, visit(it, tom)));
};
export const isUndelivered =
	(because: Undelivered) =>
	({ it, plan, on }: Ending): void =>
		undelivered(it.core, plan, on, because, later(it.clock));
export const refuses =
	(grant: "expected" | "repeated" | "misdirected") =>
	({ it, plan, on }: Ending): void => {
		const refused = { n: 1, grant, code: "late", reason: "the grant came too late" };
		refusedByAgent(it.core, plan, on, refused, later(it.clock));
	};
export const losesRecord = ({ it, plan, on }: Ending): void => recordLost(it.core, plan, on, later(it.clock));
export const fallsSilent = ({ it, plan }: Ending): void => {
	it.clock.now = (it.core.store.plans.get(plan)?.run_by ?? 0) + 3_600_000;
	onTime(it.core, it.clock.now);
};
/** Records of the run that began last. */
export const contradicts = (of: Ending): Promise<void> => {
	const begun = of.it.core.store.runs.of(of.plan).findLast(isSeen) ?? run(of, 0);
	const { store } = of.it.made.getByName(begun.id);
	later(of.it.clock);
	return deliver({ type: "integrity", reason: "record 2 came again with other bytes" }, of.it.env, store);
};
/** Output without a start, as if the agent had kept the start to itself. */
export const printsUnstarted = async (of: Ending): Promise<void> => {
	await plays(0, { unstarted: true, end: null })(of);
	await reportProgress(of.it.env, of.it.made.getByName(run(of, 0).id).store);
};
export const waits =
	(seconds: number): End =>
	({ it }) => {
		it.clock.now += seconds * 1_000;
	};

export const skipped = (because: "failed-check" | "earlier-step" | "cancelled" | "run-by-passed") => ({
	...quiet,
	end: { outcome: "skipped" as const, because },
});
export const unknown = (because: "agent-restarted" | "endpoint-restarted") => ({
	end: { outcome: "unknown" as const, because },
	some: { stdout: { bytes: 2, sha256: null }, durationMs: null },
});
