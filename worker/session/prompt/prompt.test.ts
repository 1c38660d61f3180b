// Questions of a running step, from their asking to their end: real tables and rules, and what would be sent, kept.
import { beforeEach, describe, expect, test } from "vitest";
import { promptCard } from "../../../cards/kinds/prompt.ts";
import type { Person } from "../../../protocol/people.ts";
import type { InputKind } from "../../../protocol/plan/plan.ts";
import type { Asked, GivenAnswer } from "../../../protocol/prompt.ts";
import { unsaid as unsaidText } from "../../workspace/posting/unsaid.ts";
import { worker } from "../core.ts";
import { strike } from "../erasure/strike.ts";
import { cancel } from "../plan/cancelling.ts";
import { takeReport } from "../run/reports.ts";
import { promptView } from "../show/prompts.ts";
import { transcriptHeader } from "../show/transcript.ts";
import { planView } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import type { PromptRow } from "../tables/prompts.ts";
import { grantedPlan } from "../testing/granted.ts";
import { ada, now, olga, person, sam, signedIn, snapshotOf, tom } from "../testing/session.ts";
import { withoutKeys } from "../testing/surfaces.ts";
import { answer, clear } from "./answering.ts";
import { sendAnswer } from "./sending.ts";

const choice: Asked = {
	...{
		id: 1,
		kind: "choices",
		text: "Restart now?",
		several: false,
		suggested: [1],
		ends: false,
		within: 60_000,
	},
	choices: [
		{ label: "Yes", help: "" },
		{ label: "No", help: "" },
	],
};
const line: Asked = { ...choice, id: 2, kind: "text", text: "Formula", choices: [], suggested: [] };

const input: InputKind[] = ["choices", "text"];
let it: ReturnType<typeof grantedPlan>["it"];
let plan: string;
let run: string;
beforeEach(() => {
	({ it, plan } = grantedPlan({ input }));
	run = it.store.runs.of(plan)[1]?.id ?? "";
});

const place = { stdout: 12, stderr: 3 };
const asks = (asked: Asked) => takeReport({ type: "asked", asked, place }, run, it.core, now);
const isOver = (prompt: number, unanswered: "time" | null) =>
	takeReport({ type: "asked-out", prompt, unanswered }, run, it.core, now + 2_000);
const says = (of: Person, given: GivenAnswer, prompt = 1, at = now + 1_000) => {
	const by = signedIn(of);
	return answer(it.core, { by, plan, pressed: null, run, prompt, answer: given }, it.visit(by, at));
};
const decides = (of: Person, verdict: "send" | "keep", tries = 1, prompt = 2) => {
	const by = signedIn(of);
	return clear(it.core, { by, plan, pressed: null, run, prompt, tries, verdict }, it.visit(by, now + 1_500));
};
const yes: GivenAnswer = { is: "choices", chosen: [0] };
const text = (text: string): GivenAnswer => ({ is: "text", text });
const row = (prompt: number) => it.store.prompts.get(run, prompt) as PromptRow;
const sent = () => it.sent.filter(({ type }) => type === "answer");
const refusal = (code: string, some: object = {}) => ({ ok: false, refusal: { code, ...some } });
const told = () => it.sent.flatMap((one) => (one.type === "notice" ? [one.notice.turn] : []));

describe("a choice", () => {
	beforeEach(() => asks(choice));

	test("is found at its place in the output; one that an older recording reports has none", async () => {
		takeReport({ type: "asked", asked: { ...choice, id: 3 } }, run, it.core, now);
		const { questions } = await transcriptHeader(withoutKeys(it.core), []);
		expect(questions.map(({ place }) => place)).toEqual([place, null]);
	});

	test("is asked once, the proposer hears of it, and the plan's card says that it waits", () => {
		asks(choice);
		expect(it.kinds().filter((kind) => kind === "prompt.asked")).toHaveLength(1);
		expect(told().filter((turn) => turn === "prompt-asked")).toHaveLength(1);
		expect(planView(it.core, it.store.plans.get(plan) as PlanRow).runs.map(({ asks }) => asks)).toEqual([
			false,
			true,
		]);
	});

	test.each([
		["the technician who proposed", tom],
		["another technician", sam],
		["an approver", ada],
		["the owner", olga],
	])("%s may choose, and what they chose is sent", (_, who) => {
		expect(says(who, yes)).toEqual({ ok: true });
		expect(row(1)).toMatchObject({ state: "sent", answer: yes, answered_by: { name: who.name } });
		expect(sent()).toEqual([{ type: "answer", run, prompt: 1 }]);
	});

	test("no one else may", () => {
		const dana = person(9, "Dana", "requester");
		it.snapshot = snapshotOf([ada, sam, olga, tom, dana]);
		expect(says(dana, yes)).toMatchObject(refusal("may-not-answer"));
		expect(row(1).state).toBe("open");
	});

	test("the first press wins: a repeat of it changes nothing, another one is refused", () => {
		says(tom, yes);
		expect(says(tom, yes)).toEqual({ ok: true });
		expect(says(ada, { is: "choices", chosen: [1] })).toMatchObject(
			refusal("prompt-over", { how: "answered" }),
		);
		expect(row(1).answer).toEqual(yes);
		expect(it.kinds().filter((kind) => kind === "prompt.answered")).toHaveLength(1);
	});

	test.each([
		["a choice that isn't offered", { is: "choices", chosen: [2] }],
		["two of one", { is: "choices", chosen: [0, 1] }],
		["none of one", { is: "choices", chosen: [] }],
		["a text", { is: "text", text: "Yes" }],
		["nothing more", { is: "nothing" }],
	] as [string, GivenAnswer][])("%s is no answer to it", (_, given) => {
		expect(says(tom, given)).toMatchObject(refusal("bad-field"));
		expect(row(1).state).toBe("open");
	});

	test("an answer that comes too late is not sent", () => {
		expect(says(tom, yes, 1, now + 60_000)).toMatchObject(refusal("prompt-over", { how: "too-late" }));
		isOver(1, "time");
		expect(says(tom, yes)).toMatchObject(refusal("prompt-over", { how: "too-late" }));
		expect(it.kinds()).toContain("prompt.expired");
		expect(sent()).toEqual([]);
	});

	test("an answer to a step that someone cancelled is not sent", () => {
		const by = signedIn(ada);
		cancel(it.core, { by, plan, pressed: null }, it.visit(by, now + 500));
		expect(says(tom, yes)).toMatchObject(refusal("prompt-over", { how: "too-late" }));
		expect(sent()).toEqual([]);
	});

	test("it is answered once the step has it", () => {
		says(tom, yes);
		isOver(1, null);
		isOver(1, "time");
		expect(row(1).state).toBe("taken");
		expect(it.kinds()).not.toContain("prompt.expired");
	});

	test("that nobody answered stays open, whatever the machine says of an answer", () => {
		isOver(1, null);
		expect(row(1).state).toBe("open");
		expect(says(tom, yes)).toEqual({ ok: true });
	});

	test("where output stays out of chat, so do the machine's words", () => {
		it.core.self().snapshot = it.snapshot;
		it.store.session.keepSnapshot(snapshotOf([ada, sam, olga, tom], { outputInChat: "counts" }));
		const shown = JSON.stringify(promptCard(promptView(it.core, row(1))));
		expect(shown).not.toMatch(/Restart now|Yes/);
		expect(shown).toContain("choice 1");
	});
});

describe("a text", () => {
	beforeEach(() => asks(line));

	test("is written by a technician, and not sent before an approver lets it through", () => {
		expect(says(ada, text("1 + 1"), 2)).toMatchObject(refusal("may-not-answer"));
		expect(says(tom, text("1 + 1"), 2)).toEqual({ ok: true });
		expect([row(2).state, sent()]).toEqual(["typed", []]);
		expect(told()).toContain("prompt-typed");
		expect(decides(ada, "send")).toEqual({ ok: true });
		expect([row(2).state, sent()]).toEqual(["sent", [{ type: "answer", run, prompt: 2 }]]);
		expect(it.kinds().filter((kind) => kind.startsWith("prompt."))).toEqual([
			"prompt.asked",
			"prompt.answered",
			"prompt.cleared",
		]);
	});

	test("an approver who keeps it back opens the question again, and nothing is sent", () => {
		says(tom, text("rm -rf /"), 2);
		expect(decides(ada, "keep")).toEqual({ ok: true });
		expect([row(2).state, row(2).answer, sent()]).toEqual(["open", null, []]);
		expect(says(tom, text("1 + 1"), 2)).toEqual({ ok: true });
	});

	test("an approver lets through only the text that they saw", () => {
		says(tom, text("1 + 1"), 2);
		decides(ada, "keep");
		says(tom, text("rm -rf /"), 2);
		expect(decides(ada, "send", 1)).toMatchObject(refusal("prompt-over"));
		expect(sent()).toEqual([]);
		expect(decides(ada, "send", 2)).toEqual({ ok: true });
	});

	test("no one lets their own text through, nor one for their own plan", () => {
		says(sam, text("1 + 1"), 2);
		expect(decides(sam, "send")).toMatchObject(refusal("own-answer", { approvers: ["Ada"] }));
		expect(decides(tom, "send")).toMatchObject(refusal("own-proposal"));
		expect(decides(olga, "send")).toMatchObject(refusal("not-an-approver", { told: false }));
		expect(sent()).toEqual([]);
	});

	test("as many approvers as a plan needs have to let it through", () => {
		it.snapshot = snapshotOf([ada, sam, olga, tom], { votes: 2 });
		says(tom, text("1 + 1"), 2);
		decides(ada, "send");
		expect(decides(ada, "send")).toMatchObject(refusal("already-voted"));
		expect(sent()).toEqual([]);
		expect(decides(sam, "send")).toEqual({ ok: true });
		expect(sent()).toHaveLength(1);
	});

	test("the word of an approver who has lost the role since doesn't count", () => {
		it.snapshot = snapshotOf([ada, sam, olga, tom], { votes: 2 });
		says(tom, text("1 + 1"), 2);
		decides(ada, "send");
		const anna = person(8, "Anna", "approver");
		it.snapshot = snapshotOf([{ ...ada, roles: ["requester"] }, sam, olga, tom, anna], { votes: 2 });
		expect(decides(sam, "send")).toEqual({ ok: true });
		expect(sent()).toEqual([]);
		expect(decides(anna, "send")).toEqual({ ok: true });
		expect(sent()).toHaveLength(1);
	});

	test("doesn't go to the step once who let it through has lost the role: it waits for another approver", async () => {
		says(tom, text("1 + 1"), 2);
		decides(ada, "send");
		it.snapshot = snapshotOf([{ ...ada, roles: ["requester"] }, sam, olga, tom]);
		await sendAnswer(it.core, run, 2, now + 2_000);
		expect(row(2)).toMatchObject({ state: "typed", cleared: [] });
	});

	test("that waits for another approver again is said so on its card, and to who wrote it and who let it through", async () => {
		says(tom, text("1 + 1"), 2);
		decides(ada, "send");
		it.snapshot = snapshotOf([{ ...ada, roles: ["requester"] }, sam, olga, tom]);
		it.store.session.keepSnapshot(it.snapshot);
		await sendAnswer(it.core, run, 2, now + 2_000);
		const heard = it.sent.flatMap((one) =>
			one.type === "notice" && one.notice.turn === "prompt-unclear" ? [one.notice] : [],
		);
		expect(heard.map(({ by, to }) => [by, to.map(({ name }) => name)])).toEqual([
			["Ada", ["Tom", "Ada", "Sam"]],
		]);
		const lines = JSON.stringify(promptCard(promptView(it.core, row(2))).sections);
		expect(lines).toContain(
			"Ada (approver) let it through, but no longer decides here: that doesn't count any more.",
		);
		decides(sam, "send");
		expect(promptView(it.core, row(2))).toMatchObject({ state: "sent", lost: [] });
	});

	test.each([
		["what can be misread", "g\u0456t pull", "bad-field"],
		["what can't be seen", "a\u200bb", "bad-field"],
		["what looks like a secret", "password=hunter2hunter2", "looks-secret"],
	])("%s is not taken", (_, given, code) => {
		expect(says(tom, text(given), 2)).toMatchObject(refusal(code));
		expect(row(2).state).toBe("open");
	});

	test("its card shows it exactly, and offers to send just this one", () => {
		says(tom, text("Get-Item 'a  b'"), 2);
		const card = promptCard(promptView(it.core, row(2)));
		expect(card.sections).toContainEqual({
			...{ kind: "code", label: "Exactly this line", text: "Get-Item 'a  b'", keep: true },
		});
		expect(card.buttons.map(({ label, id }) => `${label} ${id}`)).toEqual([
			`Send this text ${plan}.${run}.2.1`,
			`Don't send ${plan}.${run}.2.1`,
		]);
	});
});

test("a question counts no longer than its step may run", () => {
	asks({ ...choice, within: 86_400_000 });
	const { stepTimeLimit } = (it.store.plans.get(plan) as PlanRow).plan;
	expect(row(1).until).toBe(now + stepTimeLimit * 1000);
});

test("a question of a kind that the plan doesn't allow is not asked", () => {
	asks({ ...line, id: 3, kind: "secret" });
	expect(it.store.prompts.get(run, 3)).toBeNull();
	expect(it.kinds()).not.toContain("prompt.asked");
});

const ends = () => {
	const none = { bytes: 0, sha256: null };
	const { digest } = it.store.plans.get(plan) as PlanRow;
	const endpoint = it.store.runs.get(run)?.endpoint ?? "";
	const summary = {
		...({
			v: 1,
			run,
			plan,
			digest,
			endpoint,
			records: 2,
			stdout: none,
			stderr: none,
			durationMs: 1,
		} as const),
		end: { outcome: "signalled", signal: "SIGTERM" } as const,
	};
	const head = { id: run, count: 3, link: "ab".repeat(32), keyId: "k", signature: `${"A".repeat(86)}==` };
	const found = { signed: true, started: true, stdout: null, stderr: null };
	const progress = {
		...{ stdout: 0, stderr: 0, lines: 0, excerpt: "", whole: true, part: "first" as const },
		reading: { as: [], overdrawn: false },
	};
	takeReport({ type: "ended", ended: { summary, agrees: true, found, head, progress } }, run, it.core, now);
};

test("the transcript's page learns what was asked, how far its answer is, and nothing of erased words", async () => {
	asks(choice);
	says(tom, yes);
	asks(line);
	says(tom, text("1"), 2);
	const questions = async () => (await transcriptHeader(withoutKeys(it.core), [])).questions;
	const by = { person: tom.id, name: `${tom.name} (technician)` };
	expect(await questions()).toMatchObject([
		{ plan, run, kind: "choices", text: "Restart now?", state: "sent", by, said: "“Yes”" },
		{ plan, run, kind: "text", text: "Formula", state: "typed", by, said: "“1”" },
	]);
	const [first] = await questions();
	it.core.change(() => strike(it.core, { seq: first?.seq ?? 0 }, "asked for", worker, now));
	expect(JSON.stringify(await questions())).not.toMatch(/Restart|Yes/);
});

test("a step that ends leaves no question open", () => {
	asks(choice);
	asks(line);
	says(tom, text("1"), 2);
	ends();
	expect([row(1).state, row(2).state]).toEqual(["over", "over"]);
	expect(decides(ada, "send")).toMatchObject(refusal("prompt-over", { how: "too-late" }));
	expect(sent()).toEqual([]);
});

test("the words of questions and answers go with their run's output", () => {
	asks(choice);
	says(tom, yes);
	asks(line);
	ends();
	it.core.change(() => strike(it.core, { run }, "asked for", worker, now));
	const told = it.store.events.ofKinds("prompt.asked", "prompt.answered", "prompt.expired");
	expect(told.map(({ body }) => body)).toEqual([null, null, null, null, null]);
	expect(JSON.stringify([row(1), row(2)])).not.toMatch(/Restart|Yes|Formula|chosen/);
	expect(JSON.stringify(promptCard(promptView(it.core, row(1))))).not.toMatch(/Restart|Yes/);
	const unsaid = it.sent.flatMap((one) => (one.type === "unsay" ? one.keys : []));
	expect(unsaid).toContain(`prompt:${plan}:${run}.1`);
	expect(unsaid).toContain(`prompt:${plan}:${run}.2`);
	const card = { type: "prompt", view: { ...promptView(it.core, row(1)), asked: choice, answer: yes } };
	expect(unsaidText(JSON.stringify(card), null, null)).not.toMatch(/Restart|Yes|chosen/);
});
