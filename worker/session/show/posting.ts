// What a session shows, and where: in each of its threads, and directly to people.
import { wordless } from "../../../domain/inside.ts";
import type { ChatMessage, HeadView, Notice, PlanView } from "../../../protocol/read/view.ts";
import { threadLink } from "../../../words/thread-link.ts";
import { workspaceOf } from "../../durable/places.ts";
import { together } from "../../durable/together.ts";
import type { Core, SessionOutbox } from "../core.ts";
import { endedNotice } from "../run/settling.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import type { ThreadRow } from "../tables/talk/threads.ts";
import { relayed } from "../talk/relaying.ts";
import { heard, keyIn, threadId, wanted } from "../talk/threads.ts";
import { directly } from "./homes.ts";
import { promptView } from "./prompts.ts";
import { sessionView } from "./session-view.ts";
import { deciders, noticeKey, planView } from "./views.ts";

export const openThread = async (core: Core, name: string): Promise<void> => {
	const found = core.store.threads.named(name);
	if (!found) return;
	const workspace = workspaceOf(core.env.WORKSPACE, found.workspace);
	const { heard: how, called } = await workspace.openThread(wanted(core, found));
	core.change(() => {
		if (called !== null && core.store.threads.named(name)?.thread === null)
			core.store.threads.setCalled(name, called);
		heard(core, found, how, Date.now());
	});
};

/** The session's own card, at the head of each thread. */
export const postRoots = (core: Core): Promise<void> => {
	const asOf = core.asOf();
	return each(core.store.threads.all(), ({ root_key, ...thread }) =>
		post(core, thread, root_key, { type: "session", view: sessionView(core, thread) }, { asOf }),
	);
};

/** What concerns the MSP alone. */
const deskOnly: Notice["turn"][] = ["untaken"];

/** In the desk's channel itself, where no one has to open a thread to see it. */
const postReminder = (core: Core, key: string, view: Notice): Promise<void> =>
	each(
		core.store.threads.all().filter(({ kind }) => kind === "desk"),
		({ workspace, channel }) =>
			workspaceOf(core.env.WORKSPACE, workspace).post({
				key: noticeKey(core, key),
				session: core.self().id,
				to: { channel },
				message: { type: "notice", view },
				once: true,
			}),
	);

export const postNotice = (core: Core, key: string, view: Notice): Promise<void> => {
	if (deskOnly.includes(view.turn)) return postReminder(core, key, view);
	return each(core.store.threads.all(), (thread) =>
		post(core, thread, keyIn(thread, noticeKey(core, key)), { type: "notice", view }, "once"),
	);
};

/** The chat as a witness: once is enough, where the session was opened. */
export const postHead = (core: Core, key: string, view: HeadView): Promise<void> =>
	each(
		core.store.threads.all().filter(({ kind }) => kind === "own"),
		(thread) => post(core, thread, `head:${core.self().id}:${key}`, { type: "head", view }, "once"),
	);

/** A plan's card in each thread, and directly to each approver who may decide, wherever they have an account; and to those who
 * have it already: of what they may no longer decide on they see how it went, and nobody's words. */
export const postCards = async (core: Core, row: PlanRow): Promise<void> => {
	const view = planView(core, row);
	const message: ChatMessage = { type: "plan", view };
	const asOf = core.asOf();
	const threads = core.store.threads.all();
	const homes = threads.map(({ workspace }) => workspace);
	const { snapshot, id } = core.self();
	const deciding = deciders(core, row).flatMap((person) => directly(snapshot, person, homes));
	const others = core.store.cards
		.directOf(row.id)
		.filter(({ identity }) => !deciding.some((one) => one.identity === identity));
	const direct = (view: PlanView) => (one: (typeof others)[number]) =>
		workspaceOf(core.env.WORKSPACE, one.workspace).post({
			key: `plan:${row.id}:${one.identity}`,
			session: id,
			to: { person: one.identity },
			message: { type: "plan", view: copyOf(core, view, one.workspace) },
			once: false,
			asOf,
		});
	await together([
		each(threads, (thread) => post(core, thread, keyIn(thread, `plan:${row.id}`), message, { asOf })),
		...deciding.map(direct(view)),
		...others.map(direct(unquoted(view))),
	]);
};

/** For one person alone, in this workspace: with the way to the session's thread there. */
export const copyOf = (core: Core, view: PlanView, workspace: string): PlanView => {
	const thread = core.store.threads
		.all()
		.find((one) => one.workspace === workspace && one.kind !== "desk" && one.thread !== null);
	return { ...view, thread: thread ? threadLink(thread) : null };
};

/** Without output, what the shell reported in words, and the voters' reasons. */
const unquoted = (view: PlanView): PlanView => ({
	...view,
	request: null,
	outputInChat: "counts",
	votes: view.votes.map((vote) => ({ ...vote, reason: null })),
	runs: view.runs.map((run) => ({
		...run,
		excerpt: "",
		errors: "",
		inside: run.inside && wordless(run.inside),
	})),
});

/** A running step's question, in each thread. */
export const postPrompt = async (core: Core, run: string, prompt: number): Promise<void> => {
	const row = core.store.prompts.get(run, prompt);
	if (!row) return;
	const message: ChatMessage = { type: "prompt", view: promptView(core, row) };
	const key = `prompt:${row.plan}:${run}.${prompt}`;
	const asOf = core.asOf();
	await each(core.store.threads.all(), (thread) => post(core, thread, keyIn(thread, key), message, { asOf }));
};

/** Something said in one thread, as the others show it. */
export const postRelay = async (core: Core, message: string): Promise<void> => {
	const found = relayed(core, message);
	if (!found) return;
	const key = `relay:${core.self().id}:${message}`;
	const asOf = core.asOf();
	await each(found.to, (thread) =>
		post(core, thread, keyIn(thread, key), { type: "relay", view: found.view }, { asOf }),
	);
};

/** To one person alone: in a workspace where the session is; else wherever they are. */
export const tellOne = async (
	core: Core,
	{ key, identities, notice: view }: Extract<SessionOutbox, { type: "tell" }>,
): Promise<void> => {
	const { id, snapshot } = core.self();
	const homes = core.store.threads.all().map(({ workspace }) => workspace);
	const all = directly(snapshot, { identities }, homes);
	const here = all.filter(({ workspace }) => homes.includes(workspace));
	for (const { identity, workspace } of here.length > 0 ? here : all)
		await workspaceOf(core.env.WORKSPACE, workspace).post({
			key: `${key}:${identity}`,
			session: id,
			to: { person: identity },
			message: { type: "notice", view },
			once: true,
		});
};

/** Removes what was erased from all copies, wherever there may be some. */
export const unsay = async (
	core: Core,
	{ keys, run, notice: says, ended }: Extract<SessionOutbox, { type: "unsay" }>,
): Promise<void> => {
	const { snapshot } = core.self();
	const threads = core.store.threads.all().map(({ workspace }) => workspace);
	const people = snapshot.people.flatMap((person) => directly(snapshot, person, threads));
	// Someone who got it directly may have left the client's people since.
	const listed = says?.turn === "wrote" ? snapshot.msp.workspaces.map(({ id }) => id) : [];
	const all = new Set([...threads, ...people.map(({ workspace }) => workspace), ...listed]);
	const row = ended && core.store.plans.get(ended.plan);
	const view = row ? endedNotice(core, row, ended.printed) : (says ?? null);
	await each([...all], (workspace) => workspaceOf(core.env.WORKSPACE, workspace).unsay(keys, run, view));
};

const each = <T>(all: T[], work: (one: T) => Promise<void>): Promise<void> => together(all.map(work));

const post = (
	core: Core,
	{ name, workspace }: Pick<ThreadRow, "name" | "workspace">,
	key: string,
	message: ChatMessage,
	how: "once" | { asOf: number },
): Promise<void> =>
	workspaceOf(core.env.WORKSPACE, workspace).post({
		key,
		session: core.self().id,
		to: { thread: threadId(core, name) },
		message,
		...(how === "once" ? { once: true } : { once: false, ...how }),
	});
