// The agent's plans: offered, granted, run, cancelled, finished.

import { fromBase64 } from "../../protocol/bytes.ts";
import { type Plan, planDigest, readPlan } from "../../protocol/plan/plan.ts";
import { forgetsSecrets } from "../../protocol/plan/secret.ts";
import type { FromAgent } from "../../protocol/wire.ts";
import { followApprovers } from "../approvers/following.ts";
import type { ApproverPins } from "../approvers/pinned.ts";
import { words } from "../commands/failure.ts";
import type { Challenges } from "../connection/challenges.ts";
import type { ControlListener } from "../connection/control.ts";
import { idOf, type Trust } from "../connection/trust.ts";
import { sha256 } from "../home/keys.ts";
import type { Secrets } from "../home/sealing.ts";
import { type DiskTrouble, troubleOf } from "../home/trouble.ts";
import { whyUnable } from "../machine/account.ts";
import { elapsed } from "../machine/clock.ts";
import { changedSince } from "../preflight/compare.ts";
import { newQueue } from "../preflight/queue.ts";
import { newRequests } from "../preflight/requests.ts";
import { noShell } from "../process/launch.ts";
import { findShell } from "../process/shells.ts";
import { openRecording } from "../record/recording.ts";
import { newCancels } from "./cancels.ts";
import { newDeadline } from "./deadline.ts";
import { type Accepted, type ExecuteDeps, executePlan } from "./execute.ts";
import {
	type Claims,
	claimsOf,
	type Granted,
	type GrantMessage,
	type Judge,
	judgeGrant,
	type Refused,
} from "./judge.ts";
import { newQuestions } from "./questions.ts";
import type { Interrupted } from "./recover.ts";
import { newRunning, type Running } from "./running.ts";
import { openSecrets } from "./secrets.ts";
import { newTurns } from "./turns.ts";

export type Plans = Omit<ControlListener, "rejected"> & {
	/** Reports each plan whose records the Worker all has. */
	sayFinished: () => void;
	running: Running;
	/** Goes on with a plan that restarted the machine. */
	resume: (interrupted: Interrupted) => void;
};

export const openPlans = (
	deps: ExecuteDeps,
	trust: Trust,
	approvers: ApproverPins,
	boot: string,
	send: (message: FromAgent) => void,
): Plans => {
	const { journal, store, disk, log } = deps;
	const cancels = newCancels();
	const running = newRunning();
	const turns = newTurns();
	const questions = newQuestions(trust.pinned, log);
	const queue = newQueue();
	const checking = { endpoint: deps.endpoint, queue, hosts: deps.hosts, pipes: deps.pipes };
	const changed = (plan: Plan, over: AbortSignal) => changedSince(checking, plan, over);
	/** Resolves once no grant is being judged. */
	let judging = Promise.resolve();
	/** Plans whose end was sent, and the pongs since then: two mean that the Worker has it. */
	const reported = new Map<string, number>();
	/** While this machine is on hold, its word counts for nothing. */
	let onHold = false;

	const sayFinished = () => {
		if (onHold) return;
		for (const plan of journal.finished()) {
			if (reported.has(plan)) continue;
			send({ type: "finished", plan });
			reported.set(plan, 0);
		}
	};
	const judge = (challenges: Challenges): Judge => ({
		endpoint: deps.endpoint,
		key: deps.key.raw,
		worker: trust.pinned(),
		consume: challenges.consume,
		now: elapsed,
		approvers: approvers.pinned,
		knows: (id) => ("plan" in id ? journal.knows(id.plan) : journal.hasRun(id.run)),
		unable: async ({ shell, runAs }) => {
			if (!findShell(shell)) return noShell(shell);
			return whyUnable(runAs);
		},
	});
	/** Only where the disk has room, and takes it. */
	const accept = (granted: Granted, bytes: Uint8Array, secrets: Secrets): Accepted | Refused => {
		const state = disk.state();
		if (state !== "room") return refusedByDisk(granted, state);
		try {
			return journalled(granted, bytes, secrets);
		} catch (thrown) {
			const trouble = troubleOf(thrown);
			if (trouble) return refusedByDisk(granted, trouble);
			throw thrown;
		}
	};
	const journalled = ({ plan, grant, startBy }: Granted, bytes: Uint8Array, secrets: Secrets): Accepted => {
		const { digest, runs } = grant;
		const command = runs[plan.steps.findIndex(({ phase }) => phase === "command")];
		const isNew = store.decide(() => {
			if (!journal.accept(plan.id, digest, runs, boot)) return false;
			if (plan.restart && command !== undefined) journal.willRestart(plan.id, bytes, command);
			return true;
		});
		if (!isNew) throw new Error(`${plan.id} was accepted before`);
		running.started(plan.id);
		send({ type: "accepted", plan: plan.id });
		log(`plan ${plan.id}: accepted`);
		return { ok: true, plan, digest, runs, deadline: newDeadline(startBy), turn: turns.next(), secrets };
	};
	/** The plan of a rejected grant, as well as the agent can know it: by signature, by challenge, by the grant's own words. */
	const addressee = ({ plan, challenge }: Claims, { plan: signed }: Refused, challenges: Challenges) => {
		const outstanding = challenges.outstanding();
		const known = plan !== undefined && (outstanding.includes(plan) || journal.knows(plan));
		return signed ?? challenges.planOf(challenge ?? "") ?? (known ? plan : (outstanding.at(-1) ?? plan));
	};
	const refuse = (verdict: Refused, claims: Claims, challenges: Challenges): undefined => {
		const { code, reason } = verdict;
		const plan = addressee(claims, verdict, challenges);
		if (plan === undefined) return log(`rejected a grant that names no plan: ${reason}`) as undefined;
		// The Worker hears that nothing ran, so the agent must not obey a grant that is still on its way.
		challenges.forget(plan);
		log(`plan ${plan}: rejected. ${reason}`);
		send({ type: "refused", plan, session: claims.session, code, reason });
	};
	/** One after the other: a second grant of a plan waits until the first one's plan is in the journal. */
	const judged = async (message: GrantMessage, challenges: Challenges, claims: Claims) => {
		const before = judging;
		const { promise, resolve } = Promise.withResolvers<void>();
		judging = promise;
		await before;
		try {
			const verdict = await judgeGrant(judge(challenges), message);
			if (!verdict.ok) return refuse(verdict, claims, challenges);
			// No answer: the Worker offers it again, to the agent that is started next.
			if (running.isDraining())
				return log(`plan ${verdict.plan.id}: not now, the agent is stopping`) as undefined;
			const opened = await openSecrets(deps.sealing, deps.endpoint, verdict, message.secrets ?? []);
			if (!opened.ok) return refuse(opened, claims, challenges);
			const accepted = accept(verdict, fromBase64(message.plan), opened.secrets);
			return accepted.ok ? accepted : refuse(accepted, claims, challenges);
		} finally {
			resolve();
		}
	};
	const onGrant = async (message: GrantMessage, challenges: Challenges) => {
		const claims = claimsOf(message);
		const { signal, release } = cancels.hold(claims.plan ?? "");
		try {
			const accepted = await judged(message, challenges, claims);
			if (!accepted) return;
			await execute(accepted, signal);
		} finally {
			release();
		}
	};
	const execute = async (accepted: Accepted, signal: AbortSignal): Promise<void> => {
		const over = () => running.ended(accepted.plan.id);
		await executePlan({ ...deps, questions, changed }, accepted, signal, over).finally(() => {
			accepted.turn.taken();
			over();
		});
		log(`plan ${accepted.plan.id}: ended`);
	};
	/** The machine restarted, as the plan says: what comes after its command. */
	const resume = ({ plan, digest }: Interrupted): void => {
		const { bytes, runs } = store.decide(() => journal.resume(plan, boot));
		if (planDigest(bytes, sha256) !== digest) throw new Error(`${plan}: these aren't the approved bytes`);
		const read = readPlan(bytes);
		const from = read.steps.findIndex(({ phase }) => phase === "after");
		const deadline = newDeadline(Number.POSITIVE_INFINITY);
		deadline.meet();
		log(`plan ${plan}: the machine restarted as approved`);
		if (from === -1) return;
		if (forgetsSecrets(read)) {
			unmasked({ plan, digest }, runs.slice(from));
			return;
		}
		running.started(plan);
		const { signal, release } = cancels.hold(plan);
		const rest: Accepted = {
			ok: true,
			plan: read,
			digest,
			runs,
			deadline,
			turn: turns.next(),
			secrets: new Map(),
			from,
		};
		execute(rest, signal)
			.catch((thrown) => log(`could not go on with plan ${plan}: ${words(thrown)}`))
			.finally(release);
	};
	/** An older agent accepted it. What runs now could print what the plan's steps were given before. */
	const unmasked = (of: Interrupted, runs: string[]): void => {
		for (const run of runs)
			if (journal.run(run).state === "waiting") openRecording(deps, { run, ...of }).end(unmaskable, null);
	};
	const sayDisk = () => {
		if (disk.state() !== "room") send({ type: "disk", state: disk.state() });
	};
	disk.onChange((state) => send({ type: "disk", state }));
	return {
		sayFinished,
		running,
		resume,
		welcomed({ key, succession, held, questions: takesQuestions = false }) {
			onHold = held !== undefined;
			questions.welcomed(takesQuestions);
			if (held !== undefined) log(held);
			const { doubt, followed } = trust.follow(key, succession);
			if (followed) log(`the Worker has a new key, ${idOf(key)}. The previous key vouches for it`);
			if (doubt) {
				log(`${doubt} Nothing runs here until your MSP fixes this.`);
				send({ type: "distrusts", key, reason: doubt });
			}
			sayDisk();
			reported.clear();
			sayFinished();
		},
		sentAway: sayDisk,
		offered(plan, challenges) {
			if (!journal.knows(plan)) {
				if (!running.isDraining()) send({ type: "ready", plan, challenge: challenges.make(plan) });
				return;
			}
			send({ type: "accepted", plan });
			if (journal.isFinished(plan)) send({ type: "finished", plan });
		},
		granted(message, challenges) {
			onGrant(message, challenges).catch((thrown) => log(`could not handle a grant: ${words(thrown)}`));
		},
		sealingKeyAsked() {
			if (deps.sealing) send({ type: "sealing-key", ...deps.sealing.publicKey(deps.endpoint, deps.key) });
		},
		approversNamed: (said) => followApprovers(approvers, said, { log, send }),
		cancelled: cancels.cancel,
		told: questions.answered,
		asked: newRequests({ ...checking, log, send }, trust.pinned),
		answered() {
			for (const [plan, pongs] of reported) {
				reported.set(plan, pongs + 1);
				if (pongs !== 1) continue;
				disk.owe(() => store.write(() => journal.setReported(plan)));
				reported.delete(plan);
			}
		},
	};
};

const unmaskable = {
	outcome: "not-started",
	reason:
		"After a restart the agent can't mask this plan's secrets, so its checks after don't run. Propose them as a plan of their own.",
} as const;

const refusedByDisk = ({ grant }: Granted, trouble: DiskTrouble): Refused => ({
	ok: false,
	...(trouble === "full"
		? { code: "disk-full", reason: "This machine's disk is full." }
		: { code: "disk-failing", reason: "This machine's disk can't be written to." }),
	plan: grant.plan,
});
