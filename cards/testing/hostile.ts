// Messages in which every text that somebody or some machine wrote tries to be more than text.
import type { ChatMessage } from "../../protocol/view.ts";
import { at, endpoint, hostile, notice, planView, runView, sessionView } from "./views.ts";

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
				outcomes: [{ endpoint: text(), outcome: "unknown", doubted: [doubted()] }],
				by: text(),
				changes: text(),
				text: text(),
				to: [mention()],
			}),
		},
		{
			type: "plan",
			view: planView({
				state: pick(["open", "approved", "running", "finished", "denied", "expired", "cancelled"]),
				client: text(),
				proposer: mention(),
				approvers: [mention(), mention()],
				cwd: text(),
				words: { changes: text(), notices: text(), undo: text() },
				steps: [{ phase: "command", command: hostile(next, 300) }],
				endpoints: [
					endpoint(text(), {
						description: text(),
						os: text(),
						loggedOn: [text()],
						agentUser: text(),
						undelivered: text(),
					}),
				],
				runs: [
					runView({ endpoint: text(), excerpt: text(), end: { outcome: "not-started", reason: text() } }),
					runView({ endpoint: text(), end: { outcome: "signalled", signal: text() } }),
					runView({ end: null, doubted: doubted() }),
				],
				votes: [{ name: text(), surface: text(), verdict: "deny", at, reason: text() }],
				cancelledBy: text(),
			}),
		},
		{
			type: "head",
			view: {
				session: "s_g0123456789ab7a3f",
				count: Math.floor(next() * 500),
				link: "ab".repeat(32),
				keyId: text(),
				at,
				url: "https://x",
			},
		},
	];
};
