// A question from an approver's own copy of the card: they hear there that it was passed on, and what technicians write after it.
import { expect, test } from "vitest";
import { planCard } from "../../../cards/kinds/plan.ts";
import { strike } from "../erasure/strike.ts";
import { copyOf } from "../show/posting.ts";
import { planView } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { said } from "../talk/talking.ts";
import { ada, now, olga, proposal, sam, sessionWith, tom } from "../testing/session.ts";
import { noticeOf } from "../testing/surfaces.ts";
import { ask } from "./asking.ts";
import { propose } from "./proposing.ts";

const chat = ({ identities: [identity = ""], name }: typeof ada) => ({ identity, name });

const asked = (from: "direct" | "thread") => {
	const it = sessionWith();
	propose(it.core, proposal(it.core), it.visit({ identity: "slack:T1:U4", name: tom.name }));
	const row = it.store.plans.last() as PlanRow;
	const ref = { workspace: "slack:T1", channel: from === "direct" ? "D1" : "C1", message: "2" };
	it.store.cards.add(ref, row.id, from === "direct" ? `plan:${row.id}:slack:T1:U1` : `plan:${row.id}`, null);
	const by = chat(ada);
	const pressed = { place: { ...ref, thread: null }, ref, ofPlan: true };
	const asks = (once: string) =>
		ask(it.core, { by, plan: row.id, pressed, question: "Is it safe?", once }, it.visit(by));
	asks("q");
	const says = (person: typeof ada, text: string, message: string, command?: true) =>
		it.core.change(() =>
			said(
				it.core,
				{
					by: chat(person),
					place: { workspace: "slack:T1", channel: "C1", thread: "1" },
					ref: { workspace: "slack:T1", channel: "C1", message },
					text,
					expected: [],
					...(command && { command }),
				},
				"whole",
				it.visit(chat(person)),
			),
		);
	const heard = () =>
		it.sent.flatMap((one) =>
			one.type === "tell" ? [`${one.identities.join()} ${noticeOf(one.notice)}`] : [],
		);
	return { it, row, asks, says, heard };
};
const erase = ({ core }: ReturnType<typeof asked>["it"], seq: number) => {
	const by = { surface: "browser", person: olga.id, identity: null, name: "Olga", label: null } as const;
	core.change(() => strike(core, { seq }, "a name", by, now));
};
const passedOn =
	"slack:T1:U1 I passed your question about Tom's “prints” on to the thread. The next messages of technicians there come here, too, until the change is decided.";

const wrote = (who: string, text: string) =>
	`slack:T1:U1 ${who} wrote in the thread, where you asked about ${who === "Tom" ? "" : "Tom's "}“prints”: “${text}”`;

test("what technicians write next reaches the approver who asked, in quotes, but not their commands", () => {
	const { says, heard } = asked("direct");
	expect(heard()).toEqual([passedOn]);
	says(olga, "Please wait.", "3");
	says(ada, "I mean the disk.", "4");
	expect(heard()).toHaveLength(1);
	says(tom, "One moment.", "5");
	says(tom, "$ whoami", "6", true);
	says(sam, "It is: it only “prints”.", "7");
	expect(heard()).toEqual([passedOn, wrote("Tom", "One moment."), wrote("Sam", "It is: it only ‘prints’.")]);
});

test("two questions of one approver get each message once, and no message of the thread is lost", () => {
	const { it, asks, says, heard } = asked("direct");
	asks("q2");
	says(tom, "It is.", "5");
	expect(heard()).toEqual([passedOn, passedOn, wrote("Tom", "It is.")]);
	expect(it.store.events.ofKinds("message.said").at(-1)?.body).toMatchObject({ text: "It is." });
});

test("one message reaches each approver who asked, and goes from each one's chat if it is erased", () => {
	const { it, row, says } = asked("direct");
	it.store.askers.put({ plan: row.id, person: olga.id, left: 1 });
	says(tom, "It is.", "5");
	const told = it.sent.flatMap((one) =>
		one.type === "tell" && one.notice.turn === "wrote" ? [one.key] : [],
	);
	expect(told).toHaveLength(2);
	erase(it, it.store.events.ofKinds("message.said").at(-1)?.seq ?? 0);
	expect(it.sent.flatMap((one) => (one.type === "unsay" ? one.keys : []))).toEqual(
		expect.arrayContaining(told),
	);
});

test("so many messages reach them after a question, and none once the plan is decided", () => {
	const { it, row, asks, says, heard } = asked("direct");
	for (let n = 0; n < 12; n++) says(tom, `${n}`, `a${n}`);
	expect(heard()).toHaveLength(11);
	asks("q2");
	says(tom, "It is.", "b");
	expect(heard()).toHaveLength(13);
	it.store.plans.setState(row.id, "cancelled");
	says(tom, "Cancelled.", "c");
	expect(heard()).toHaveLength(13);
	expect(it.store.askers.all()).toEqual([]);
});

test("a question from the thread is acknowledged by the thread itself", () => {
	const { says, heard } = asked("thread");
	says(tom, "It is.", "5");
	expect(heard()).toEqual([]);
});

test("the approver's copy of the card has the way to the thread in its workspace, and no other copy has", () => {
	const { it, row } = asked("direct");
	it.store.threads.add({
		...{ name: "own", kind: "own", workspace: "slack:T1", channel: "C1", thread: "1.5", root_key: "k" },
		...{ since: 1, heard: null, called: null },
	});
	const links = (view: ReturnType<typeof planView>) =>
		planCard(view).sections.flatMap((one) =>
			one.kind === "text"
				? one.line.flatMap((run) =>
						typeof run === "object" && "url" in run && run.label !== "Open in the console" ? [run] : [],
					)
				: [],
		);
	const view = planView(it.core, row);
	expect(links(view)).toEqual([]);
	expect(links(copyOf(it.core, view, "teams:x"))).toEqual([]);
	expect(links(copyOf(it.core, view, "slack:T1"))).toEqual([
		{ url: "https://slack.com/app_redirect?team=T1&channel=C1&message_ts=1.5", label: "Go to the thread" },
	]);
});
