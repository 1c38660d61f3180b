// What must hold when all has come to rest: nothing waits, nothing ran twice or without approval, nothing that was confirmed is
// lost, every card is true, every transcript verifies.
import type { Verification } from "../../../protocol/read/transcript-source.ts";
import { PlanView } from "../../../protocol/read/view.ts";
import type { Session } from "../../../worker/session/object.ts";
import { promptView } from "../../../worker/session/show/prompts.ts";
import { sessionView } from "../../../worker/session/show/session-view.ts";
import { deciders, planView } from "../../../worker/session/show/views.ts";
import type { PlanRow } from "../../../worker/session/tables/plan/plans.ts";
import type { PromptRow } from "../../../worker/session/tables/prompts.ts";
import { promptProblems } from "./checks/prompts.ts";
import { recordProblems } from "./checks/records.ts";
import { runProblems } from "./checks/runs.ts";
import type { Message } from "./world/chat.ts";
import type { Held } from "./world/held.ts";
import { longest, skew } from "./world/laws.ts";
import type { People } from "./world/people/people.ts";
import type { Scene } from "./world/set-up.ts";

/** What is not at rest yet, in words. */
export const unrest = ({ objects, machines }: Scene): string[] => {
	const found: string[] = [];
	for (const { kind, storage, full } of objects.all()) {
		// No call of it has arrived.
		const table = outboxOf(kind);
		if (!storage.has(table)) continue;
		for (const { key, error } of storage.all(waiting[table]))
			found.push(`${full}: ${key} is still in the outbox (${error})`);
		if (kind === "WORKSPACE")
			for (const { key, hold, error } of storage.all(
				"SELECT key, hold, error FROM posts WHERE waits = 1 OR version > done",
			))
				found.push(`${full}: ${key} still waits to be posted (${hold} ${error})`);
		if (kind === "ENDPOINT")
			for (const { plan, state } of storage.all("SELECT plan, state FROM queue WHERE state <> 'finished'"))
				found.push(`${full}: ${plan} is still ${state}`);
		if (kind === "SESSION" && storage.has("prompts"))
			for (const { run, id, state } of storage.all(
				"SELECT run, id, state FROM prompts WHERE state NOT IN ('taken', 'over')",
			))
				found.push(`${full}: question ${id} of ${run} is still ${state}`);
		if (kind === "SESSION")
			for (const { id, state } of storage.all(
				"SELECT id, state FROM plans WHERE state IN ('open', 'approved', 'running')",
			))
				found.push(`${full}: ${id} is still ${state}`);
	}
	for (const { name, disk, rejected, removed } of machines.values()) {
		// It keeps what the Worker takes no more.
		if (removed) continue;
		if (rejected !== null) found.push(`${name}: the Worker takes its agent no more: ${rejected}`);
		for (const { plan } of disk.db?.prepare("SELECT plan FROM plans WHERE told = 0").all() ?? [])
			found.push(`${name}: ${plan} is not reported`);
		for (const { run, n } of disk.db?.prepare("SELECT run, n FROM spool").all() ?? [])
			found.push(`${name}: record ${n} of ${run} is still in the spool`);
	}
	return found;
};

/** Which table has what it is still to deliver. */
const outboxOf = (kind: string): keyof typeof waiting =>
	kind === "SESSION" || kind === "RECORDING" ? "things" : "outbox";
const entry = "SELECT value ->> 'key' AS key, value ->> 'error' AS error";
const waiting = {
	things: `${entry} FROM things, json_each(body) WHERE kind = 'outbox'`,
	outbox: `${entry} FROM outbox, json_each(body)`,
};

type Drive = <T>(promise: Promise<T>) => Promise<T>;

export const problemsOf = async (scene: Scene, people: People, drive: Drive): Promise<string[]> => {
	const sessions = scene.objects
		.all()
		.filter(({ kind, storage }) => kind === "SESSION" && storage.all("SELECT 1 FROM session").length > 0);
	return [
		...sessions.flatMap((one) => runProblems(scene, people, one)),
		...sessions.flatMap((one) => promptProblems(scene, people, one)),
		...strayRuns(scene, sessions),
		...recordProblems(scene),
		...cardProblems(scene, sessions),
		...talkProblems(people, sessions),
		...(await verified(scene, sessions, drive)),
	];
};

/** Whatever ran is a run of some session. */
const strayRuns = ({ machines }: Scene, sessions: Held[]): string[] => {
	const known = new Set(
		sessions.flatMap(({ storage }) => storage.all("SELECT id FROM runs").map(({ id }) => id)),
	);
	return [...machines.values()].flatMap(({ name, executions }) =>
		executions
			.filter(({ run }) => !known.has(run))
			.map(({ run }) => `${name} ran ${run}, which no session knows`),
	);
};

const cardProblems = (scene: Scene, sessions: Held[]): string[] => {
	const { chat } = scene;
	const found: string[] = [];
	/** Each plan has several cards. */
	const wholes = new Map<string, PlanView>();
	for (const one of sessions) {
		const core = one.object() as Session;
		const [root] = chat.messages.filter(
			({ shown }) => shown.type === "session" && shown.view.session === one.name,
		);
		if (!root) found.push(`${one.full} has no card of its own`);
		for (const row of core.store.plans.all())
			if (!chat.messages.some(({ shown }) => shown.type === "plan" && shown.view.plan === row.id))
				found.push(`${row.id} has no card`);
	}
	for (const message of chat.messages) {
		const { key, ts, shown } = message;
		if (isStray(chat, message)) continue;
		if (shown.type !== "plan" && shown.type !== "session" && shown.type !== "prompt") continue;
		const core = sessions.find(({ name }) => name === shown.view.session)?.object() as Session | undefined;
		if (!core) found.push(`message ${ts} (${key}) shows a session that is not there`);
		else if (shown.type === "session") {
			const [says, is] = [shown.view, sessionView(core, { kind: shown.view.thread, workspace: "" })].map(
				({ state, outcome }) => `${state} ${outcome}`,
			);
			if (says !== is) found.push(`message ${ts} (${key}) says ${says}, it is ${is}`);
		} else if (shown.type === "prompt") {
			const row = core.store.prompts.get(shown.view.run, shown.view.asked.id) as PromptRow;
			const [says, is] = [shown.view, promptView(core, row)].map(
				({ state, answer, by, cleared, rejected, because, tries }) =>
					JSON.stringify({ state, answer, by, cleared, rejected, because, tries }),
			);
			if (says !== is) found.push(`message ${ts} (${key}) says ${says}, it is ${is}`);
		} else {
			const row = core.store.plans.get(shown.view.plan) as PlanRow;
			const whole = wholes.get(row.id) ?? PlanView.parse(planView(core, row));
			wholes.set(row.id, whole);
			const says = essence(asPrinted(shown.view, whole));
			const wrong = viewsOf(scene, core, row, whole, message)
				.map((view) => essence(asPrinted(view, shown.view)))
				.map((is) =>
					says.flatMap((one, i) =>
						one === is[i] ? [] : [`message ${ts} (${key}) says ${one}, it is ${is[i]}`],
					),
				);
			if (wrong.every((one) => one.length > 0)) found.push(...(wrong[0] ?? []));
		}
	}
	const keys = new Map<string, number>();
	for (const { key } of chat.messages.filter((one) => !isStray(chat, one)))
		keys.set(key, (keys.get(key) ?? 0) + 1);
	for (const [key, count] of keys) if (count > 1) found.push(`${key} was posted ${count} times`);
	return found;
};

/** Where messages can't be looked for, one whose answer was lost is there twice, and no one knows the first of them. */
const isStray = ({ searched }: Scene["chat"], { acknowledged }: Message): boolean =>
	!searched && !acknowledged;

/** What a card may show. Someone's own card has nobody's words where they may not decide; one that nothing changed since then stays
 * as it was when they might, or might not. */
const viewsOf = (
	{ laws }: Scene,
	core: Session,
	row: PlanRow,
	whole: PlanView,
	{ key, at }: Message,
): PlanView[] => {
	const own = key.split("~")[0]?.slice(`plan:${row.id}:`.length) ?? "";
	if (!/^(?:slack|teams):.+:/.test(own)) return [whole];
	const decides = deciders(core, row).some(({ identities }) => identities.includes(own));
	const then = laws
		.between(at - longest, at + skew)
		.map(({ approvers }) => approvers.some(({ identities }) => identities.includes(own)));
	const views = { words: whole, none: withoutWords(whole) };
	return [decides, ...then].map((may) => views[may ? "words" : "none"]);
};
const withoutWords = (view: PlanView): PlanView => ({
	...view,
	votes: view.votes.map((vote) => ({ ...vote, reason: null })),
	runs: withoutPrinted(view),
});
const withoutPrinted = ({ runs }: PlanView): PlanView["runs"] =>
	runs.map((run) => ({ ...run, errors: "", inside: run.inside && { ...run.inside, first: [] } }));

/** A card keeps what it shows of the output after the policy has changed. */
const asPrinted = (view: PlanView, other: PlanView): PlanView =>
	view.outputInChat === other.outputInChat ? view : { ...view, runs: withoutPrinted(view) };

/** Of a plan's view, what may not be stale. Whether a machine is online is known as of the last change. */
const essence = (view: PlanView): string[] => {
	const { state, votes, runs, outcome, cancelledBy, endpoints } = view;
	const all = [state, votes, outcome, cancelledBy, endpoints.map((one) => one.undelivered)];
	return [...all, ...runs.map(({ excerpt: _, ...run }) => run)].map((one) => JSON.stringify(one));
};

/** What people were told has happened, has; once, however often it was delivered. */
const talkProblems = ({ presses }: People, sessions: Held[]): string[] => {
	const found: string[] = [];
	const events = sessions.flatMap((one) => (one.object() as Session).store.events.after(0, 100_000));
	for (const { by, what, about, answers } of presses) {
		const done = answers.filter((answer) => answer.ok);
		if (what === "say") {
			const said = events.filter(({ body }) => body?.kind === "message.said" && body.ref.message === about);
			const erased = events.some(({ kind, body }) => kind === "message.said" && body === null);
			if (said.length > 1 || (done.length > 0 && said.length === 0 && !erased))
				found.push(`${about} was recorded ${said.length} times`);
		}
		const made = new Set(
			done.flatMap((one) => ("plan" in one ? [one.plan] : "session" in one ? [one.session] : [])),
		);
		if (made.size > 1) found.push(`${by}'s ${what} ${about} made ${made.size} of them`);
		for (const id of made)
			if (
				!events.some(({ body }) => body?.kind === "plan.proposed" && body.plan === id) &&
				!sessions.some(({ name }) => name === id)
			)
				found.push(`${by}'s ${what} ${about} was confirmed, and ${id} is not there`);
		if (what !== "approve" && what !== "deny") continue;
		const cast = events.filter(
			({ actor, body }) =>
				body?.kind === "vote.cast" && body.plan === about && [actor?.identity, actor?.person].includes(by),
		);
		if (cast.length > 1 || (done.length > 0 && cast.length === 0))
			found.push(`${by}'s vote on ${about} was recorded ${cast.length} times`);
	}
	return found;
};

const verified = async ({ objects }: Scene, sessions: Held[], drive: Drive): Promise<string[]> => {
	const found: string[] = [];
	for (const one of sessions) {
		const { ok, checks } = (await drive(objects.call(one, "verify", []))) as Verification;
		if (!ok)
			found.push(`${one.full} does not verify: ${JSON.stringify(checks.filter((check) => !check.ok))}`);
	}
	return found;
};
