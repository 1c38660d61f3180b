// A running step's question for a secret: who may enter it, and where, and that its sealed bytes are kept no longer than needed.
import { beforeEach, describe, expect, test } from "vitest";
import { promptCard } from "../../../cards/kinds/prompt.ts";
import { hex, utf8 } from "../../../protocol/bytes.ts";
import type { Person } from "../../../protocol/people.ts";
import type { Asked, GivenAnswer, Unopened } from "../../../protocol/prompt.ts";
import { sha256 } from "../../keys/crypto.ts";
import { cancel } from "../plan/cancelling.ts";
import { recordLost } from "../run/delivered.ts";
import { takeReport } from "../run/reports.ts";
import { promptView } from "../show/prompts.ts";
import type { PromptRow } from "../tables/prompts.ts";
import { said } from "../talk/talking.ts";
import { grantedPlan } from "../testing/granted.ts";
import {
	ada,
	endpoint,
	noOutput,
	now,
	olga,
	person,
	sam,
	signedIn,
	snapshotOf,
	tom,
} from "../testing/session.ts";
import { answer, form, look } from "./answering.ts";

const pin: Asked = {
	...{ id: 1, kind: "secret", text: "Pin", choices: [], several: false, suggested: [] },
	...{ ends: false, within: 60_000 },
};
const sealing = { key: `${"B".repeat(42)}A=`, signature: `${"C".repeat(85)}A==` };
const bytes = (letter: string) => letter.repeat(200);
const sealed = (letter = "A"): GivenAnswer => ({ is: "secret", sealed: bytes(letter) });

let it: ReturnType<typeof grantedPlan>["it"];
let plan: string;
let run: string;
beforeEach(() => {
	({ it, plan } = grantedPlan({ input: ["choices", "secret"] }));
	run = it.store.runs.of(plan)[1]?.id ?? "";
	takeReport({ type: "asked", asked: pin }, run, it.core, now);
});

const place = { workspace: "slack:T1", channel: "C1", thread: "1" };
const inChat = { place, ref: { workspace: "slack:T1", channel: "C1", message: "9" }, ofPlan: true };
const about = (of: Person, prompt: number, pressed: typeof inChat | null = null) => ({
	...{ by: signedIn(of), plan, pressed, run, prompt },
});
const gives = (of: Person, given: GivenAnswer, some: { prompt?: number; at?: number; chat?: true } = {}) => {
	const { prompt = 1, at = now + 1_000, chat } = some;
	const wish = { ...about(of, prompt, chat ? inChat : null), answer: given };
	const answered = answer(it.core, wish, it.visit(wish.by, at));
	return answered.ok ? "ok" : answered.refusal.code;
};
const opens = (of: Person, at = now + 1_000) => {
	const wish = about(of, 1);
	return form(it.core, wish, sealing, it.visit(wish.by, at));
};
const over = (unanswered: "time" | null) =>
	takeReport({ type: "asked-out", prompt: 1, unanswered }, run, it.core, now + 2_000);
const unopened = (letter: string, because: Unopened = "sealed") => {
	const hash = hex(sha256(utf8(bytes(letter))));
	takeReport({ type: "unopened", prompt: 1, because, sealed: hash }, run, it.core, now + 2_000);
};
const row = () => it.store.prompts.get(run, 1) as PromptRow;
const sentAs = (type: "answer" | "drop-answer") => it.sent.filter((one) => one.type === type).length;
const told = () => it.sent.flatMap((one) => (one.type === "notice" ? [one.notice.turn] : []));
/** The run ends as an agent reports it that finds it in its journal when it starts again. */
const restarted = () => {
	const none = { bytes: 0, sha256: null };
	const digest = it.store.plans.get(plan)?.digest ?? "";
	const end = { outcome: "unknown", because: "agent-restarted" } as const;
	const summary = {
		...({ v: 1, run, plan, digest, endpoint: endpoint.id, records: 2, stdout: none } as const),
		...{ stderr: none, durationMs: null, end },
	};
	const head = { id: run, count: 3, link: "ab".repeat(32), keyId: "k", signature: `${"A".repeat(86)}==` };
	const found = { signed: true, started: true, stdout: null, stderr: null };
	const ended = { summary, agrees: true, found, head, progress: noOutput };
	takeReport({ type: "ended", ended }, run, it.core, now + 2_000);
};
/** Everything that the session keeps or would send, but for what waits for the agent. */
const everything = () =>
	JSON.stringify([it.store.events.after(0, 100), it.sent, promptView(it.core, row()), row()]);

test("is asked on a card that leads to the console, and the proposer hears of it", () => {
	expect(told()).toContain("prompt-secret");
	const card = promptCard(promptView(it.core, row()));
	expect([card.title, ...card.buttons.map(({ label }) => label)]).toEqual([
		"The machine asks for a secret",
		"Enter it…",
	]);
});

test.each([
	["the technician who proposed", tom, "ok"],
	["another technician", sam, "ok"],
	["an approver", ada, "ok"],
	["the owner at the MSP", olga, "may-not-enter"],
	["someone who only asks", person(9, "Dana", "requester"), "may-not-enter"],
])("%s may enter it, or not: %s", (_, who, code) => {
	it.snapshot = snapshotOf([ada, sam, olga, tom, person(9, "Dana", "requester")]);
	const found = opens(who);
	expect(found.ok ? "ok" : found.refusal.code).toBe(code);
	expect(gives(who, sealed())).toBe(code);
	expect(sentAs("answer")).toBe(code === "ok" ? 1 : 0);
});

test("the page gets what is asked, the plan's bytes, and the keys that seal and vouch", () => {
	expect(opens(tom)).toMatchObject({
		form: {
			...{ run, question: 1, step: 1, asked: "Pin", until: now + 60_000 },
			agent: { endpoint: endpoint.id, name: endpoint.name, key: endpoint.key, sealing },
			plan: { id: plan },
		},
	});
});

test("in chat no answer is taken: no press, no dialog, and no reply in the thread", () => {
	expect(gives(tom, sealed(), { chat: true })).toBe("secret-in-chat");
	expect(gives(tom, { is: "text", text: "hunter-2" }, { chat: true })).toBe("secret-in-chat");
	expect(gives(tom, { is: "text", text: "hunter-2" })).toBe("secret-in-chat");
	const wish = about(tom, 1, inChat);
	expect(look(it.core, wish, it.visit(wish.by))).toMatchObject({ refusal: { code: "secret-in-chat" } });
	const reply = {
		...{ by: { identity: "slack:T1:U4", name: "Tom" }, place, text: "1234", expected: [] },
		ref: { workspace: "slack:T1", channel: "C1", message: "10" },
	};
	said(it.core, reply, "whole", it.visit(reply.by));
	expect([row().state, row().answer, sentAs("answer")]).toEqual(["open", null, 0]);
});

describe("once someone has entered it", () => {
	beforeEach(() => void gives(tom, sealed()));

	test("it is on its way, and the record says who, and where, and no more", () => {
		expect([row().state, sentAs("answer")]).toEqual(["sent", 1]);
		const event = it.store.events.ofKinds("prompt.answered").at(-1);
		expect(event).toMatchObject({
			actor: { name: "Tom", surface: "browser" },
			body: { answer: { is: "secret" }, labels: [], ref: null },
		});
		expect(JSON.stringify(promptCard(promptView(it.core, row())))).toContain(
			"Answered by Tom (technician) in the console: a secret",
		);
		expect(JSON.stringify([it.store.events.after(0, 100), it.sent])).not.toContain(bytes("A"));
	});

	test("another one is refused, by whom ever; the same form sent twice is one", () => {
		expect([gives(tom, sealed()), gives(tom, sealed("D")), gives(ada, sealed("E"))]).toEqual([
			...["ok", "prompt-over", "prompt-over"],
		]);
		expect(opens(ada)).toMatchObject({ refusal: { code: "prompt-over", how: "answered" } });
		expect(it.kinds().filter((kind) => kind === "prompt.answered")).toHaveLength(1);
	});

	test.each([
		["the step has it", () => over(null), "taken"],
		["the step didn't wait for it", () => over("time"), "over"],
		["the agent restarted, which forgets what it asked", () => restarted(), "over"],
		["the machine lost its record", () => recordLost(it.core, plan, endpoint.id, now + 2_000), "over"],
	] as const)("its sealed bytes are kept until %s: here, and at the endpoint", (_, happens, state) => {
		expect(everything()).toContain(bytes("A"));
		happens();
		expect([row().state, row().answer, sentAs("drop-answer")]).toEqual([state, { is: "secret" }, 1]);
		expect(everything()).not.toContain(bytes("A"));
		expect(gives(tom, sealed())).toBe("prompt-over");
	});
});

describe("what the agent couldn't use", () => {
	beforeEach(() => void gives(tom, sealed()));

	test.each(["sealed", "value"] as const)("because of its %s opens the question again", (because) => {
		unopened("A", because);
		expect([row().state, sentAs("drop-answer")]).toEqual(["open", 1]);
		expect(it.store.events.ofKinds("prompt.unopened")).toMatchObject([{ body: { prompt: 1, because } }]);
		expect(JSON.stringify(promptCard(promptView(it.core, row())))).toContain(
			"CLIENT-ACCT-01 couldn't use what Tom (technician) entered, so the step didn't get it. Enter it again.",
		);
		expect(everything()).not.toContain(bytes("A"));
		expect([gives(ada, sealed("D")), row().state]).toEqual(["ok", "sent"]);
	});

	test("is reported again without touching the next answer", () => {
		unopened("A");
		gives(ada, sealed("D"));
		unopened("A");
		expect([row().state, row().answered_by?.name]).toEqual(["sent", "Ada"]);
		expect(it.kinds().filter((kind) => kind === "prompt.unopened")).toHaveLength(1);
	});
});

describe("nothing is taken", () => {
	test("in its last moment, or after the plan was cancelled", () => {
		expect(gives(tom, sealed(), { at: now + 60_000 })).toBe("prompt-over");
		expect(opens(tom, now + 60_000)).toMatchObject({ refusal: { how: "too-late" } });
		const by = signedIn(ada);
		cancel(it.core, { by, plan, pressed: null }, it.visit(by, now + 500));
		expect(gives(tom, sealed())).toBe("prompt-over");
	});

	test("for an older question, once the step asks the next one", () => {
		gives(tom, sealed());
		over(null);
		takeReport({ type: "asked", asked: { ...pin, id: 2 } }, run, it.core, now + 3_000);
		expect(gives(tom, sealed("D"))).toBe("prompt-over");
		expect(it.store.prompts.get(run, 2)?.state).toBe("open");
		expect(gives(tom, sealed("D"), { prompt: 2, at: now + 4_000 })).toBe("ok");
	});

	test("for a question of another kind", () => {
		takeReport({ type: "asked", asked: { ...pin, id: 2, kind: "choices" } }, run, it.core, now);
		expect(gives(tom, sealed(), { prompt: 2 })).toBe("bad-field");
	});
});
