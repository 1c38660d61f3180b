// Thirty sessions at once in one Slack workspace: how soon their cards show what happened. Virtual time, real tables.
import { describe, expect, test } from "vitest";
import { planView, runView, sessionView } from "../../../cards/testing/views.ts";
import type { ChatMessage, PlanView, SessionView } from "../../../protocol/read/view.ts";
import { startQueue } from "../testing/queue.ts";

const sessions = Array.from({ length: 30 }, (_, n) => n);
const ada = "slack:T1:U0ADA";
const step = 500;
/** Slack takes so many edits of an app in any minute. */
const mostEdits = 50;

const planOf = (n: number) => `pl_g00000000000000${String(n).padStart(2, "0")}`;
const card = (n: number, some: Partial<PlanView>): ChatMessage => ({
	type: "plan",
	view: planView({ plan: planOf(n), ...some }),
});

/** Each session's own card, its plan's card in the thread, and the approver's copy, all in chat, the plans open. */
const begin = async () => {
	const on = startQueue();
	/** By the message's key: when it was edited, and what it showed then. */
	const edits: { key: string; at: number; state: string }[] = [];
	const { edit } = on.poster;
	on.poster.edit = (at, message) => {
		if (message.type === "plan" || message.type === "session")
			edits.push({ key: at.message.slice(3), at: on.now() - begun, state: message.view.state });
		return edit(at, message);
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

/** All are approved within a second; each command prints twice a second for so long, in ms. */
const approveAll = async (lasting: number) => {
	const on = await begin();
	const approved = (n: number) => Math.floor((n / sessions.length) * 1_000);
	const ends = (n: number) => approved(n) + 500 + lasting;
	let printed = 0;
	for (; on.time() < lasting + 120_000; await on.later(step)) {
		const now = on.time();
		const since = (at: number) => now >= at && now - step < at;
		for (const n of sessions) {
			if (since(approved(n))) on.show(n, { state: "approved" });
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
	return {
		edits: on.edits,
		/** Of the cards in the threads, how long after it was true, in ms: the buttons are gone, the end is shown. */
		decided: all("", (state) => state !== "open", approved),
		ended: all("", (state) => state === "finished", ends),
		/** Of the approver's own copies. */
		copies: all(`:${ada}`, (state) => state === "finished", ends),
	};
};

const seconds = (ms: number) => ms / 1_000;

/** `least`: when the last end can be shown at the earliest, by Slack's rate alone. Where the commands end within a minute and
 * every card lost its buttons before, the fifty-first edit waits until the first is a minute old. */
describe.each([
	{ lasting: 2_000, least: 0 },
	{ lasting: 20_000, least: 60_000 - 20_500 },
	{ lasting: 70_000, least: 0 },
])("thirty plans that are approved at once, whose commands last $lasting ms", ({ lasting, least }) => {
	test("lose their buttons within 20 seconds, and show their end within 35 seconds of it where Slack's rate allows", async () => {
		const { edits, decided, ended, copies } = await approveAll(lasting);
		const figures = {
			median: seconds(ended[15] ?? 0),
			last: seconds(ended.at(-1) ?? 0),
			least: seconds(least),
		};
		expect(figures.last, JSON.stringify(figures)).toBeLessThanOrEqual(
			Math.max(35, figures.least + seconds(step)),
		);
		expect(copies.at(-1)).toBeLessThanOrEqual(120_000);
		expect(decided.at(-1)).toBeLessThanOrEqual(20_000);
		const inAMinute = edits.map(
			({ at }) => edits.filter((one) => one.at >= at && one.at < at + 60_000).length,
		);
		expect(Math.max(...inAMinute)).toBeLessThanOrEqual(mostEdits);
	});
});
