// What people do about plans: a technician proposes, others decide, ask, cancel; not only those who may.

import type { ChatUser } from "../../../../../bots/intent.ts";
import type { InputKind, PlanDraft } from "../../../../../protocol/plan/plan.ts";
import type { Verdict } from "../../../../../protocol/record/events.ts";
import type { Answer } from "../../../../../protocol/refusal.ts";
import type { CastVote } from "../../../../../worker/contracts/session.ts";
import { scanned } from "../../../../../worker/scan.ts";
import type { Message } from "../chat.ts";
import { world } from "../world.ts";
import type { Pressing } from "./pressing.ts";

export const planning = ({ press, visit, presses, someone, anyone, at, under, refOf, scene }: Pressing) => {
	const { chance } = world();
	const command = (asks = "") =>
		`say ${chance.between(0, 4)} in ${chance.one([50, 500, 4_000, 20_000])}${asks} exit ${chance.one([0, 0, 0, 1])}`;
	const some = (odds: number, kind: InputKind) => (chance.happens(odds) ? [kind] : []);
	/** It asks what it may, and at times what it may not. */
	const asking = (input: InputKind[]): string => {
		const kind = chance.happens(0.9) ? input[0] : chance.one(["text", "choices"] as const);
		return kind === undefined ? "" : ` asks ${kind}`;
	};
	const draft = (): PlanDraft => {
		const input = [...some(0.15, "choices"), ...some(0.2, "text")];
		const endpoints = [...scene.machines.values()].flatMap(({ enrolment }) => enrolment?.endpoint ?? []);
		const steps = [
			...(chance.happens(0.2) ? [{ phase: "before" as const, command: command() }] : []),
			{ phase: "command" as const, command: chance.happens(0.03) ? "say (" : command(asking(input)) },
			...(chance.happens(0.2) ? [{ phase: "after" as const, command: command() }] : []),
		];
		return {
			endpoints: chance.happens(0.3) ? endpoints : [chance.one(endpoints)],
			...{ decideWithin: chance.one([60, 60, 60, 600]), runWithin: chance.one([60, 60, 60, 600]) },
			...{ shell: "sh", runAs: { kind: "agent" }, cwd: null, steps, stepTimeLimit: chance.one([2, 10, 60]) },
			...{ failedCheck: chance.one(["stop", "continue"]), input, notBefore: null },
			words: { changes: "restarts the spooler", notices: "", undo: "" },
		};
	};
	/** False: they have no account there. */
	const inConsole = (by: ChatUser, session: string, plan: string, verdict: Verdict): boolean => {
		const person = scene.company.people.find(({ identities }) => identities.includes(by.identity));
		if (!person) return false;
		const vote: CastVote = {
			...{ by: { person: person.id, name: person.name }, plan, pressed: null, verdict },
			reason: verdict === "deny" ? "not now" : null,
		};
		const ask = async () =>
			scene.objects.call(scene.objects.find("SESSION", session), "vote", [
				vote,
				await scanned(vote.reason ?? ""),
			]) as Promise<Answer<object>>;
		visit(person, verdict, plan, ask);
		return true;
	};
	return {
		propose: (root: Message): void => {
			if (root.shown.type !== "session") return;
			const { session } = root.shown.view;
			const by = chance.happens(0.05) ? anyone() : someone("Tom", "Tom", "Sam");
			const once = `view-${presses.length}`;
			const wanted = draft();
			press(by, "propose", once, (backend) =>
				backend.propose({
					...{ by, place: under(root), session, once },
					...{ from: { from: "session", session }, draft: wanted },
				}),
			);
		},
		/** Several at times, as two approvers do who were both called. */
		onCard: (card: Message): void => {
			if (card.shown.type !== "plan") return;
			const { plan, session, state } = card.shown.view;
			const waits = state === "open";
			const yes = waits ? Array<"approve">(20).fill("approve") : [];
			const what = chance.one([...yes, "approve", "deny", "ask", "ask", "cancel"] as const);
			const by = waits && chance.happens(0.9) ? someone("Ada", "Ada", "Sam", "Bob") : anyone();
			const also = waits && what === "approve" && chance.happens(0.4) ? someone("Ada", "Sam", "Bob") : null;
			const once = `view-${presses.length}`;
			for (const one of [by, ...(also ? [also] : []), ...(chance.happens(0.1) ? [by] : [])]) {
				if (
					(what === "approve" || what === "deny") &&
					chance.happens(0.2) &&
					inConsole(one, session, plan, what)
				)
					continue;
				const on = { by: one, place: at(card), ref: refOf(card), plan };
				press(one, what, what === "ask" ? once : plan, (backend) => {
					if (what === "ask") return backend.ask({ ...on, question: "what does it do?", once });
					if (what === "cancel") return backend.cancel(on);
					return backend.vote({ ...on, verdict: what, reason: what === "deny" ? "not now" : null });
				});
			}
		},
	};
};
