// Messages in which every text of a person or machine tries to be more than text.
import { type ChatMessage, PlanState, type PlanView } from "../../protocol/read/view.ts";
import { hostile } from "./texts.ts";
import { at, endpoint, notice, planView, runView, sessionView } from "./views.ts";

export const planStates = PlanState.options;

/** A plan in this state, with the steps of every other, in which each text that a person or a machine wrote beside them is
 * the next of these. */
export const hostilePlan = (state: PlanView["state"], text: () => string): PlanView => {
	const mention = () => ({ identities: [], name: text() });
	const endpoints = Array.from({ length: 2 }, (_, i) =>
		endpoint(`${text()}${i}`, {
			description: text(),
			os: text(),
			loggedOn: [text(), text()],
			agentUser: text(),
			online: i === 0,
			lastSeen: at,
			undelivered: state === "finished" && i === 1 ? text() : null,
		}),
	);
	const ran = (i: number, some: Partial<PlanView["runs"][number]>) =>
		runView({ endpoint: endpoints[i]?.name ?? "", ...some });
	const running = state === "running" ? ({ state: "running", end: null } as const) : {};
	return planView({
		state,
		client: text(),
		request: { by: text(), known: false, text: text() },
		proposer: mention(),
		approvers: [mention(), mention()],
		cwd: text(),
		words: { changes: text(), notices: text(), undo: text() },
		endpoints,
		machinesSay: [
			{
				state: "checked",
				endpoint: endpoints[0]?.name ?? "",
				effects: [{ what: "registry", target: text() }],
				missing: [{ step: 0, kind: "command", name: text() }],
			},
			{ state: "unable", endpoint: endpoints[1]?.name ?? "", because: "failed", detail: text() },
		],
		runs: [
			ran(0, { phase: "before", excerpt: text(), whole: false, end: { outcome: "exited", code: 0 } }),
			ran(0, { excerpt: text(), end: { outcome: "not-started", reason: text() }, ...running }),
			ran(0, { phase: "after", excerpt: text(), end: { outcome: "signalled", signal: text() } }),
			ran(1, { excerpt: text(), end: { outcome: "cancelled", by: text() } }),
		],
		runBy: at,
		votes: [
			{ name: text(), surface: "slack", verdict: "approve", at, reason: null },
			{ name: text(), surface: text(), verdict: "deny", at, reason: text() },
		],
		cancelledBy: text(),
		ticket: { ticket: text(), url: null },
	});
};

/** One of each kind, from a source of numbers from 0 to below 1. */
export const hostileMessages = (next: () => number): ChatMessage[] => {
	const pick = <T>(all: readonly T[]): T => all[Math.floor(next() * all.length)] as T;
	const text = () => hostile(next, 12);
	const mention = () => ({
		identities: next() < 0.5 ? ["slack:T01:U0ADA", "teams:tenant-1:U0ADA"] : [text()],
		name: text(),
	});
	const doubted = () => ({
		claim: { outcome: "signalled" as const, signal: text() },
		doubts: [{ what: "kept-out" as const, reason: text() }],
	});
	return [
		{
			type: "session",
			view: sessionView({
				client: text(),
				request: hostile(next, 400),
				requester: mention(),
				state: pick(["running", "closed"]),
			}),
		},
		{
			type: "notice",
			view: notice({
				turn: pick(["question", "denied", "finished", "refused-by-agent", "stray-grant"]),
				outcomes: [{ endpoint: text(), outcome: "unknown", why: text(), doubted: [doubted()] }],
				by: text(),
				changes: text(),
				text: text(),
				to: [mention()],
			}),
		},
		{
			type: "plan",
			view: {
				...hostilePlan(pick(planStates), text),
				steps: [{ phase: "command", command: hostile(next, 300) }],
			},
		},
		{
			type: "head",
			view: {
				session: "s_g0123456789ab7a3f",
				whole: next() < 0.5,
				count: Math.floor(next() * 500),
				link: "ab".repeat(32),
				keyId: text(),
				at,
				url: "https://x",
			},
		},
	];
};
