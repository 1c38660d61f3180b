// Thirty sessions at once in one conversation, in virtual time and on real tables: when their cards show what happened. Tests judge it,
// and a bench prints it.
import { planView, runView, sessionView } from "../../../cards/testing/views.ts";
import type { ChatMessage, PlanView, SessionView } from "../../../protocol/read/view.ts";
import { slackPace } from "../platform/slack.ts";
import type { Pace } from "../posting/pace.ts";
import { startQueue } from "./queue.ts";

const sessions = Array.from({ length: 30 }, (_, n) => n);
const ada = "slack:T1:U0ADA";
/** How often someone looks, in ms. */
export const step = 500;
const planOf = (n: number) => `pl_g00000000000000${String(n).padStart(2, "0")}`;
const card = (n: number, some: Partial<PlanView>): ChatMessage => ({
	type: "plan",
	view: planView({ plan: planOf(n), ...some }),
});

/** Each session's own card, its plan's card in the thread, and the approver's copy, all in chat, the plans open. */
const begin = async (pace: Pace) => {
	const on = startQueue(pace);
	/** By the message's key: when it was edited, and what it showed then. */
	const edits: { key: string; at: number; state: string; pressed: boolean }[] = [];
	const { edit } = on.poster;
	const note = ({ message: ref }: { message: string }, message: ChatMessage, pressed: boolean) => {
		if (message.type === "plan" || message.type === "session")
			edits.push({ key: ref.slice(3), at: on.now() - begun, state: message.view.state, pressed });
	};
	on.poster.edit = (at, message) => {
		note(at, message, false);
		return edit(at, message);
	};
	on.poster.editPressed = async (_, at, message) => {
		note(at, message, true);
		return { ok: true, ...at, sent: "{}" };
	};
	on.bind("C1", "acme");
	const show = (n: number, some: Partial<PlanView>) => {
		on.put(`plan:${planOf(n)}`, `s${n}`, card(n, some));
		on.put(`plan:${planOf(n)}:${ada}`, `s${n}`, card(n, some), { person: ada });
	};
	const root = (n: number, state: SessionView["state"]) =>
		on.put(`root:s${n}`, `s${n}`, { type: "session", view: sessionView({ request: `${n}`, state }) });
	for (const n of sessions) {
		on.session(`s${n}`, "C1");
		root(n, "waiting-for-approval");
		show(n, { state: "open" });
	}
	await on.toTheEnd();
	await on.later(120_000);
	const begun = on.now();
	return { ...on, edits, show, root, time: () => on.now() - begun };
};

type Pressed = "nowhere" | "in the thread" | "in the own chat";

/** All are approved within a second; each command prints twice a second for so long, in ms. */
export const approveAll = async (lasting: number, pressed: Pressed, pace: Pace = slackPace) => {
	const on = await begin(pace);
	const approved = (n: number) => Math.floor((n / sessions.length) * 1_000);
	const ends = (n: number) => approved(n) + 500 + lasting;
	let printed = 0;
	for (; on.time() < lasting + 60_000; await on.later(step)) {
		const now = on.time();
		const since = (at: number) => now >= at && now - step < at;
		for (const n of sessions) {
			if (since(approved(n))) {
				const ref = `ts-plan:${planOf(n)}${pressed === "in the thread" ? "" : `:${ada}`}`;
				const where = pressed === "in the thread" ? "C1" : "D1";
				if (pressed !== "nowhere") on.store.pressed(where, ref, "there", on.now());
				on.show(n, { state: "approved" });
			}
			if (since(approved(n) + 500)) on.root(n, "running");
			if (now >= approved(n) + 500 && now < ends(n))
				on.show(n, { state: "running", runs: [runView({ stdout: ++printed })] });
			if (since(ends(n))) on.show(n, { state: "finished" });
			if (since(ends(n))) on.root(n, "finished");
		}
	}
	const first = (key: string, wanted: (state: string) => boolean) =>
		on.edits.find((one) => one.key === key && wanted(one.state))?.at ?? Number.POSITIVE_INFINITY;
	const all = (copy: string, wanted: (state: string) => boolean, from: (n: number) => number) =>
		sessions.map((n) => first(`plan:${planOf(n)}${copy}`, wanted) - from(n)).toSorted((a, b) => a - b);
	const copy = `:${ada}`;
	const gone = (state: string) => state !== "open";
	const over = (state: string) => state === "finished";
	return {
		byRate: on.edits.filter((one) => !one.pressed).map(({ at }) => at),
		/** How long after it was true, in ms: the buttons are gone, the end is shown. */
		thread: { decided: all("", gone, approved), ended: all("", over, ends) },
		own: { decided: all(copy, gone, approved), ended: all(copy, over, ends) },
	};
};

/** By Slack's rate alone, in ms: how long after it was true the last end can be shown at the earliest, where every card lost its buttons
 * before. Then 20 of 50 edits are left: the last ten ends wait until the first edit is a minute old, and three seconds more, that edits
 * may differ on their way. Where commands take less, cards go to their end at once; where they take longer, the minute is over. */
const leastInSlack = (lasting: number): number => Math.max(0, lasting > 15_000 ? 63_000 - 500 - lasting : 0);

/** Of one conversation, in ms: eight edits in two seconds. */
export const leastInTeams = 2_000 * Math.floor((sessions.length - 1) / 8);

/** In seconds, of commands that take so many ms: when the last card shows its end, when it may by the platform's limits, and when it
 * has to. */
export const figuresOf = (ended: number[], lasting: number, least = leastInSlack(lasting)) => ({
	reached: (ended.at(-1) ?? 0) / 1_000,
	least: least / 1_000,
	allowed: Math.max(35, (least + step) / 1_000),
});
